import { present, unreachable } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import { countedTotals, figureOf, inAndOut, leadingPair } from './baselines/baseline.ts';
import { rollOfTables } from './baselines/fill.ts';
import { mainAreas } from './main-areas.ts';
import { normalQuantile } from './normal-quantile.ts';
import { type ProjectionInput, SETTINGS } from './projection-input.ts';
import type { Chance } from './random.ts';

/*
 * Orders in which the sheets of a known election could have come in, to try a projection on. Only the first one happened; in
 * some of the others lateness depends on the vote itself, which no projection can know.
 */

export const ORDERS = [
  'real',
  'random',
  'small-last',
  'big-last',
  'by-department',
  'rural-last',
  'leader-places-last',
  'leader-tables-last',
] as const;
export type OrderId = (typeof ORDERS)[number];

/** Orders in which lateness depends on the vote. */
export const VOTE_DEPENDENT: ReadonlySet<OrderId> = new Set<OrderId>(['leader-places-last', 'leader-tables-last']);

export type OrderRefusal = { readonly kind: 'order-refused'; readonly code: 'order-unknown' | 'setting-unknown' };

/** Rank correlation between how late a place or table is and the leader's share in it. */
const LATENESS = 0.5;
/** Below this share of stations with a known setting nothing is said of the countryside. */
const SETTINGS_KNOWN = 0.5;

/**
 * Stations in this order. `whole` has all sheets in that can come; `real` is the order in which they came, empty where it is not
 * known. The same seed gives the same order.
 */
export function orderOfArrival(
  id: OrderId,
  whole: ProjectionInput,
  real: Int32Array,
  chance: Chance,
): Result<Int32Array, OrderRefusal> {
  const { stations } = whole;
  // Sorting is stable, so what a rule leaves open stays shuffled.
  const all = shuffled(Int32Array.from(inAndOut(whole).isIn), chance);
  switch (id) {
    case 'real':
      return real.length > 0 ? ok(real) : err({ kind: 'order-refused', code: 'order-unknown' });
    case 'random':
      return ok(all);
    case 'small-last':
    case 'big-last': {
      const sizes = rollOfUnits(whole);
      const sign = id === 'small-last' ? -1 : 1;
      const key = Float64Array.from(stations.unitOf, (unit) => sign * (sizes[unit] as number));
      return ok(sortedBy(byPlace(all, stations.unitOf), key));
    }
    case 'by-department': {
      const area = mainAreas(stations);
      const draw = Float64Array.from(stations.tree.parent, () => chance.uniform());
      return ok(
        sortedBy(
          all,
          Float64Array.from(area, (unit) => draw[unit] as number),
        ),
      );
    }
    case 'rural-last':
      return ruralLast(whole, all);
    case 'leader-places-last': {
      const late = lateness(sharesOfLeader(whole, stations.unitOf), chance);
      return ok(
        sortedBy(
          byPlace(all, stations.unitOf),
          Float64Array.from(stations.unitOf, (u) => late[u] as number),
        ),
      );
    }
    case 'leader-tables-last': {
      const own = Int32Array.from({ length: stations.size }, (_, i) => i);
      return ok(sortedBy(all, lateness(sharesOfLeader(whole, own), chance)));
    }
    default:
      return unreachable(id);
  }
}

/** Rural stations after all others, mixed ones between. Those of unknown setting lie in front, unless few settings are known at all. */
function ruralLast(whole: ProjectionInput, all: Int32Array): Result<Int32Array, OrderRefusal> {
  const { setting } = whole.stations;
  const is = (i: number, name: (typeof SETTINGS)[number]) => SETTINGS[setting[i] as number] === name;
  const known = all.filter((i) => !is(i, 'unknown'));
  const isTold = known.some((i) => is(i, 'rural')) && known.length >= SETTINGS_KNOWN * all.length;
  if (!isTold) return err({ kind: 'order-refused', code: 'setting-unknown' });
  const key = Float64Array.from(setting, (_, i) => (is(i, 'rural') ? 2 : is(i, 'mixed') ? 1 : 0));
  return ok(sortedBy(all, key));
}

/** Registered voters by smallest unit; stations where any roll is unknown, because a part of a roll says nothing of a size. */
function rollOfUnits(whole: ProjectionInput): Float64Array {
  const roll = rollOfTables(whole.stations);
  const isKnown = roll.every((v) => v >= 0) && roll.some((v) => v > 0);
  const sizes = new Float64Array(whole.stations.tree.parent.length);
  whole.stations.unitOf.forEach((unit, i) => {
    sizes[unit] = (sizes[unit] as number) + (isKnown ? (roll[i] as number) : 1);
  });
  return sizes;
}

/** The leader's share by group of stations; NaN of a group without votes. */
function sharesOfLeader(whole: ProjectionInput, groupOf: Int32Array): Float64Array {
  const { isIn } = inAndOut(whole);
  const options = whole.options.length;
  const [leader] = leadingPair(countedTotals(whole, isIn), options);
  const groups = groupOf.reduce((most, g) => Math.max(most, g), 0) + 1;
  const [votes, base] = [new Float64Array(groups), new Float64Array(groups)];
  for (const i of isIn) {
    const g = groupOf[i] as number;
    votes[g] = (votes[g] as number) + figureOf(whole, i, leader);
    base[g] = (base[g] as number) + figureOf(whole, i, options);
  }
  return votes.map((v, g) => v / (base[g] as number));
}

/**
 * How late each is: a normal score of its share, correlated with a normal draw so that the *ranks* of share and lateness correlate by
 * LATENESS (for a bivariate normal, r = 2 sin(pi / 6 x rank correlation)).
 */
function lateness(shares: Float64Array, chance: Chance): Float64Array {
  const known = Int32Array.from(shares.keys()).filter((i) => Number.isFinite(shares[i]));
  // Many tables have the same share (none of its votes, or all): drawn into an order, or ties would keep that of the file.
  const ranked = sortedBy(shuffled(known, chance), shares);
  const r = 2 * Math.sin((Math.PI / 6) * LATENESS);
  const late = Float64Array.from(shares, () => chance.normal());
  ranked.forEach((i, rank) => {
    const z = normalQuantile((rank + 0.5) / ranked.length);
    late[i] = r * z + Math.sqrt(1 - r * r) * (late[i] as number);
  });
  return late;
}

/** Stations of one place next to each other, the places in the order of their first station. */
function byPlace(order: Int32Array, unitOf: Int32Array): Int32Array {
  const members = new Map<number, number[]>();
  for (const i of order) {
    const unit = unitOf[i] as number;
    const list = members.get(unit);
    if (list === undefined) members.set(unit, [i]);
    else list.push(i);
  }
  return Int32Array.from([...members.values()].flat());
}

function sortedBy(order: Int32Array, key: Float64Array): Int32Array {
  return order.slice().sort((a, b) => present(key[a], 'a key') - present(key[b], 'a key'));
}

function shuffled(order: Int32Array, chance: Chance): Int32Array {
  const drawn = order.slice();
  for (let i = drawn.length - 1; i > 0; i--) {
    const j = chance.below(i + 1);
    const last = drawn[i] as number;
    drawn[i] = drawn[j] as number;
    drawn[j] = last;
  }
  return drawn;
}
