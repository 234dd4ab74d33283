import type { Json } from '../base/canonical.ts';
import type { Geography } from '../model/geography.ts';

/** What `data/find.json` has to say: publication.md section 5. It follows from the definition alone. */
export function deriveFind(geography: Geography): Json {
  const { election } = geography.definition;
  const isParent = new Set(geography.parent);
  const leaves = geography.units.map((_, unit) => unit).filter((unit) => !isParent.has(unit));
  return {
    v: 1,
    election: election.id,
    test: election.nature === 'rehearsal',
    nature: election.nature,
    places: leaves.map((unit) => placeJson(geography, unit)),
  };
}

function placeJson({ units, parent, pageOf, stations, stationsOf }: Geography, unit: number): Json {
  const own = units[unit];
  const path: string[] = [];
  for (let u = unit; u > 0; u = parent[u] ?? 0) path.push(units[u]?.name ?? '');
  // A place in the root itself has a path too: an election may have no other level, or be one place.
  if (unit === 0) path.push(own?.name ?? '');
  const ownNames = own?.level === 'part' ? 2 : 1;
  const context = oneAfterAnother(path.slice(ownNames).reverse());
  const ids = (stationsOf[unit] ?? []).map((station) => stations[station]?.id ?? '');
  return [
    units[pageOf[unit] ?? unit]?.id ?? '',
    oneAfterAnother(path.slice(0, ownNames).reverse()),
    context,
    runs(ids),
  ];
}

/** Neither an empty name nor the same name twice running. */
function oneAfterAnother(names: readonly string[]): string {
  const kept: string[] = [];
  for (const name of names) if (name !== '' && name !== kept.at(-1)) kept.push(name);
  return kept.join(' \u00b7 ');
}

function runs(ids: readonly string[]): Json {
  const out: { first: string; last: string }[] = [];
  for (const id of ids) {
    const run = out.at(-1);
    if (run !== undefined && oneMore(run.last) === id) run.last = id;
    else out.push({ first: id, last: id });
  }
  return out.map(({ first, last }) => (first === last ? first : `${first} ${last}`));
}

/** The next decimal number in as many digits; null for what is none, and behind all nines. */
function oneMore(id: string): string | null {
  const found = /^([0-9]*)([0-8])(9*)$/.exec(id);
  if (found === null) return null;
  const [, head = '', digit = '', nines = ''] = found;
  return `${head}${Number(digit) + 1}${'0'.repeat(nines.length)}`;
}
