import { present, unreachable } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { CountKind } from '../../src/model/ids.ts';
import { arrivalOrder, countedStations, firstOrderAt, visibleAt } from '../../src/projection/arrival-order.ts';
import { baseline } from '../../src/projection/baselines/all-baselines.ts';
import { BASELINES, type BaselineId } from '../../src/projection/baselines/baseline.ts';
import { type Cut, type CutInput, inputUntil } from '../../src/projection/input-until.ts';
import { type OrderId, orderOfArrival } from '../../src/projection/orders.ts';
import { type ProjectionRequest, project } from '../../src/projection/project.ts';
import type { Diagnostics, Variant } from '../../src/projection/projection-answer.ts';
import type { ProjectionSource, SheetVersions } from '../../src/projection/projection-source.ts';
import { Chance } from '../../src/projection/random.ts';
import {
  type ForecastScore,
  finalPair,
  leadOf,
  type ScoredAgainst,
  scoreForecast,
  scoreProjection,
} from '../../src/projection/scores-forecast.ts';
import type { Truth } from '../../src/projection/truth.ts';
import type { Plan, PointAsked } from './backtest-plan.ts';

/** One election to try on: what could be seen when, and how it ended. */
export type Election = { readonly id: string; readonly source: ProjectionSource; readonly truth: Truth };

/** One order with one seed: a night, looked at from each of its points. */
export type Night = { readonly order: OrderId; readonly seed: number };

/** What is scored: the projection, parts of it, and what it has to beat. */
export const FORECASTERS = [
  'projection',
  'without-trend',
  'without-previous',
  'without-both',
  'tree',
  ...BASELINES,
] as const;
export type ForecasterId = (typeof FORECASTERS)[number];

/** With which parts of the model each runs. `tree` is the bare tree: neither trend, previous election, nor shared shock. */
const USES: Partial<Record<ForecasterId, ProjectionRequest['use']>> = {
  'without-trend': { trend: false, previous: true, shock: true },
  'without-previous': { trend: true, previous: false, shock: true },
  'without-both': { trend: false, previous: false, shock: true },
  tree: { trend: false, previous: false, shock: false },
};

/** `none`: it has nothing to go on here (a swing without a previous election); that is not a refusal. */
export type Said =
  | { readonly kind: 'score'; readonly score: ForecastScore }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'none'; readonly why: string };

/** A variant inside the projection: its weight, the error of its lead alone, and that of its forecasts earlier in the night. */
export type VariantSaid = {
  readonly variant: Variant;
  readonly weight: number;
  readonly error: number | null;
  readonly earlierError: number | null;
};

export type PointScored = {
  readonly kind: 'scored';
  readonly point: string;
  readonly sheets: number;
  /** Sheets in of those expected. */
  readonly share: number;
  readonly silentRoll: number | null;
  /** Ids of the options that the scores of shares belong to. */
  readonly options: readonly string[];
  readonly said: Readonly<Partial<Record<ForecasterId, Said>>>;
  readonly variants: readonly VariantSaid[];
};
export type PointSkipped = { readonly kind: 'skipped'; readonly point: string; readonly why: string };
export type PointTried = PointScored | PointSkipped;

export type NightTried = {
  readonly order: OrderId;
  readonly seed: number;
  readonly count: CountKind | null;
  readonly figures: Cut['figures'];
  readonly lead: number;
  readonly points: readonly PointTried[];
};

/** Every point of a night. The same election, night and plan give the same answer. */
export function tryNight(election: Election, night: Night, plan: Plan): NightTried {
  const isReal = night.order === 'real';
  const figures = isReal ? 'as-then' : 'final';
  const count = countFor(election.source, night.order, plan);
  const lead = leadOf(against(election, election.source.options));
  const head = { order: night.order, seed: night.seed, count, figures, lead } as const;
  if (count === null) return { ...head, points: [{ kind: 'skipped', point: 'all', why: 'no-count' }] };
  const order = orderFor(election, night, count);
  if (!order.ok) return { ...head, points: [{ kind: 'skipped', point: 'all', why: order.error }] };
  const asked = isReal ? [...plan.instants, ...plan.points] : plan.points;
  return {
    ...head,
    points: asked.map((point) => tryPoint({ election, night, plan, count, figures, order: order.value }, point)),
  };
}

/**
 * The real order is that of the count whose moments are known. An order that never was takes the last preliminary figures, or the
 * official ones where there are too few of the others for the points asked.
 */
function countFor(source: ProjectionSource, order: OrderId, plan: Plan): CountKind | null {
  if (source.official === null) return null;
  if (source.preliminary === null) return 'official';
  if (order === 'real') return 'preliminary';
  const most = Math.max(0, ...plan.points.map((point) => sheetsAt(point, source.stations.size)));
  return countedStations(source, 'preliminary').length >= most ? 'preliminary' : 'official';
}

function sheetsAt(point: PointAsked, stations: number): number {
  switch (point.kind) {
    case 'percent':
      return Math.round((point.percent / 100) * stations);
    case 'sheets':
      return point.sheets;
    case 'as-of':
      return 0;
    default:
      return unreachable(point);
  }
}

function orderFor({ source }: Election, { order, seed }: Night, count: CountKind): Result<Int32Array, string> {
  const real = order === 'real' ? arrivalOrder(source, count) : new Int32Array(0);
  const counted = countedStations(source, count);
  const all: Cut = { count, by: { kind: 'first', sheets: counted.length, order: counted }, figures: 'final' };
  const whole = inputUntil(source, all);
  if (!whole.ok) return err(whole.error.code);
  const found = orderOfArrival(order, whole.value, real, new Chance(seed));
  return found.ok ? ok(found.value) : err(found.error.code);
}

