import type { ProjectionInput } from '../projection-input.ts';
import { columnsOf, figureOf } from './baseline.ts';
import { rollOfTables } from './fill.ts';

/** The smallest units of the geography as a conformal forecast sees them: complete ones to learn from, and the rest. */
export type ConformalUnits = {
  /** Units whose expected sheets are all in, and whose size is known. */
  readonly complete: readonly number[];
  /** Units with a sheet out. */
  readonly open: readonly number[];
  /** Registered voters by unit, or expected sheets where some unit has no known roll; and of those, the sheets that are out. */
  readonly size: Float64Array;
  readonly sizeOut: Float64Array;
  /** Row-major, unit x (options + 1): what is counted. */
  readonly counted: Float64Array;
  /** Row-major, unit x columns: constant, size, previous shares; none of a column that is the same everywhere. */
  readonly features: Float64Array;
  readonly columns: number;
};

export function conformalUnits(input: ProjectionInput): ConformalUnits {
  const units = input.stations.tree.parent.length;
  const width = columnsOf(input);
  const [expected, isIn] = [new Int32Array(units), new Int32Array(units)];
  const [roll, rollOut] = [new Float64Array(units), new Float64Array(units)];
  const counted = new Float64Array(units * width);
  const rolls = rollOfTables(input.stations);
  for (let i = 0; i < input.stations.size; i++) {
    const unit = input.stations.unitOf[i] as number;
    const here = input.sheets.isIn[i] === 1;
    if (!here && input.stations.expected[i] !== 1) continue;
    expected[unit] = (expected[unit] as number) + 1;
    roll[unit] = (roll[unit] as number) + (rolls[i] as number);
    if (!here) {
      rollOut[unit] = (rollOut[unit] as number) + (rolls[i] as number);
      continue;
    }
    isIn[unit] = (isIn[unit] as number) + 1;
    for (let c = 0; c < width; c++) {
      counted[unit * width + c] = (counted[unit * width + c] as number) + figureOf(input, i, c);
    }
  }
  const used = [...expected.keys()].filter((u) => (expected[u] as number) > 0);
  const isKnown = used.every((u) => (roll[u] as number) > 0);
  const size = isKnown ? roll : Float64Array.from(expected);
  const sizeOut = isKnown ? rollOut : size.map((sheets, u) => sheets - (isIn[u] as number));
  const complete = used.filter((u) => isIn[u] === expected[u]);
  const open = used.filter((u) => (isIn[u] as number) < (expected[u] as number));
  return { complete, open, size, sizeOut, counted, ...featuresOf(input, size, used, complete) };
}

/** At most so many options of the previous election: the shares of all would add up to one. */
const PREVIOUS_OPTIONS = 2;

function featuresOf(
  input: ProjectionInput,
  size: Float64Array,
  used: readonly number[],
  complete: readonly number[],
): Pick<ConformalUnits, 'features' | 'columns'> {
  const raw = [size.map((v) => Math.log(Math.max(1, v))), ...previousShares(input, size.length)];
  const columns = raw.flatMap((column) => standardised(column, used, complete));
  const width = columns.length + 1;
  const features = new Float64Array(size.length * width);
  for (let u = 0; u < size.length; u++) {
    features[u * width] = 1;
    columns.forEach((column, k) => {
      features[u * width + k + 1] = column[u] as number;
    });
  }
  return { features, columns: width };
}

/** By unit, the shares of the largest options of the previous election (the mean over its stations); NaN where unknown. */
function previousShares(input: ProjectionInput, units: number): readonly Float64Array[] {
  const { previous, stations } = input;
  if (previous === null) return [];
  const options = previous.options.length;
  const totals = previous.options.map((_, p) => {
    let sum = 0;
    for (let at = p; at < previous.votes.length; at += options) sum += (previous.votes[at] as number) || 0;
    return sum;
  });
  const largest = totals
    .map((total, p) => ({ total, p }))
    .sort((a, b) => b.total - a.total || a.p - b.p)
    .slice(0, Math.min(PREVIOUS_OPTIONS, options - 1));
  return largest.map(({ p }) => {
    const [sums, counts] = [new Float64Array(units), new Float64Array(units)];
    for (let i = 0; i < stations.size; i++) {
      const row = previous.areaOf[i] as number;
      if (row < 0) continue;
      let all = 0;
      for (let o = 0; o < options; o++) all += previous.votes[row * options + o] as number;
      if (!(all > 0)) continue;
      const unit = stations.unitOf[i] as number;
      sums[unit] = (sums[unit] as number) + (previous.votes[row * options + p] as number) / all;
      counts[unit] = (counts[unit] as number) + 1;
    }
    return sums.map((sum, u) => sum / (counts[u] as number));
  });
}

/**
 * A column with mean 0 and variance 1 over the complete units, 0 where unknown, and beside it whether it is unknown. Columns that do
 * not vary there are left out: they cannot be told from the constant, and a category only seen outside would be made up.
 */
function standardised(column: Float64Array, used: readonly number[], complete: readonly number[]): Float64Array[] {
  const known = complete.filter((u) => Number.isFinite(column[u]));
  const mean = known.reduce((sum, u) => sum + (column[u] as number), 0) / known.length;
  const variance = known.reduce((sum, u) => sum + ((column[u] as number) - mean) ** 2, 0) / known.length;
  if (!(variance > 1e-12)) return [];
  const scale = Math.sqrt(variance);
  const values = column.map((v) => (Number.isFinite(v) ? (v - mean) / scale : 0));
  const missing = column.map((v) => (Number.isFinite(v) ? 0 : 1));
  const isMissing = complete.length - known.length;
  return isMissing > 0 && used.length > isMissing ? [values, missing] : [values];
}
