import { networkOf } from './network-of.ts';
import { WindowCounts } from './window-counts.ts';

const MINUTE_MS = 60_000;
const NETWORKS_MOST = 20_000;
/** Of one network attempts, of all together codes that were guessed wrong. */
export const ENROLMENTS_A_MINUTE = { perAddress: 60, together: 3000 };

/**
 * How often a minute somebody may try to enrol: docs/spec/capture.md section 2. Only a code that was looked for and not found counts
 * for all together: what anybody can send without end must not keep the others out.
 */
export class EnrolmentLimits {
  readonly #attempts = new WindowCounts(MINUTE_MS, NETWORKS_MOST);
  readonly #wrong = new WindowCounts(MINUTE_MS, 1);

  /** Counts one attempt, and tells whether it may not be made. */
  isOver(address: string, now: number): boolean {
    const { perAddress, together } = ENROLMENTS_A_MINUTE;
    return this.#attempts.add(networkOf(address), now) > perAddress || this.#wrong.times('all', now) >= together;
  }

  /** A code was not good. */
  addWrong(now: number): void {
    this.#wrong.add('all', now);
  }
}
