import type { Geography } from '../model/geography.ts';
import type { ContestId } from '../model/ids.ts';
import type { Amendment } from '../record/index.ts';

/** What amendments made of the definition, in the official count alone: official-count.md section 7. */
export class Amended {
  private readonly geography: Geography;
  private readonly registered = new Map<number, number | null>();
  /** By contest, the places of selections that withdrew, and whether the votes for them are null votes. */
  private readonly withdrawn = new Map<number, Map<number, 'kept' | 'null'>>();

  constructor(geography: Geography) {
    this.geography = geography;
  }

  /** Gives the station that is void from here on; undefined where there is none. */
  take(change: Amendment): { readonly station: number; readonly status: 'merged' | 'not_installed' } | undefined {
    const { stationIndex, contestIndex, definition } = this.geography;
    switch (change.kind) {
      case 'station-not-installed': {
        const station = stationIndex.get(change.station);
        return station === undefined ? undefined : { station, status: 'not_installed' };
      }
      case 'station-merged': {
        const station = stationIndex.get(change.station);
        const into = stationIndex.get(change.into);
        if (station === undefined || into === undefined) return undefined;
        this.registered.set(station, 0);
        this.registered.set(into, change.registered);
        return { station, status: 'merged' };
      }
      case 'candidate-withdrawn': {
        const contest = contestIndex.get(change.contest as ContestId);
        if (contest === undefined) return undefined;
        const own = this.withdrawn.get(contest) ?? new Map<number, 'kept' | 'null'>();
        const { selections } = definition.election.contests[contest] ?? { selections: [] };
        const selection = selections.findIndex(({ id }) => id === change.selection);
        if (selection >= 0) this.withdrawn.set(contest, own.set(selection, change.votes));
        return undefined;
      }
      case 'closing-extended':
      case 'date-moved':
      case 'station-added':
      case 'station-moved':
        return undefined;
    }
  }

  registeredOf(station: number): number | null {
    const amended = this.registered.get(station);
    return amended === undefined ? (this.geography.stations[station]?.registered ?? null) : amended;
  }

  withdrawnOf(contest: number): ReadonlyMap<number, 'kept' | 'null'> {
    return this.withdrawn.get(contest) ?? NOBODY;
  }
}

const NOBODY: ReadonlyMap<number, 'kept' | 'null'> = new Map();
