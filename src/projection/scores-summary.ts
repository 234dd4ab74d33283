import type { ForecastScore } from './scores-forecast.ts';

/** Points of one forecaster: scores where it spoke, and how often it did not. */
export type Summary = {
  readonly spoke: number;
  readonly refused: number;
  /** Refusals of all points; null without any point. */
  readonly refusalRate: number | null;
  /** All of the following are means over the points where it spoke; null where it never did. */
  readonly meanAbsoluteError: number | null;
  readonly largestError: number | null;
  readonly crps: number | null;
  /** Of the lead: share of 50, 80, 95 % intervals that hold the truth, and their mean width. Null of points. */
  readonly coverage: readonly [number, number, number] | null;
  readonly widths: readonly [number, number, number] | null;
  /** The same over the lead and all shares. */
  readonly coverageOfAll: readonly [number, number, number] | null;
  readonly flooredLog: number | null;
  /** Infinite as soon as it once gave 0 to what happened. */
  readonly log: number | null;
  /** The highest probability given to what did not happen, judged as it was said. */
  readonly mostConfidentWrong: number | null;
  /** Points at which more than 0.99 was given to what did not happen. */
  readonly confidentlyWrong: number;
  /** Where the true lead lies among the draws: ten bins of equal width. */
  readonly pit: readonly number[] | null;
};

const PIT_BINS = 10;
export const CONFIDENT = 0.99;

/** `null` is a refusal: neither hit nor miss, and counted for itself. */
export function summarise(scores: readonly (ForecastScore | null)[]): Summary {
  const spoke = scores.filter((s) => s !== null);
  const leads = spoke.map(({ lead }) => lead);
  const all = spoke.flatMap(({ lead, shares }) => [lead, ...shares.filter((s) => s !== null)]);
  const wrong = spoke.map(({ outcome }) => 1 - outcome.probability);
  return {
    spoke: spoke.length,
    refused: scores.length - spoke.length,
    refusalRate: scores.length === 0 ? null : (scores.length - spoke.length) / scores.length,
    meanAbsoluteError: mean(leads.map(({ error }) => Math.abs(error))),
    largestError: leads.length === 0 ? null : Math.max(...leads.map(({ error }) => Math.abs(error))),
    crps: mean(leads.map(({ crps }) => crps)),
    coverage: triple(leads.map(({ covered }) => covered?.map(Number) ?? null)),
    widths: triple(leads.map(({ widths }) => widths)),
    coverageOfAll: triple(all.map(({ covered }) => covered?.map(Number) ?? null)),
    flooredLog: mean(spoke.map(({ outcome }) => outcome.flooredLog)),
    log: mean(spoke.map(({ outcome }) => outcome.log)),
    mostConfidentWrong: wrong.length === 0 ? null : Math.max(...wrong),
    confidentlyWrong: wrong.filter((p) => p > CONFIDENT).length,
    pit: histogram(leads.map(({ pit }) => pit)),
  };
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length;
}

function triple(rows: readonly (readonly number[] | null)[]): readonly [number, number, number] | null {
  const known = rows.filter((row) => row !== null);
  const at = (i: number) => mean(known.map((row) => row[i] as number));
  const [a, b, c] = [at(0), at(1), at(2)];
  return a === null || b === null || c === null ? null : [a, b, c];
}

function histogram(values: readonly (number | null)[]): readonly number[] | null {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return null;
  const bins = new Array<number>(PIT_BINS).fill(0);
  for (const v of known) {
    const bin = Math.min(PIT_BINS - 1, Math.floor(v * PIT_BINS));
    bins[bin] = (bins[bin] as number) + 1;
  }
  return bins;
}

/**
 * Mean CRPS held against the best single one of some others, each over the same points: those where both spoke. The best is the one
 * with the least mean over all its points. Null where there is nothing to compare.
 */
export function againstBest<Id extends string>(
  own: readonly (ForecastScore | null)[],
  others: readonly { readonly id: Id; readonly scores: readonly (ForecastScore | null)[] }[],
): { readonly best: Id; readonly ratio: number; readonly points: number } | null {
  let found: { readonly best: Id; readonly crps: number; readonly points: number; readonly own: number } | null = null;
  for (const { id, scores } of others) {
    const both = own.flatMap((mine, i) => {
      const other = scores[i] ?? null;
      return mine === null || other === null ? [] : [[mine.lead.crps, other.lead.crps] as const];
    });
    const [mine, theirs] = [mean(both.map(([a]) => a)), mean(both.map(([, b]) => b))];
    // One that speaks at few points alone would be held against an easy part of the count.
    const spoken = own.filter((s) => s !== null).length;
    if (mine === null || theirs === null || both.length < spoken) continue;
    if (found === null || theirs < found.crps) found = { best: id, crps: theirs, points: both.length, own: mine };
  }
  if (found === null || found.crps === 0) return null;
  return { best: found.best, ratio: found.own / found.crps, points: found.points };
}
