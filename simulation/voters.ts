import type { PollingStation } from '../src/model/election.ts';
import type { ContestId, Count, StationId } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { InventedSelection } from './invented-names.ts';
import { Random } from './random.ts';
import { DEPARTMENTS, type Place } from './territory.ts';

export type StationTallies = ReadonlyMap<StationId, ContestTally>;

/** How a place votes, whatever the contest. */
export type Leaning = {
  readonly first: number;
  readonly second: number;
  readonly turnout: number;
  /** Of the ballots in the box. */
  readonly blank: number;
  readonly spoilt: number;
};

export type ContestPlan = {
  readonly contest: ContestId;
  readonly selections: readonly InventedSelection[];
  readonly places: readonly Place[];
  readonly leanings: readonly Leaning[];
};

const BY_SETTING = {
  urban: { first: 0.92, second: 1.08, turnout: 0.897, blank: 0.013, spoilt: 0.034 },
  rural: { first: 1.24, second: 0.8, turnout: 0.871, blank: 0.0185, spoilt: 0.0375 },
  abroad: { first: 1.18, second: 0.88, turnout: 0.7, blank: 0.01, spoilt: 0.03 },
} as const;

export function drawLeanings(seed: string, places: readonly Place[]): Leaning[] {
  const random = new Random(`${seed}/leanings`);
  return places.map((place) => {
    const base = BY_SETTING[place.setting];
    const department = place.department === null ? undefined : DEPARTMENTS[place.department];
    return {
      first: base.first * (department?.first ?? 1) * random.factor(0.3),
      second: base.second * (department?.second ?? 1) * random.factor(0.3),
      turnout: base.turnout + random.near(-0.06, 0.06),
      blank: base.blank * random.factor(0.4),
      spoilt: base.spoilt * random.factor(0.4),
    };
  });
}

/**
 * Draws every voter of every station, one by one: stays at home, one of the selections, blank or null. So no table has
 * more ballots than voters, and the noise between tables is that of people plus a little. `ballots`: those already
 * in the boxes of another contest; then nobody stays at home, because a voter is handed all papers at once.
 */
export function drawTallies(
  seed: string,
  plan: ContestPlan,
  stations: readonly PollingStation[],
  ballots: StationTallies | null,
): StationTallies {
  const random = new Random(`${seed}/votes/${plan.contest}`);
  const shares = calibratedShares(random, plan, stations);
  const choices = plan.selections.length;
  const limits = new Float64Array(choices + 2);
  const out = new Map<StationId, ContestTally>();
  plan.places.forEach((place, p) => {
    const leaning = plan.leanings[p];
    if (leaning === undefined) return;
    const own = shares.subarray(p * choices, (p + 1) * choices);
    for (const station of stations.slice(place.firstStation, place.firstStation + place.tables)) {
      const cast = ballots === null ? Number(station.registered) : sumOf(ballots.get(station.id));
      const turnout = ballots === null ? Math.min(0.995, leaning.turnout + random.near(-0.03, 0.03)) : 1;
      setLimits(limits, plan.selections, own, leaning, turnout, random.factor(0.1));
      out.set(station.id, { contest: plan.contest, boxes: drawBoxes(random, limits, cast) });
    }
  });
  return out;
}

/**
 * Share of each selection in each place, such that the expected totals meet the wanted shares: raking, a few rounds of
 * "multiply by wanted over got".
 */
function calibratedShares(random: Random, plan: ContestPlan, stations: readonly PollingStation[]): Float64Array {
  const choices = plan.selections.length;
  const wanted = wantedShares(random, plan.selections);
  const weights = placeWeights(plan, stations);
  const shares = new Float64Array(plan.places.length * choices);
  plan.leanings.forEach((leaning, p) => {
    plan.selections.forEach((s, k) => {
      const lean = s.standing === 'other' ? random.factor(0.35) : leaning[s.standing];
      shares[p * choices + k] = s.share * lean;
    });
  });
  for (let round = 0; round < 12; round++) rake(shares, weights, wanted);
  return shares;
}

/** The seed moves the two strongest by up to 0.3 points each, so that which side of ten points it ends on is open. */
function wantedShares(random: Random, selections: readonly InventedSelection[]): number[] {
  const moved = selections.map((s) => s.share + (s.standing === 'other' ? 0 : random.near(-0.003, 0.003)));
  let sum = 0;
  for (const m of moved) sum += m;
  return moved.map((m) => m / sum);
}

function placeWeights(plan: ContestPlan, stations: readonly PollingStation[]): Float64Array {
  return Float64Array.from(plan.places, (place, p) => {
    let registered = 0;
    for (let i = 0; i < place.tables; i++) registered += stations[place.firstStation + i]?.registered ?? 0;
    const leaning = plan.leanings[p];
    return leaning === undefined ? 0 : registered * leaning.turnout * (1 - leaning.blank - leaning.spoilt);
  });
}

function rake(shares: Float64Array, weights: Float64Array, wanted: readonly number[]): void {
  const choices = wanted.length;
  const totals = new Float64Array(choices);
  let all = 0;
  weights.forEach((weight, p) => {
    let sum = 0;
    for (let k = 0; k < choices; k++) sum += shares[p * choices + k] ?? 0;
    for (let k = 0; k < choices; k++) {
      const share = (shares[p * choices + k] ?? 0) / sum;
      shares[p * choices + k] = share;
      totals[k] = (totals[k] ?? 0) + weight * share;
    }
    all += weight;
  });
  for (let i = 0; i < shares.length; i++) {
    const k = i % choices;
    shares[i] = ((shares[i] ?? 0) * (wanted[k] ?? 0) * all) / (totals[k] ?? 1);
  }
}

/**
 * Upper ends, in units of 2^-32, of the intervals of: each selection, blank, null. Above them: stays at home.
 * `tilt` is what sets one table apart from its neighbours.
 */
function setLimits(
  limits: Float64Array,
  selections: readonly InventedSelection[],
  shares: Float64Array,
  leaning: Leaning,
  turnout: number,
  tilt: number,
): void {
  const tilted = (k: number) => (shares[k] ?? 0) * (selections[k]?.standing === 'first' ? tilt : 1);
  const choices = selections.length;
  let sum = 0;
  for (let k = 0; k < choices; k++) sum += tilted(k);
  const scale = turnout * 4294967296;
  const valid = 1 - leaning.blank - leaning.spoilt;
  let upTo = 0;
  for (let k = 0; k < choices; k++) {
    upTo += (tilted(k) / sum) * valid;
    limits[k] = Math.round(upTo * scale);
  }
  limits[choices] = Math.round((upTo + leaning.blank) * scale);
  // The last end is the turnout itself, whatever the rounding of the others: at turnout 1 every ballot falls in a box.
  limits[choices + 1] = Math.round(scale);
}

function drawBoxes(random: Random, limits: Float64Array, voters: number): Count[] {
  const boxes = new Array<number>(limits.length).fill(0);
  for (let v = 0; v < voters; v++) {
    const at = random.next();
    for (let k = 0; k < limits.length; k++) {
      if (at < (limits[k] ?? 0)) {
        boxes[k] = (boxes[k] ?? 0) + 1;
        break;
      }
    }
  }
  return boxes as Count[];
}

/** Sum of the boxes that hold a number. */
export function sumOf(tally: ContestTally | undefined): number {
  let sum = 0;
  for (const box of tally?.boxes ?? []) if (typeof box === 'number') sum += box;
  return sum;
}
