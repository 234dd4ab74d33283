import type { Geography } from '../model/geography.ts';
import { officeOfPlaces } from '../model/office-definition.ts';
import type { Centre } from './centre.ts';

/** How many contests of official sheets are counted now. Every session of every office asks. */
export class CountedSheets {
  private readonly geography: Geography;
  private readonly centre: Centre;
  /** By office, its places. Stations are added and move; of which office a place is stays. */
  private readonly places = new Map<string, number[]>();

  constructor(geography: Geography, centre: Centre) {
    this.geography = geography;
    this.centre = centre;
    const of = officeOfPlaces(geography.definition);
    geography.units.forEach(({ id }, unit) => {
      const office = of(id);
      if (office === null) return;
      const places = this.places.get(office) ?? [];
      this.places.set(office, places);
      places.push(unit);
    });
  }

  /** null: in the whole record. */
  of(office: string | null): number {
    const { official } = this.centre.versions.current;
    let counted = 0;
    for (const versions of official) {
      const count = (station: number) => {
        if (versions[station]?.status === 'counted') counted++;
      };
      if (office === null) for (let station = 0; station < versions.length; station++) count(station);
      else for (const place of this.places.get(office) ?? []) this.geography.stationsOf[place]?.forEach(count);
    }
    return counted;
  }
}
