import type { Instant } from '../base/instant.ts';
import type { CountKind } from '../model/ids.ts';
import type { AreaSums } from '../tabulation/tabulation.ts';
import { eachCount } from '../tabulation/tabulation.ts';
import type { HistoryPoint } from './unit-data.ts';

const POINTS_MAX = 300;

type Curve = { readonly points: HistoryPoint[]; untimed: boolean };

/** The lead over time as it was public: docs/spec/publication.md section 5, `data/history.json`. */
export class CurveKeeper {
  private readonly curves: Record<CountKind, Curve[]>;

  constructor(contests: number) {
    this.curves = eachCount(() => Array.from({ length: contests }, () => ({ points: [], untimed: false })));
  }

  /** A published state: one point, whatever happened. */
  markState(count: CountKind, contest: number, at: Instant, sums: AreaSums): void {
    this.curves[count][contest]?.points.push(pointOf(at, sums));
  }

  /** An imported sheet became visible. Without an instant no curve is made up. */
  markImported(count: CountKind, contest: number, visibleAt: Instant | null, sums: AreaSums): void {
    const curve = this.curves[count][contest];
    if (curve === undefined) return;
    if (visibleAt === null) {
      curve.untimed = true;
      return;
    }
    const last = curve.points.at(-1);
    if (last !== undefined && visibleAt <= last[0]) curve.points[curve.points.length - 1] = pointOf(last[0], sums);
    else curve.points.push(pointOf(visibleAt, sums));
  }

  /** At most 300 points. */
  points(count: CountKind, contest: number): readonly HistoryPoint[] {
    const curve = this.curves[count][contest];
    return curve === undefined || curve.untimed ? [] : thinned(curve.points);
  }
}

function pointOf(at: number, sums: AreaSums): HistoryPoint {
  return [at, sums.counted, sums.valid, sums.votes];
}

/** Of each of 300 equal parts of the span, the last point. */
export function thinned(points: readonly HistoryPoint[]): readonly HistoryPoint[] {
  const first = points[0]?.[0];
  const last = points.at(-1)?.[0];
  if (points.length <= POINTS_MAX || first === undefined || last === undefined) return points;
  const lastOfPart = new Map<number, HistoryPoint>();
  for (const point of points) {
    const part = (BigInt(point[0] - first) * BigInt(POINTS_MAX)) / BigInt(last - first + 1);
    lastOfPart.set(Number(part), point);
  }
  return [...lastOfPart.values()];
}
