import type { Json } from '../base/canonical.ts';
import { type Fraction, parseFraction } from '../base/fraction.ts';
import { CHECK_DEFAULTS, type CheckCode, isCheckCode, mayObserve } from './check-defaults.ts';
import { DESK_DEFAULTS, type DeskRulesWithoutForm } from './desk-defaults.ts';
import { type CheckSetting, type DeskRules, OBSERVATION_CODES, type ObservationCode } from './desk-rules.ts';
import type { Contest } from './election.ts';
import type { Count, LocalizedText } from './ids.ts';
import type { FieldReader, Fields } from './parse-election-fields.ts';
import { fractionText } from './parse-rule.ts';
import { checkFormContests, encodeSheetForm, readSheetForm } from './parse-sheet-form.ts';
import { MAX_PAGES } from './sheet-code.ts';
import { layOutForm, type SheetForm } from './sheet-form.ts';

/** What a folder says of its desk, with what it leaves unsaid filled in; the form may be left to us. */
export type ParsedDesk = DeskRulesWithoutForm & { readonly form: SheetForm | null };

const KEYS = ['checks', 'corrections', 'form', 'observations', 'promiseMinutes'];
const SETTING_KEYS = ['effect', 'share', 'source', 'votes'];
/** A week: longer is no promise. */
const MAX_PROMISE = 7 * 24 * 60;
const MAX_VOTES = 999_999_999;

/** The JSON of `desk`; its canonical text is its one spelling. */
export function encodeDeskRules(desk: DeskRules): Json {
  const settings = Object.entries(desk.checks).map(([code, setting]) => [code, encodeSetting(setting)] as const);
  return {
    corrections: desk.corrections,
    observations: { ...desk.observations },
    checks: Object.fromEntries(settings),
    promiseMinutes: desk.promiseMinutes,
    form: encodeSheetForm(desk.form),
  };
}

/** The JSON of one setting of a check, every key said. */
export function encodeSetting({ effect, share, votes, source }: CheckSetting): Json {
  return {
    effect,
    share: share === null ? null : fractionText(share),
    votes,
    source: source === null ? null : { es: source.es, en: source.en },
  };
}

/** Reads the `desk` of a published definition: everything is said there. What is refused stands in the reader's problems. */
export function readDeskRules(value: unknown, contests: readonly Contest[], reader: FieldReader): DeskRules {
  const before = reader.problems.length;
  const fields = known(reader.object(value, 'desk'), KEYS, 'desk', reader);
  const form = readSheetForm(fields.get('form'), 'desk.form', reader);
  if (reader.problems.length === before) checkFormContests(form, contests, 'desk.form', reader);
  return { ...readRules(fields, false, reader), form };
}

/** Reads the `desk` of an election folder: each part that it leaves out has the default. */
export function readFolderDesk(value: unknown, reader: FieldReader): ParsedDesk {
  const fields = known(reader.object(value, 'desk'), KEYS, 'desk', reader);
  const form = fields.get('form') ?? null;
  return { ...readRules(fields, true, reader), form: form === null ? null : readSheetForm(form, 'desk.form', reader) };
}

/** The rules of a folder once its contests are whole: its form is held against them, or the default one laid out. */
export function finishFolderDesk(desk: ParsedDesk, contests: readonly Contest[], reader: FieldReader): DeskRules {
  const form = desk.form ?? layOutForm(contests);
  if (desk.form !== null) checkFormContests(form, contests, 'desk.form', reader);
  else if (form.pages > MAX_PAGES) reader.report('too-many', 'desk.form', form.pages, `at most ${MAX_PAGES} pages`);
  return { ...desk, form };
}

function readRules(fields: Fields, lenient: boolean, reader: FieldReader): DeskRulesWithoutForm {
  const part = <T>(key: keyof DeskRulesWithoutForm, read: (value: unknown, path: string) => T, fallback: T): T =>
    lenient && !fields.has(key) ? fallback : read(fields.get(key), `desk.${key}`);
  const { corrections, observations, checks, promiseMinutes } = DESK_DEFAULTS;
  return {
    corrections: part('corrections', (v, at) => reader.oneOf(v, at, ['box', 'correction']), corrections),
    observations: part('observations', (v, at) => readObservations(v, at, lenient, reader), observations),
    checks: part('checks', (v, at) => readChecks(v, at, lenient, reader), checks),
    promiseMinutes: part('promiseMinutes', (v, at) => whole(v, at, 1, MAX_PROMISE, reader), promiseMinutes),
  };
}

