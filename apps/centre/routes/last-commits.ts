import type { Trouble } from './trouble.ts';

type Done = Promise<Trouble | null>;

/** People who were ever here; the newest stay. */
const MOST = 20_000;

/**
 * The last commit of each person: whoever does not hear the answer sends it again, and has the same answer. It is her own
 * content alone that is compared.
 */
export class LastCommits {
  readonly #last = new Map<string, { readonly text: string; readonly done: Done }>();

  async once(person: string, text: string, act: () => Done): Done {
    const before = this.#last.get(person);
    if (before?.text === text) return before.done;
    const commit = { text, done: act() };
    this.#last.delete(person);
    this.#last.set(person, commit);
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= MOST) break;
      this.#last.delete(oldest);
    }
    const trouble = await commit.done;
    if (trouble !== null && this.#last.get(person) === commit) this.#last.delete(person);
    return trouble;
  }
}
