import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import {
  type FiguresCopyError,
  type FiguresCopyOptions,
  fetchFigures,
} from '../../adapters/public-source/figures-copy.ts';
import { present } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { type Geography, layOutGeography } from '../../src/model/geography.ts';
import { COUNT_KINDS, type CountKind } from '../../src/model/ids.ts';
import { type Box, boxNames } from '../../src/model/votes.ts';
import { type Side, type SideContest, type SideError, type SideSheet, sideError } from './compare-side.ts';
import { readCsvSide } from './compare-side-csv.ts';

/** A published file of a place is some hundred kilobytes. */
const UNIT_BYTES_MAX = 64 * 1024 * 1024;
const DEFINITION_BYTES_MAX = 512 * 1024 * 1024;

type ByContest = readonly Map<string, SideSheet>[];

/**
 * A run or public folder of Cotejo, the address of one, an election folder, or a CSV of figures. `count`: which of two counts; null:
 * the official one if it has any sheet.
 */
export async function readSide(
  path: string,
  count: CountKind | null,
  options: FiguresCopyOptions = {},
): Promise<Result<Side, SideError>> {
  return /^https?:\/\//i.test(path) ? readSite(path, count, options) : readSideOnDisk(path, count);
}

/** What is fetched is removed again: all of it is read at once. */
async function readSite(
  address: string,
  count: CountKind | null,
  options: FiguresCopyOptions,
): Promise<Result<Side, SideError>> {
  const copy = await fetchFigures(address, options);
  if (!copy.ok) return err(sideError(`${address}: ${siteErrorText(copy.error)}`));
  try {
    return readPublicSide(address, copy.value.folder, count);
  } finally {
    copy.value.close();
  }
}

function siteErrorText(error: FiguresCopyError): string {
  switch (error.kind) {
    case 'bad-address':
      return 'no address of a site, like https://example.org/count/.';
    case 'no-public-folder':
      return `no public folder of Cotejo is there (${error.detail}). Give the address of the site, or save what it has as a CSV.`;
    case 'state-moved':
      return `the site published again during each of ${error.attempts} readings. Try again when it is quieter, or compare a copy.`;
    case 'not-its-manifest':
      return `${error.path} is not the file that its manifest says. \`cotejo verify\` says what else is wrong.`;
    case 'not-found':
    case 'too-many-requests':
    case 'too-large':
    case 'too-much':
    case 'timed-out':
    case 'redirected-elsewhere':
    case 'http-status':
    case 'connection-failed':
      return `${error.kind.replaceAll('-', ' ')} (${error.path}, ${error.detail}). Check the address and try again.`;
  }
}

/** The same, of what lies on this machine. */
export function readSideOnDisk(path: string, count: CountKind | null): Result<Side, SideError> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return err(sideError(`${path}: there is no such file or folder.`));
  if (!stat.isDirectory()) {
    if (count !== null) return err(sideError(`${path}: a CSV has one count; leave out --count-a or --count-b.`));
    return readCsvSide(path);
  }
  for (const folder of [join(path, 'public'), path]) {
    if (existsSync(join(folder, 'definition', 'election.json'))) return readPublicSide(path, folder, count);
  }
  if (existsSync(join(path, 'election.json'))) return readElectionSide(path, count);
  return err(
    sideError(
      `${path}: neither a run or public folder of Cotejo (definition/election.json), nor an election folder (election.json), nor a CSV.`,
    ),
  );
}

function readElectionSide(path: string, count: CountKind | null): Result<Side, SideError> {
  const read = readElectionFolder(path);
  if (!read.ok) return err(sideError(...describeFailure(read.error)));
  const { definition } = read.value;
  const sheets = { preliminary: byContest(definition), official: byContest(definition) };
  const newest = new Map<string, number>();
  for (const kind of COUNT_KINDS) {
    for (const sheet of read.value[kind]) {
      const c = definition.election.contests.findIndex(({ id }) => id === sheet.tally.contest);
      const key = `${kind} ${c} ${sheet.station}`;
      if ((newest.get(key) ?? 0) >= sheet.version) continue;
      newest.set(key, sheet.version);
      const isCounted = sheet.status.kind === 'counted';
      sheets[kind][c]?.set(sheet.station, { isCounted, boxes: sheet.tally.boxes });
    }
  }
  return sideOf(path, 'election folder', definition, sheets, count);
}

/** What was published, as it lies there: `cotejo verify` says whether it is all so. */
function readPublicSide(path: string, folder: string, count: CountKind | null): Result<Side, SideError> {
  const definition = readDefinition(folder);
  if (!definition.ok) return definition;
  const geography = layOutGeography(definition.value);
  const sheets = { preliminary: byContest(definition.value), official: byContest(definition.value) };
  for (const [u, unit] of geography.units.entries()) {
    if ((geography.stationsOf[u] ?? []).length === 0) continue;
    const name = `data/u/${unit.id}.json`;
    const file = join(folder, name);
    // A state need not have files of a place of which nothing came in.
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (stat.size > UNIT_BYTES_MAX) return err(sideError(`${file}: over ${UNIT_BYTES_MAX} bytes.`));
    const wrong = takeUnit(readFileSync(file, 'utf8'), geography, sheets);
    if (wrong !== null) return err(sideError(`${file}, field ${wrong}`));
  }
  return sideOf(path, 'published by Cotejo (not verified here)', definition.value, sheets, count);
}

