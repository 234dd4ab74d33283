import type { NightPlan } from '../../simulation/night.ts';

import type { Instant } from '../../src/base/instant.ts';
import type { CentreAct, EventDraft, Refusal } from '../../src/entry/acts.ts';
import { decide } from '../../src/entry/decide.ts';
import type { Draft } from '../../src/record/index.ts';
import { SERVER_SOURCE } from './election-run.ts';
import { NightDesk } from './night-desk.ts';
import type { RehearsalSheets } from './rehearsal-sheets.ts';
import type { Plan, PlanView, Step } from './steps.ts';

export type RehearsalPlanOptions = {
  /** How many states are published. */
  readonly states: number;
  /** Sheets as they come to the door: contents, pictures, signatures. */
  readonly sheets: RehearsalSheets;
  /** People sit at desks too: what they did before the plan came to it is skipped. */
  readonly withPeople: boolean;
};

/**
 * The night of a rehearsal as steps: every act goes through the same decisions as it would in a real count, and the state
 * is published after every `length / states` acts, which is the same on every machine and at every speed.
 */
export function rehearsalPlan(night: NightPlan, options: RehearsalPlanOptions): Plan {
  const every = Math.max(1, Math.ceil(night.total / options.states));
  return {
    length: night.total,
    *steps(view) {
      const desk = new NightDesk(view.centre, options.sheets);
      let position = 0;
      let last: Instant = night.firstAt;
      let opened = 0;
      for (const act of desk.beginning()) yield* record(view, act, night.firstAt, 0, options);
      for (const act of night.acts()) {
        for (const made of desk.actsOf(act)) yield* record(view, made, act.at, position, options);
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

function* record(
  view: PlanView,
  act: CentreAct,
  at: Instant,
  position: number,
  options: RehearsalPlanOptions,
): Generator<readonly [number, Step]> {
  const decided = decide(view.centre, act, at);
  if (decided.ok) {
    yield [position, { kind: 'record', drafts: decided.value.map((event) => draftOf(event, at)) }];
    return;
  }
  if (options.withPeople && isOvertaken(decided.error)) return;
  throw new Error(`assertion failed: the plan acts by the rules, not ${JSON.stringify([act, decided.error])}`);
}

/** Somebody at a desk was quicker. */
function isOvertaken(refusal: Refusal): boolean {
  return refusal.kind === 'not-waiting' || refusal.kind === 'same-person' || refusal.kind === 'publication-as-it-is';
}

export function draftOf(event: EventDraft, at: Instant, source: string = SERVER_SOURCE): Draft {
  return { ...event, at, clock: 'server', source };
}