function readObservations(
  value: unknown,
  path: string,
  lenient: boolean,
  reader: FieldReader,
): DeskRules['observations'] {
  const fields = known(reader.object(value, path), OBSERVATION_CODES, path, reader);
  const entries = OBSERVATION_CODES.map((code) => {
    if (lenient && !fields.has(code)) return [code, DESK_DEFAULTS.observations[code]] as const;
    return [code, reader.oneOf(fields.get(code), `${path}.${code}`, ['waits', 'counts'])] as const;
  });
  return Object.fromEntries(entries) as Record<ObservationCode, 'waits' | 'counts'>;
}

function readChecks(value: unknown, path: string, lenient: boolean, reader: FieldReader): DeskRules['checks'] {
  const checks: Record<string, CheckSetting> = lenient ? { ...CHECK_DEFAULTS } : {};
  for (const [code, setting] of reader.object(value, path)) {
    const at = `${path}.${code}`;
    if (isCheckCode(code)) checks[code] = readSetting(setting, code, at, lenient, reader);
    else reader.report('unknown-value', path, code, 'a code of the register of checks (docs/spec/checks.md)');
  }
  return checks;
}

/** Reads one setting of a check; where `lenient` what it leaves out has the default of the register. */
export function readSetting(
  value: unknown,
  code: CheckCode,
  path: string,
  lenient: boolean,
  reader: FieldReader,
): CheckSetting {
  const fields = known(reader.object(value, path), SETTING_KEYS, path, reader);
  const usual = CHECK_DEFAULTS[code];
  const given = (key: keyof CheckSetting): boolean => !lenient || fields.has(key);
  const setting: CheckSetting = {
    effect: given('effect') ? readEffect(fields.get('effect'), code, `${path}.effect`, reader) : usual.effect,
    share: given('share') ? readShare(fields.get('share'), `${path}.share`, reader) : usual.share,
    votes: given('votes') ? readVotes(fields.get('votes'), `${path}.votes`, reader) : usual.votes,
    source: given('source') ? readSource(fields.get('source'), `${path}.source`, reader) : usual.source,
  };
  for (const key of ['share', 'votes'] as const) {
    if ((setting[key] === null) === (usual[key] === null)) continue;
    reader.report('unknown-value', `${path}.${key}`, fields.get(key), usual[key] === null ? 'null' : 'a threshold');
  }
  return setting;
}

function readEffect(value: unknown, code: CheckCode, path: string, reader: FieldReader): CheckSetting['effect'] {
  return mayObserve(code)
    ? reader.oneOf(value, path, ['off', 'warns', 'observes'])
    : reader.oneOf(value, path, ['off', 'warns']);
}

function readShare(value: unknown, path: string, reader: FieldReader): Fraction | null {
  if (value === null) return null;
  const share = parseFraction(value);
  if (share.ok) return share.value;
  reader.report(value === undefined ? 'missing-value' : 'wrong-type', path, value, 'a fraction like 1/5, or null');
  return null;
}

function readVotes(value: unknown, path: string, reader: FieldReader): Count | null {
  return value === null ? null : (whole(value, path, 0, MAX_VOTES, reader) as Count);
}

/** Copied by its two languages: what else stands there would be lost when the definition is written again. */
function readSource(value: unknown, path: string, reader: FieldReader): LocalizedText | null {
  if (value === null) return null;
  known(reader.object(value, path), ['en', 'es'], path, reader);
  return reader.localized(value, path);
}

/** A misspelt rule that is passed over would let sheets count by another one. */
export function known(fields: Fields, keys: readonly string[], path: string, reader: FieldReader): Fields {
  for (const key of fields.keys()) {
    if (!keys.includes(key)) reader.report('unknown-value', path, key, `no other keys than ${keys.join(', ')}`);
  }
  return fields;
}

/** Reads a whole number between two bounds, the least of them where there is none. */
export function whole(value: unknown, path: string, least: number, most: number, reader: FieldReader): number {
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    !Object.is(value, -0) &&
    value >= least &&
    value <= most
  ) {
    return value;
  }
  const kind = value === undefined ? 'missing-value' : typeof value === 'number' ? 'unknown-value' : 'wrong-type';
  reader.report(kind, path, value, `a whole number from ${least} to ${most}`);
  return least;
}
