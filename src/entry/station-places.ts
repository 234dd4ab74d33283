import { type Instant, instant } from '../base/instant.ts';
import { ChangingGeography, placeNamed } from '../model/changing-geography.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId } from '../model/ids.ts';
import { officeOfPlaces } from '../model/office-definition.ts';
import type { Amendment } from '../record/index.ts';

/** Which stations there are, where each lies, of which office it is and when it votes: the definition and its amendments so far. */
export class StationPlaces {
  readonly geography: Geography;
  /** By station; null where the definition has no office for it. */
  readonly officeOf: readonly (string | null)[];
  /** The same of a unit, by its id. */
  readonly officeOfPlace: (place: string) => string | null;
  private laid = 0;
  private readonly changing: ChangingGeography;
  private readonly offices: (string | null)[];
  /** When the polls of a station close whose vote is on another day. */
  private readonly dates = new Map<number, Instant>();

  constructor(geography: Geography) {
    this.changing = new ChangingGeography(geography);
    this.geography = this.changing.now;
    this.officeOfPlace = officeOfPlaces(geography.definition);
    this.offices = this.geography.stations.map(({ place }) => this.officeOfPlace(place));
    this.officeOf = this.offices;
  }

  /** When the polls of the station close, if its vote is on another day; null: it votes when all do. */
  dateOf(station: number): Instant | null {
    return this.dates.get(station) ?? null;
  }

  /** How often a station was added or moved: who has counted stations counts again where this is another number. */
  get changes(): number {
    return this.laid;
  }

  take(change: Amendment): void {
    if (change.kind === 'station-added' || change.kind === 'station-moved') this.laid++;
    switch (change.kind) {
      case 'station-added': {
        const { station: id, place, table, registered, setting } = change;
        this.changing.add({ id, place: place as GpUnitId, table, registered, setting });
        this.offices.push(this.officeOfPlace(place));
        return;
      }
      case 'station-moved': {
        const station = this.geography.stationIndex.get(change.station);
        const unit = placeNamed(this.geography, change.place);
        if (station !== undefined && unit !== null) this.changing.move(station, unit);
        return;
      }
      case 'date-moved': {
        const station = this.geography.stationIndex.get(change.station);
        if (station !== undefined) this.dates.set(station, instant(change.until));
        return;
      }
      default:
        return;
    }
  }

  /** For comparing two replays. */
  dump() {
    const { stations, placeOf } = this.geography;
    const added = stations.slice(this.geography.definition.stations.length);
    return { added, placeOf: [...placeOf], dates: [...this.dates] };
  }
}
