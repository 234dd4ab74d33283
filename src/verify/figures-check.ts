import { fromBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { expectOk } from '../base/result.ts';
import { type EventBody, figuresCommitment } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { Announced, CalledFor } from './reading-fates.ts';
import type { ReadRecord } from './replay.ts';

type Read = Extract<EventBody, { readonly kind: 'FiguresRead' }>;

/** Judges the figures that stations sent: what was announced is what is opened later (publication.md section 2). */
export class FiguresCheck {
  private readonly crypto: Crypto;
  private readonly record: ReadRecord;
  private readonly findings: FindingList;
  /** Device, station and the device's own instant of each announcement. */
  private readonly sent = new Set<string>();

  constructor(crypto: Crypto, record: ReadRecord, findings: FindingList) {
    this.crypto = crypto;
    this.record = record;
    this.findings = findings;
  }

  announced(record: number, body: Announced): void {
    body.figures.forEach(([contest], i) => {
      const place = record + 1 + i;
      if (place >= this.record.events || this.record.readings.calledFor.get(place)?.announced === record) return;
      const says = `Event ${record} announces figures of contest ${shown(contest)}, and event ${place} is not the FiguresRead that holds them.`;
      this.add('reading-missing', record, says);
    });
    if (body.device === null) return;
    const key = JSON.stringify([body.device, body.station, body.sentAt]);
    if (this.sent.has(key)) {
      const says = `The figures of event ${record} have the instant of others that the device sent for the same station.`;
      this.add('figures-twice', record, says);
    }
    this.sent.add(key);
  }

  /** Headers say where a FiguresRead belongs, so a sealed body is no excuse. */
  place(record: number): void {
    if (this.record.readings.calledFor.has(record)) return;
    const says = `Event ${record}, a FiguresRead, does not stand where a FiguresAnnounced calls for it.`;
    this.add('reading-unannounced', record, says);
  }

  /** Holds open figures against their announcement, which they are shown under; null when there is none. */
  opened(record: number, body: Read): CalledFor | null {
    const called = this.record.readings.calledFor.get(record);
    if (called === undefined) return null;
    const { announced, body: said, commitment } = called;
    if (body.announced !== announced || body.station !== said.station) {
      const says = `Event ${record}, a FiguresRead, names another announcement or station than event ${announced}, behind which it stands.`;
      this.add('reading-elsewhere', record, says);
    }
    const salt = expectOk(fromBase64(body.salt), 'a decoded body');
    const contest = this.record.headers[record]?.contest ?? '';
    if (figuresCommitment(this.crypto, salt, contest, body.boxes) !== commitment) {
      this.add(
        'reading-differs',
        record,
        `The figures of event ${record} are not those that event ${announced} announced.`,
      );
    }
    return called;
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}
