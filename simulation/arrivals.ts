import { present } from '../src/base/assert.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { CountKind, GpUnitId } from '../src/model/ids.ts';
import { type Curve, quantile, type Random } from './random.ts';

type Settled = 'urban' | 'rural' | 'abroad';

/** Minutes after the polls close (preliminary) or after the official count begins, by share of the sheets. */
const CURVES: { readonly [count in CountKind]: { readonly [setting in Settled]: Curve } } = {
  preliminary: {
    urban: [
      [0, 14],
      [0.06, 80],
      [0.25, 128],
      [0.5, 165],
      [0.75, 205],
      [0.9, 240],
      [0.97, 300],
      [1, 900],
    ],
    rural: [
      [0, 40],
      [0.08, 115],
      [0.25, 165],
      [0.5, 215],
      [0.68, 260],
      [0.8, 380],
      [0.9, 900],
      [0.97, 1350],
      [1, 1720],
    ],
    // Polls abroad close hours earlier, or later.
    abroad: [
      [0, -440],
      [0.4, -60],
      [0.8, 150],
      [1, 700],
    ],
  },
  official: {
    urban: [
      [0, 0],
      [0.25, 900],
      [0.7, 2600],
      [1, 4700],
    ],
    rural: [
      [0, 240],
      [0.25, 1700],
      [0.7, 3600],
      [1, 5400],
    ],
    abroad: [
      [0, 1400],
      [0.5, 3300],
      [1, 5500],
    ],
  },
};

/** Draws when the sheets of one count arrive, in minutes; the sheets of one place mostly travel together. */
export class Arrivals {
  readonly #count: CountKind;
  readonly #random: Random;
  readonly #places = new Map<GpUnitId, { tables: number; share: number }>();

  constructor(count: CountKind, random: Random, stations: readonly PollingStation[]) {
    this.#count = count;
    this.#random = random;
    for (const { place } of stations) {
      const known = this.#places.get(place);
      if (known === undefined) this.#places.set(place, { tables: 1, share: random.unit() });
      else known.tables++;
    }
  }

  minutesOf(station: PollingStation): number {
    const place = present(this.#places.get(station.place), 'the place of a station');
    const setting = station.setting === 'urban' || station.setting === 'abroad' ? station.setting : 'rural';
    let share = this.#random.chance(0.6) ? place.share : this.#random.unit();
    // A place of one or two tables has no one to carry the sheets away at once.
    if (place.tables <= 2) share = 1 - (1 - share) * 0.85;
    return quantile(CURVES[this.#count][setting], share) + this.#random.near(-6, 6);
  }
}

/** The stations whose picture never arrives in the preliminary count: an exact share, rural ones three times as often. */
export function drawLost(random: Random, stations: readonly PollingStation[], share: number): ReadonlySet<number> {
  const keys = stations.map((s, i) => ({ i, key: random.unit() * (s.setting === 'urban' ? 3 : 1) }));
  keys.sort((a, b) => a.key - b.key || a.i - b.i);
  return new Set(keys.slice(0, Math.round(stations.length * share)).map((k) => k.i));
}
