import type { Trouble } from './trouble.ts';

type Done = Promise<Trouble | null>;

/** People who were ever here; the newest stay. */
const MOST = 20_000;

/**
 * The last commit of each person: whoever does not hear the answer sends it again, and has the same answer. It is her own
 * content alone that is compared. `again`: the work is hers once more, after what she did was ruled to be typed afresh.
 */
export class LastCommits {
  readonly #last = new Map<string, { readonly text: string; readonly done: Done; settled: boolean }>();

  async once(person: string, text: string, again: () => boolean, act: () => Done): Done {
    const before = this.#last.get(person);
    if (before?.text === text && !(before.settled && again())) return before.done;
    const commit = { text, done: act(), settled: false };
    this.#last.delete(person);
    this.#last.set(person, commit);
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= MOST) break;
      this.#last.delete(oldest);
    }
    const trouble = await commit.done;
    commit.settled = true;
    if (trouble !== null && this.#last.get(person) === commit) this.#last.delete(person);
    return trouble;
  }
}
