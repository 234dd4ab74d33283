import type { CountKind } from '../model/ids.ts';
import type { Waiting } from './count-progress.ts';

/** One embargo: of a contest in the vote itself (1), or where it was repeated (2, 3 ...). */
const keyOf = (contest: number, generation: number): string => `${contest} ${generation}`;

/** Which contests' embargoes are lifted, and what waits for that. */
export class Embargoes {
  private readonly contests: number;
  private readonly lifted = new Set<string>();
  /** As they were when a state was last shown. */
  private atLastState: ReadonlySet<string> = new Set();
  /** Events that a state covers, by embargo. */
  private readonly waiting = new Map<string, Waiting[]>();

  constructor(contests: number) {
    this.contests = contests;
  }

  lift(contest: number, generation: number): void {
    this.lifted.add(keyOf(contest, generation));
  }

  isLifted(contest: number, generation: number): boolean {
    return this.lifted.has(keyOf(contest, generation));
  }

  hold(one: Waiting): void {
    const key = keyOf(one.contest, generationOf(one));
    const held = this.waiting.get(key) ?? [];
    held.push(one);
    this.waiting.set(key, held);
  }

  /** A state is shown: the contests of which an embargo was lifted since the one before. */
  advance(): number[] {
    const before = this.atLastState;
    this.atLastState = new Set(this.lifted);
    const newly = new Set([...this.lifted].filter((key) => !before.has(key)).map((key) => Number(key.split(' ')[0])));
    return Array.from({ length: this.contests }, (_, contest) => contest).filter((contest) => newly.has(contest));
  }

  /** As the state shows it. */
  readonly isShown = (contest: number, generation: number): boolean => this.atLastState.has(keyOf(contest, generation));

  /** What of a count waited for an embargo that is lifted: it does not wait any more. */
  release(count: CountKind): Waiting[] {
    const released: Waiting[] = [];
    for (const [key, held] of this.waiting) {
      if (!this.lifted.has(key)) continue;
      released.push(...held.filter((w) => w.count === count));
      const left = held.filter((w) => w.count !== count);
      if (left.length === 0) this.waiting.delete(key);
      else this.waiting.set(key, left);
    }
    return released;
  }
}

/** Of which vote an event is: 1, or more where it was repeated. */
export function generationOf({ header }: Waiting): number {
  return header.generation ?? 1;
}
