import type { Bytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { ok } from '../base/result.ts';
import { ChangingGeography } from '../model/changing-geography.ts';
import { isEventKind } from '../record/index.ts';
import { formatVkey } from '../tlog/index.ts';
import { addUp } from './addition.ts';
import { bodyPathOf, type ReadBodies, readBodies } from './body-reading.ts';
import { readDefinition } from './definition-check.ts';
import type { Derivation } from './derived-json.ts';
import { checkDue, dueRuleOf, heldOf } from './due-check.ts';
import { checkEmbargoes } from './embargo-check.ts';
import { fatesOf } from './entry-fates.ts';
import { checkEstimates } from './estimate-check.ts';
import { checkFates } from './fate-check.ts';
import { checkExtra, checkFiles, checkListing, type FileCounts, structurePaths } from './file-check.ts';
import { type Finding, FindingList } from './finding.ts';
import { findDeclaredKeys } from './keys-declared.ts';
import {
  addUnreadable,
  checkSignatures,
  checkSince,
  type LogKeys,
  type ReadLog,
  readLog,
  readUnverifiedCheckpoint,
} from './log-check.ts';
import { checkManifest } from './manifest-check.ts';
import { type FileEntry, type Manifest, parseManifest } from './manifest-reading.ts';
import { checkPapers, papersOf } from './minutes-check.ts';
import { NationalNumbers } from './national-record.ts';
import { OfficeCheck } from './office-check.ts';
import { checkPictures, type PictureCounts, pictureStates } from './picture-check.ts';
import type { PublicSource } from './public-source.ts';
import type { ReadHeader } from './read-header.ts';
import { readingFatesOf } from './reading-fates.ts';
import { replay } from './replay.ts';
import { checkSheetSignatures, type StartVerifyMany, verifyInTurn } from './signatures.ts';
import { followStates, type State } from './state-chain.ts';
import type { Trust } from './trust.ts';
import type { Verdict, VerifyReport } from './verdict.ts';

/** What a verification is at: for a progress line. */
export type VerifyStage = 'log' | 'bodies' | 'files';

export type VerifyInput = {
  readonly source: PublicSource;
  /** null: the verdict can be at best `consistent`. */
  readonly trust: Trust | null;
  readonly crypto: Crypto;
  /** Checks the devices' signatures, of sheets and of figures; without it `crypto` does, one after the other. */
  readonly verifyMany?: StartVerifyMany;
  /** Now by the caller's clock, ms since 1970, to tell the age of the heartbeat. */
  readonly now?: number;
  /** An older `checkpoint` file that the caller kept. */
  readonly since?: Bytes;
  readonly onProgress?: (stage: VerifyStage, done: number, total: number) => void;
};

/**
 * The outsider's question: from public bytes alone, is it all so? Checks signatures, log, manifest and bodies, replays the
 * record, adds every sheet again and compares every published figure. Everything read is taken for hostile; nothing here
 * is shared with the code that publishes. docs/spec/verify.md says what each finding means and what cannot be proven.
 */
export function verifyPublic(input: VerifyInput): Verdict {
  const { source, crypto, trust } = input;
  const findings = new FindingList();
  const bytes = source.read('checkpoint');
  if (!bytes.ok) return unreadable('missing-checkpoint', `The checkpoint cannot be read: ${bytes.error.kind}.`);
  const checkpoint = readUnverifiedCheckpoint(bytes.value);
  if (checkpoint === null) return unreadable('malformed-checkpoint', 'The checkpoint is no signed note of a log.');
  const declared = findDeclaredKeys(crypto, source, checkpoint);
  const keys: LogKeys | null = trust ?? declared;
  if (keys === null)
    return unreadable('no-keys', 'Without a trust file, and without an open KeysDeclared, there is no key.');
  const heartbeat = checkSignatures(crypto, bytes.value, keys, trust !== null, findings);
  const log = readLog(crypto, source, checkpoint, heartbeat, findings);
  input.onProgress?.('log', log.headers.length, log.headers.length);
  const sinceSize = input.since === undefined ? null : checkSince(crypto, input.since, keys, log, findings);
  const checked = checkState(input, log, keys, findings);
  const report: VerifyReport = {
    ...checked,
    origin: checkpoint.origin,
    trusted: trust !== null,
    events: checkpoint.size,
    heartbeatAt: heartbeat === null ? null : heartbeat * 1000,
    heartbeatAgeMs: heartbeat === null || input.now === undefined ? null : input.now - heartbeat * 1000,
    unknownKinds: log.headers.filter((header) => header !== null && !isEventKind(header.kind)).length,
    sinceSize,
  };
  if (findings.total === 0) return { kind: trust === null ? 'consistent' : 'verified', report };
  const { kept, total } = findings;
  return { kind: 'failed', report, findings: kept, findingsTotal: total, byLayer: findings.layers() };
}

type StateReport = Omit<
  VerifyReport,
  'origin' | 'trusted' | 'events' | 'heartbeatAt' | 'heartbeatAgeMs' | 'unknownKinds' | 'sinceSize'
>;

/** Everything behind the log: the newest published state, its files and its figures. */
function checkState(input: VerifyInput, log: ReadLog, keys: LogKeys, findings: FindingList): StateReport {
  const { source, crypto } = input;
  const manifest = readManifest(source, findings);
  const record = newestState(log.headers, manifest?.parsed ?? null, findings);
  // The state's own event is the last that has a line in the body files.
  const events = record === null ? 0 : record + 1;
  const numbers = new NationalNumbers(log);
  const read = readBodies(crypto, source, log, events, findings, numbers.take);
  input.onProgress?.('bodies', events, events);
  const national = numbers.record(read, findings);
  const { headers, read: bodies, following } = national;
  checkKeysDeclared(headers, bodies, keys, findings);
  const chain = followStates(headers, bodies, events, findings);
  const state = chain.states.at(-1) ?? null;
  const fates = fatesOf(headers, bodies, events);
  checkFates(headers, bodies, events, chain, fates, findings);
  const readings = readingFatesOf(headers, bodies, events);
  const isDue = state && dueRuleOf(fates, readings, chain, state);
  if (state && isDue) checkDue(log.headers, bodies, state, isDue, findings);
  const defined = readDefinition(crypto, source, headers, bodies, input.trust, findings);
  const files = state && manifest ? checkManifest(crypto, source, manifest, state, findings) : [];
  let derivation: Derivation | null = null;
  if (defined && state && isDue) {
    // Behind the replay it is as the amendments left it.
    const changing = new ChangingGeography(defined);
    const geography = changing.now;
    checkEmbargoes(defined, headers, bodies, events, findings);
    new OfficeCheck(geography.definition, log.checkpoint.origin, log, crypto, findings).check(national, events);
    const whole = { headers, bodies, chain, state, isDue, fates, readings, events, following, log };
    const replayed = replay(changing, whole, crypto, findings);
    const added = addUp(geography, replayed.centre);
    derivation = {
      geography,
      headers,
      bodies: bodies.bodies,
      log,
      chain,
      state,
      replayed,
      added,
      held: heldOf(headers, state, isDue),
    };
    checkEstimates(derivation, findings);
    if (manifest) checkListing(files, derivation, findings);
    if (manifest) checkTestMark(manifest.parsed, derivation, findings);
  }
  const due = derivation?.replayed.signatures ?? [];
  // Begun before the files are read and asked for behind them: an adapter may check them meanwhile.
  const answers = (input.verifyMany ?? verifyInTurn(crypto))(due);
  const onFile = (done: number, total: number) => input.onProgress?.('files', done, total);
  const counts = checkFiles(crypto, source, files, derivation, findings, onFile);
  const pictures = derivation === null ? null : pictureStates(derivation);
  const seen = checkPictures(crypto, source, pictures ?? new Map(), findings);
  const papers = papersOf(national, state?.size ?? 0);
  checkPapers(crypto, source, papers, findings);
  const isBelonging = (path: string) => papers.has(path) || (pictures?.has(path) ?? path.startsWith('pictures/'));
  const listed = checkFolder(source, log, events, manifest?.parsed ?? null, files, isBelonging, findings);
  const signatures = checkSheetSignatures(due, answers(), findings);
  const lost = [...fates.voids.values()].filter((voids) => voids.some(({ reason }) => reason === 'lost')).length;
  return stateReport(state, bodies, derivation, counts, seen, { signatures, entriesLost: lost, listed });
}

/** A rehearsal is a test in every payload, and nothing else is one. */
function checkTestMark(manifest: Manifest, { geography }: Derivation, findings: FindingList): void {
  if (manifest.test === (geography.definition.election.nature === 'rehearsal')) return;
  const says = 'manifest.json does not say of this run whether it is a test.';
  findings.add('manifest', 'manifest-state', { path: 'manifest.json' }, says);
}

function stateReport(
  state: State | null,
  bodies: ReadBodies,
  derivation: Derivation | null,
  counts: FileCounts,
  pictures: PictureCounts,
  rest: Pick<StateReport, 'signatures' | 'entriesLost' | 'listed'>,
): StateReport {
  return {
    stateSize: state?.size ?? null,
    stateAt: state?.at ?? null,
    files: counts.files,
    bytes: counts.bytes,
    bodiesOpened: bodies.opened,
    bodiesSealed: bodies.sealed,
    sheetsAdded: derivation?.added.sheets ?? 0,
    pages: counts.pages,
    figures: counts.figures,
    filesNotDerived: counts.notDerived,
    pictures: pictures.pictures,
    pictureBytes: pictures.bytes,
    picturesWithheld: pictures.withheld,
    picturesNotFetched: pictures.notFetched,
    ...rest,
  };
}

function readManifest(
  source: PublicSource,
  findings: FindingList,
): { readonly bytes: Bytes; readonly parsed: Manifest } | null {
  const path = 'manifest.json';
  const bytes = source.read(path);
  if (!bytes.ok) {
    if (bytes.error.kind === 'not-found')
      findings.add('manifest', 'missing-file', { path }, 'The manifest is missing.');
    else addUnreadable(findings, path, bytes.error.kind);
    return null;
  }
  const parsed = parseManifest(bytes.value);
  if (parsed.ok) return { bytes: bytes.value, parsed: parsed.value };
  const { kind, field } = parsed.error;
  findings.add('manifest', kind, { path }, `manifest.json is refused${field === '' ? '' : ` in ${field}`}.`);
  return null;
}

/**
 * The record number of the state that the files are of: the one that manifest.json names by its size, if the log has a
 * StatePublished there, else the newest. Its hash is held against that event later, so the manifest decides nothing.
 */
function newestState(
  headers: readonly (ReadHeader | null)[],
  manifest: Manifest | null,
  findings: FindingList,
): number | null {
  const newest = headers.findLastIndex(isState);
  if (newest < 0) {
    findings.add('manifest', 'no-state', {}, 'The log has no StatePublished: nothing was published yet.');
    return null;
  }
  const named = manifest === null ? newest : manifest.size;
  if (named === newest || !isState(headers[named])) return newest;
  const says = `The files are of the state of event ${named}; the log has published a newer one, event ${newest}.`;
  findings.add('manifest', 'state-behind', { path: 'manifest.json', record: newest }, says);
  return named;
}

/** An office's own states are in its own record. */
function isState(header: ReadHeader | null | undefined): boolean {
  return header?.kind === 'StatePublished' && header.office === undefined;
}

/** The keys are declared once, in the record itself, so that everybody holds the same ones against the log. */
function checkKeysDeclared(
  headers: readonly (ReadHeader | null)[],
  bodies: ReadBodies,
  keys: LogKeys,
  findings: FindingList,
): void {
  const records = headers.flatMap((header, record) => (header?.kind === 'KeysDeclared' ? [record] : []));
  const [record] = records;
  if (record === undefined || records.length > 1) {
    const says = `The log declares its keys ${records.length} times; it has to do so once.`;
    findings.add('log', 'keys-declared', record === undefined ? {} : { record: records[1] }, says);
    return;
  }
  const body = bodies.bodies[record];
  // A body that is missing or refused has its own finding.
  if (body?.kind !== 'KeysDeclared') return;
  const same = body.log === formatVkey(keys.log) && body.heartbeat === formatVkey(keys.heartbeat);
  if (same && body.origin === keys.origin) return;
  const place = { path: bodyPathOf(record), record };
  findings.add(
    'trust',
    'other-keys-declared',
    place,
    'The keys that the record declares are not those of the trust file.',
  );
}

/** Looks for files that belong to nothing; false when the source cannot be listed. */
function checkFolder(
  source: PublicSource,
  log: ReadLog,
  bodyLines: number,
  manifest: Manifest | null,
  files: readonly FileEntry[],
  /** Whether something in the record names the file; without a derivation nobody knows which pictures there have to be. */
  isBelonging: (path: string) => boolean,
  findings: FindingList,
): boolean {
  // Without a manifest every file would be an extra one, which says nothing new.
  const present = manifest === null ? ok(null) : source.list();
  if (!present.ok) {
    findings.add('extra-file', present.error.kind, {}, `The files cannot be listed: ${present.error.detail}.`);
    return false;
  }
  if (present.value === null || manifest === null) return false;
  const shards = manifest.shards.map((shard) => shard.path);
  const structure = structurePaths(log.checkpoint.size, bodyLines, shards);
  const others = present.value.filter((path) => !isBelonging(path));
  checkExtra(others, structure, files, log.checkpoint.size, findings);
  return true;
}

function unreadable(kind: string, says: string): Verdict {
  const why: Finding = { layer: 'checkpoint', kind, path: 'checkpoint', record: null, says };
  return { kind: 'unreadable', why };
}
