import { type Bytes, equalBytes, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import { estimatesShown } from '../model/estimate-rules.ts';
import { LANGUAGES } from '../model/ids.ts';
import { parseTilePath, TILE_WIDTH, tilePath, tilesAt } from '../tlog/index.ts';
import { bodyFileCount, bodyFilePath } from './body-reading.ts';
import { firstDifference } from './canonical-json.ts';
import { DEFINITION_PATHS } from './definition-check.ts';
import { deriveCollation, deriveCollationCsv } from './derived-collation.ts';
import { deriveEstimate, deriveEstimates, ESTIMATE_PATHS } from './derived-estimate.ts';
import { deriveFind } from './derived-find.ts';
import { deriveHistory } from './derived-history.ts';
import { type Derivation, deriveState, deriveUnit, unitTextInOrder } from './derived-json.ts';
import { type FileScan, isPage, type PageScan, scanPage } from './file-scan.ts';
import { type FindingList, shown } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import type { FileEntry } from './manifest-reading.ts';
import { PageChecker } from './page-check.ts';
import type { PublicSource } from './public-source.ts';

export type FileCounts = {
  readonly files: number;
  readonly bytes: number;
  readonly pages: number;
  readonly figures: number;
  readonly notDerived: number;
};

/** Called now and then with how many of how many files are done. */
export type OnFile = (done: number, total: number) => void;

/**
 * Reads each file of the manifest once: its hash and size, and what it has to say. A publisher that signs false figures with
 * right hashes is caught here, and only here. Without a derivation (the definition was refused) hashes alone are checked.
 */
export function checkFiles(
  crypto: Crypto,
  source: PublicSource,
  files: readonly FileEntry[],
  derivation: Derivation | null,
  findings: FindingList,
  onFile: OnFile,
): FileCounts {
  const checker = new FileChecker(crypto, source, derivation, findings);
  const { scanned } = source;
  if (scanned === undefined) source.announce?.(files.map(({ path }) => path));
  files.forEach((file, i) => {
    onFile(i, files.length);
    const seen = scanned?.(file.path) ?? null;
    if (seen === null || !checker.isRightAsScanned(file, seen)) checker.check(file);
  });
  onFile(files.length, files.length);
  return checker.counts(files.length);
}

class FileChecker {
  private readonly crypto: Crypto;
  private readonly source: PublicSource;
  private readonly derivation: Derivation | null;
  private readonly findings: FindingList;
  private readonly pageChecker: PageChecker | null;
  private readonly derived: DerivedFiles | null;
  private bytes = 0;
  private pages = 0;
  private notDerived = 0;

  constructor(crypto: Crypto, source: PublicSource, derivation: Derivation | null, findings: FindingList) {
    this.crypto = crypto;
    this.source = source;
    this.derivation = derivation;
    this.findings = findings;
    this.pageChecker = derivation && new PageChecker(derivation, findings);
    this.derived = derivation && new DerivedFiles(derivation);
  }

  counts(files: number): FileCounts {
    const { bytes, pages, notDerived } = this;
    return { files, bytes, pages, figures: this.pageChecker?.figures ?? 0, notDerived };
  }

  /**
   * Checks a file by what was seen of it before; false, and nothing is counted or found, where its content has to be looked at: it is
   * not the one that the manifest lists, or what it says has to be held against the record piece by piece.
   */
  isRightAsScanned({ path, bytes, sha256 }: FileEntry, seen: FileScan): boolean {
    if (seen.bytes !== bytes || seen.sha256 !== sha256) return false;
    if (isPage(path) && seen.page !== null) this.checkPage(path, seen.page);
    else {
      const text = this.derived?.textOf(path) ?? null;
      if (text === null || toBase64(this.crypto.sha256(utf8(text))) !== sha256) return false;
    }
    this.bytes += bytes;
    return true;
  }

  check(file: FileEntry): void {
    const { path } = file;
    const content = readListed(this.crypto, this.source, file, this.findings);
    if (content === null) return;
    this.bytes += content.length;
    const text = this.derived?.textOf(path) ?? null;
    if (text !== null && equalBytes(content, utf8(text))) return;
    const expected = this.derived?.of(path);
    if (expected !== undefined) compare(path, content, expected, this.findings);
    else if (this.derivation !== null && path === COLLATION_CSV) compareCsv(content, this.derivation, this.findings);
    else if (isPage(path)) this.checkPage(path, scanPage(content));
    else if (!isDefinition(path)) this.notDerived++;
  }

  private checkPage(path: string, page: PageScan | null): void {
    this.pages++;
    this.pageChecker?.check(path, page);
  }
}

function readListed(crypto: Crypto, source: PublicSource, file: FileEntry, findings: FindingList): Bytes | null {
  const { path } = file;
  const read = source.read(path);
  if (!read.ok) {
    if (read.error.kind === 'not-found')
      findings.add('manifest', 'missing-file', { path }, 'This listed file is missing.');
    else addUnreadable(findings, path, read.error.kind);
    return null;
  }
  const bytes = read.value;
  if (bytes.length !== file.bytes) {
    const says = `This file has ${bytes.length} bytes; the manifest says ${file.bytes}.`;
    findings.add('manifest', 'file-size', { path }, says);
  } else if (toBase64(crypto.sha256(bytes)) !== file.sha256) {
    findings.add('manifest', 'file-hash', { path }, 'This file is not the one whose hash the manifest has.');
  }
  return bytes;
}

function compare(path: string, published: Bytes, derived: Json, findings: FindingList): void {
  if (equalBytes(published, canonicalBytes(derived))) return;
  const says = `This is not what the record gives: ${firstDifference(published, derived)}.`;
  findings.add('derivation', 'differs', { path }, says);
}

const COLLATION_CSV = 'data/collation.csv';

function compareCsv(published: Bytes, derivation: Derivation, findings: FindingList): void {
  if (equalBytes(published, utf8(deriveCollationCsv(derivation)))) return;
  findings.add('derivation', 'differs', { path: COLLATION_CSV }, 'This is not what the record gives.');
}

/** The JSON files that follow from the record, by path. */
class DerivedFiles {
  private readonly derivation: Derivation;
  private readonly unitOf = new Map<string, number>();

  constructor(derivation: Derivation) {
    this.derivation = derivation;
    for (const unit of unitsWithFiles(derivation)) this.unitOf.set(unitPaths(derivation, unit).data, unit);
  }

  /** The text of the same, where it is had without spelling it key by key. */
  textOf(path: string): string | null {
    const unit = this.unitOf.get(path);
    return unit === undefined ? null : unitTextInOrder(this.derivation, unit);
  }

  /** What the file has to say; undefined for files that do not follow from the record. */
  of(path: string): Json | undefined {
    if (path === 'data/state.json') return deriveState(this.derivation);
    if (path === 'data/history.json') return deriveHistory(this.derivation);
    if (path === 'data/collation.json') return deriveCollation(this.derivation);
    if (path === 'data/find.json') return deriveFind(this.derivation.geography);
    if (path === 'data/estimate.json') return deriveEstimate(this.derivation);
    if (path === 'data/estimates.json') return deriveEstimates(this.derivation);
    const unit = this.unitOf.get(path);
    return unit === undefined ? undefined : deriveUnit(this.derivation, unit);
  }
}

/** Units with files of their own: all but those with exactly one child, the root aside (publication.md section 5). */
function unitsWithFiles({ geography }: Derivation): number[] {
  return geography.units.map((_, unit) => unit).filter((unit) => geography.pageOf[unit] === unit);
}

function unitPaths(
  { geography }: Derivation,
  unit: number,
): { readonly data: string; readonly pages: readonly string[] } {
  const id = geography.units[unit]?.id ?? '';
  const page = unit === 0 ? 'index' : `u/${id}`;
  return { data: `data/u/${id}.json`, pages: LANGUAGES.map((language) => `${language}/${page}.html`) };
}

/** Whether the manifest lists every file that there has to be, and no unit's file that there may not be. */
export function checkListing(files: readonly FileEntry[], derivation: Derivation, findings: FindingList): void {
  const listed = new Set(files.map((file) => file.path));
  const demand = (path: string) => {
    if (listed.has(path)) return;
    findings.add('manifest', 'not-listed', { path }, 'This file has to exist, and the manifest does not list it.');
  };
  const always = ['data/state.json', 'data/history.json', 'data/find.json', 'data/collation.json', COLLATION_CSV];
  for (const path of [...Object.values(DEFINITION_PATHS), ...always]) demand(path);
  const hasBoard = derivation.geography.definition.election.canvass !== null;
  for (const language of hasBoard ? LANGUAGES : []) demand(`${language}/board.html`);
  checkEstimateFiles(listed, derivation, demand, findings);
  const known = new Set<string>();
  const complete = derivation.state.body?.complete === true;
  const touched = unitsWithEvents(derivation);
  for (const unit of unitsWithFiles(derivation)) {
    const { data, pages } = unitPaths(derivation, unit);
    const optional = !complete && unit !== 0 && touched[unit] !== true;
    for (const path of [data, ...pages]) {
      known.add(path);
      if (!optional) demand(path);
    }
  }
  for (const path of listed) {
    if (!path.includes('/u/') || known.has(path) || !/^[^/]+\/u\//.test(path)) continue;
    findings.add('manifest', 'no-such-unit', { path }, 'No unit has a file of this name.');
  }
}

/** Files of estimates are there where the definition shows them, and nowhere else. */
function checkEstimateFiles(
  listed: ReadonlySet<string>,
  { geography }: Derivation,
  demand: (path: string) => void,
  findings: FindingList,
): void {
  const isShown = estimatesShown(geography.definition.election) !== null;
  for (const path of ESTIMATE_PATHS) {
    if (isShown) demand(path);
    else if (listed.has(path)) {
      const says = 'This file is of estimates, which the definition does not show.';
      findings.add('manifest', 'estimate-not-allowed', { path }, says);
    }
  }
}

/** Units with at least one station that has an event in the state. */
function unitsWithEvents({ geography, replayed }: Derivation): readonly boolean[] {
  const touched: boolean[] = geography.units.map(() => false);
  geography.placeOf.forEach((place, station) => {
    if (replayed.history[station]?.length === 0) return;
    for (let u = place; u >= 0 && touched[u] === false; u = geography.parent[u] ?? -1) touched[u] = true;
  });
  return touched;
}

function isDefinition(path: string): boolean {
  return (Object.values(DEFINITION_PATHS) as readonly string[]).includes(path);
}

/** The files that belong to the log itself: checkpoint, tiles, entry bundles, manifest, shards and bodies. */
export function structurePaths(size: number, bodyLines: number, shards: readonly string[]): Set<string> {
  const paths = new Set<string>(['checkpoint', 'manifest.json', ...shards]);
  for (const tile of tilesAt(size)) paths.add(tilePath(tile));
  for (let file = 0; file < bodyFileCount(bodyLines); file++) paths.add(bodyFilePath(file));
  return paths;
}

/** Every file that there is belongs to the log or to the manifest: anything else could be taken for published. */
export function checkExtra(
  present: readonly string[],
  structure: ReadonlySet<string>,
  files: readonly FileEntry[],
  size: number,
  findings: FindingList,
): void {
  const listed = new Set(files.map((file) => file.path));
  for (const path of present) {
    if (listed.has(path) || structure.has(path) || isOlderPartial(path, size)) continue;
    findings.add(
      'extra-file',
      'not-in-manifest',
      { path },
      `The file ${shown(path)} belongs to nothing that is signed.`,
    );
  }
}

/** A narrower partial of a tile that is not full yet MAY stay (publication.md section 1). */
function isOlderPartial(path: string, size: number): boolean {
  const parsed = parseTilePath(path);
  if (!parsed.ok || parsed.value.width === TILE_WIDTH) return false;
  const { level, index, width } = parsed.value;
  const hashes = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  const unfinished = Math.floor(hashes / TILE_WIDTH);
  return index === unfinished && width < hashes % TILE_WIDTH;
}
