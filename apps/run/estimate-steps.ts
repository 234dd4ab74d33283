import type { Instant } from '../../src/base/instant.ts';
import { estimatesShown } from '../../src/model/estimate-rules.ts';
import type { EstimateBook } from '../../src/publication/estimates.ts';
import type { Draft } from '../../src/record/index.ts';
import { DESK_SOURCE } from './election-run.ts';
import type { Estimated } from './estimate-reader.ts';
import { Estimator } from './estimator.ts';
import type { OpenedRun } from './open-run.ts';
import type { Plan } from './steps.ts';

/** An estimate as an event. Beside a plan it is of the desk: on the way along an old record it is walked over. */
export function estimateDraft({ count, contest, body }: Estimated, at: Instant): Draft {
  return { body: { kind: 'EstimateMade', ...body }, count, contest, at, clock: 'server', source: DESK_SOURCE };
}

/** Of the run that plays the plan: how far it is, whether it walks along an old record, and which estimates are in it. */
export type EstimatedRun = {
  readonly publishedSize: number;
  readonly keeper: { readonly following: boolean };
  readonly view: { readonly estimates: Pick<EstimateBook, 'has'> };
};

/**
 * The same plan with estimates. Each is begun behind a state and waited for before the next one: a thread works at it meanwhile, and
 * yet the same plan leads to the same record on every machine.
 */
export function withEstimates(plan: Plan, estimator: Estimator, run: EstimatedRun): Plan {
  return {
    ...plan,
    *steps(view) {
      let pending: Promise<readonly Estimated[]> | null = null;
      const make = (at: Instant) => async () => {
        const made = await (pending ?? estimateAll(estimator, run.publishedSize));
        pending = null;
        // A process that ended behind some of them, and before the state that follows: those are in the record already.
        const missing = made.filter(({ contest, body }) => !run.view.estimates.has(contest, body.state));
        return () => missing.map((estimated) => estimateDraft(estimated, at));
      };
      for (const [position, step] of plan.steps(view)) {
        if (step.kind === 'publish') yield [position, { kind: 'make', at: step.at, make: make(step.at) }];
        yield [position, step];
        if (step.kind === 'publish' && !run.keeper.following) pending = estimateAll(estimator, run.publishedSize);
      }
    },
  };
}

async function estimateAll(estimator: Estimator, state: number): Promise<readonly Estimated[]> {
  const made: Estimated[] = [];
  // Before the first state there is nothing that the public could see.
  if (state === 0) return made;
  await estimator.estimate(state, (estimated) => void made.push(estimated));
  return made;
}

/** The plan of a run with estimates where its definition shows them, and the end of their thread. */
export function estimatesBeside(
  { run, folder }: OpenedRun,
  plan: Plan,
  log: (line: string) => void,
): { readonly plan: Plan; readonly close: () => Promise<void> } {
  const { election } = run.view.geography.definition;
  if (estimatesShown(election) === null) return { plan, close: () => Promise.resolve() };
  const estimator = new Estimator({ directory: folder.directory, log });
  return { plan: withEstimates(plan, estimator, run), close: () => estimator.close() };
}
