import { present } from '../base/assert.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId, StationId } from '../model/ids.ts';
import type { Amendment } from '../record/index.ts';
import type { Tabulation } from '../tabulation/tabulation.ts';
import type { StationDesk } from './station-desk.ts';

/** What changes of the definition make of the official count: docs/spec/official-count.md section 7. */
export class Amendments {
  private readonly geography: Geography;
  private readonly tabulation: Tabulation;
  private readonly desk: StationDesk;

  constructor(geography: Geography, tabulation: Tabulation, desk: StationDesk) {
    this.geography = geography;
    this.tabulation = tabulation;
    this.desk = desk;
  }

  /** Takes the event: what it says of a station stands at its place in the record. */
  take(record: number, change: Amendment): void {
    if (change.kind === 'station-not-installed') {
      this.desk.amend(record, this.stationOf(change.station), 'not_installed');
    } else if (change.kind === 'station-merged') {
      this.desk.amend(record, this.stationOf(change.station), 'merged');
    }
  }

  /** A state shows it: the stations of which something is now shown otherwise. */
  apply(change: Amendment): readonly number[] {
    switch (change.kind) {
      case 'station-not-installed':
        return [this.stationOf(change.station)];
      case 'station-merged': {
        const [station, into] = [this.stationOf(change.station), this.stationOf(change.into)];
        // Its voters are on the list of the other: nobody is to be counted twice.
        this.tabulation.setRegistered(station, 0);
        this.tabulation.setRegistered(into, change.registered);
        return [station, into];
      }
      case 'candidate-withdrawn': {
        const { contestIndex, definition, votesIn } = this.geography;
        const contest = present(contestIndex.get(change.contest as ContestId), 'contest');
        const { selections } = present(definition.election.contests[contest], 'contest');
        this.tabulation.withdraw(
          contest,
          selections.findIndex(({ id }) => id === change.selection),
          change.votes,
        );
        return [...(votesIn[contest] ?? []).entries()].flatMap(([station, votes]) => (votes ? [station] : []));
      }
      case 'closing-extended':
        return [];
    }
  }

  private stationOf(id: StationId): number {
    return present(this.geography.stationIndex.get(id), `station ${id}`);
  }
}
