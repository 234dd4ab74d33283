import { z } from 'zod';
import { idSchema, instantSchema } from './api-fields.ts';

/* Enrolment of phones, the codes for it, and whether the public pages are read: docs/spec/capture.md section 2. */

const deviceNameField = z.string().min(1).max(64);

/** A phone shows its code and that it has the key. */
export const enrolSchema = z.object({
  code: z.string().min(1).max(64),
  /** Public key in base64: 32 bytes of Ed25519, or 65 of P-256. */
  key: z.union([z.string().length(44), z.string().length(88)]),
  signature: z.string().length(88),
});

export const stationCardSchema = z.object({
  id: idSchema,
  table: z.int().nullable(),
  /** Name of its building. */
  place: z.string(),
  registered: z.int().nullable(),
  contests: z.array(idSchema),
});
export const enrolledSchema = z.object({
  device: deviceNameField,
  scope: idSchema,
  only: idSchema.nullable(),
  stations: z.array(stationCardSchema),
  /** Whether there are others than these. */
  more: z.boolean(),
});

/** A device whose key an administrator has: no phone, but a machine that sends scans. */
export const deviceSchema = z.object({
  device: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/),
  /** Public key, base64: 32 bytes of Ed25519, or 65 of P-256. */
  key: z.union([z.string().length(44), z.string().length(88)]),
  scope: idSchema,
  only: idSchema.nullable().default(null),
  replaces: deviceNameField.nullable().default(null),
});
export const devicesQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional(),
  /** Only those that may send for this station. */
  station: idSchema.optional(),
});
export const devicesSchema = z.object({
  devices: z.array(
    z.object({
      device: z.string(),
      key: z.string(),
      scope: idSchema,
      only: idSchema.nullable(),
      revoked: z.boolean(),
      /** Names of the units down to its scope, and the table of its only station. */
      path: z.array(z.string()),
      table: z.int().nullable(),
    }),
  ),
});
export const deviceNameSchema = z.object({ device: deviceNameField });

export const HOURS_MOST = 14 * 24;
/** For the stations of a unit, or for one of them. */
export const newCodeSchema = z.object({
  scope: idSchema,
  only: idSchema.nullable(),
  replaces: deviceNameField.nullable(),
  hours: z.int().min(1).max(HOURS_MOST),
});
/** The code is shown once. `qr`: rows of its QR code, 1 for dark. */
export const madeCodeSchema = z.object({
  id: z.int(),
  code: z.string(),
  address: z.string(),
  qr: z.array(z.string()),
  expiresAt: instantSchema,
});

export const codesQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.coerce.number().int().min(1).optional(),
  /** `kit`: those of paper kits. */
  made: z.enum(['hand', 'kit']).default('hand'),
  station: idSchema.optional(),
});
export const codesSchema = z.object({
  /** By whose clock a code has expired. */
  now: instantSchema,
  codes: z.array(
    z.object({
      id: z.int(),
      kind: z.enum(['enrol', 'sms']),
      path: z.array(z.string()),
      station: idSchema.nullable(),
      table: z.int().nullable(),
      replaces: z.string().nullable(),
      /** null: whoever has the machine. */
      by: z.string().nullable(),
      at: instantSchema,
      expiresAt: instantSchema,
      state: z.enum(['open', 'used', 'expired', 'cancelled']),
      /** The phone that used it. */
      device: z.string().nullable(),
      usedAt: instantSchema.nullable(),
    }),
  ),
});
export const codeIdSchema = z.object({ id: z.int().min(1) });

/** Units and stations that somebody means by a word. */
export const placesQuerySchema = z.object({ find: z.string().min(1).max(100) });
export const placesSchema = z.object({
  total: z.int(),
  places: z.array(
    z.object({
      scope: idSchema,
      /** null: all stations of the unit. */
      station: idSchema.nullable(),
      path: z.array(z.string()),
      table: z.int().nullable(),
      /** How many stations that is. */
      stations: z.int(),
    }),
  ),
});

export const readingSchema = z.object({
  /** False: the public pages of this server are not ours to switch. */
  here: z.boolean(),
  on: z.boolean(),
});
export const switchReadingSchema = z.object({ on: z.boolean() });

export type Devices = z.infer<typeof devicesSchema>;
export type Enrolled = z.infer<typeof enrolledSchema>;
export type MadeCode = z.infer<typeof madeCodeSchema>;
export type Codes = z.infer<typeof codesSchema>;
export type Places = z.infer<typeof placesSchema>;
export type Reading = z.infer<typeof readingSchema>;
