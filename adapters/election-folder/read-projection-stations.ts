import { readOptionalNumber } from '../../src/model/folder/cells.ts';
import { type IssueLog, issue } from '../../src/model/folder/issue.ts';
import { type CsvTable, type Header, type RowReader, readTable } from '../../src/model/folder/table.ts';
import type { ParsedElection } from '../../src/model/parse-election.ts';
import type { ParsedContest } from '../../src/model/parse-election-contests.ts';
import { clip, ID_EXPECTED, isId } from '../../src/model/parse-election-fields.ts';
import type { PreviousColumns } from '../../src/projection/previous-areas.ts';
import type { Covariate } from '../../src/projection/projection-input.ts';
import type { InputNote } from '../../src/projection/projection-source.ts';
import type { StationColumns } from '../../src/projection/station-columns.ts';
import { UnitColumns } from '../../src/projection/unit-columns.ts';
import { NumberColumn } from './read-projection-numbers.ts';

/** stations.csv as columns: the stations of one contest, in the order of the file. */
export type StationsRead = {
  readonly columns: StationColumns;
  readonly previous: PreviousColumns | null;
  /** Position by id; -1 for a station outside the electorate of the contest. */
  readonly index: ReadonlyMap<string, number>;
  readonly notes: readonly InputNote[];
  readonly rows: number;
};

/** What election.json says about the stations, beside the names of the columns. */
export type StationHints = {
  /** What `registered` is of: `table` or a level; null: nothing is said. */
  readonly registeredOf: string | null;
  /** Whether the deepest level is a polling place; null: nothing is said. */
  readonly placesStated: boolean | null;
  /** Meaning of the described columns. */
  readonly meanings: ReadonlyMap<string, string>;
};

const STANDARD = new Set(['station', 'table', 'registered', 'registered_level', 'setting', 'lat', 'lon']);
const SETTINGS = new Set(['', 'urban', 'rural', 'mixed', 'abroad']);
/** A code is written in digits and measures nothing. */
const CODE = /(^|[^a-z])(codes?|id|ids|identifier|key|código|codigo|clave|ubigeo|number of the|número de)([^a-z]|$)/i;
export const MAX_COVARIATES = 50;
/** Of the earlier election these are no options: facts about the area, and kinds of vote for nobody. */
const PREVIOUS_FACTS = new Set(['valid', 'registered', 'level', 'total', 'voters', 'cast', 'turnout', 'tables']);
const PREVIOUS_OTHERS = ['blank', 'null', 'unregistered', 'challenged', 'invalid', 'spoilt'];

/** Reads stations.csv for a projection; null if it cannot be used, and `log` says why. Only `station` and the levels have to be there. */
export function readProjectionStations(
  table: CsvTable,
  parsed: ParsedElection,
  contest: ParsedContest,
  hints: StationHints,
  log: IssueLog,
): StationsRead | null {
  const { levels } = parsed.head;
  let reader: StationsReader | null = null;
  const outcome = readTable(table, log, (header) => {
    const missing = ['station', ...levels].filter((name) => !header.has(name));
    for (const field of missing) {
      const expected = field === 'station' ? 'the id of each station' : 'a column for each level of election.json';
      log.error(issue('missing-column', { file: table.file, line: 1, field }, null, expected));
    }
    if (missing.length > 0) return null;
    const others = new Set([...PREVIOUS_OTHERS, ...parsed.contests.flatMap((c) => c.others)]);
    const made = new StationsReader(header, { levels, electorate: contest.electorate, others, hints }, log);
    reader = made;
    return made.rowReader();
  });
  const made = reader as StationsReader | null;
  if (made === null || !outcome.complete) return null;
  if (made.size === 0) {
    log.error(issue('no-stations', { file: table.file, line: null, field: null }, null, 'at least one station'));
    return null;
  }
  return { ...made.finish(), rows: outcome.rows };
}

type Frame = {
  readonly levels: readonly string[];
  readonly electorate: ParsedContest['electorate'];
  readonly others: ReadonlySet<string>;
  readonly hints: StationHints;
};

class StationsReader {
  readonly #header: Header;
  readonly #frame: Frame;
  readonly #log: IssueLog;
  readonly #units: UnitColumns;
  readonly #index = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #unitOf: number[] = [];
  readonly #table: number[] = [];
  readonly #registered: number[] = [];
  readonly #registeredLevel: string[] = [];
  readonly #setting: string[] = [];
  readonly #previous: number[] = [];
  readonly #previousLevel: string[] = [];
  readonly #previousNames: readonly string[];
  readonly #covariates: readonly NumberColumn[];
  readonly #skipped: readonly string[];
  #unknownSettings = 0;

  constructor(header: Header, frame: Frame, log: IssueLog) {
    this.#header = header;
    this.#frame = frame;
    this.#log = log;
    this.#units = new UnitColumns(frame.levels);
    const previous = header.names.filter((name) => name.startsWith('previous_')).map((name) => name.slice(9));
    this.#previousNames = previous.filter((name) => !PREVIOUS_FACTS.has(name) && !frame.others.has(name));
    const rest = header.names.filter(
      (name) => !STANDARD.has(name) && !frame.levels.includes(name) && !name.startsWith('previous_'),
    );
    const isCode = (name: string) => CODE.test(name) || CODE.test(frame.hints.meanings.get(name) ?? '');
    const used = rest.filter((name) => !isCode(name)).slice(0, MAX_COVARIATES);
    this.#covariates = used.map((name) => new NumberColumn(name, header.indexOf(name)));
    this.#skipped = rest.filter((name) => !used.includes(name));
  }

