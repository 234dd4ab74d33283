import type { NightPlan } from '../../simulation/night.ts';
import type { NightAct } from '../../simulation/night-act.ts';
import { assert } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { CentreAct, Refusal } from '../../src/entry/acts.ts';
import { decide } from '../../src/entry/decide.ts';
import type { StationId } from '../../src/model/ids.ts';
import type { Draft } from '../../src/record/index.ts';
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
};

/**
 * The night of a rehearsal as steps: every act goes through the same decisions as it would in a real count, and the state
 * is published after every `length / states` acts, which is the same on every machine and at every speed.
 */
export function rehearsalPlan(night: NightPlan, options: RehearsalPlanOptions): Plan {
  const every = Math.max(1, Math.ceil(night.total / options.states));
  const withPeople = options.leftToPeople !== null;
  const working = new Set<string>();
  for (const act of night.acts()) if ('actor' in act) working.add(act.actor);
  return {
    length: night.total,
    withPeople,
    *steps(view) {
      const desk = new NightDesk(view.centre, options.sheets);
      const held: NightAct[] = [];
      let position = 0;
      let last: Instant = night.firstAt;
      let opened = 0;
      for (const act of desk.beginning(working)) yield [0, recordStep(view, () => act, night.firstAt, 'none')];
      for (const act of night.acts()) {
        if (isLeft(act, options.leftToPeople)) held.push(act);
        else {
          const due = act.kind === 'close-count' && act.count === 'preliminary' ? [...held, act] : [act];
          for (const one of due) {
            const refusals = withPeople ? 'overtaken' : 'again' in one ? 'again' : 'none';
            yield [position, recordStep(view, () => desk.actOf(one), act.at, refusals)];
          }
        }
        position++;
        last = act.at;
        if (act.kind === 'open-count') opened++;
        // The zero act: both counts are open, nothing is in.
        const isZeroAct = act.kind === 'open-count' && opened === 2;
        if (isZeroAct || position % every === 0) yield [position, { kind: 'publish', at: act.at, complete: false }];
      }
      yield [position, { kind: 'publish', at: last, complete: true }];
    },
  };
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
