import { canonicalText } from '../base/canonical.ts';
import { ok } from '../base/result.ts';
import type { GpUnit, PollingStation, Setting } from './election.ts';
import { encodeStation, encodeUnits } from './encode-definition.ts';
import { type Decoded, refuse } from './encode-definition-error.ts';
import { MAX_CELL } from './folder/cells.ts';
import { MAX_STATIONS_PER_PLACE, PART_LEVEL, ROOT_LEVEL } from './folder/unit-tree.ts';
import type { Count, GpUnitId, StationId } from './ids.ts';
import { FieldReader, type Fields, isId } from './parse-election-fields.ts';

const UNIT_ID = /^u(?:0|[1-9]\d{0,8})$/;
const SETTINGS: readonly Setting[] = ['urban', 'rural', 'mixed', 'abroad'];

/** Reads the canonical text of units.json, already parsed. */
export function decodeUnits(
  document: unknown,
  text: string,
  levels: readonly string[],
): Decoded<ReadonlyMap<string, GpUnit>> {
  if (!Array.isArray(document)) return refuse('bad-value', 'units', { path: '', expected: 'a list' });
  const units = new Map<string, GpUnit>();
  for (const [i, entry] of document.entries()) {
    const path = `[${i}]`;
    const reader = new FieldReader();
    const fields = reader.object(entry, path);
    const unit = readUnit(fields, path, reader);
    const problem = reader.problems[0];
    if (problem !== undefined) return refuse('bad-value', 'units', { path: problem.path, expected: problem.expected });
    const parent = unit.parent === null ? null : units.get(unit.parent);
    if (parent === undefined) return refuse('unknown-unit', 'units', { path: `${path}.parent` });
    if ((parent === null) !== (i === 0) || (i === 0 && unit.id !== 'u0')) {
      return refuse('bad-value', 'units', { path, expected: 'the root u0 first, every other unit with a parent' });
    }
    if (units.has(unit.id)) return refuse('repeated-id', 'units', { path: `${path}.id` });
    const depth = parent === null ? 0 : parent.depth + 1;
    if (unit.level !== levelAt(depth, levels)) {
      return refuse('bad-value', 'units', { path: `${path}.level`, expected: 'the level of its depth' });
    }
    units.set(unit.id, { ...unit, depth });
  }
  if (units.size === 0) return refuse('bad-value', 'units', { path: '', expected: 'the root' });
  return canonicalText(encodeUnits([...units.values()])) === text ? ok(units) : refuse('not-canonical', 'units');
}

function readUnit(fields: Fields, path: string, reader: FieldReader): Omit<GpUnit, 'depth'> {
  const unitId = (key: string): GpUnitId => {
    const id = reader.text(fields.get(key), `${path}.${key}`);
    if (!UNIT_ID.test(id)) reader.report('bad-id', `${path}.${key}`, id, 'u and a number');
    return id as GpUnitId;
  };
  return {
    id: unitId('id'),
    parent: fields.get('parent') === null ? null : unitId('parent'),
    level: reader.text(fields.get('level'), `${path}.level`),
    name: reader.text(fields.get('name'), `${path}.name`),
  };
}

/** Null deeper than the parts of a place: nothing may be there. */
function levelAt(depth: number, levels: readonly string[]): string | null {
  if (depth === 0) return ROOT_LEVEL;
  if (depth === levels.length + 1) return PART_LEVEL;
  return levels[depth - 1] ?? null;
}

/** Reads the canonical text of stations.ndjson. */
export function decodeStations(text: string, units: ReadonlyMap<string, GpUnit>): Decoded<readonly PollingStation[]> {
  if (!text.endsWith('\n')) return refuse('bad-value', 'stations', { expected: 'lines, each ended by a line break' });
  const lines = text.slice(0, -1).split('\n');
  const parents = new Set<string | null>([...units.values()].map((unit) => unit.parent));
  const perPlace = new Map<string, number>();
  const ids = new Set<string>();
  const stations: PollingStation[] = [];
  for (const [i, lineText] of lines.entries()) {
    const line = i + 1;
    const station = decodeStation(lineText, line);
    if (!station.ok) return station;
    const { id, place } = station.value;
    if (ids.has(id)) return refuse('repeated-id', 'stations', { line, path: 'id' });
    ids.add(id);
    if (!units.has(place)) return refuse('unknown-unit', 'stations', { line, path: 'place' });
    if (parents.has(place)) return refuse('place-with-children', 'stations', { line, path: 'place' });
    const here = (perPlace.get(place) ?? 0) + 1;
    if (here > MAX_STATIONS_PER_PLACE) return refuse('too-many-stations', 'stations', { line, path: 'place' });
    perPlace.set(place, here);
    stations.push(station.value);
  }
  return ok(stations);
}

function decodeStation(text: string, line: number): Decoded<PollingStation> {
  const document = parseJson(text);
  if (document === undefined) return refuse('not-json', 'stations', { line });
  const reader = new FieldReader();
  const fields = reader.object(document, '');
  const id = reader.text(fields.get('id'), 'id');
  if (!isId(id)) reader.report('bad-id', 'id', id, 'a station id');
  const station: PollingStation = {
    id: id as StationId,
    place: reader.text(fields.get('place'), 'place') as GpUnitId,
    registered: readCount(fields, 'registered', reader),
    setting: readSetting(fields.get('setting'), reader),
    table: readCount(fields, 'table', reader),
  };
  const problem = reader.problems[0];
  if (problem !== undefined) {
    return refuse('bad-value', 'stations', { line, path: problem.path, expected: problem.expected });
  }
  if (canonicalText(encodeStation(station)) !== text) return refuse('not-canonical', 'stations', { line });
  return ok(station);
}

/** The value of a JSON text; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readCount(fields: Fields, key: string, reader: FieldReader): Count | null {
  const value = fields.get(key);
  if (value === null) return null;
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    !Object.is(value, -0) &&
    value >= 0 &&
    value <= MAX_CELL
  ) {
    return value as Count;
  }
  reader.report('wrong-type', key, value, `a whole number from 0 to ${MAX_CELL}, or null`);
  return null;
}

function readSetting(value: unknown, reader: FieldReader): Setting | null {
  if (value === null) return null;
  const setting = SETTINGS.find((s) => s === value);
  if (setting === undefined) reader.report('unknown-value', 'setting', value, `${SETTINGS.join(', ')} or null`);
  return setting ?? null;
}
