import { type EventBody, type EventHeader, isOfficeOnly, OfficeNumbers } from '../record/index.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { OfficeLog } from './header-chain.ts';
import type { ReadLog } from './log-check.ts';

/** The record as it is replayed: what offices recorded stands in it by national numbers, and only what counts nationally. */
export type NationalRecord = {
  /** null where an event could not be read, or says something in its office's own record alone. */
  readonly headers: readonly (EventHeader | null)[];
  readonly read: ReadBodies;
  /** The record number of the next event of the same record: of the same office, or of the national one. */
  readonly following: (record: number, header: EventHeader) => number;
};

/** Puts the events of offices in their place: official-count.md section 2. Without offices everything is as it was read. */
export function nationalRecord(log: ReadLog, read: ReadBodies, findings: FindingList): NationalRecord {
  const following = (record: number, header: EventHeader) => followingOf(log.offices, record, header);
  if (log.offices.size === 0) return { headers: log.headers, read, following };
  const numbers = new OfficeNumbers();
  const bodies: (EventBody | null)[] = [];
  const headers = log.headers.map((header, record) => {
    const body = read.bodies[record] ?? null;
    if (header !== null) numbers.follow(record, header);
    const resolved = header === null || body === null ? body : numbers.resolve(header, body);
    if (record < read.bodies.length) bodies.push(resolved);
    if (header !== null && body !== null && resolved === null) {
      const says = `Event ${record}, a ${header.kind} of office ${header.office?.id}, names an event that the office had not recorded before it.`;
      addOfEvent(findings, 'office-names-nothing', record, says);
    }
    return header !== null && isOfficeOnly(header) ? null : header;
  });
  return { headers, read: { ...read, bodies }, following };
}

function followingOf(offices: ReadonlyMap<string, OfficeLog>, record: number, { office }: EventHeader): number {
  if (office === undefined) return record + 1;
  const records = offices.get(office.id)?.records ?? [];
  return records[office.index] === record ? (records[office.index + 1] ?? Number.POSITIVE_INFINITY) : record + 1;
}
