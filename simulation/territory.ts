import type { GpUnit, PollingStation } from '../src/model/election.ts';
import type { Count, GpUnitId, StationId } from '../src/model/ids.ts';
import { COUNTRY, countryName, localityName, placeName, townName } from './invented-names.ts';
import { apportion, type Curve, quantile, Random } from './random.ts';

export const LEVELS = ['country', 'department', 'province', 'municipality', 'locality', 'place'] as const;

/** A place and the run of stations in it. */
export type Place = {
  readonly setting: 'urban' | 'rural' | 'abroad';
  /** Index in DEPARTMENTS; null abroad. */
  readonly department: number | null;
  readonly firstStation: number;
  readonly tables: number;
};

export type Territory = {
  readonly units: readonly GpUnit[];
  readonly stations: readonly PollingStation[];
  readonly places: readonly Place[];
  /** Unit of each of DEPARTMENTS; null where no station fell to it. */
  readonly departments: readonly (GpUnitId | null)[];
};

/** Weight: of all stations. Urban: share of its stations. First, second: how its votes lean. */
export const DEPARTMENTS = [
  { name: 'Orcalúa', weight: 262, urban: 0.68, first: 1.12, second: 0.86 },
  { name: 'Pendoril', weight: 252, urban: 0.79, first: 0.8, second: 1.2 },
  { name: 'Tumbañe', weight: 178, urban: 0.68, first: 1.14, second: 0.9 },
  { name: 'Siporá', weight: 74, urban: 0.45, first: 1.02, second: 0.98 },
  { name: 'Yarecué', weight: 56, urban: 0.54, first: 0.9, second: 1.18 },
  { name: 'Quirinto', weight: 52, urban: 0.68, first: 0.9, second: 1.14 },
  { name: 'Malcavén', weight: 48, urban: 0.66, first: 1.02, second: 0.98 },
  { name: 'Ñorveda', weight: 39, urban: 0.7, first: 0.78, second: 1.2 },
  { name: 'Lúmbara', weight: 12, urban: 0.55, first: 0.95, second: 1.1 },
] as const;
const ABROAD_WEIGHT = 48;

/** Tables of a place; the fraction is cut off. */
const TABLES: { readonly [setting in Place['setting']]: Curve } = {
  urban: [
    [0, 1],
    [0.08, 4],
    [0.3, 9],
    [0.55, 15],
    [0.8, 24],
    [0.95, 42],
    [1, 71],
  ],
  rural: [
    [0, 1],
    [0.12, 2],
    [0.38, 3.5],
    [0.75, 7],
    [1, 15],
  ],
  abroad: [
    [0, 1],
    [0.3, 4],
    [0.6, 11],
    [0.85, 28],
    [1, 71],
  ],
};

/** Draws a country with exactly that many stations. Units are made parents first, so their order needs no sorting. */
export function drawTerritory(seed: string, stations: number): Territory {
  const builder = new TerritoryBuilder(seed);
  const root = builder.unit(null, 0, 'election', '');
  const counts = apportion(stations, [...DEPARTMENTS.map((d) => d.weight), ABROAD_WEIGHT]);
  const home = builder.unit(root, 1, 'country', COUNTRY);
  const departments = DEPARTMENTS.map((department, index) => {
    const count = counts[index] ?? 0;
    if (count === 0) return null;
    const unit = builder.unit(home, 2, 'department', department.name);
    drawDepartment(builder, unit, index, count);
    return unit;
  });
  drawAbroad(builder, root, counts[DEPARTMENTS.length] ?? 0);
  return { units: builder.units, stations: builder.stations, places: builder.places, departments };
}

/** About 100 stations a municipality and three municipalities a province; the capital holds half of the urban ones. */
function drawDepartment(builder: TerritoryBuilder, unit: GpUnitId, index: number, count: number): void {
  const random = builder.random;
  const municipalities = Math.max(1, Math.round(count / 100));
  const urbanCount = Math.round(count * (DEPARTMENTS[index]?.urban ?? 0));
  const weights = Array.from({ length: municipalities }, () => 0.1 + random.unit() * random.unit());
  let others = 0;
  for (const w of weights.slice(1)) others += w;
  const urban = apportion(urbanCount, [Math.max(others, 0.1), ...weights.slice(1)]);
  const rural = apportion(
    count - urbanCount,
    weights.map((w) => w + 0.4),
  );
  const inhabited = weights
    .map((_, i) => ({ urban: urban[i] ?? 0, rural: rural[i] ?? 0 }))
    .filter((tables) => tables.urban + tables.rural > 0);
  let province = unit;
  inhabited.forEach((tables, i) => {
    if (i % 3 === 0) province = builder.unit(unit, 3, 'province', townName(random));
    drawMunicipality(builder, province, index, tables);
  });
}

