/*
 * How much of one station one sender may have in the record: docs/spec/capture.md section 4. A captured phone can then fill
 * nothing, and a volunteer who sends again after every mistake still has room.
 */

/** Sheets (`SheetReceived`) of one device, late ones too. */
export const SHEETS_PER_DEVICE_AND_STATION = 8;
/** Readings (`FiguresAnnounced`) of one device. */
export const READINGS_PER_DEVICE_AND_STATION = 16;
/** Readings of a station by SMS, whoever sent them. */
export const SMS_PER_STATION = 4;
/** The sender of all SMS, where a device would be named. */
export const SMS = 'sms';