function readDefinition(folder: string): Result<ElectionDefinition, SideError> {
  const paths = ['election.json', 'units.json', 'stations.ndjson'].map((name) => join(folder, 'definition', name));
  const missing = paths.find((p) => !existsSync(p) || statSync(p).size > DEFINITION_BYTES_MAX);
  if (missing !== undefined) return err(sideError(`${missing}: missing, or far too large.`));
  const [election, units, stations] = paths.map((p) => new Uint8Array(readFileSync(p))) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ];
  const decoded = decodeDefinition({ election, units, stations });
  return decoded.ok ? ok(decoded.value) : err(sideError(`${folder}/definition: ${JSON.stringify(decoded.error)}`));
}

/** Takes the sheets of a place's file; what is wrong with it, else null. */
function takeUnit(text: string, geography: Geography, into: Record<CountKind, ByContest>): string | null {
  const file = parsed(text);
  if (!isObject(file) || !Array.isArray(file['sheets'])) return 'sheets: not a list. Fetch the file again.';
  const { contests } = geography.definition.election;
  for (const [i, sheet] of (file['sheets'] as unknown[]).entries()) {
    if (!isObject(sheet) || typeof sheet['station'] !== 'string') return `sheets[${i}].station: not a text.`;
    const of = sheet['contests'];
    if (!isObject(of)) return `sheets[${i}].contests: not an object.`;
    for (const [c, contest] of contests.entries()) {
      const both = of[contest.id];
      if (!isObject(both)) continue;
      for (const kind of COUNT_KINDS) {
        const version = both[kind];
        if (version === null || version === undefined) continue;
        const boxes = isObject(version) ? boxesOf(version['boxes']) : null;
        if (!isObject(version) || typeof version['status'] !== 'string' || boxes === null) {
          return `sheets[${i}].contests.${contest.id}.${kind}: no version of a sheet.`;
        }
        const isCounted = version['status'] === 'counted';
        into[kind][c]?.set(sheet['station'], { isCounted, boxes });
      }
    }
  }
  return null;
}

function boxesOf(value: unknown): readonly Box[] | null {
  if (!Array.isArray(value)) return null;
  const boxes = (value as unknown[]).map((box): Box | null => {
    if (box === null) return 'empty';
    if (box === 'illegible') return 'illegible';
    return Number.isSafeInteger(box) && (box as number) >= 0 ? (box as Box) : null;
  });
  return boxes.some((box) => box === null) ? null : (boxes as Box[]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byContest(definition: ElectionDefinition): ByContest {
  return definition.election.contests.map(() => new Map<string, SideSheet>());
}

function sideOf(
  path: string,
  from: string,
  definition: ElectionDefinition,
  sheets: Readonly<Record<CountKind, ByContest>>,
  asked: CountKind | null,
): Result<Side, SideError> {
  const counted = (kind: CountKind): number =>
    sheets[kind].reduce((sum, of) => sum + [...of.values()].filter((s) => s.isCounted).length, 0);
  const count = asked ?? (counted('official') > 0 ? 'official' : 'preliminary');
  const { election, stations } = definition;
  const contests = election.contests.map((contest, c): SideContest => {
    const compared = contest.selections.length + contest.others.length;
    const options = boxNames(contest)
      .slice(0, compared)
      .map((id, i) => {
        const { name = '', party = '' } = contest.selections[i] ?? {};
        return { id, names: [name, party].filter((text) => text !== ''), fault: null };
      });
    return {
      id: contest.id,
      names: [contest.name.es, contest.name.en],
      options,
      sheets: present(sheets[count][c], 'contest'),
    };
  });
  const what = `${count} count of ${election.name.en}, ${from}, ${stations.length} stations`;
  const ids = stations.map((s) => s.id as string);
  return ok({ path, what, contests, stations: ids, ...places(layOutGeography(definition)) });
}

function places(geography: Geography): Pick<Side, 'levels' | 'unitOf'> {
  const { units, parent, placeOf, stationIndex } = geography;
  const levels = [...new Set(units.slice(1).map((u) => u.level))];
  const unitOf: Side['unitOf'] = (station, level) => {
    const at = stationIndex.get(station as never);
    for (let u = at === undefined ? -1 : (placeOf[at] ?? -1); u >= 0; u = parent[u] ?? -1) {
      const unit = present(units[u], 'unit');
      if (unit.level === level) return { id: unit.id, name: unit.name };
    }
    return null;
  };
  return { levels, unitOf };
}
