import { basename } from 'node:path';
import { MAX_FILE_BYTES, StoredTable } from '../../adapters/election-folder/read-folder.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { readOptionalNumber } from '../../src/model/folder/cells.ts';
import { type FolderFailure, IssueLog, issue } from '../../src/model/folder/issue.ts';
import { type Header, readTable } from '../../src/model/folder/table.ts';
import { clip } from '../../src/model/parse-election-fields.ts';
import type { SheetTable } from '../../src/projection/projection-input.ts';
import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import { DESIGNS, type Design } from '../../src/projection/sample/draw-sample.ts';

/** The list of a sample, as it was drawn. */
export type SampleList = {
  readonly design: Design;
  /** Rows of the table of stations, in the order of the list. */
  readonly stations: Int32Array;
  readonly stratum: readonly number[];
  readonly strata: readonly string[];
  readonly sizes: readonly number[];
};

const COLUMNS = ['station', 'design', 'stratum', 'stratum_listed'];

/** Reads the list that `cotejo sample --out` wrote. */
export function readSampleList(path: string, { stations }: ProjectionSource): Result<SampleList, FolderFailure> {
  const log = new IssueLog();
  const index = new Map(stations.ids.map((id, s) => [id, s]));
  const found: number[] = [];
  const stratum: number[] = [];
  const strata = new Map<string, { readonly index: number; readonly size: number }>();
  let design: Design | null = null;
  const table = tableAt(path);
  readTable(table, log, (header) => {
    if (!needColumns(header, COLUMNS, log)) return null;
    const cell = (cells: readonly string[], name: string): string => cells[header.indexOf(name)] ?? '';
    return (cells, line) => {
      const at = (field: string) => ({ file: table.file, line, field });
      const station = takeStation(cell(cells, 'station'), index, at('station'), log);
      const named = DESIGNS.find((d) => d === cell(cells, 'design')) ?? null;
      if (named === null || (design !== null && named !== design)) {
        log.error(
          issue(
            'unknown-value',
            at('design'),
            clip(cell(cells, 'design')),
            `one of ${DESIGNS.join(', ')}, the same in every row`,
          ),
        );
      }
      design = named ?? design;
      const size = readOptionalNumber(log, cell(cells, 'stratum_listed'), at('stratum_listed'), 'stations');
      const name = cell(cells, 'stratum');
      const own = strata.get(name) ?? { index: strata.size, size: size ?? 0 };
      if (size === null || size === 0 || own.size !== size) {
        log.error(
          issue(
            'unknown-value',
            at('stratum_listed'),
            String(size ?? ''),
            'the stations of the stratum, the same in each of its rows',
          ),
        );
      }
      strata.set(name, own);
      if (station === null) return;
      found.push(station);
      stratum.push(own.index);
    };
  });
  if (log.errorCount > 0 || design === null) return err(orEmpty(log, table.file));
  const sizes = [...strata.values()].map((s) => s.size);
  return ok({ design, stations: Int32Array.from(found), stratum, strata: [...strata.keys()], sizes });
}

/** What came in, from a table with a row a station: its id and votes; `valid` or `total` are the base where they stand. */
export function readReceived(path: string, source: ProjectionSource): Result<SheetTable, FolderFailure> {
  const log = new IssueLog();
  const { stations, options } = source;
  const index = new Map(stations.ids.map((id, s) => [id, s]));
  const K = options.length;
  const votes = new Float64Array(stations.size * K);
  const base = new Float64Array(stations.size);
  const isIn = new Uint8Array(stations.size);
  const table = tableAt(path);
  readTable(table, log, (header) => {
    if (!needColumns(header, ['station', ...options], log)) return null;
    const total = ['valid', 'total'].find((name) => header.has(name));
    return (cells, line) => {
      const number = (field: string) =>
        readOptionalNumber(log, cells[header.indexOf(field)] ?? '', { file: table.file, line, field }, 'votes');
      const place = { file: table.file, line, field: 'station' };
      const s = takeStation(cells[header.indexOf('station')] ?? '', index, place, log);
      const own = options.map(number);
      const stated = total === undefined ? null : number(total);
      // A row with an empty box is a sheet that is not in: it is not known to have no votes there.
      if (s === null || own.some((v) => v === null)) return;
      const sum = own.reduce<number>((a, v) => a + (v ?? 0), 0);
      if (stated !== null && stated < sum) {
        log.error(
          issue(
            'unknown-value',
            { ...place, field: total ?? null },
            String(stated),
            `at least the sum of the options, ${sum}`,
          ),
        );
      }
      isIn[s] = 1;
      base[s] = stated ?? sum;
      own.forEach((v, k) => {
        votes[s * K + k] = v ?? 0;
      });
    };
  });
  if (log.errorCount > 0) return err(log.failure());
  const arrivedAt = new Float64Array(stations.size).fill(Number.NaN);
  const setAside = new Uint8Array(stations.size);
  return ok({ isIn, votes, base, arrivedAt, order: 'none', figures: 'as-then', setAside });
}

function tableAt(path: string): StoredTable {
  return new StoredTable(path, basename(path), MAX_FILE_BYTES, new Map());
}

function needColumns(header: Header, names: readonly string[], log: IssueLog): boolean {
  const missing = names.filter((name) => !header.has(name));
  for (const name of missing) {
    log.error(issue('missing-column', { file: header.file, line: 1, field: name }, null, `a column "${name}"`));
  }
  return missing.length === 0;
}

/** Each station once: those read are taken out of the index. */
function takeStation(
  id: string,
  index: Map<string, number>,
  place: { readonly file: string; readonly line: number; readonly field: string },
  log: IssueLog,
): number | null {
  const station = index.get(id);
  if (station === undefined) {
    log.error(issue('unknown-station', place, clip(id), 'a station of stations.csv, each once'));
    return null;
  }
  index.delete(id);
  return station;
}

function orEmpty(log: IssueLog, file: string): FolderFailure {
  if (log.errorCount === 0)
    log.error(issue('missing-value', { file, line: null, field: null }, null, 'at least one station'));
  return log.failure();
}
