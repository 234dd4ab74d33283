import { basename } from 'node:path';
import { parseCsv } from '../../adapters/election-folder/csv-rows.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readStored } from '../../adapters/election-folder/read-bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { readNumber } from '../../src/model/folder/cells.ts';
import { type FolderError, IssueLog, issue } from '../../src/model/folder/issue.ts';
import { type Header, type RowReader, readTable } from '../../src/model/folder/table.ts';
import type { Box } from '../../src/model/votes.ts';
import { type Side, type SideContest, type SideError, type SideSheet, sideError } from './compare-side.ts';

const MAX_BYTES = 256 * 1024 * 1024;
/** Columns that are no option. */
const ABOUT = ['station', 'contest', 'version', 'status'] as const;
const COUNTED = new Set(['', 'counted']);
const VERSION_EXPECTED = 'a whole number, 1 or more';

type Rows = {
  readonly contests: Map<string | null, Map<string, SideSheet & { readonly version: number; readonly line: number }>>;
  readonly stations: Set<string>;
  readonly faults: Map<string, FolderError>;
};

/** A CSV of figures: `station`, perhaps `contest`, `version` and `status`, and a column for each option. */
export function readCsvSide(path: string): Result<Side, SideError> {
  const log = new IssueLog();
  const file = basename(path);
  const stored = readStored(path, file, MAX_BYTES);
  if (!stored.ok) {
    log.error(stored.error);
    return err(sideError(...describeFailure(log.failure())));
  }
  const rows: Rows = { contests: new Map(), stations: new Set(), faults: new Map() };
  let options: readonly string[] = [];
  const bytes = stored.value.bytes;
  readTable({ file, header: () => null, read: (onRecord) => parseCsv(file, bytes, onRecord) }, log, (header) => {
    options = header.names.filter((name) => !(ABOUT as readonly string[]).includes(name));
    return header.has('station') ? rowReader(header, options, rows, log) : noStation(file, log);
  });
  if (log.errorCount > 0) return err(sideError(...describeFailure(log.failure())));
  const contests = [...rows.contests].map(
    ([id, sheets]): SideContest => ({
      id,
      names: id === null ? [] : [id],
      options: options.map((option) => ({ id: option, names: [], fault: rows.faults.get(option) ?? null })),
      sheets,
    }),
  );
  const stations = [...rows.stations];
  const what = `CSV of figures, ${stations.length} stations`;
  return ok({ path, what, contests, stations, levels: [], unitOf: () => null });
}

function noStation(file: string, log: IssueLog): null {
  const advice =
    'A CSV of figures has a header with station, perhaps contest, and a column for each option, with commas between them (not semicolons or tabs).';
  log.error(issue('missing-column', { file, line: 1, field: 'station' }, null, 'the code of each station', advice));
  return null;
}

function rowReader(header: Header, options: readonly string[], rows: Rows, log: IssueLog): RowReader {
  const { file } = header;
  const [station, contest, version, status] = ABOUT.map((name) => header.indexOf(name)) as [
    number,
    number,
    number,
    number,
  ];
  const columns = options.map((name) => [name, header.indexOf(name)] as const);
  return (cells, line) => {
    const id = (cells[station] ?? '').trim();
    if (id === '') {
      log.error(issue('missing-value', { file, line, field: 'station' }, null, 'the code of a station'));
      return;
    }
    const nth = version < 0 ? 1 : readNumber(cells[version] ?? '');
    if (typeof nth !== 'number' || nth < 1) {
      log.error(issue('bad-version', { file, line, field: 'version' }, cells[version] ?? '', VERSION_EXPECTED));
      return;
    }
    const boxes = columns.map(([name, at]) => readBox(cells[at] ?? '', { file, line, field: name }, rows.faults));
    const isCounted = status < 0 || COUNTED.has(cells[status] ?? '');
    const of = contest < 0 ? null : (cells[contest] ?? '');
    const sheets = rows.contests.get(of) ?? new Map();
    rows.contests.set(of, sheets);
    const before = sheets.get(id);
    if (before?.version === nth) {
      const advice = `It stands in line ${before.line} already${of === null ? '' : ` for contest ${of}`}.`;
      log.error(issue('repeated-sheet', { file, line, field: 'station' }, id, 'each sheet once', advice));
      return;
    }
    rows.stations.add(id);
    if (before === undefined || before.version < nth) sheets.set(id, { isCounted, boxes, version: nth, line });
  };
}

/** A box, or empty where the cell is no figure: the fault is kept, for the case that the option is compared. */
function readBox(
  cell: string,
  place: { readonly file: string; readonly line: number; readonly field: string },
  faults: Map<string, FolderError>,
): Box {
  if (cell === '' || cell === 'empty') return 'empty';
  if (cell === 'illegible') return 'illegible';
  const read = readNumber(cell);
  if (typeof read === 'number') return read;
  if (!faults.has(place.field)) {
    faults.set(place.field, issue(read, place, cell.slice(0, 60), 'a whole number of votes (0 or more), or empty'));
  }
  return 'empty';
}
