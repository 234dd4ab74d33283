import type { CodesNotStored, OneTimeCodes } from '../../adapters/codes/codes.ts';
import type { Result } from '../../src/base/result.ts';

/** Each of them cost a code that was good: only a broken medium makes them many. */
const OPEN_MOST = 10_000;

/**
 * Ends what a code was good for. What the medium refuses is told to the operator and remembered, so that it can be made up for
 * when the same holder comes again: docs/spec/capture.md sections 2 and 6.
 */
export class CodeEnds {
  readonly #codes: Pick<OneTimeCodes, 'settle' | 'giveBack'>;
  readonly #log: (line: string) => void;
  /** By the number of the code: the record number that it shall have, or null where it shall be given back. */
  readonly #open = new Map<number, number | null>();

  constructor(codes: Pick<OneTimeCodes, 'settle' | 'giveBack'>, log: (line: string) => void) {
    this.#codes = codes;
    this.#log = log;
  }

  /** Whether it is stored that the code was used for this record number. */
  settle(id: number, holder: string, record: number): boolean {
    return this.#end(id, record, this.#codes.settle(id, holder, record), `used for record number ${record}`);
  }

  /** Whether it is stored that the code may be used again. */
  giveBack(id: number, holder: string): boolean {
    return this.#end(id, null, this.#codes.giveBack(id, holder), 'given back');
  }

  /** What is left to be stored of a code: its record number, null (it is to be given back), or undefined (nothing). */
  left(id: number): number | null | undefined {
    return this.#open.get(id);
  }

  #end(id: number, left: number | null, done: Result<null, CodesNotStored>, what: string): boolean {
    this.#open.delete(id);
    if (done.ok) return true;
    this.#open.set(id, left);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= OPEN_MOST) break;
      this.#open.delete(oldest);
    }
    this.#log(`It could not be stored that code number ${id} was ${what}: ${done.error.detail}. Look at the disk.`);
    return false;
  }
}
