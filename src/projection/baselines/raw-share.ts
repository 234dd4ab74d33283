import type { ProjectionInput } from '../projection-input.ts';
import { type BaselineAnswer, countedTotals, inAndOut, noForecast, pointForecast } from './baseline.ts';

/** The count as it stands, blown up to all expected sheets: what a page without a projection lets its readers believe. */
export function rawShare(input: ProjectionInput): BaselineAnswer {
  const { isIn, out } = inAndOut(input);
  const counted = countedTotals(input, isIn);
  if ((counted[input.options.length] ?? 0) === 0) return noForecast('no-sheets');
  const factor = (isIn.length + out.length) / isIn.length;
  return pointForecast(counted.map((votes) => votes * factor));
}
