import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { EstimateRules } from './estimate-rules.ts';
import { isKnownTimeZone } from './folder/time-zone.ts';
import { type ParsedCanvass, readFolderCanvass } from './parse-canvass-rules.ts';
import { type ParsedDesk, readFolderDesk } from './parse-desk-rules.ts';
import { type ParsedContest, readContests, unknownContestKeys } from './parse-election-contests.ts';
import { type FieldProblem, FieldReader, type Fields } from './parse-election-fields.ts';
import { type ElectionHead, type HeadDefaults, readHead } from './parse-election-head.ts';
import { readFolderEstimates } from './parse-estimate-rules.ts';

/** election.json of a folder, checked by itself; what the tables must agree with is kept beside it. */
export type ParsedElection = {
  readonly head: ElectionHead;
  readonly pollsClose: Instant | null;
  readonly contests: readonly ParsedContest[];
  readonly desk: ParsedDesk | null;
  readonly canvass: ParsedCanvass | null;
  readonly estimates?: EstimateRules;
  readonly sources: readonly string[];
  readonly notes: readonly string[];
  /** Columns that `columns` describes, by file name without `.gz`. */
  readonly described: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rows that the file must have, by file name without `.gz`. */
  readonly rows: ReadonlyMap<string, number>;
  /** Whole numbers of `knownTotals.official`. */
  readonly knownTotals: ReadonlyMap<string, number>;
  /** Keys of the document that this format does not know: often a misspelt one. */
  readonly unknownKeys: readonly string[];
};

// What the folders of published elections leave unsaid: someone replays files, nobody runs a count.
const REPLAY: HeadDefaults = {
  nature: 'replay',
  runner: {
    kind: 'researcher',
    name: { es: 'Reproducción de archivos publicados', en: 'Replay of published files' },
  },
};

// Published files are not what a rehearsal plays.
const REHEARSAL: HeadDefaults = {
  nature: 'rehearsal',
  runner: { kind: 'researcher', name: { es: 'Ensayo', en: 'Rehearsal' } },
};

const KNOWN_KEYS = new Set([
  ...['id', 'name', 'date', 'timeZone', 'pollsClose', 'nature', 'runner', 'levels', 'sources', 'notes'],
  ...['contests', 'contest', 'options', 'other', 'controls', 'desk', 'canvass', 'estimates'],
  ...['columns', 'rows', 'knownTotals', 'checks', 'orderBy', 'boundaries', 'registeredOf', 'placeLevel'],
]);
const MAX_LIST = 1000;

/** Reads the document of election.json. Every problem found is returned, not only the first. */
export function parseElection(document: unknown): Result<ParsedElection, readonly FieldProblem[]> {
  const reader = new FieldReader();
  const fields = reader.object(document, '');
  if (reader.problems.length > 0) return err(reader.problems);
  const head = readHead(fields, reader, fields.get('nature') === 'rehearsal' ? REHEARSAL : REPLAY);
  if (fields.get('nature') === 'live') checkLive(fields, reader);
  if (!reader.problems.some((p) => p.path === 'timeZone') && !isKnownTimeZone(head.timeZone)) {
    reader.report('unknown-time-zone', 'timeZone', head.timeZone, 'an IANA name like America/La_Paz');
  }
  const close = fields.get('pollsClose') ?? null;
  const parsed: ParsedElection = {
    head,
    pollsClose: close === null ? null : reader.time(close, 'pollsClose'),
    contests: readContests(fields, head.levels, reader),
    desk: (fields.get('desk') ?? null) === null ? null : readFolderDesk(fields.get('desk'), reader),
    canvass: readCanvass(fields, head.levels, reader),
    ...readEstimates(fields, reader),
    sources: reader.list(fields.get('sources') ?? [], 'sources', MAX_LIST).map((s, i) => readSource(s, i, reader)),
    notes: reader.list(fields.get('notes') ?? [], 'notes', MAX_LIST).map((n, i) => reader.text(n, `notes[${i}]`)),
    described: readDescribed(fields, reader),
    rows: readRows(fields, reader),
    knownTotals: readKnownTotals(fields, reader),
    unknownKeys: [...[...fields.keys()].filter((key) => !KNOWN_KEYS.has(key)), ...unknownContestKeys(fields)],
  };
  return reader.problems.length > 0 ? err(reader.problems) : ok(parsed);
}

function readCanvass(fields: Fields, levels: readonly string[], reader: FieldReader): ParsedCanvass | null {
  const value = fields.get('canvass') ?? null;
  return value === null ? null : readFolderCanvass(value, levels, reader);
}

function readEstimates(fields: Fields, reader: FieldReader): Pick<ParsedElection, 'estimates'> {
  const value = fields.get('estimates') ?? null;
  return value === null ? {} : { estimates: readFolderEstimates(value, reader) };
}

/** What a replay may leave unsaid and a real count may not. */
function checkLive(fields: Fields, reader: FieldReader): void {
  if ((fields.get('pollsClose') ?? null) === null) {
    const expected = 'the time at which the polls close';
    reader.report(
      'missing-value',
      'pollsClose',
      undefined,
      expected,
      'A live count holds its results back until then.',
    );
  }
  if (!fields.has('runner')) {
    const advice = 'Every page of a live count says who runs it.';
    reader.report('missing-value', 'runner', undefined, 'an object {kind, name: {es, en}}', advice);
  }
}

/** A source as one line of text: where, which state of it, under which licence, what was taken. */
function readSource(value: unknown, i: number, reader: FieldReader): string {
  const path = `sources[${i}]`;
  if (typeof value === 'string') return reader.text(value, path);
  const fields = reader.object(value, path);
  const part = (key: string): string => reader.text(fields.get(key) ?? '', `${path}.${key}`);
  const commit = part('commit');
  const where = [part('repository'), commit === '' ? '' : `at ${commit}`].filter((t) => t !== '').join(' ');
  const licence = part('licence');
  const about = [part('what'), licence === '' ? '' : `(${licence})`].filter((t) => t !== '').join(' ');
  return [where, about].filter((t) => t !== '').join(': ');
}

function withoutGz(file: string): string {
  return file.endsWith('.gz') ? file.slice(0, -3) : file;
}

function readDescribed(fields: Fields, reader: FieldReader): ParsedElection['described'] {
  const files = reader.object(fields.get('columns') ?? {}, 'columns');
  const described = new Map<string, ReadonlySet<string>>();
  for (const [file, columns] of files) {
    described.set(withoutGz(file), new Set(reader.object(columns, `columns.${file}`).keys()));
  }
  return described;
}

function readRows(fields: Fields, reader: FieldReader): ParsedElection['rows'] {
  const rows = new Map<string, number>();
  for (const [file, count] of reader.object(fields.get('rows') ?? {}, 'rows')) {
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) rows.set(withoutGz(file), count);
    else reader.report('wrong-type', `rows.${file}`, count, 'the number of data rows');
  }
  return rows;
}

/** Totals in percent or as text (`"53.19"`) cannot be compared with a sum and are left out. */
function readKnownTotals(fields: Fields, reader: FieldReader): ParsedElection['knownTotals'] {
  const known = reader.object(fields.get('knownTotals') ?? {}, 'knownTotals');
  const totals = new Map<string, number>();
  for (const [key, total] of reader.object(known.get('official') ?? {}, 'knownTotals.official')) {
    if (typeof total === 'number' && Number.isSafeInteger(total) && total >= 0) totals.set(key, total);
  }
  return totals;
}
