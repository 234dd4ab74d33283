import { present } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import { type ChangingGeography, placeNamed } from '../model/changing-geography.ts';
import type { ContestId, CountKind, GpUnitId, StationId } from '../model/ids.ts';
import type { Amendment } from '../record/index.ts';
import type { Tabulation } from '../tabulation/tabulation.ts';
import type { CanvassStations } from './canvass-stations.ts';
import type { DeskSums } from './desk-sums.ts';
import type { StationDesk } from './station-desk.ts';
import type { StationReadings } from './station-readings.ts';
import type { TouchedPages } from './touched-pages.ts';

type Parts = {
  readonly changing: ChangingGeography;
  readonly tabulation: Tabulation;
  readonly desks: Readonly<Record<CountKind, StationDesk>>;
  readonly sums: Readonly<Record<CountKind, DeskSums>>;
  readonly readings: StationReadings;
  readonly touched: TouchedPages;
  /** null: the definition has no `canvass`. */
  readonly canvass: CanvassStations | null;
};

/** What changes of the definition make of the figures: docs/spec/official-count.md section 7. */
export class Amendments {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Takes the event: what it says of a station stands at its place in the record. Where stations are is no figure: it is so at once. */
  take(record: number, at: Instant, change: Amendment): void {
    const { canvass, desks, touched } = this.parts;
    if (!('station' in change)) return;
    this.lay(change);
    const named = change.kind === 'station-merged' ? [change.station, change.into] : [change.station];
    for (const id of named) {
      const station = this.stationOf(id);
      canvass?.amend(station, [record, at, change]);
      touched.station(station);
    }
    if (change.kind === 'station-not-installed') {
      desks.official.amend(record, this.stationOf(change.station), 'not_installed');
    } else if (change.kind === 'station-merged') {
      desks.official.amend(record, this.stationOf(change.station), 'merged');
    }
  }

  /** A state shows it: the stations of which something is now shown otherwise. */
  apply(change: Amendment): readonly number[] {
    const { changing, tabulation } = this.parts;
    switch (change.kind) {
      case 'station-not-installed':
        return [this.stationOf(change.station)];
      case 'station-merged': {
        const [station, into] = [this.stationOf(change.station), this.stationOf(change.into)];
        // Its voters are on the list of the other: nobody is to be counted twice.
        tabulation.setRegistered(station, 0);
        tabulation.setRegistered(into, change.registered);
        return [station, into];
      }
      case 'candidate-withdrawn': {
        const { contestIndex, definition, votesIn } = changing.now;
        const contest = present(contestIndex.get(change.contest as ContestId), 'contest');
        const { selections } = present(definition.election.contests[contest], 'contest');
        tabulation.withdraw(
          contest,
          selections.findIndex(({ id }) => id === change.selection),
          change.votes,
        );
        return [...(votesIn[contest] ?? []).entries()].flatMap(([station, votes]) => (votes ? [station] : []));
      }
      case 'closing-extended':
      case 'date-moved':
      case 'station-added':
      case 'station-moved':
        return [];
    }
  }

  private lay(change: Amendment): void {
    const { changing, desks, tabulation } = this.parts;
    if (change.kind === 'station-added') {
      const { station: id, place, table, registered, setting } = change;
      const station = changing.add({ id, place: place as GpUnitId, table, registered, setting });
      for (const desk of Object.values(desks)) desk.addStation();
      tabulation.addStation(station);
    } else if (change.kind === 'station-moved') {
      this.move(this.stationOf(change.station), present(placeNamed(changing.now, change.place), 'place'));
    }
  }

  /** All that is known of it goes with it: figures, what is in hand, and the page. */
  private move(station: number, unit: number): void {
    const { canvass, changing, readings, sums, tabulation, touched } = this.parts;
    touched.station(station);
    const from = tabulation.areas(station);
    changing.move(station, unit);
    tabulation.moveStation(station);
    const to = tabulation.areas(station);
    for (const kept of [sums.preliminary, sums.official, readings, canvass]) kept?.move(station, from, to);
  }

  private stationOf(id: StationId): number {
    return present(this.parts.changing.now.stationIndex.get(id), `station ${id}`);
  }
}
