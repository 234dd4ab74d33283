import type { Contest, ContestSelection } from './election.ts';
import type { ContestId, SelectionId } from './ids.ts';
import type { FieldReader, Fields } from './parse-election-fields.ts';
import { parseRule } from './parse-rule.ts';
import { readSeatRule } from './parse-seat-rule.ts';
import type { Rule } from './rule.ts';

/** Names of a unit's levels, widest first and without gaps: where the stations of a contest are. */
export type UnitPath = readonly string[];

/** A contest before its units and the written totals of its paper are known. */
export type ParsedContest = Omit<Contest, 'controls' | 'electorate'> & {
  /** In the order of the paper; null: those that the count files have. */
  readonly controls: readonly string[] | null;
  readonly electorate: readonly UnitPath[] | null;
};

/** Columns of the count files that are neither votes nor totals. */
export const STANDARD_COLUMNS: readonly string[] = [
  'station',
  'version',
  'contest',
  'arrived_at',
  'published_at',
  'batch',
  'status',
  'detail',
];

/** Columns of written totals, in the order in which a contest that names none has them as controls. */
export const CONTROL_COLUMNS: readonly string[] = ['valid', 'total', 'voters'];

export const MAX_CONTESTS = 100;
export const MAX_SELECTIONS = 200;
const MAX_OTHERS = 20;
const MAX_CONTROLS = 20;
const MAX_ELECTORATE = 10_000;
const RESERVED = new Set([...STANDARD_COLUMNS, ...CONTROL_COLUMNS]);
const HEAD_KEYS = ['id', 'name', 'rule', 'electorate', 'seats'];
/** What the short form has beside its `contest`. */
const LIST_KEYS = ['options', 'other', 'controls'];
const OPTION_KEYS = ['id', 'candidate', 'party'];

/** Reads `contests`, or the short form of one contest: `contest` with `options`, `other` and `controls` beside it. */
export function readContests(document: Fields, levels: readonly string[], reader: FieldReader): ParsedContest[] {
  if (!document.has('contests')) {
    const head = reader.object(document.get('contest'), 'contest');
    return [readContest(head, document, { head: 'contest.', lists: '' }, levels, reader)];
  }
  for (const key of ['contest', ...LIST_KEYS]) {
    if (document.has(key)) {
      reader.report('conflicting-settings', key, key, `either "contests" or the short form with "${key}"`);
    }
  }
  const list = reader.list(document.get('contests'), 'contests', MAX_CONTESTS);
  if (list.length === 0) reader.report('missing-value', 'contests', null, 'at least one contest');
  const contests = list.map((value, i) => {
    const path = `contests[${i}]`;
    const fields = reader.object(value, path);
    return readContest(fields, fields, { head: `${path}.`, lists: `${path}.` }, levels, reader);
  });
  const ids = contests.map((c) => c.id);
  reader.distinct(ids, 'contests');
  return contests;
}

type Paths = { readonly head: string; readonly lists: string };

function readContest(
  head: Fields,
  lists: Fields,
  paths: Paths,
  levels: readonly string[],
  reader: FieldReader,
): ParsedContest {
  const selections = readSelections(lists.get('options'), `${paths.lists}options`, reader);
  const otherPath = `${paths.lists}other`;
  const others = reader
    .list(lists.get('other') ?? [], otherPath, MAX_OTHERS)
    .map((v, i) => readVoteId(v, `${otherPath}[${i}]`, reader));
  const ids = selections.map((s) => s.id);
  reader.distinct([...ids, ...others], `${paths.lists}options and other`);
  refuseTwins(selections, `${paths.lists}options`, reader);
  const controls = readControls(lists.get('controls'), `${paths.lists}controls`, [...ids, ...others], reader);
  const rule = readRule(head.get('rule'), ids, `${paths.head}rule`, reader);
  return {
    id: reader.id(head.get('id'), `${paths.head}id`) as ContestId,
    name: reader.localized(head.get('name'), `${paths.head}name`),
    rule,
    selections,
    others,
    controls,
    electorate: readElectorate(head.get('electorate'), `${paths.head}electorate`, levels, reader),
    seats: readSeatRule(head.get('seats'), rule, `${paths.head}seats`, reader),
  };
}

function readSelections(value: unknown, path: string, reader: FieldReader): readonly ContestSelection[] {
  const list = reader.list(value, path, MAX_SELECTIONS);
  if (Array.isArray(value) && value.length === 0) reader.report('missing-value', path, null, 'at least one option');
  return list.map((entry, i) => {
    const at = `${path}[${i}]`;
    const fields = reader.object(entry, at);
    return {
      id: readVoteId(fields.get('id'), `${at}.id`, reader) as SelectionId,
      name: reader.text(fields.get('candidate') ?? '', `${at}.candidate`),
      party: reader.text(fields.get('party') ?? '', `${at}.party`),
    };
  });
}

