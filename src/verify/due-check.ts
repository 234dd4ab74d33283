import { type EventHeader, isEventKind, isFigureKind } from '../record/index.ts';
import { bodyPathOf, type ReadBodies } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { State, StateChain } from './state-chain.ts';

/** Whether an event's body is due in a state (publication.md section 2, "When a body is due"). */
export type DueRule = (record: number, header: EventHeader) => boolean;

/** The rule of a state, out of what the record itself says; the publisher has no say in it. */
export function dueRuleOf(reveals: ReadonlyMap<number, readonly Reveal[]>, chain: StateChain, state: State): DueRule {
  return (record, header) => {
    if (!isFigureKind(header.kind)) return true;
    const { count, contest, kind } = header;
    if (count === null || contest === null || record >= state.covers[count]) return false;
    if (chain.courses[count].mode === 'imported') return true;
    if ((chain.lifted.get(contest) ?? state.size) >= state.size) return false;
    return kind !== 'EntryCommitted' || (reveals.get(record)?.[0]?.record ?? state.size) < state.covers[count];
  };
}

/** An EntriesRevealed as one of its two entries sees it. */
export type Reveal = { readonly record: number; readonly otherEntry: number };

/** For each entry, the EntriesRevealed of the same count and contest that name it, in record order. */
export function revealsOf(
  headers: readonly (EventHeader | null)[],
  read: ReadBodies,
  size: number,
): ReadonlyMap<number, readonly Reveal[]> {
  const reveals = new Map<number, Reveal[]>();
  for (let record = 0; record < size; record++) {
    const body = read.bodies[record];
    if (body?.kind !== 'EntriesRevealed') continue;
    const [first, second] = body.entries;
    for (const [entry, otherEntry] of [[first, second] as const, [second, first] as const]) {
      if (!isEntryBefore(headers, entry, record)) continue;
      const known = reveals.get(entry);
      if (known === undefined) reveals.set(entry, [{ record, otherEntry }]);
      else known.push({ record, otherEntry });
    }
  }
  return reveals;
}

/** Whether `entry` is an EntryCommitted in front of the reveal, of its count and contest. */
function isEntryBefore(headers: readonly (EventHeader | null)[], entry: number, reveal: number): boolean {
  const named = headers[entry];
  const own = headers[reveal];
  if (entry >= reveal || named?.kind !== 'EntryCommitted' || !own) return false;
  return named.count === own.count && named.contest === own.contest;
}

/** Every body is open when it is due and sealed when it is not: opening early leaks a result, opening late hides one. */
export function checkDue(
  headers: readonly (EventHeader | null)[],
  read: ReadBodies,
  state: State,
  isDue: DueRule,
  findings: FindingList,
): void {
  // The state's own event stands behind its size, and is due like every event of its kind.
  for (let record = 0; record <= state.record; record++) {
    const header = headers[record];
    // Kinds newer than this program may be either; a later version knows when they are due.
    if (!header || !isEventKind(header.kind)) continue;
    const due = isDue(record, header);
    const place = { path: bodyPathOf(record), record };
    if (read.states[record] === 'open' && !due) {
      const says = `The body of event ${record}, a ${header.kind}, is open before it is due.`;
      findings.add('body', 'opened-early', place, says);
    } else if (read.states[record] === 'sealed' && due) {
      findings.add(
        'body',
        'missing-body',
        place,
        `The body of event ${record}, a ${header.kind}, is due and still sealed.`,
      );
    }
  }
}