  get size(): number {
    return this.#ids.length;
  }

  rowReader(): RowReader {
    const { levels } = this.#frame;
    const levelAt = levels.map((level) => this.#header.indexOf(level));
    const station = this.#header.indexOf('station');
    const previousAt = ['valid', 'registered', ...this.#previousNames].map((n) =>
      this.#header.indexOf(`previous_${n}`),
    );
    const text = (cells: readonly string[], name: string): string => cells[this.#header.indexOf(name)] ?? '';
    return (cells, line) => {
      const id = cells[station] ?? '';
      if (!this.#checkId(id, line)) return;
      const path = levelAt.map((at) => cells[at] ?? '');
      if (!this.#votesHere(path)) {
        this.#index.set(id, -1);
        return;
      }
      this.#index.set(id, this.#ids.length);
      this.#ids.push(id);
      this.#unitOf.push(this.#units.visit(path));
      this.#table.push(this.#number(cells, line, 'table', 'the table'));
      this.#registered.push(this.#number(cells, line, 'registered', 'voters'));
      this.#registeredLevel.push(text(cells, 'registered_level'));
      const setting = text(cells, 'setting');
      if (!SETTINGS.has(setting)) this.#unknownSettings++;
      this.#setting.push(setting);
      for (const at of previousAt) this.#previous.push(at === -1 ? Number.NaN : this.#numberAt(cells, line, at));
      this.#previousLevel.push(text(cells, 'previous_level'));
      for (const column of this.#covariates) column.take(cells);
    };
  }

  finish(): Omit<StationsRead, 'rows'> {
    const notes: InputNote[] = [];
    const covariates: Covariate[] = [];
    const skipped = [...this.#skipped];
    for (const column of this.#covariates) {
      const values = column.values();
      if (values === null) skipped.push(column.name);
      else covariates.push({ name: column.name, values: Float64Array.from(values) });
    }
    if (skipped.length > 0) notes.push({ code: 'columns-not-used', facts: { columns: skipped.join(', ') } });
    if (this.#unknownSettings > 0) notes.push({ code: 'setting-unknown', facts: { stations: this.#unknownSettings } });
    const columns: StationColumns = {
      ids: this.#ids,
      units: this.#units,
      levels: this.#frame.levels,
      unitOf: this.#unitOf,
      table: this.#table,
      registered: this.#registered,
      setting: this.#setting,
      covariates,
      registeredLevel: this.#registeredLevels(),
      placesStated: this.#frame.hints.placesStated,
    };
    return { columns, previous: this.#previousColumns(), index: this.#index, notes };
  }

  #registeredLevels(): readonly string[] | null {
    const { registeredOf } = this.#frame.hints;
    if (this.#header.has('registered_level')) return this.#registeredLevel;
    return registeredOf === null ? null : this.#ids.map(() => registeredOf);
  }

  #previousColumns(): PreviousColumns | null {
    const options = this.#previousNames;
    if (options.length === 0) return null;
    const width = options.length + 2;
    const size = this.#ids.length;
    const column = (c: number) =>
      Float64Array.from({ length: size }, (_, s) => this.#previous[s * width + c] as number);
    const votes = new Float64Array(size * options.length);
    for (let s = 0; s < size; s++) {
      for (let k = 0; k < options.length; k++)
        votes[s * options.length + k] = this.#previous[s * width + 2 + k] as number;
    }
    return {
      options,
      votes,
      valid: this.#header.has('previous_valid') ? column(0) : null,
      registered: this.#header.has('previous_registered') ? column(1) : null,
      level: this.#header.has('previous_level') ? this.#previousLevel : null,
    };
  }

  #votesHere(path: readonly string[]): boolean {
    const { electorate } = this.#frame;
    return electorate === null || electorate.some((unit) => unit.every((name, i) => path[i] === name));
  }

  #number(cells: readonly string[], line: number, field: string, what: string): number {
    const at = this.#header.indexOf(field);
    if (at === -1) return Number.NaN;
    return readOptionalNumber(this.#log, cells[at] ?? '', { file: this.#header.file, line, field }, what) ?? Number.NaN;
  }

  #numberAt(cells: readonly string[], line: number, at: number): number {
    const place = { file: this.#header.file, line, field: this.#header.names[at] ?? null };
    return readOptionalNumber(this.#log, cells[at] ?? '', place, 'votes or voters') ?? Number.NaN;
  }

  #checkId(id: string, line: number): boolean {
    const place = { file: this.#header.file, line, field: 'station' };
    if (!isId(id)) this.#log.error(issue(id === '' ? 'missing-value' : 'bad-id', place, clip(id), ID_EXPECTED));
    else if (this.#index.has(id)) this.#log.error(issue('repeated-station', place, id, 'each station once'));
    else return true;
    return false;
  }
}
