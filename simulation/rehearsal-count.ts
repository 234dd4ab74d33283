import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { Rehearsal } from './generate-election.ts';
import type { NightPlan } from './night.ts';
import type { NightAct } from './night-act.ts';
import type { OfficialStep } from './official-act.ts';
import { planOfficialCount } from './official-count.ts';
import type { OfficialRates } from './official-story.ts';

/** What the names of the board's people begin with: nobody of the night works in the official count. */
export const BOARD_NAMES = 'board-';
const HOUR = 3_600_000;

/** What the board of a rehearsal does beside the night, in the order of time, to the closing of its count. */
export type RehearsedBoard = { readonly steps: readonly OfficialStep[]; readonly lastAt: Instant };

/** The official count of one national board. The night opens both counts and lifts the embargoes; the board does the rest. */
export function planRehearsedBoard(
  rehearsal: Rehearsal,
  ask: { readonly seed: string; readonly rates?: OfficialRates },
): RehearsedBoard {
  const { national } = planOfficialCount(rehearsal, { ...ask, people: BOARD_NAMES });
  const own = national.steps.filter((step) => {
    return step.kind !== 'act' || (step.act.kind !== 'open-count' && step.act.kind !== 'lift-embargo');
  });
  const lastAt = instant(present(own.at(-1), 'a step of the board').at + HOUR);
  const by = national.staff.publisher;
  const closing = { kind: 'close-count', count: 'official', by } as const;
  // A label that no other step has: nothing refers to it.
  return { steps: [...own, { at: lastAt, kind: 'act', label: -1, act: closing }], lastAt };
}

export type Happening =
  | { readonly of: 'night'; readonly act: NightAct }
  | { readonly of: 'board'; readonly act: OfficialStep };

/** Night and board in the order of time; what is of one instant begins with the night. */
export function* happenings(night: NightPlan, board: readonly OfficialStep[]): Generator<Happening> {
  let next = 0;
  for (const act of night.acts()) {
    for (let step = board[next]; step !== undefined && step.at < act.at; step = board[++next]) {
      yield { of: 'board', act: step };
    }
    yield { of: 'night', act };
  }
  for (const act of board.slice(next)) yield { of: 'board', act };
}
