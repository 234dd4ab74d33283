import type { AreaParameters } from './area-parameters.ts';
import { type AreaSeries, rowsByArea, seriesOf } from './area-series.ts';
import type { AreaSnapshots } from './area-snapshots.ts';
import { type ChosenAreas, chooseAreas } from './choose-areas.ts';
import type { Oddity } from './clean-rows.ts';

export type AreaNote = { readonly code: string; readonly facts: Readonly<Record<string, number | string>> };

/** Everything that was public at an instant, area by area, with what was strange about it. */
export type AreaMoment = {
  readonly series: readonly AreaSeries[];
  readonly chosen: ChosenAreas;
  readonly notes: readonly AreaNote[];
  /** Sheets (or votes, see `unit`) of areas that say how many are expected. */
  readonly expected: number;
  readonly counted: number;
  readonly setAside: number;
  /** Expected in areas with nothing in. */
  readonly silent: number;
  /** Base votes in areas of which nobody says how many sheets are expected. */
  readonly unknownBase: number;
  readonly base: number;
  /** NaN where it is not known of every area. */
  readonly registered: number;
};

/** Takes the moment out of the snapshots: rows after it are not looked at. */
export function momentOf(snapshots: AreaSnapshots, asOf: number, parameters: AreaParameters): AreaMoment {
  const rows = rowsByArea(snapshots, asOf);
  const chosen = chooseAreas(snapshots, rows);
  const oddities = new OddityList(snapshots);
  const all = chosen.areas.map((a) => seriesOf(snapshots, a, rows[a] ?? [], parameters, oddities.log));
  const unknown = all.filter((s) => Number.isNaN(s.expected));
  const known = all.filter((s) => !Number.isNaN(s.expected) && s.expected > 0);
  const { rest, note } = outsideAreas(snapshots, chosen.wholeRow, all);
  const series = rest === null ? known : [...known, rest];
  const notes = [...oddities.notes(), ...(note === null ? [] : [note])];
  if (unknown.length > 0) notes.push(areasNote('expected-unknown', snapshots, unknown));
  const late = lateAreas(snapshots, rows, series, asOf);
  if (late.length > 0) notes.push(areasNote('area-not-updated', snapshots, late));
  const sum = (of: (s: AreaSeries) => number, list = series): number => list.reduce((total, s) => total + of(s), 0);
  return {
    series,
    chosen,
    notes,
    expected: sum((s) => s.expected),
    counted: sum((s) => s.counted),
    setAside: sum((s) => s.setAside),
    silent: sum((s) => (s.counted === 0 ? s.expected : 0)),
    unknownBase: sum((s) => s.base, unknown),
    base: sum((s) => s.base) + sum((s) => s.base, unknown),
    registered: sum((s) => s.registered),
  };
}

/** Oddities by code: how many, and the first of each. */
class OddityList {
  readonly #snapshots: AreaSnapshots;
  readonly #found = new Map<Oddity, { count: number; readonly area: string; readonly at: number }>();

  constructor(snapshots: AreaSnapshots) {
    this.#snapshots = snapshots;
  }

  readonly log = (code: Oddity, area: number, at: number): void => {
    const found = this.#found.get(code);
    if (found === undefined) this.#found.set(code, { count: 1, area: nameOf(this.#snapshots, area), at });
    else found.count++;
  };

  notes(): AreaNote[] {
    return [...this.#found].map(([code, { count, area, at }]) => ({ code, facts: { count, area, at } }));
  }
}

export function nameOf(snapshots: AreaSnapshots, area: number): string {
  return snapshots.areas[area]?.path.join(', ') ?? '';
}

function areasNote(code: string, snapshots: AreaSnapshots, series: readonly AreaSeries[]): AreaNote {
  return { code, facts: { count: series.length, area: nameOf(snapshots, series[0]?.area ?? -1) } };
}

/** Areas that are not complete and have no row of the newest instant. */
function lateAreas(
  snapshots: AreaSnapshots,
  rows: readonly (readonly number[])[],
  series: readonly AreaSeries[],
  asOf: number,
): readonly AreaSeries[] {
  let newest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < snapshots.size && (snapshots.at[row] ?? 0) <= asOf; row++) newest = snapshots.at[row] ?? 0;
  return series.filter((s) => {
    const own = rows[s.area] ?? [];
    return s.area >= 0 && s.counted < s.expected && (snapshots.at[own[own.length - 1] ?? -1] ?? 0) < newest;
  });
}

/**
 * Where the row of the whole expects more sheets than all areas together, the rest is an area of its own, with what the whole
 * has in beyond them if that can be. Where the sums differ in any other way it is said, and the areas stand.
 */
function outsideAreas(
  snapshots: AreaSnapshots,
  wholeRow: number,
  series: readonly AreaSeries[],
): { readonly rest: AreaSeries | null; readonly note: AreaNote | null } {
  // Without areas there is nothing to hold against the whole.
  if (wholeRow < 0 || series.length === 0) return { rest: null, note: null };
  const K = snapshots.options.length;
  const sum = (of: (s: AreaSeries) => number): number => series.reduce((total, s) => total + of(s), 0);
  const differences = {
    expected: (snapshots.expected[wholeRow] ?? Number.NaN) - sum((s) => s.expected),
    counted: (snapshots.counted[wholeRow] ?? Number.NaN) - sum((s) => s.counted),
    base: (snapshots.baseVotes[wholeRow] ?? Number.NaN) - sum((s) => s.base),
  };
  const values = Object.values(differences);
  if (values.every((d) => d === 0 || Number.isNaN(d))) return { rest: null, note: null };
  const facts = Object.fromEntries(Object.entries(differences).filter(([, d]) => !Number.isNaN(d)));
  const note = { code: 'areas-unequal-whole', facts };
  if (!(differences.expected > 0)) return { rest: null, note };
  const votes = new Float64Array(K);
  for (let k = 0; k < K; k++)
    votes[k] = (snapshots.votes[wholeRow * K + k] ?? Number.NaN) - sum((s) => s.votes[k] ?? 0);
  const { expected, counted, base } = differences;
  const holds = counted > 0 && counted <= expected && base > 0 && votes.every((v) => v >= 0);
  const empty = { area: -1, expected, counted: 0, setAside: 0, votes: new Float64Array(K), base: 0, batches: [] };
  if (!holds) return { rest: { ...empty, registered: Number.NaN }, note };
  const batch = { from: 0, to: counted / expected, sheets: counted, votes, base };
  return { rest: { ...empty, counted, votes, base, batches: [batch], registered: Number.NaN }, note };
}
