import { assert, present } from '../base/assert.ts';
import type { Contest, ElectionDefinition, GpUnit, PollingStation } from './election.ts';
import type { ContestId, GpUnitId, StationId } from './ids.ts';

/** The tree of units and its stations by position: every list here is indexed by the unit's or station's place in the definition. */
export type Geography = {
  readonly definition: ElectionDefinition;
  readonly units: readonly GpUnit[];
  readonly stations: readonly PollingStation[];
  readonly unitIndex: ReadonlyMap<GpUnitId, number>;
  readonly stationIndex: ReadonlyMap<StationId, number>;
  /** Children of each unit, in order. */
  readonly children: readonly (readonly number[])[];
  /** Parent of each unit; -1 for the root. */
  readonly parent: readonly number[];
  /** Stations of each unit without children; empty for the others. */
  readonly stationsOf: readonly (readonly number[])[];
  /** Unit of each station. */
  readonly placeOf: readonly number[];
  /** The unit that a link to this one leads to: itself, or the first below it with more than one child, or none. */
  readonly pageOf: readonly number[];
  /** For each contest of the election, whether each station votes in it. */
  readonly votesIn: readonly (readonly boolean[])[];
  readonly contestIndex: ReadonlyMap<ContestId, number>;
  /** For each contest, the unit whose stations are exactly its electorate when there is one such unit; else the root. */
  readonly electorateUnit: readonly number[];
};

/** Lays out a definition whose units come parents first and whose stations lie in units without children. */
export function layOutGeography(definition: ElectionDefinition): Geography {
  const { units, stations, election } = definition;
  const unitIndex = new Map(units.map((u, i) => [u.id, i]));
  const parent = units.map((u) => (u.parent === null ? -1 : present(unitIndex.get(u.parent), `parent of ${u.id}`)));
  const children: number[][] = units.map(() => []);
  for (let u = 1; u < units.length; u++) {
    const p = present(parent[u], 'parent');
    assert(p >= 0 && p < u, 'parents come before their children');
    present(children[p], 'children').push(u);
  }
  const placeOf = stations.map((s) => present(unitIndex.get(s.place), `place of station ${s.id}`));
  const stationsOf: number[][] = units.map(() => []);
  for (let s = 0; s < stations.length; s++) present(stationsOf[present(placeOf[s], 'place')], 'stations').push(s);
  return {
    definition,
    units,
    stations,
    unitIndex,
    stationIndex: new Map(stations.map((s, i) => [s.id, i])),
    children,
    parent,
    stationsOf,
    placeOf,
    pageOf: pagesOf(children),
    votesIn: election.contests.map((c) => electorateOf(c, units, parent, unitIndex, placeOf)),
    contestIndex: new Map(election.contests.map((c, i) => [c.id, i])),
    electorateUnit: election.contests.map((c) =>
      c.electorate?.length === 1 ? present(unitIndex.get(c.electorate[0] as GpUnitId), 'electorate') : 0,
    ),
  };
}

function pagesOf(children: readonly (readonly number[])[]): number[] {
  const page: number[] = new Array(children.length);
  // Children stand after their parents, so from the back each child's page is known before its parent's.
  for (let u = children.length - 1; u >= 0; u--) {
    const own = present(children[u], 'children');
    const only = own.length === 1 && u !== 0 ? own[0] : undefined;
    page[u] = only === undefined ? u : present(page[only], 'page');
  }
  return page;
}

function electorateOf(
  contest: Contest,
  units: readonly GpUnit[],
  parent: readonly number[],
  unitIndex: ReadonlyMap<GpUnitId, number>,
  placeOf: readonly number[],
): boolean[] {
  if (contest.electorate === null) return placeOf.map(() => true);
  const inside: boolean[] = units.map(() => false);
  for (const id of contest.electorate) inside[present(unitIndex.get(id), `electorate ${id}`)] = true;
  for (let u = 1; u < units.length; u++) inside[u] ||= inside[parent[u] ?? 0] ?? false;
  return placeOf.map((p) => inside[p] ?? false);
}
