import type { Json } from '../base/canonical.ts';
import type { Instant } from '../base/instant.ts';
import type { CountKind } from '../model/ids.ts';
import type { ContestResult } from '../model/outcome-types.ts';
import type { EstimateMadeBody, EventBody, EventHeader, SaidEstimate, Seven } from '../record/index.ts';

/** One estimate as the record has it, and when the state was published that it was made from. */
export type MadeEstimate = EstimateMadeBody & {
  readonly record: number;
  readonly at: Instant;
  readonly stateAt: Instant;
  readonly count: CountKind;
};

/** What an estimate said, in short: for the list of all of them. */
export type EstimatePoint = {
  readonly record: number;
  readonly at: Instant;
  readonly state: number;
  readonly stateAt: Instant;
  readonly count: CountKind;
  readonly sheetsIn: number;
  readonly expected: number;
  /** Why nothing was said; null where something was. */
  readonly refused: string | null;
  /** Ends of the 95 % interval with the middle between them, in millionths. */
  readonly lead: { readonly of: string; readonly over: string; readonly points: Three } | null;
  readonly shares: Readonly<Record<string, Three>> | null;
  readonly likely: ContestResult | null;
  readonly outcomes: SaidEstimate['outcomes'];
};
export type Three = readonly [number, number, number];

export type ContestEstimates = {
  readonly newest: MadeEstimate;
  /** How many were made; the list below may be thinned. */
  readonly made: number;
  readonly points: readonly EstimatePoint[];
};

const POINTS_MAX = 300;

/** Every estimate that the record has, by contest: nothing that was said is ever taken away. */
export class EstimateBook {
  private readonly stateAt = new Map<number, Instant>();
  private readonly byContest = new Map<string, { newest: MadeEstimate; readonly points: EstimatePoint[] }>();

  take(index: number, header: EventHeader, body: EventBody): void {
    if (body.kind === 'StatePublished') this.stateAt.set(index, header.at);
    if (body.kind !== 'EstimateMade' || header.contest === null || header.count === null) return;
    const stateAt = this.stateAt.get(body.state) ?? header.at;
    const newest = { ...body, record: index, at: header.at, stateAt, count: header.count };
    const known = this.byContest.get(header.contest);
    if (known === undefined) this.byContest.set(header.contest, { newest, points: [pointOf(newest)] });
    else {
      known.newest = newest;
      known.points.push(pointOf(newest));
    }
  }

  /** Whether the record has an estimate of this contest from this state, or from a later one: none is made of an earlier state then. */
  has(contest: string, state: number): boolean {
    const known = this.byContest.get(contest);
    return known !== undefined && known.newest.state >= state;
  }

  of(contest: string): ContestEstimates | null {
    const known = this.byContest.get(contest);
    if (known === undefined) return null;
    return { newest: known.newest, made: known.points.length, points: thinnedPoints(known.points) };
  }
}

/** With all its sheets in, a preliminary count has no chances left to tell; what the official one corrects is not among them. */
export function isCompletePreliminary({ count, refused, sheetsIn, expected }: EstimatePoint): boolean {
  return count === 'preliminary' && refused === null && sheetsIn === expected;
}

export function pointOf({ record, at, state, stateAt, count, said }: MadeEstimate): EstimatePoint {
  const about = { record, at, state, stateAt, count };
  const { sheetsIn, expected } = said.basis ?? { sheetsIn: 0, expected: 0 };
  if (said.kind === 'refused') {
    const nothing = { lead: null, shares: null, likely: null, outcomes: null };
    return { ...about, sheetsIn, expected, refused: said.code, ...nothing };
  }
  return {
    ...about,
    sheetsIn,
    expected,
    refused: null,
    lead: { of: said.lead.of, over: said.lead.over, points: three(said.lead.points) },
    shares: Object.fromEntries(said.options.map(({ id, share }) => [id, three(share)])),
    likely: said.likely,
    outcomes: said.outcomes,
  };
}

function three([low, , , middle, , , high]: Seven): Three {
  return [low, middle, high];
}

/** Of each of 300 equal parts of the time from the first state to the last, the last point. */
function thinnedPoints(points: readonly EstimatePoint[]): readonly EstimatePoint[] {
  const [first, last] = [points[0]?.stateAt, points.at(-1)?.stateAt];
  if (points.length <= POINTS_MAX || first === undefined || last === undefined) return points;
  const lastOfPart = new Map<bigint, EstimatePoint>();
  for (const point of points) {
    lastOfPart.set((BigInt(point.stateAt - first) * BigInt(POINTS_MAX)) / BigInt(last - first + 1), point);
  }
  return [...lastOfPart.values()];
}

/** One contest of `data/estimate.json`. */
export function newestJson({ newest }: ContestEstimates): Json {
  const { record, at, stateAt, count, state, seed, draws, program, parameters, said } = newest;
  return { record, at, stateAt, count, state, seed, draws, program, parameters, said } as unknown as Json;
}

/** One contest of `data/estimates.json`, less what the counts say now. */
export function pointsJson({ made, points }: ContestEstimates): { readonly [key: string]: Json } {
  return { made, points: points as unknown as Json };
}