type Trial = {
  readonly election: Election;
  readonly night: Night;
  readonly plan: Plan;
  readonly count: CountKind;
  readonly figures: Cut['figures'];
  readonly order: Int32Array;
};

export function pointLabel(point: PointAsked): string {
  switch (point.kind) {
    case 'percent':
      return `${point.percent} %`;
    case 'sheets':
      return `${point.sheets} sheets`;
    case 'as-of':
      return point.text;
    default:
      return unreachable(point);
  }
}

function tryPoint(trial: Trial, point: PointAsked): PointTried {
  const label = pointLabel(point);
  const { source } = trial.election;
  const cut = cutAt(trial, point);
  if (!cut.ok) return { kind: 'skipped', point: label, why: cut.error };
  const input = inputUntil(source, cut.value);
  if (!input.ok) return { kind: 'skipped', point: label, why: input.error.code };
  return scorePoint(trial, label, input.value);
}

/** More sheets than this that became known at one instant have no order among them. */
const BATCH_SHARE = 0.01;

function cutAt({ election, count, figures, order }: Trial, point: PointAsked): Result<Cut, string> {
  const versions = present(election.source[count], 'the count');
  if (point.kind === 'as-of') {
    // One call tries several elections: a moment of one is none of another.
    if (!isOfCount(versions, point.instant)) return err('not a moment of this count');
    return ok({ count, by: { kind: 'as-of', instant: point.instant }, figures });
  }
  const size = election.source.stations.size;
  const sheets = sheetsAt(point, size);
  if (sheets < 1) return err('no-sheet');
  if (sheets > order.length) return err(`only ${order.length} sheets came`);
  if (figures === 'as-then') {
    const batch = batchAround(versions, order, sheets);
    if (batch > BATCH_SHARE * size) return err(`inside a batch of ${batch} sheets that became known together`);
  }
  return ok({ count, by: { kind: 'first', sheets, order }, figures });
}

const WEEK_MS = 7 * 24 * 3600 * 1000;

function isOfCount(versions: SheetVersions, instant: number): boolean {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  versions.status.forEach((_, row) => {
    const at = visibleAt(versions, row);
    if (at < first) first = at;
    if (at > last) last = at;
  });
  return instant >= first && instant <= last + WEEK_MS;
}

/** Sheets with the same instant on both sides of the cut; 0 where the cut lies between two instants. */
function batchAround(versions: SheetVersions, order: Int32Array, sheets: number): number {
  const at = (rank: number) => firstOrderAt(versions, order[rank] as number);
  if (sheets >= order.length || at(sheets - 1) !== at(sheets)) return 0;
  let [from, to] = [sheets - 1, sheets];
  while (from > 0 && at(from - 1) === at(sheets)) from--;
  while (to + 1 < order.length && at(to + 1) === at(sheets)) to++;
  return to - from + 1;
}

function scorePoint({ election, night, plan }: Trial, point: string, input: CutInput): PointScored {
  const truth = against(election, input.options);
  const said: Partial<Record<ForecasterId, Said>> = {};
  const run = (use: ProjectionRequest['use']) =>
    project(input, { seed: night.seed, draws: plan.draws, ...(use === undefined ? {} : { use }) });
  const whole = run(undefined);
  const saidBy = (projection: typeof whole): Said => {
    const score = scoreProjection(truth, projection);
    if (score !== null) return { kind: 'score', score };
    return { kind: 'refused', code: projection.answer.kind === 'refused' ? projection.answer.code : 'unknown' };
  };
  said.projection = saidBy(whole);
  for (const id of FORECASTERS) {
    const use = USES[id];
    if (use !== undefined && (id === 'tree' || plan.variants)) said[id] = saidBy(run(use));
  }
  for (const id of BASELINES) said[id] = baselineSaid(id, truth, input, night.seed, plan.draws);
  const { diagnostics } = whole.answer;
  let sheets = 0;
  for (const here of input.sheets.isIn) sheets += here;
  return {
    kind: 'scored',
    point,
    sheets,
    share: sheets / input.stations.expected.reduce((sum, e) => sum + e, 0),
    silentRoll: diagnostics?.silentRoll ?? null,
    options: input.options,
    said,
    variants: diagnostics === null ? [] : variantsSaid(truth, diagnostics),
  };
}

function baselineSaid(id: BaselineId, truth: ScoredAgainst, input: CutInput, seed: number, draws: number): Said {
  const answer = baseline(id, input, seed, draws);
  if (answer.kind === 'none') return answer;
  return { kind: 'score', score: scoreForecast(truth, answer.forecast) };
}

function variantsSaid(truth: ScoredAgainst, { variants }: Diagnostics): readonly VariantSaid[] {
  const [a, b] = finalPair(truth);
  return variants.map(({ variant, weight, shares, earlierError }) => {
    const [first, second] = [shares[a], shares[b]];
    const error = first === undefined || second === undefined ? null : first - second - leadOf(truth);
    return { variant, weight, error, earlierError };
  });
}

/** The official totals in the order of these options, which may be fewer than those of the election. */
function against({ source, truth }: Election, options: readonly string[]): ScoredAgainst {
  const votes = options.map((id) => truth.options[source.options.indexOf(id)] ?? null);
  return { rule: source.rule, options, votes, base: truth.base, registered: rollOf(source) };
}

/** All registered voters; null where some are not known, or only by place and so not to be summed. */
function rollOf({ stations }: ProjectionSource): number | null {
  if (stations.registeredOf === 'place') return null;
  const roll = stations.registered.reduce((sum, r) => sum + r, 0);
  return Number.isFinite(roll) && roll > 0 ? roll : null;
}
