import type { EventBody } from '../record/index.ts';
import type { CustodyBody } from './custody-check.ts';

/** One act of custody as it is published: what it says of seal and place, null where it says nothing of it. */
export type CustodyAct = {
  readonly record: number;
  readonly kind: EventBody['kind'];
  readonly seal: string | null;
  readonly condition: string | null;
  readonly place: string | null;
  readonly found: string | null;
};
export type CustodyMarks = { received: boolean; opened: boolean; stored: boolean; missing: boolean; broken: boolean };

export const NOTHING_SEEN: Readonly<CustodyMarks> = {
  received: false,
  opened: false,
  stored: false,
  missing: false,
  broken: false,
};

/** What happened to each station's envelope, in record order; it judges nothing. */
export class CustodyBook {
  private readonly acts = new Map<number, CustodyAct[]>();
  private readonly marks = new Map<number, CustodyMarks>();
  /** Pictures of each sheet's scans, page after page. */
  readonly scans = new Map<number, string[]>();

  take(record: number, station: number, body: CustodyBody): void {
    if (body.kind === 'SheetScanned') {
      const pages = this.scans.get(body.sheet) ?? [];
      this.scans.set(body.sheet, [...pages, ...body.pictures.map(({ shown }) => shown)]);
    }
    // A copy is a sheet without custody.
    if (body.kind === 'CopyAdmitted') return;
    const { seal, condition } = 'seal' in body ? body : { seal: null, condition: null };
    const found = body.kind === 'EnvelopeOpened' ? body.found : null;
    const acts = this.acts.get(station) ?? [];
    acts.push({ record, kind: body.kind, seal, condition, place: placeOf(body), found });
    this.acts.set(station, acts);
    const marks = this.marks.get(station) ?? { ...NOTHING_SEEN };
    this.marks.set(station, marks);
    if (condition === 'broken') marks.broken = true;
    if (body.kind === 'EnvelopeReceived') marks.received = true;
    if (body.kind === 'EnvelopeReceived') marks.missing = false;
    if (body.kind === 'EnvelopeMissing') marks.missing = true;
    if (body.kind === 'EnvelopeOpened') marks.opened = true;
    if (body.kind === 'EnvelopeStored') marks.stored = true;
  }

  actsAt(station: number): readonly CustodyAct[] {
    return this.acts.get(station) ?? [];
  }

  marksOf(station: number): Readonly<CustodyMarks> {
    return this.marks.get(station) ?? NOTHING_SEEN;
  }
}

function placeOf(body: CustodyBody): string | null {
  if (body.kind === 'EnvelopeReceived') return body.from;
  if (body.kind === 'EnvelopeMoved') return body.to;
  return body.kind === 'EnvelopeStored' ? body.where : null;
}
