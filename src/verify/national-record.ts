import { type EventBody, isOfficeOnly, OfficeNumbers } from '../record/index.ts';
import { addOfEvent, type ReadBodies, type TakeBody } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { OfficeLog } from './header-chain.ts';
import type { ReadLog } from './log-check.ts';
import type { ReadHeader } from './read-header.ts';

/** The record as it is replayed: what offices recorded stands in it by national numbers, and only what counts nationally. */
export type NationalRecord = {
  /** null where an event could not be read, or says something in its office's own record alone. */
  readonly headers: readonly (ReadHeader | null)[];
  readonly read: ReadBodies;
  /** By record number, bodies that are not in `read` because they name an event that is not there: as the office wrote them. */
  readonly unresolved: ReadonlyMap<number, EventBody>;
  /** The record number of the next event of the same record: of the same office, or of the national one. */
  readonly following: (record: number, header: ReadHeader) => number;
};

/** Puts the events of offices in their place: official-count.md section 2. Without offices everything stays as it was read. */
export class NationalNumbers {
  /** By record number, bodies that name an event which is none of the office's before it: as the office wrote them. */
  readonly unresolved = new Map<number, EventBody>();
  private readonly log: ReadLog;
  private readonly numbers = new OfficeNumbers();
  private followed = 0;

  constructor(log: ReadLog) {
    this.log = log;
  }

  /** Says a body by national numbers while it is read, so that nobody keeps it twice. To be asked in record order. */
  readonly take: TakeBody = (record, header, body) => {
    if (header.office === undefined) return body;
    for (; this.followed <= record; this.followed++) {
      const before = this.log.headers[this.followed];
      if (before) this.numbers.follow(this.followed, before);
    }
    const resolved = this.numbers.resolve(header, body);
    if (resolved === null) this.unresolved.set(record, body);
    return resolved;
  };

  /** The record, out of what was read and taken. */
  record(read: ReadBodies, findings: FindingList): NationalRecord {
    const { log, unresolved } = this;
    const following = (record: number, header: ReadHeader) => followingOf(log.offices, record, header);
    for (const record of unresolved.keys()) {
      const header = log.headers[record];
      const says = `Event ${record}, a ${header?.kind} of office ${header?.office?.id}, names an event that the office had not recorded before it.`;
      addOfEvent(findings, 'office-names-nothing', record, says);
    }
    if (log.offices.size === 0) return { headers: log.headers, read, unresolved, following };
    const headers = log.headers.map((header) => (header !== null && isOfficeOnly(header) ? null : header));
    return { headers, read, unresolved, following };
  }
}

function followingOf(offices: ReadonlyMap<string, OfficeLog>, record: number, { office }: ReadHeader): number {
  if (office === undefined) return record + 1;
  const records = offices.get(office.id)?.records ?? [];
  return records[office.index] === record ? (records[office.index + 1] ?? Number.POSITIVE_INFINITY) : record + 1;
}
