import type { Geography } from '../model/geography.ts';

/** By station, the office whose units it lies in; null: none, its official count is done in this record itself. */
export function officesOfStations({ definition, units, parent, placeOf }: Geography): readonly (string | null)[] {
  const { canvass } = definition.election;
  if (canvass === null || canvass.offices.length === 0) return placeOf.map(() => null);
  const named = new Map(canvass.offices.flatMap((office) => office.units.map((unit) => [unit as string, office.id])));
  const ofUnit: (string | null)[] = [];
  // Parents stand before their children.
  for (const [index, unit] of units.entries()) {
    ofUnit.push(named.get(unit.id) ?? ofUnit[parent[index] ?? -1] ?? null);
  }
  return placeOf.map((unit) => ofUnit[unit] ?? null);
}