/** One candidate under two ids would share one person's votes between two lines. Spelt alike is read alike: NFC. */
function refuseTwins(selections: readonly ContestSelection[], path: string, reader: FieldReader): void {
  const seen = new Set<string>();
  for (const [i, { name, party }] of selections.entries()) {
    const key = JSON.stringify([name.trim().normalize('NFC'), party.trim().normalize('NFC')]);
    if (name !== '' && seen.has(key)) {
      const found = party === '' ? name : `${name} (${party})`;
      reader.report('repeated-id', `${path}[${i}].candidate`, found, 'each candidate of a party once');
    }
    seen.add(key);
  }
}

function readControls(
  value: unknown,
  path: string,
  votes: readonly string[],
  reader: FieldReader,
): readonly string[] | null {
  if (value === undefined || value === null) return null;
  const controls = reader.list(value, path, MAX_CONTROLS).map((v, i) => reader.id(v, `${path}[${i}]`));
  for (const [i, id] of controls.entries()) {
    if (STANDARD_COLUMNS.includes(id) || votes.includes(id)) {
      reader.report('reserved-id', `${path}[${i}]`, id, 'an id that no standard column and no vote has', 'Rename it.');
    }
  }
  reader.distinct(controls, path);
  return controls;
}

/** Keys of contests and options that this format does not know, as paths. What has the wrong type has none. */
export function unknownContestKeys(document: Fields): readonly string[] {
  if (!document.has('contests')) {
    const options = document.get('options');
    return [...unknownKeys(document.get('contest'), 'contest', HEAD_KEYS), ...unknownOptionKeys(options, 'options')];
  }
  return listed(document.get('contests')).flatMap((contest, i) => {
    const path = `contests[${i}]`;
    const options = isObject(contest) ? contest['options'] : [];
    return [
      ...unknownKeys(contest, path, [...HEAD_KEYS, ...LIST_KEYS]),
      ...unknownOptionKeys(options, `${path}.options`),
    ];
  });
}

function unknownOptionKeys(value: unknown, path: string): readonly string[] {
  return listed(value).flatMap((option, i) => unknownKeys(option, `${path}[${i}]`, OPTION_KEYS));
}

function unknownKeys(value: unknown, path: string, known: readonly string[]): readonly string[] {
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => (known.includes(key) ? [] : [`${path}.${key}`]));
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id that is also a column of the count files. */
function readVoteId(value: unknown, path: string, reader: FieldReader): string {
  const id = reader.id(value, path);
  if (RESERVED.has(id)) reader.report('reserved-id', path, id, 'an id that no standard column has', 'Rename it.');
  return id;
}

/** Reads a rule; its problems are reported under `path`. */
export function readRule(value: unknown, ids: readonly SelectionId[], path: string, reader: FieldReader): Rule {
  const parsed = parseRule(value, ids);
  if (parsed.ok) return parsed.value;
  const { kind, path: inside, value: found, expected, text } = parsed.error;
  const at = inside === '' ? path : `${path}.${inside}`;
  const problem = kind === 'ballot-not-supported' ? kind : 'bad-rule';
  reader.report(problem, at, found, expected, text ?? null);
  return { kind: 'plurality' };
}

function readElectorate(
  value: unknown,
  path: string,
  levels: readonly string[],
  reader: FieldReader,
): readonly UnitPath[] | null {
  if (value === undefined || value === null) return null;
  const list = reader.list(value, path, MAX_ELECTORATE);
  if (list.length === 0) reader.report('missing-value', path, null, 'at least one unit, or no electorate at all');
  return list.map((entry, i) => readUnitPath(entry, `${path}[${i}]`, levels, reader));
}

/** Reads the names of a unit's levels, written as an object by level. */
export function readUnitPath(value: unknown, path: string, levels: readonly string[], reader: FieldReader): UnitPath {
  const fields = reader.object(value, path);
  const unknown = [...fields.keys()].filter((key) => !levels.includes(key));
  for (const key of unknown) reader.report('unknown-level', path, key, `a level: ${levels.join(', ')}`);
  const missing = levels.findIndex((level) => !fields.has(level));
  const depth = missing === -1 ? levels.length : missing;
  if (unknown.length === 0 && (depth === 0 || fields.size > depth)) {
    reader.report('unknown-unit', path, value, 'names of the levels from the widest on, without gaps');
  }
  return levels.slice(0, depth).map((level) => reader.text(fields.get(level), `${path}.${level}`));
}
