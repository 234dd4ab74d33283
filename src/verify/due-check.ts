import { isEventKind, isFigureKind } from '../record/index.ts';
import { addOfEvent, type ReadBodies } from './body-reading.ts';
import type { EntryFates } from './entry-fates.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import { type ReadingFates, readingKey } from './reading-fates.ts';
import { type ByCount, byCount, repeatedVote, type State, type StateChain } from './state-chain.ts';

/** Whether an event's body is due in a state (publication.md section 2, "When a body is due"). */
export type DueRule = (record: number, header: ReadHeader) => boolean;

/** The rule of a state, out of what the record itself says; the publisher has no say in it. */
export function dueRuleOf(fates: EntryFates, readings: ReadingFates, chain: StateChain, state: State): DueRule {
  return (record, header) => {
    if (!isFigureKind(header.kind)) return true;
    const { count, contest, kind } = header;
    if (count === null || contest === null || record >= state.covers[count]) return false;
    const { mode, closedAt } = chain.courses[count];
    if (mode === 'imported') return true;
    if ((recordOfLift(chain, contest, header) ?? state.size) >= state.size) return false;
    if (kind === 'FiguresRead') return isReadingDue(readings, record, header, state.covers[count], closedAt);
    return kind !== 'EntryCommitted' || isEntryDue(fates, record, state.covers[count], closedAt);
  };
}

/** Record number of the EmbargoLifted of a contest; of a vote that was repeated, that of the record it was repeated in. */
export function recordOfLift(
  chain: Pick<StateChain, 'lifted' | 'liftedAgain'>,
  contest: string,
  { generation, office }: Pick<ReadHeader, 'generation' | 'office'>,
): number | undefined {
  if (generation === undefined) return chain.lifted.get(contest);
  return chain.liftedAgain.get(repeatedVote(contest, generation, office));
}

/** An entry is due once it is revealed, or once it was voided and can help nobody who types the sheet again. */
function isEntryDue(fates: EntryFates, entry: number, covers: number, closedAt: number): boolean {
  const voids = fates.voids.get(entry);
  if (voids?.some((voiding) => voiding.reason === 'lost')) return false;
  if ((fates.reveals.get(entry)?.[0]?.record ?? covers) < covers) return true;
  if (voids === undefined) return false;
  return voids.some(({ record, sheet, opened }) => {
    const withdrawn = fates.withdrawn.get(sheet) ?? covers;
    return record < covers && Math.min(opened, withdrawn, closedAt) < covers;
  });
}

/** Figures of a phone are due once they can help nobody who types or resolves. */
function isReadingDue(
  { calledFor, decided }: ReadingFates,
  record: number,
  { count, contest }: ReadHeader,
  covers: number,
  closedAt: number,
): boolean {
  if (closedAt < covers) return true;
  const station = calledFor.get(record)?.body.station;
  return station !== undefined && (decided.get(readingKey(count, contest, station)) ?? covers) < covers;
}

/** For each contest, how many agreed sheets of a state are not due: what a stop or an embargo holds back. */
export function heldOf(
  headers: readonly (ReadHeader | null)[],
  state: State,
  isDue: DueRule,
): ByCount<ReadonlyMap<string, number>> {
  const held = byCount(() => new Map<string, number>());
  for (let record = 0; record < state.size; record++) {
    const header = headers[record];
    if (header?.kind !== 'SheetAgreed' || header.count === null || header.contest === null) continue;
    if (isDue(record, header)) continue;
    const contests = held[header.count];
    contests.set(header.contest, (contests.get(header.contest) ?? 0) + 1);
  }
  return held;
}

/** Every body is open when it is due and sealed when it is not: opening early leaks a result, opening late hides one. */
export function checkDue(
  headers: readonly (ReadHeader | null)[],
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
    if (read.states[record] === 'open' && !due) {
      const says = `The body of event ${record}, a ${header.kind}, is open before it is due.`;
      addOfEvent(findings, 'opened-early', record, says);
    } else if (read.states[record] === 'sealed' && due) {
      const says = `The body of event ${record}, a ${header.kind}, is due and still sealed.`;
      addOfEvent(findings, 'missing-body', record, says);
    }
  }
}
