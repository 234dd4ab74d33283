import type { StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { bodyPathOf } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { ReadRecord } from './replay.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Entry = { readonly actor: string | null; readonly body: Body<'EntryCommitted'> };
type Pair =
  | { readonly ok: true; readonly entries: readonly [Entry, Entry] }
  | { readonly ok: false; readonly why: string };

/**
 * What an agreed sheet rests on (publication.md section 2, "What counts"): two equal entries of two people, or a third
 * person's resolution that names both. The office that wrote the record is not trusted to have followed this.
 */
export function checkAgreed(
  record: ReadRecord,
  index: number,
  header: EventHeader,
  agreed: Body<'SheetAgreed'>,
  findings: FindingList,
): void {
  const place = { path: bodyPathOf(index), record: index };
  const refuse = (kind: string, why: string) =>
    findings.add('body', kind, place, `The sheet agreed by event ${index} rests on nothing: ${why}.`);
  const base = agreed.from < index ? record.bodies.bodies[agreed.from] : undefined;
  if (base?.kind === 'DifferenceResolved') {
    const own = record.headers[agreed.from];
    if (own === null || own === undefined || !isSameSheet(own, header, base.station, agreed.station)) {
      refuse('agreed-elsewhere', `event ${agreed.from} is of another sheet`);
    } else if (!equalBoxes(base.boxes, agreed.boxes)) {
      refuse('agreed-differs', `its boxes are not those of the resolution, event ${agreed.from}`);
    }
    return;
  }
  if (base?.kind !== 'EntryCommitted') {
    refuse('agreed-without-entries', `event ${agreed.from} is no open entry or resolution`);
    return;
  }
  const second = secondEntryOf(record, agreed.from, index);
  if (second === null) {
    refuse('agreed-without-entries', `no second entry was revealed beside event ${agreed.from}`);
    return;
  }
  const pair = openPair(record, [agreed.from, second], index, header, agreed.station);
  if (!pair.ok) {
    refuse(pair.why.startsWith('both') ? 'agreed-by-one-actor' : 'agreed-without-entries', pair.why);
    return;
  }
  const [a, b] = pair.entries;
  if (!equalBoxes(a.body.boxes, b.body.boxes)) refuse('agreed-unequal', 'the two entries are not equal');
  else if (!equalBoxes(a.body.boxes, agreed.boxes)) refuse('agreed-differs', 'its boxes are not those of the entries');
}

/** A resolution names two entries of this sheet and is the act of a third person. */
export function checkResolved(
  record: ReadRecord,
  index: number,
  header: EventHeader,
  resolved: Body<'DifferenceResolved'>,
  findings: FindingList,
): void {
  const place = { path: bodyPathOf(index), record: index };
  const pair = openPair(record, resolved.entries, index, header, resolved.station);
  if (!pair.ok) {
    findings.add('body', 'resolved-without-entries', place, `The resolution of event ${index} is void: ${pair.why}.`);
  } else if (pair.entries.some((entry) => entry.actor === header.actor)) {
    const says = `The resolution of event ${index} is by a person who made one of the entries.`;
    findings.add('body', 'resolved-by-same-actor', place, says);
  }
}

/** A reveal names two entries of this sheet, and says rightly whether they are equal once they are open. */
export function checkRevealed(
  record: ReadRecord,
  index: number,
  header: EventHeader,
  revealed: Body<'EntriesRevealed'>,
  findings: FindingList,
): void {
  const place = { path: bodyPathOf(index), record: index };
  const named = revealed.entries.every((entry) => {
    const own = record.headers[entry];
    return (
      entry < index && own?.kind === 'EntryCommitted' && own.count === header.count && own.contest === header.contest
    );
  });
  if (!named || revealed.entries[0] === revealed.entries[1]) {
    findings.add(
      'body',
      'revealed-without-entries',
      place,
      `Event ${index} reveals what are not two entries of its contest.`,
    );
    return;
  }
  const pair = openPair(record, revealed.entries, index, header, revealed.station);
  // Entries that are not open yet can be judged only when they are; then the newest state's verification does it.
  if (!pair.ok) return;
  if (equalBoxes(pair.entries[0].body.boxes, pair.entries[1].body.boxes) !== revealed.equal) {
    const says = `Event ${index} says that two entries are ${revealed.equal ? 'equal' : 'different'}, which they are not.`;
    findings.add('body', 'revealed-wrongly', place, says);
  }
}

/** Two open entries of one sheet before record number `before`: slots 1 and 2, different people. */
function openPair(
  record: ReadRecord,
  [i, j]: readonly [number, number],
  before: number,
  sheet: EventHeader,
  station: StationId,
): Pair {
  const a = openEntry(record, i, before, sheet, station);
  const b = openEntry(record, j, before, sheet, station);
  if (a === null) return { ok: false, why: `event ${i} is no open entry of this sheet` };
  if (b === null) return { ok: false, why: `event ${j} is no open entry of this sheet` };
  if (a.body.slot === b.body.slot) return { ok: false, why: `events ${i} and ${j} are the same entry slot` };
  if (a.actor === b.actor) return { ok: false, why: 'both entries are by the same actor' };
  return { ok: true, entries: [a, b] };
}

function openEntry(
  record: ReadRecord,
  index: number,
  before: number,
  sheet: EventHeader,
  station: StationId,
): Entry | null {
  const header = record.headers[index];
  const body = record.bodies.bodies[index];
  if (index >= before || !header || body?.kind !== 'EntryCommitted' || !record.isDue(index, header)) return null;
  return isSameSheet(header, sheet, body.station, station) ? { actor: header.actor, body } : null;
}

/** The entry that the newest reveal before `before` names beside this one. */
function secondEntryOf(record: ReadRecord, entry: number, before: number): number | null {
  return record.reveals.get(entry)?.findLast((reveal) => reveal.record < before)?.otherEntry ?? null;
}

function isSameSheet(a: EventHeader, b: EventHeader, stationOfA: StationId, stationOfB: StationId): boolean {
  return a.count === b.count && a.contest === b.contest && stationOfA === stationOfB;
}

function equalBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return a.length === b.length && a.every((box, i) => box === b[i]);
}
