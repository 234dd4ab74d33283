import type { CountKind } from '../model/ids.ts';
import type { EventHeader } from '../record/index.ts';
import type { Waiting } from './count-progress.ts';

/** Which vote figures are of: the vote itself (1), or one that was repeated (2, 3 ...) by order of an office or (null) nationally. */
export type Vote = { readonly generation: number; readonly office: string | null };

export const THE_VOTE: Vote = { generation: 1, office: null };

/** That of the vote itself is one for all; of repeated votes each record lifts its own. */
function keyOf(contest: number, { generation, office }: Vote): string {
  return generation === 1 || office === null ? `${contest} ${generation}` : `${contest} ${generation} ${office}`;
}

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

  lift(contest: number, vote: Vote): void {
    this.lifted.add(keyOf(contest, vote));
  }

  isLifted(contest: number, vote: Vote): boolean {
    return this.lifted.has(keyOf(contest, vote));
  }

  hold(one: Waiting): void {
    const key = keyOf(one.contest, voteOf(one.header));
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
  readonly isShown = (contest: number, vote: Vote): boolean => this.atLastState.has(keyOf(contest, vote));

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

/** Of which vote an event is. */
export function voteOf({ generation = 1, office }: Pick<EventHeader, 'generation' | 'office'>): Vote {
  return { generation, office: office?.id ?? null };
}
