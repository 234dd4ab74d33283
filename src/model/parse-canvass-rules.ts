import { fromBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { isStrictPoint } from '../base/ed25519-point.ts';
import {
  type CanvassOffice,
  type CanvassRules,
  type Certifier,
  type ObjectionGround,
  RULING_EFFECTS,
  type RulingEffect,
} from './canvass-rules.ts';
import { isCheckCode } from './check-defaults.ts';
import { type CheckSetting, OBSERVATION_CODES, type ObservationCode } from './desk-rules.ts';
import { GROUND_SETS } from './grounds-by-name.ts';
import type { GpUnitId } from './ids.ts';
import { encodeSetting, known, readSetting, whole } from './parse-desk-rules.ts';
import { readUnitPath, type UnitPath } from './parse-election-contests.ts';
import type { FieldReader, Fields } from './parse-election-fields.ts';

/** What a folder says of its canvass, defaults filled in; the units of its offices are still names. */
export type ParsedCanvass = Omit<CanvassRules, 'offices'> & {
  readonly offices: readonly (Omit<CanvassOffice, 'units'> & { readonly units: readonly UnitPath[] })[];
};

type OfficeOf<U> = Omit<CanvassOffice, 'units'> & { readonly units: readonly U[] };

const KEYS = [
  ...['certifiers', 'checks', 'grounds', 'observations', 'offices'],
  ...['partial', 'quorum', 'required', 'scans'],
];
const OFFICE_ID = /^[A-Z0-9-]{1,16}$/;
export const MAX_OFFICES = 1000;
const MAX_UNITS = 100_000;
const MAX_GROUNDS = 100;
const MAX_CERTIFIERS = 100;
const MAX_QUORUM = 100;
/** Where a folder says nothing: a decision of one member alone is none. */
const QUORUM = 2;

/** The JSON of `canvass`; its canonical text is its one spelling. */
export function encodeCanvassRules(rules: CanvassRules): Json {
  return {
    offices: rules.offices.map(({ id, name, units }) => ({ id, name: { es: name.es, en: name.en }, units })),
    scans: rules.scans,
    quorum: rules.quorum,
    grounds: rules.grounds.map(encodeGround),
    checks: Object.fromEntries(Object.entries(rules.checks).map(([code, one]) => [code, encodeSetting(one)])),
    observations: { ...rules.observations },
    certifiers: rules.certifiers.map(encodeCertifier),
    required: rules.required,
    partial: rules.partial,
  };
}

function encodeGround({ code, name, law, effects, holds }: ObjectionGround): Json {
  return { code, name: { es: name.es, en: name.en }, law: { es: law.es, en: law.en }, effects, holds };
}

function encodeCertifier({ id, name, title, key }: Certifier): Json {
  return { id, name, title: { es: title.es, en: title.en }, key };
}

/** Reads the `canvass` of a published definition: everything is said there. What is refused stands in the reader's problems. */
export function readCanvassRules(value: unknown, reader: FieldReader): CanvassRules {
  return readRules(value, false, reader, (unit, path) => reader.text(unit, path) as GpUnitId);
}

/** Reads the `canvass` of an election folder: each part that it leaves out has the default. */
export function readFolderCanvass(value: unknown, levels: readonly string[], reader: FieldReader): ParsedCanvass {
  return readRules(value, true, reader, (unit, path) => readUnitPath(unit, path, levels, reader));
}

function readRules<U>(
  value: unknown,
  lenient: boolean,
  reader: FieldReader,
  unit: (value: unknown, path: string) => U,
): Omit<CanvassRules, 'offices'> & { readonly offices: readonly OfficeOf<U>[] } {
  const fields = known(reader.object(value, 'canvass'), KEYS, 'canvass', reader);
  const part = <T>(key: keyof CanvassRules, read: (value: unknown, path: string) => T, fallback: T): T =>
    lenient && !fields.has(key) ? fallback : read(fields.get(key), `canvass.${key}`);
  const flag = (v: unknown, at: string): boolean => readFlag(v, at, reader);
  const certifiers = part('certifiers', (v, at) => readCertifiers(v, at, reader), []);
  return {
    offices: part('offices', (v, at) => readOffices(v, at, reader, unit), []),
    scans: part('scans', flag, false),
    quorum: part('quorum', (v, at) => whole(v, at, 1, MAX_QUORUM, reader), QUORUM),
    grounds: readGrounds(fields, lenient, reader),
    checks: part('checks', (v, at) => readChecks(v, at, lenient, reader), {}),
    observations: part('observations', (v, at) => readObservations(v, at, reader), {}),
    certifiers,
    required: part('required', (v, at) => readRequired(v, at, certifiers.length, reader), certifiers.length),
    partial: part('partial', flag, false),
  };
}

function readFlag(value: unknown, path: string, reader: FieldReader): boolean {
  if (typeof value === 'boolean') return value;
  reader.report(value === undefined ? 'missing-value' : 'wrong-type', path, value, 'true or false');
  return false;
}

function readRequired(value: unknown, path: string, certifiers: number, reader: FieldReader): number {
  // With no certifier nobody signs; with some, a result that none of them signed would be nobody's.
  return whole(value, path, certifiers === 0 ? 0 : 1, certifiers, reader);
}

function readOffices<U>(
  value: unknown,
  path: string,
  reader: FieldReader,
  unit: (value: unknown, path: string) => U,
): readonly OfficeOf<U>[] {
  const offices = reader.list(value, path, MAX_OFFICES).map((entry, i) => {
    const at = `${path}[${i}]`;
    const fields = known(reader.object(entry, at), ['id', 'name', 'units'], at, reader);
    const id = reader.text(fields.get('id'), `${at}.id`);
    if (typeof fields.get('id') === 'string' && !OFFICE_ID.test(id)) {
      reader.report('bad-id', `${at}.id`, id, '1 to 16 of A-Z, 0-9 and the hyphen');
    }
    const units = reader.list(fields.get('units'), `${at}.units`, MAX_UNITS);
    if (Array.isArray(fields.get('units')) && units.length === 0) {
      reader.report('missing-value', `${at}.units`, null, 'at least one unit');
    }
    const name = reader.localized(fields.get('name'), `${at}.name`);
    return { id, name, units: units.map((u, k) => unit(u, `${at}.units[${k}]`)) };
  });
  const ids = offices.map(({ id }) => id);
  reader.distinct(ids, path);
  return offices;
}

function readGrounds(fields: Fields, lenient: boolean, reader: FieldReader): readonly ObjectionGround[] {
  const path = 'canvass.grounds';
  const value = lenient && !fields.has('grounds') ? 'neutral' : fields.get('grounds');
  if (lenient && typeof value === 'string') {
    const set = GROUND_SETS.get(value);
    if (set !== undefined) return set;
    reader.report('unknown-value', path, value, `a list of grounds, or one of ${[...GROUND_SETS.keys()].join(', ')}`);
    return [];
  }
  const grounds = reader.list(value, path, MAX_GROUNDS).map((entry, i) => readGround(entry, `${path}[${i}]`, reader));
  const codes = grounds.map(({ code }) => code);
  reader.distinct(codes, path);
  return grounds;
}

function readGround(value: unknown, path: string, reader: FieldReader): ObjectionGround {
  const fields = known(reader.object(value, path), ['code', 'effects', 'holds', 'law', 'name'], path, reader);
  return {
    code: reader.id(fields.get('code'), `${path}.code`),
    name: reader.localized(fields.get('name'), `${path}.name`),
    law: reader.localized(fields.get('law'), `${path}.law`),
    effects: readEffects(fields.get('effects'), `${path}.effects`, reader),
    holds: readFlag(fields.get('holds'), `${path}.holds`, reader),
  };
}

/** Ascending, as the list of all effects is: one ground has one spelling. */
function readEffects(value: unknown, path: string, reader: FieldReader): readonly RulingEffect[] {
  const list = reader.list(value, path, RULING_EFFECTS.length);
  if (Array.isArray(value) && list.length === 0) reader.report('missing-value', path, null, 'at least one effect');
  const effects = list.map((effect, i) => reader.oneOf(effect, `${path}[${i}]`, RULING_EFFECTS));
  reader.distinct(effects, path);
  if (effects.some((effect, i) => i > 0 && effect < (effects[i - 1] ?? ''))) {
    reader.report('unknown-value', path, value, 'effects in ascending order');
  }
  return effects;
}

function readChecks(value: unknown, path: string, lenient: boolean, reader: FieldReader): CanvassRules['checks'] {
  const checks: Record<string, CheckSetting> = {};
  for (const [code, setting] of reader.object(value, path)) {
    const at = `${path}.${code}`;
    if (isCheckCode(code)) checks[code] = readSetting(setting, code, at, lenient, reader);
    else reader.report('unknown-value', path, code, 'a code of the register of checks (docs/spec/checks.md)');
  }
  return checks;
}

function readObservations(value: unknown, path: string, reader: FieldReader): CanvassRules['observations'] {
  const fields = known(reader.object(value, path), OBSERVATION_CODES, path, reader);
  const given = OBSERVATION_CODES.filter((code) => fields.has(code));
  const entries = given.map((code: ObservationCode) => {
    return [code, reader.oneOf(fields.get(code), `${path}.${code}`, ['waits', 'counts'])] as const;
  });
  return Object.fromEntries(entries);
}

function readCertifiers(value: unknown, path: string, reader: FieldReader): readonly Certifier[] {
  const certifiers = reader.list(value, path, MAX_CERTIFIERS).map((entry, i) => {
    const at = `${path}[${i}]`;
    const fields = known(reader.object(entry, at), ['id', 'key', 'name', 'title'], at, reader);
    const key = reader.text(fields.get('key'), `${at}.key`);
    if (typeof fields.get('key') === 'string') checkKey(key, `${at}.key`, reader);
    return {
      id: reader.id(fields.get('id'), `${at}.id`),
      name: reader.text(fields.get('name'), `${at}.name`),
      title: reader.localized(fields.get('title'), `${at}.title`),
      key,
    };
  });
  const ids = certifiers.map(({ id }) => id);
  reader.distinct(ids, path);
  // One key under two ids would sign twice for one person.
  const keys = certifiers.map(({ key }) => key);
  reader.distinct(keys, `${path}.key`);
  return certifiers;
}

function checkKey(key: string, path: string, reader: FieldReader): void {
  const bytes = fromBase64(key);
  if (bytes.ok && isStrictPoint(bytes.value)) return;
  const advice = 'cotejo certify key FILE makes one and prints this line.';
  reader.report(
    'unknown-value',
    path,
    key,
    'an Ed25519 key: 32 bytes in base64, canonical, not of small order',
    advice,
  );
}
