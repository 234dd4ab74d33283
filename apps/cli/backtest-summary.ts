import type { OrderId } from '../../src/projection/orders.ts';
import type { ForecastScore } from '../../src/projection/scores-forecast.ts';
import { againstBest, type Summary, summarise } from '../../src/projection/scores-summary.ts';
import { FORECASTERS, type ForecasterId, type NightTried, type PointScored } from './backtest-run.ts';

/** Everything tried on one election. */
export type ElectionTried = {
  readonly id: string;
  /** Whether the constants of the model were set on it: then its figures are no test of them. */
  readonly inSample: boolean;
  readonly lead: number;
  readonly stations: number;
  readonly nights: readonly NightTried[];
};

/** The baselines that a reader could make on the night by hand, and the best single one of which is the measure. */
export const BY_HAND = [
  'raw',
  'fill',
  'swing-uniform',
  'swing-proportional',
  'swing-uniform-area',
  'swing-proportional-area',
] as const satisfies readonly ForecasterId[];

export type GroupSummary = {
  /** Forecasters that said anything, or refused to. */
  readonly by: Readonly<Partial<Record<ForecasterId, Summary>>>;
  /** Mean CRPS of the projection over that of the best single baseline by hand, at the same points. */
  readonly crpsAgainstBest: { readonly best: ForecasterId; readonly ratio: number; readonly points: number } | null;
  readonly crpsAgainstTree: number | null;
  /** Projection's mean floored log score less that of each other over the points where both spoke: below 0 is better. */
  readonly logAgainst: Readonly<Partial<Record<ForecasterId, number>>>;
  readonly skipped: number;
};

export function scoredPoints(nights: readonly NightTried[]): readonly PointScored[] {
  return nights.flatMap(({ points }) => points.filter((p) => p.kind === 'scored'));
}

/** Scores of one forecaster, point by point: null where it refused or had nothing to go on. */
function scoresOf(points: readonly PointScored[], id: ForecasterId): readonly (ForecastScore | null)[] {
  return points.map(({ said }) => {
    const own = said[id];
    return own?.kind === 'score' ? own.score : null;
  });
}

export function summariseNights(nights: readonly NightTried[]): GroupSummary {
  const points = scoredPoints(nights);
  const by: Partial<Record<ForecasterId, Summary>> = {};
  for (const id of FORECASTERS) {
    // Having nothing to go on is no refusal: such points are left out, and the number of points says so.
    const spoken = points.filter(({ said }) => said[id] !== undefined && said[id]?.kind !== 'none');
    if (spoken.length > 0) by[id] = summarise(scoresOf(spoken, id));
  }
  const own = scoresOf(points, 'projection');
  const logAgainst: Partial<Record<ForecasterId, number>> = {};
  for (const id of FORECASTERS) {
    const difference =
      id === 'projection' ? null : meanDifference(own, scoresOf(points, id), (s) => s.outcome.flooredLog);
    if (difference !== null) logAgainst[id] = difference;
  }
  const tree = againstBest(own, [{ id: 'tree', scores: scoresOf(points, 'tree') }]);
  return {
    by,
    crpsAgainstBest: againstBest(
      own,
      BY_HAND.map((id) => ({ id, scores: scoresOf(points, id) })),
    ),
    crpsAgainstTree: tree?.ratio ?? null,
    logAgainst,
    skipped: nights.reduce((sum, night) => sum + night.points.filter((p) => p.kind === 'skipped').length, 0),
  };
}

function meanDifference(
  own: readonly (ForecastScore | null)[],
  other: readonly (ForecastScore | null)[],
  of: (score: ForecastScore) => number,
): number | null {
  let [sum, points] = [0, 0];
  own.forEach((mine, i) => {
    const theirs = other[i] ?? null;
    if (mine === null || theirs === null) return;
    sum += of(mine) - of(theirs);
    points++;
  });
  return points === 0 ? null : sum / points;
}

/** Orders that were tried on an election, in the order of the call. */
export function ordersOf({ nights }: ElectionTried): readonly OrderId[] {
  return [...new Set(nights.map(({ order }) => order))];
}
