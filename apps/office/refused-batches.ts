import type { Instant } from '../../src/base/instant.ts';

export type NotNow = { readonly index: number; readonly refusal: string };
type Known = NotNow & {
  readonly checkpoint: string;
  readonly at: Instant;
  /** How often it was refused, one time after the other. */
  readonly times: number;
};

const STILL_MS = 5000;
const FIRST_MS = 2000;
const MOST_MS = 60_000;

/**
 * The newest batch of each office that could not be taken. To try one costs a replay of the whole record, and who offers it again at
 * once is told the same: while nothing was recorded since, for some seconds (a refusal may be of time alone); when something was,
 * from the third time on, for longer each time.
 */
export class RefusedBatches {
  private readonly known = new Map<string, Known>();

  /** The refusal that still stands; null: it is tried. `moved`: whether something was recorded since. */
  standing(office: string, checkpoint: string, at: Instant, moved: boolean): NotNow | null {
    const before = this.known.get(office);
    if (before === undefined || before.checkpoint !== checkpoint) return null;
    const { index, refusal, times } = before;
    const growing = times < 3 ? 0 : Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(times - 3, 10));
    return at - before.at < Math.max(moved ? 0 : STILL_MS, growing) ? { index, refusal } : null;
  }

  refuse(office: string, checkpoint: string, at: Instant, refused: NotNow): void {
    const before = this.known.get(office);
    const times = before?.checkpoint === checkpoint ? before.times + 1 : 1;
    this.known.set(office, { ...refused, checkpoint, at, times });
  }

  forget(office: string): void {
    this.known.delete(office);
  }
}
