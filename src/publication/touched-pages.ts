import { present } from '../base/assert.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId } from '../model/ids.ts';

/** Units with files of their own of which something changed. */
export class TouchedPages {
  private readonly geography: Geography;
  readonly units = new Set<number>();

  constructor(geography: Geography) {
    this.geography = geography;
  }

  /** The unit whose page shows what is of the unit of this id. */
  pageOf(unit: string): number {
    const index = present(this.geography.unitIndex.get(unit as GpUnitId), `unit ${unit}`);
    return this.geography.pageOf[index] ?? index;
  }

  unit(id: string): void {
    this.units.add(this.pageOf(id));
  }

  /** Every unit within these, and all above them: their sheets are in a certificate, or in none any more. */
  within(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const { parent, pageOf, units } = this.geography;
    const inside = units.map(({ id }) => ids.includes(id));
    units.forEach((_, u) => {
      inside[u] = inside[u] === true || inside[parent[u] ?? -1] === true;
      if (inside[u]) this.units.add(pageOf[u] ?? u);
    });
    for (const id of ids) this.unit(id);
  }

  /** The place of a station and all above it. */
  station(station: number): void {
    const { pageOf, parent, placeOf } = this.geography;
    for (let u = placeOf[station] ?? 0; u >= 0; u = parent[u] ?? -1) this.units.add(pageOf[u] ?? u);
  }
}