/** One town with all the urban places, and small localities with one or two rural ones. */
function drawMunicipality(
  builder: TerritoryBuilder,
  province: GpUnitId,
  department: number,
  tables: { readonly urban: number; readonly rural: number },
): void {
  const name = townName(builder.random);
  const unit = builder.unit(province, 4, 'municipality', name);
  if (tables.urban > 0) builder.locality(unit, name, { setting: 'urban', department, tables: tables.urban });
  let left = tables.rural;
  while (left > 0) {
    const wanted = builder.drawSize('rural') + (builder.random.chance(0.25) ? builder.drawSize('rural') : 0);
    const size = Math.min(left, wanted);
    builder.locality(unit, localityName(builder.random), { setting: 'rural', department, tables: size });
    left -= size;
  }
}

/** About 50 stations a country. A town abroad is its own province and municipality, as published files have it. */
function drawAbroad(builder: TerritoryBuilder, root: GpUnitId, count: number): void {
  const random = builder.random;
  if (count === 0) return;
  const countries = Math.max(1, Math.round(count / 50));
  const weights = Array.from({ length: countries }, () => 0.05 + random.unit() * random.unit());
  for (const size of apportion(count, weights)) {
    if (size === 0) continue;
    const country = builder.unit(root, 1, 'country', countryName(random));
    const towns = Math.min(size, random.between(1, 4));
    const shares = Array.from({ length: towns }, () => 0.2 + random.unit());
    for (const tables of apportion(size, shares)) {
      if (tables === 0) continue;
      const region = builder.unit(country, 2, 'department', townName(random));
      const town = townName(random);
      const province = builder.unit(region, 3, 'province', town);
      const municipality = builder.unit(province, 4, 'municipality', town);
      builder.locality(municipality, town, { setting: 'abroad', department: null, tables });
    }
  }
}

class TerritoryBuilder {
  readonly units: GpUnit[] = [];
  readonly stations: PollingStation[] = [];
  readonly places: Place[] = [];
  readonly random: Random;

  constructor(seed: string) {
    this.random = new Random(`${seed}/territory`);
  }

  unit(parent: GpUnitId | null, depth: number, level: string, name: string): GpUnitId {
    const id = `u${this.units.length}` as GpUnitId;
    this.units.push({ id, parent, depth, level, name });
    return id;
  }

  drawSize(setting: Place['setting']): number {
    return Math.floor(quantile(TABLES[setting], this.random.unit()));
  }

  /** A locality and its places, filled until its tables are used up. */
  locality(
    municipality: GpUnitId,
    name: string,
    about: { readonly setting: Place['setting']; readonly department: number | null; readonly tables: number },
  ): void {
    const unit = this.unit(municipality, 5, 'locality', name);
    const seen = new Set<string>();
    for (let left = about.tables; left > 0; ) {
      const tables = Math.min(left, this.drawSize(about.setting));
      const wanted = placeName(this.random, about.setting, name);
      let own = wanted;
      for (let n = 2; seen.has(own); n++) own = `${wanted} ${n}`;
      seen.add(own);
      const place = this.unit(unit, 6, 'place', own);
      this.places.push({ ...about, tables, firstStation: this.stations.length });
      this.#tables(place, about.setting, tables);
      left -= tables;
    }
  }

  /** Tables are filled one after the other up to 240 voters, so that the last one of a place has the rest. */
  #tables(place: GpUnitId, setting: Place['setting'], tables: number): void {
    for (let table = 1; table <= tables; table++) {
      const full = this.random.between(212, 240);
      const rest = setting === 'rural' ? this.random.between(35, 230) : this.random.between(90, 238);
      this.stations.push({
        id: String(10001 + this.stations.length) as StationId,
        place,
        table: table as Count,
        registered: (table === tables ? rest : full) as Count,
        setting,
      });
    }
  }
}
