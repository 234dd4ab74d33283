import type { Instant } from '../base/instant.ts';
import type { Sheet } from '../intake/papers.ts';
import { WaitingQueue } from '../intake/waiting-queue.ts';
import { COUNT_KINDS, type CountKind } from '../model/ids.ts';
import type { Typing, Work } from './typing.ts';

/** What a contest of a standing sheet waits for: an entry, a second one, a third person, two supervisors. */
export const STAGES = ['first', 'second', 'differ', 'observed'] as const;
export type Stage = (typeof STAGES)[number];

const STAGE_OF: Readonly<Partial<Record<Typing['kind'], Stage>>> = {
  'awaiting-first': 'first',
  'awaiting-second': 'second',
  differ: 'differ',
  observed: 'observed',
};

/** Who waits for what, and since when. Of a sheet that does not stand, or whose count is closed, nothing waits. */
export class WaitingLists {
  /** For typists: each contest of a sheet keeps its place from its receipt until both entries are in. */
  readonly toType = new WaitingQueue();
  /** For verifiers. */
  readonly toResolve = new WaitingQueue();
  private readonly queues: Readonly<Record<CountKind, readonly Readonly<Record<Stage, WaitingQueue>>[]>>;
  private readonly stages = new Map<Work, Stage>();
  private readonly agreedOf: Readonly<Record<CountKind, number[]>>;
  private readonly agreedWorks = new Set<Work>();

  constructor(contests: number) {
    const one = () => ({
      first: new WaitingQueue(),
      second: new WaitingQueue(),
      differ: new WaitingQueue(),
      observed: new WaitingQueue(),
    });
    const each = () => Array.from({ length: contests }, one);
    this.queues = { preliminary: each(), official: each() };
    this.agreedOf = { preliminary: new Array(contests).fill(0), official: new Array(contests).fill(0) };
  }

  /** What waits at this stage of a contest (by its place), as `Work`. */
  at(count: CountKind, contest: number, stage: Stage): WaitingQueue {
    const queue = this.queues[count][contest]?.[stage];
    return queue ?? new WaitingQueue();
  }

  /** How many stations' standing sheet is agreed in this contest. */
  agreed(count: CountKind, contest: number): number {
    return this.agreedOf[count][contest] ?? 0;
  }

  /** Puts one contest of a sheet where it now belongs. `ended`: nothing more is done of it, as its result is certified. */
  place(work: Work, contest: number, sheet: Sheet, typing: Typing, at: Instant, ended: boolean): void {
    const stands = sheet.state.kind === 'standing';
    this.countAgreed(work, contest, sheet.count, stands && typing.kind === 'agreed');
    const stage = stands && !ended ? STAGE_OF[typing.kind] : undefined;
    const before = this.stages.get(work);
    if (stage === before) return;
    if (before !== undefined) this.at(sheet.count, contest, before).remove(work);
    if (stage === undefined) this.stages.delete(work);
    else {
      this.stages.set(work, stage);
      this.at(sheet.count, contest, stage).add(work, at);
    }
    if (stage === 'first' || stage === 'second') this.toType.add(work, at);
    else this.toType.remove(work);
    if (stage === 'differ') this.toResolve.add(work, at);
    else this.toResolve.remove(work);
  }

  /** The count is closed: nothing of it waits any more. */
  close(count: CountKind): void {
    for (const stages of this.queues[count]) {
      for (const stage of STAGES) {
        for (const work of [...stages[stage].items()]) {
          stages[stage].remove(work);
          this.stages.delete(work);
          this.toType.remove(work);
          this.toResolve.remove(work);
        }
      }
    }
  }

  /** All that waits, for comparing two replays. */
  dump(): readonly (readonly [string, number, Instant | null])[] {
    return COUNT_KINDS.flatMap((count) =>
      this.queues[count].flatMap((stages, contest) =>
        STAGES.flatMap((stage) =>
          [...stages[stage].items()].map(
            (work) => [`${count} ${contest} ${stage}`, work, stages[stage].since(work)] as const,
          ),
        ),
      ),
    );
  }

  private countAgreed(work: Work, contest: number, count: CountKind, agreed: boolean): void {
    if (agreed === this.agreedWorks.has(work)) return;
    if (agreed) this.agreedWorks.add(work);
    else this.agreedWorks.delete(work);
    this.agreedOf[count][contest] = this.agreed(count, contest) + (agreed ? 1 : -1);
  }
}
