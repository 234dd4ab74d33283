import type { NightPlan } from '../../simulation/night.ts';
import type { NightAct } from '../../simulation/night-act.ts';
import type { OfficialStep } from '../../simulation/official-act.ts';
import { happenings } from '../../simulation/rehearsal-count.ts';
import { assert } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { CentreAct, Refusal } from '../../src/entry/acts.ts';
import { decide } from '../../src/entry/decide.ts';
import type { StationId } from '../../src/model/ids.ts';
import type { Draft } from '../../src/record/index.ts';
import { type BoardParts, BoardSteps } from './board-steps.ts';
import { draftOf } from './draft-of.ts';
import { NightDesk } from './night-desk.ts';
import type { RehearsalSheets } from './rehearsal-sheets.ts';
import type { Plan, PlanView, Step } from './steps.ts';

export type RehearsalPlanOptions = {
  /** How many states are published. */
  readonly states: number;
  /** Sheets as they come to the door: contents, pictures, signatures. */
  readonly sheets: RehearsalSheets;
  /** Stations whose preliminary sheets are left to people at desks until the count closes; null: nobody sits there. */
  readonly leftToPeople: ReadonlySet<StationId> | null;
  /** The board that counts from the paper; null: the official count is typed in the night. */
  readonly board: { readonly steps: readonly OfficialStep[]; readonly parts: BoardParts } | null;
};

/**
 * Beside a board an act of the night counts twice: a board does twice as much with each sheet, and the night, in which people may
 * type, is to last as long as the official count.
 */
const NIGHT_WEIGHT = 2;

/**
 * The night of a rehearsal as steps: every act goes through the same decisions as it would in a real count, and the state
 * is published after every `length / states` acts, which is the same on every machine and at every speed.
 */
export function rehearsalPlan(night: NightPlan, options: RehearsalPlanOptions): Plan {
  const board = options.board?.steps ?? [];
  const nightly = board.length === 0 ? 1 : NIGHT_WEIGHT;
  const length = night.total * nightly + board.length;
  // Minutes and certificates have states of their own: they are among those that are asked for, but for half of these.
  const own = board.filter(({ kind }) => kind === 'close-session' || kind === 'certify').length;
  const regular = Math.max(Math.ceil(options.states / 2), options.states - own);
  const every = Math.max(1, Math.ceil(length / regular));
  const withPeople = options.leftToPeople !== null;
  const working = new Set<string>();
  for (const act of night.acts()) if ('actor' in act) working.add(act.actor);
  return {
    length,
    withPeople,
    *steps(view) {
      const desk = new NightDesk(view.centre, options.sheets);
      const seated = options.board === null ? null : new BoardSteps(view, options.board.parts);
      const held: NightAct[] = [];
      let position = 0;
      let last: Instant = night.firstAt;
      let opened = 0;
      for (const act of desk.beginning(working)) yield [0, recordStep(view, () => act, night.firstAt, 'none')];
      for (const next of happenings(night, board)) {
        const opens = next.of === 'night' && next.act.kind === 'open-count';
        if (next.of === 'board') {
          for (const step of seated?.of(next.act) ?? []) yield [position, step];
        } else if (isLeft(next.act, options.leftToPeople)) held.push(next.act);
        else {
          for (const one of closesPreliminary(next.act) ? [...held, next.act] : [next.act]) {
            const refusals = withPeople ? 'overtaken' : 'again' in one ? 'again' : 'none';
            yield [position, recordStep(view, () => desk.actOf(one), next.act.at, refusals)];
          }
        }
        const before = position;
        position += next.of === 'night' ? nightly : 1;
        last = next.act.at;
        if (opens) opened++;
        // The zero act: both counts are open, nothing is in.
        const isZeroAct = opens && opened === 2;
        const isDue = Math.floor(position / every) > Math.floor(before / every);
        if (isZeroAct || isDue) yield [position, { kind: 'publish', at: last, complete: false }];
      }
      yield [position, { kind: 'publish', at: last, complete: true }];
    },
  };
}

function closesPreliminary(act: NightAct): boolean {
  return act.kind === 'close-count' && act.count === 'preliminary';
}

/** Work that people may do: what they leave undone is done when the count closes. */
function isLeft(act: NightAct, left: ReadonlySet<StationId> | null): boolean {
  if (left === null || !WORK.has(act.kind) || !('station' in act)) return false;
  return act.count === 'preliminary' && left.has(act.station);
}

const WORK: ReadonlySet<NightAct['kind']> = new Set<NightAct['kind']>([
  'commit-entry',
  'resolve-difference',
  'rule-observed',
  'void-entry',
]);

/** Which refusals the plan reckons with: none, that the same bytes were there before, or that somebody at a desk was quicker. */
type Refusals = 'none' | 'again' | 'overtaken';

const OVERTAKEN: ReadonlySet<Refusal['kind']> = new Set<Refusal['kind']>([
  'not-waiting',
  'same-person',
  'already-received',
  // People typed something else than the plan, so that its decision is about another difference.
  'not-in-difference',
  'bad-content',
]);

function recordStep(view: PlanView, make: () => CentreAct | null, at: Instant, refusals: Refusals): Step {
  const drafts = (): readonly Draft[] => {
    const act = make();
    if (act === null && refusals === 'overtaken') return [];
    assert(act !== null, 'what the plan is about is there');
    const decided = decide(view.centre, act, at);
    if (decided.ok) return decided.value.map((event) => draftOf(event, at));
    if (isExpected(decided.error.kind, refusals)) return [];
    throw new Error(`assertion failed: the plan acts by the rules, not ${JSON.stringify([act, decided.error])}`);
  };
  return { kind: 'record', at, drafts };
}

function isExpected(kind: Refusal['kind'], refusals: Refusals): boolean {
  // The keys of the console stop and resume too, whoever else acts.
  if (kind === 'publication-as-it-is') return true;
  return refusals === 'again' ? kind === 'already-received' : refusals === 'overtaken' && OVERTAKEN.has(kind);
}
