import { assert, present } from '../base/assert.ts';
import type { Contest, PollingStation } from './election.ts';
import { type Geography, layOutGeography } from './geography.ts';
import type { GpUnitId, StationId } from './ids.ts';

/** More stations in one place would make a page that no phone opens. */
export const STATIONS_AT_PLACE_MOST = 400;
/** With more the definition is no longer what was agreed upon, and a new one is due. */
export const ADDED_STATIONS_MOST = 10_000;

/**
 * A geography that can still change while a count runs: stations are added behind those of the definition, so the number of each
 * stays what it was, and stations move. Who holds a number needs to ask for nothing anew.
 */
export class ChangingGeography {
  readonly now: Geography;
  private readonly stations: PollingStation[];
  private readonly stationIndex: Map<StationId, number>;
  private readonly placeOf: number[];
  private readonly stationsOf: number[][];
  private readonly votesIn: boolean[][];

  /** From what the definition says, whatever was changed in the geography that is given. */
  constructor({ definition }: Geography) {
    const laidOut = layOutGeography(definition);
    this.stations = [...laidOut.stations];
    this.stationIndex = new Map(laidOut.stationIndex);
    this.placeOf = [...laidOut.placeOf];
    this.stationsOf = laidOut.stationsOf.map((list) => [...list]);
    this.votesIn = laidOut.votesIn.map((votes) => [...votes]);
    const { stations, stationIndex, placeOf, stationsOf, votesIn } = this;
    this.now = { ...laidOut, stations, stationIndex, placeOf, stationsOf, votesIn };
  }

  /** Gives the number of the new station. It votes in what is voted in at its place. */
  add(station: PollingStation): number {
    assert(!this.stationIndex.has(station.id), 'a station is added once');
    const unit = present(this.now.unitIndex.get(station.place), `place ${station.place}`);
    const index = this.stations.push(station) - 1;
    this.stationIndex.set(station.id, index);
    this.placeOf.push(unit);
    this.stationsOf[unit]?.push(index);
    this.votesIn.forEach((votes, contest) => {
      votes.push(isVotedInAt(this.now, contest, unit));
    });
    return index;
  }

  /** What the station votes in stays. The stations of a place keep the order of their numbers. */
  move(station: number, unit: number): void {
    const before = present(this.placeOf[station], 'place');
    const left = present(this.stationsOf[before], 'stations');
    const at = left.indexOf(station);
    if (at >= 0) left.splice(at, 1);
    const there = present(this.stationsOf[unit], 'stations');
    there.push(station);
    there.sort((a, b) => a - b);
    this.placeOf[station] = unit;
    const known = present(this.stations[station], 'station');
    this.stations[station] = { ...known, place: present(this.now.units[unit], 'unit').id };
  }
}

/** The unit of this id, if it is a polling place: one that has no units within it. */
export function placeNamed({ unitIndex, children }: Geography, id: string): number | null {
  const unit = unitIndex.get(id as GpUnitId);
  return unit !== undefined && children[unit]?.length === 0 ? unit : null;
}

/** Whether stations that lie in this unit vote in the contest (by its place). */
export function isVotedInAt({ definition, units, parent }: Geography, contest: number, unit: number): boolean {
  const { electorate }: Contest = present(definition.election.contests[contest], 'contest');
  if (electorate === null) return true;
  const of = new Set<string>(electorate);
  for (let up = unit; up >= 0; up = parent[up] ?? -1) if (of.has(units[up]?.id ?? '')) return true;
  return false;
}
