import type { ProjectionInput } from '../projection-input.ts';

/*
 * What a projection has to beat. Each baseline makes of the same input a total of the whole election, as simply as somebody
 * would on the night; none of them is shown to the public.
 */

export const BASELINES = [
  'raw',
  'fill',
  'swing-uniform',
  'swing-proportional',
  'swing-uniform-area',
  'swing-proportional-area',
  'conformal',
] as const;
export type BaselineId = (typeof BASELINES)[number];

export type Forecast = {
  /** Votes of each option, then the base; not rounded. */
  readonly totals: Float64Array;
  /** Row-major, draw x (options + 1), like `Projection.draws`; null of a baseline that gives a point alone. */
  readonly draws: Float64Array | null;
  readonly drawCount: number;
};

/** Why a baseline says nothing of this input. */
export type NoForecast = 'no-sheets' | 'no-previous-election' | 'nothing-matched' | 'too-few-units';

export type BaselineAnswer =
  | { readonly kind: 'forecast'; readonly forecast: Forecast }
  | { readonly kind: 'none'; readonly why: NoForecast };

/** A forecast without any uncertainty. */
export function pointForecast(totals: Float64Array): BaselineAnswer {
  return { kind: 'forecast', forecast: { totals, draws: null, drawCount: 0 } };
}

export function noForecast(why: NoForecast): BaselineAnswer {
  return { kind: 'none', why };
}

/** Columns of a row of figures: the options, then the base. */
export function columnsOf(input: ProjectionInput): number {
  return input.options.length + 1;
}

/** Votes for an option, or the base where `column` is the number of options. */
export function figureOf(input: ProjectionInput, station: number, column: number): number {
  const { votes, base } = input.sheets;
  const k = input.options.length;
  return (column === k ? base[station] : votes[station * k + column]) as number;
}

/** Indexes of the sheets that are in, and of the stations that are expected and not in. */
export function inAndOut(input: ProjectionInput): {
  readonly isIn: readonly number[];
  readonly out: readonly number[];
} {
  const isIn: number[] = [];
  const out: number[] = [];
  for (let i = 0; i < input.stations.size; i++) {
    if (input.sheets.isIn[i] === 1) isIn.push(i);
    else if (input.stations.expected[i] === 1) out.push(i);
  }
  return { isIn, out };
}

/** What is counted: the sum of the sheets that are in. */
export function countedTotals(input: ProjectionInput, isIn: readonly number[]): Float64Array {
  const width = columnsOf(input);
  const totals = new Float64Array(width);
  for (const i of isIn) for (let c = 0; c < width; c++) totals[c] = (totals[c] as number) + figureOf(input, i, c);
  return totals;
}

/** The two options with most votes so far, in this order. */
export function leadingPair(totals: Float64Array, options: number): readonly [number, number] {
  let [first, second] = [-1, -1];
  const votes = (k: number) => (k < 0 ? -1 : (totals[k] as number));
  for (let k = 0; k < options; k++) {
    if (votes(k) > votes(first)) [first, second] = [k, first];
    else if (votes(k) > votes(second)) second = k;
  }
  return [first, second];
}
