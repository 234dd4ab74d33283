import { type Instant, instant } from '../../src/base/instant.ts';
import type { ContestId, CountKind } from '../../src/model/ids.ts';
import type { EventHeader } from '../../src/record/index.ts';

/** How far back anybody is asked for. */
export const ACTIVITY_MS = 60 * 60_000;
/** Events are counted by tenths of a minute: a board need not be finer. */
const SLICE_MS = 6_000;

type Slice = { readonly agreed: Map<string, number>; readonly people: Map<string, { n: number; at: Instant }> };

/** What was done in the last hour, by the public headers of the record alone: it holds nothing of what anybody typed. */
export class Activity {
  readonly #slices = new Map<number, Slice>();

  /** Takes the next header of the record. */
  take({ kind, at, count, contest, actor }: EventHeader): void {
    const typed = kind === 'EntryCommitted' || kind === 'DifferenceResolved';
    if (!typed && kind !== 'SheetAgreed') return;
    const slice = this.#slice(at);
    if (typed && actor !== null) {
      slice.people.set(actor, { n: (slice.people.get(actor)?.n ?? 0) + 1, at });
    } else if (count !== null && contest !== null) {
      const key = keyOf(count, contest);
      slice.agreed.set(key, (slice.agreed.get(key) ?? 0) + 1);
    }
  }

  /** Forgets what is older than anybody asks for. */
  forget(now: Instant): void {
    const first = sliceOf(instant(now - ACTIVITY_MS)) - 1;
    for (const slice of this.#slices.keys()) if (slice < first) this.#slices.delete(slice);
  }

  /** How many sheets were agreed in the contest since then. */
  agreedSince(count: CountKind, contest: ContestId, since: Instant): number {
    const key = keyOf(count, contest);
    let sum = 0;
    for (const { agreed } of this.#since(since)) sum += agreed.get(key) ?? 0;
    return sum;
  }

  /** Who typed or resolved since then, how often, and when last. */
  peopleSince(since: Instant): ReadonlyMap<string, { readonly n: number; readonly at: Instant }> {
    const all = new Map<string, { n: number; at: Instant }>();
    for (const { people } of this.#since(since)) {
      for (const [person, { n, at }] of people) {
        const before = all.get(person);
        const last = before === undefined || at > before.at ? at : before.at;
        all.set(person, { n: (before?.n ?? 0) + n, at: last });
      }
    }
    return all;
  }

  #slice(at: Instant): Slice {
    const number = sliceOf(at);
    const slice = this.#slices.get(number) ?? { agreed: new Map(), people: new Map() };
    this.#slices.set(number, slice);
    return slice;
  }

  *#since(since: Instant): IterableIterator<Slice> {
    for (const [number, slice] of this.#slices) if (number > sliceOf(since)) yield slice;
  }
}

function sliceOf(at: Instant): number {
  return Math.floor(at / SLICE_MS);
}

function keyOf(count: CountKind, contest: string): string {
  return `${count} ${contest}`;
}
