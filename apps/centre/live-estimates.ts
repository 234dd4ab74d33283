import { estimatesShown } from '../../src/model/estimate-rules.ts';
import type { EstimateBook } from '../../src/publication/estimates.ts';
import type { Estimated } from '../run/estimate-reader.ts';
import type { Estimator } from '../run/estimator.ts';
import type { LiveCentre } from './live-centre.ts';

/** Of the centre, what estimates need of it. */
export type EstimatedCentre = Pick<LiveCentre, 'tell' | 'definition'>;

/**
 * Estimates beside a running count: one at a time, from the newest state, and none while nothing new is shown. Between two the
 * machine belongs to the count for as long as the last one took. What fails here fails alone.
 */
export class LiveEstimates {
  private readonly centre: EstimatedCentre;
  private readonly estimator: Pick<Estimator, 'estimate'>;
  private readonly made: Pick<EstimateBook, 'has'>;
  /** The newest state that nothing was estimated from yet. */
  private wanted: number | null = null;
  private busy = false;

  constructor(centre: EstimatedCentre, estimator: Pick<Estimator, 'estimate'>, made: Pick<EstimateBook, 'has'>) {
    this.centre = centre;
    this.estimator = estimator;
    this.made = made;
  }

  /** A state with this record number is public. */
  published(state: number): void {
    if (state === 0 || estimatesShown(this.centre.definition.election) === null) return;
    this.wanted = state;
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.wanted !== null) {
      const state = this.wanted;
      this.wanted = null;
      const began = performance.now();
      await this.estimator.estimate(state, (estimated) => this.record(estimated));
      await rest(performance.now() - began);
    }
    this.busy = false;
  }

  /** Not stored is not said: the next state is estimated from all the same. What was said before a restart is not said again. */
  private record({ count, contest, body }: Estimated): void {
    if (this.made.has(contest, body.state)) return;
    void this.centre.tell({ body: { kind: 'EstimateMade', ...body }, count, contest });
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
