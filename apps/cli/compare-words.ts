import { err, ok, type Result } from '../../src/base/result.ts';
import { DIRECTIONS, type Direction } from './compare-counts.ts';

export type CompareOptions = {
  readonly asOf?: string;
  readonly json?: boolean;
  readonly limit?: string;
  readonly by?: string;
  readonly direction?: string;
  readonly csv?: string;
  readonly force?: boolean;
  /** Of two organisations only. */
  readonly map?: string;
  readonly countA?: string;
  readonly countB?: string;
  readonly emptyIsZero?: boolean;
};

/** What was asked for, once its words are understood. */
export type CompareAsked = { readonly limit: number; readonly direction: Direction | null };

const LIMIT = 20;

/** The words of `cotejo compare`. */
export function compareWords(options: CompareOptions): Result<CompareAsked, string> {
  const limit = options.limit === undefined ? LIMIT : Number(options.limit);
  if (!Number.isSafeInteger(limit) || limit < 0) return err('--limit is a whole number');
  const direction = DIRECTIONS.find((d) => d === options.direction) ?? null;
  if (options.direction !== undefined && direction === null) {
    return err(`--direction is ${DIRECTIONS.join(', ')}, not ${options.direction}`);
  }
  return ok({ limit, direction });
}
