import type { CountKind } from '../model/ids.ts';
import type { Waiting } from './count-progress.ts';

/** Which contests' embargoes are lifted, and what waits for that. */
export class Embargoes {
  private readonly lifted: boolean[];
  /** As they were when a state was last shown. */
  private atLastState: readonly boolean[];
  /** Events that a state covers, by contest. */
  private readonly waiting: Waiting[][];

  constructor(contests: number) {
    this.lifted = new Array(contests).fill(false);
    this.atLastState = [...this.lifted];
    this.waiting = Array.from({ length: contests }, () => []);
  }

  lift(contest: number): void {
    this.lifted[contest] = true;
  }

  isLifted(contest: number): boolean {
    return this.lifted[contest] === true;
  }

  hold(one: Waiting): void {
    this.waiting[one.contest]?.push(one);
  }

  /** A state is shown: the contests whose embargo was lifted since the one before. */
  advance(): number[] {
    const before = this.atLastState;
    this.atLastState = [...this.lifted];
    return this.lifted.flatMap((lifted, contest) => (lifted && before[contest] !== true ? [contest] : []));
  }

  /** By contest, as the state shows it. */
  shown(): readonly boolean[] {
    return this.atLastState;
  }

  /** What of a count waited for an embargo that is lifted: it does not wait any more. */
  release(count: CountKind): Waiting[] {
    return this.waiting.flatMap((held, contest) => {
      if (!this.isLifted(contest) || held.length === 0) return [];
      this.waiting[contest] = held.filter((w) => w.count !== count);
      return held.filter((w) => w.count === count);
    });
  }
}
