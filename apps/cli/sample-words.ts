import { err, ok, type Result } from '../../src/base/result.ts';
import { DESIGNS, type Design } from '../../src/projection/sample/draw-sample.ts';

export type SampleOptions = {
  readonly design?: string;
  readonly by?: string;
  readonly size?: string;
  readonly margin?: string;
  readonly measure?: string;
  readonly contest?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

/** Where the spread of the lead is taken from: figures of the stations, or the stated table. */
export const MEASURES = ['previous', 'official', 'table'] as const;
export type Measure = (typeof MEASURES)[number];

export type SampleWords = {
  readonly design: Design;
  readonly by: string | null;
  /** Exactly one of the two is given. */
  readonly size: number | null;
  readonly margin: number | null;
  readonly measure: Measure | null;
  readonly seed: number;
};

const DEFAULT_MARGIN = 0.01;

/** The words of `cotejo sample`. */
export function sampleWords(options: SampleOptions): Result<SampleWords, string> {
  const design = DESIGNS.find((d) => d === (options.design ?? 'systematic'));
  if (design === undefined) return err(`--design is ${DESIGNS.join(', ')}, not ${options.design}`);
  if (options.size !== undefined && options.margin !== undefined) return err('--size and --margin exclude each other');
  const size = options.size === undefined ? null : wholeNumber(options.size, 2, 1_000_000);
  if (size !== null && Number.isNaN(size)) return err('--size is a whole number of stations from 2 on');
  const points = options.margin === undefined ? null : Number(options.margin);
  if (points !== null && !(/^\d{1,2}(\.\d{1,3})?$/.test(options.margin ?? '') && points > 0)) {
    return err('--margin is a number of points above 0, like 1 or 0.5');
  }
  const measure = options.measure === undefined ? null : MEASURES.find((m) => m === options.measure);
  if (measure === undefined) return err(`--measure is ${MEASURES.join(', ')}, not ${options.measure}`);
  const seed = seedOf(options.seed);
  if (seed === null) return err('--seed is a whole number from 0 to 4294967295');
  if (options.by !== undefined && design !== 'stratified') return err('--by goes with --design stratified');
  const margin = size === null ? (points === null ? DEFAULT_MARGIN : points / 100) : null;
  return ok({ design, by: options.by ?? null, size, margin, measure, seed });
}

/** A seed, 1 if none is given; null if it is none. */
export function seedOf(text: string | undefined): number | null {
  const seed = wholeNumber(text ?? '1', 0, 4_294_967_295);
  return Number.isNaN(seed) ? null : seed;
}

/** NaN if the text is no whole number within these bounds. */
function wholeNumber(text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : Number.NaN;
}
