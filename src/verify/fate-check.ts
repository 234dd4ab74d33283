import { COUNT_KINDS, type CountKind } from '../model/ids.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import { type EntryFates, isEntryBefore } from './entry-fates.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { StateChain } from './state-chain.ts';

/**
 * Every entry is revealed or voided once, before its count is closed or right behind that: an entry that nobody liked
 * cannot just stay where it is. Headers say what is an entry, so this needs no sealed body.
 */
export function checkFates(
  headers: readonly (ReadHeader | null)[],
  read: ReadBodies,
  events: number,
  chain: StateChain,
  fates: EntryFates,
  findings: FindingList,
): void {
  const rightBehind = endsOfVoids(headers, events, chain);
  for (let record = 0; record < events; record++) {
    const header = headers[record];
    const body = read.bodies[record];
    if (body?.kind === 'EntryVoided' && !isEntryBefore(headers, body.entry, record)) {
      const says = `Event ${record} voids event ${body.entry}, which is no entry of its count and contest before it.`;
      addOfEvent(findings, 'voided-no-entry', record, says);
    }
    if (header?.kind !== 'EntryCommitted' || header.count === null) continue;
    const ends = [...(fates.reveals.get(record) ?? []), ...(fates.voids.get(record) ?? [])];
    if (ends.length > 1) {
      const says = `The entry of event ${record} is revealed or voided more than once, by events ${ends.map((e) => e.record).join(', ')}.`;
      addOfEvent(findings, 'settled-twice', record, says);
    }
    const { closedAt } = chain.courses[header.count];
    const first = Math.min(...ends.map((end) => end.record));
    // An office closes its count in its own record, and voids what stands alone there.
    if (header.office !== undefined) continue;
    if (record > closedAt || closedAt >= events || first <= rightBehind[header.count]) continue;
    const says = `The entry of event ${record} was neither revealed nor voided when its count was closed.`;
    addOfEvent(findings, 'entry-left-open', record, says);
  }
}

/** The last of the EntryVoided that stand right behind each count's CountClosed. */
function endsOfVoids(headers: readonly (ReadHeader | null)[], events: number, chain: StateChain) {
  const ends: Record<CountKind, number> = { preliminary: 0, official: 0 };
  for (const count of COUNT_KINDS) {
    let end = chain.courses[count].closedAt;
    while (end + 1 < events && headers[end + 1]?.kind === 'EntryVoided') end++;
    ends[count] = end;
  }
  return ends;
}
