import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { type EventHeader, isEventKind } from '../record/index.ts';
import {
  type Checkpoint,
  type FsckProblem,
  fsckTree,
  LogTree,
  leafHash,
  type OpenedCheckpoint,
  openCheckpointExactly,
  parseCheckpoint,
  parseNote,
  TILE_WIDTH,
  tilePath,
} from '../tlog/index.ts';
import { type FindingList, shown } from './finding.ts';
import { readHeader } from './header-reading.ts';
import type { PublicSource } from './public-source.ts';
import type { Trust } from './trust.ts';

/** The keys and origin that signatures are held against: out of the trust file, or of the record itself. */
export type LogKeys = Pick<Trust, 'origin' | 'log' | 'heartbeat'>;

/** The log, read once. */
export type ReadLog = {
  readonly checkpoint: Checkpoint;
  /** Time of the heartbeat in Unix seconds; null when the signatures were refused. */
  readonly heartbeatSeconds: number | null;
  /** null where an entry could not be read; a finding says why. */
  readonly headers: readonly (EventHeader | null)[];
  /** Only when it was asked for: to compare with an older checkpoint. */
  readonly tree: LogTree | null;
};

/** A checkpoint of more events than this is refused unread: its size alone would fill the memory. */
const EVENTS_MAX = 20_000_000;

/** The checkpoint's text before any signature is looked at; null when it is none, or of an absurd size. */
export function readUnverifiedCheckpoint(bytes: Bytes): Checkpoint | null {
  const note = parseNote(bytes);
  if (!note.ok) return null;
  const checkpoint = parseCheckpoint(note.value.text);
  return checkpoint.ok && checkpoint.value.size <= EVENTS_MAX ? checkpoint.value : null;
}

/**
 * Checks origin and both signatures of the checkpoint. Whoever serves the folder may have signed it with any key, so
 * only the keys given count. Gives the heartbeat's time, or null after a finding.
 */
export function checkSignatures(
  crypto: Crypto,
  bytes: Bytes,
  keys: LogKeys,
  fromTrustFile: boolean,
  findings: FindingList,
): number | null {
  const origin = readUnverifiedCheckpoint(bytes)?.origin;
  const layer = fromTrustFile ? 'trust' : 'checkpoint';
  const whose = fromTrustFile ? 'the trust file' : 'the event KeysDeclared';
  if (origin !== keys.origin) {
    const says = `The checkpoint is of the log ${shown(origin)}, ${whose} names ${shown(keys.origin)}.`;
    findings.add(layer, 'wrong-origin', { path: 'checkpoint' }, says);
    return null;
  }
  const opened = openCheckpointExactly(crypto, bytes, {
    origin: keys.origin,
    logKey: keys.log,
    cosigners: [keys.heartbeat],
  });
  if (opened.ok) return heartbeatOf(opened.value);
  if (opened.error.kind === 'unexpected-signatures' && signatureCount(bytes) === 2) {
    findings.add(
      layer,
      'other-key',
      { path: 'checkpoint' },
      `The checkpoint is signed by other keys than ${whose} names.`,
    );
  } else {
    const says = `The signatures of the checkpoint do not hold: ${opened.error.kind}.`;
    findings.add('checkpoint', opened.error.kind, { path: 'checkpoint' }, says);
  }
  return null;
}

/** Every header of the log, with the whole tree derived again from the entry bundles up to the signed root. */
export function readLog(
  crypto: Crypto,
  source: PublicSource,
  checkpoint: Checkpoint,
  heartbeatSeconds: number | null,
  keepTree: boolean,
  findings: FindingList,
): ReadLog {
  const headers: (EventHeader | null)[] = [];
  const tree = keepTree ? new LogTree(crypto) : null;
  const chain = new HeaderChain(checkpoint.size, findings);
  const files = {
    read: (path: string) => {
      const bytes = source.read(path);
      if (bytes.ok) return bytes.value;
      if (bytes.error.kind !== 'not-found') addUnreadable(findings, path, bytes.error.kind);
      return null;
    },
  };
  const problems = fsckTree(crypto, files, checkpoint, (index, leaf) => {
    const hash = leafHash(crypto, leaf);
    while (headers.length < index) headers.push(null);
    headers.push(chain.follow(index, leaf, hash));
    if (tree?.size === index) tree.append(hash);
  });
  for (const problem of problems) addProblem(findings, problem);
  while (headers.length < checkpoint.size) headers.push(null);
  return { checkpoint, heartbeatSeconds, headers, tree };
}

/**
 * Holds an older checkpoint, kept by the reader, against the log: its root has to come out of the same leaves. This is what
 * shows a log that was rewritten or shown in two versions, which nothing inside the folder can show.
 */
export function checkSince(
  crypto: Crypto,
  bytes: Bytes,
  keys: LogKeys,
  log: ReadLog,
  findings: FindingList,
): number | null {
  const opened = openCheckpointExactly(crypto, bytes, {
    origin: keys.origin,
    logKey: keys.log,
    cosigners: [keys.heartbeat],
  });
  if (!opened.ok) {
    const says = `The older checkpoint is not one of this log: ${opened.error.kind}.`;
    findings.add('trust', 'older-checkpoint-refused', {}, says);
    return null;
  }
  const { size, root } = opened.value.checkpoint;
  if (size > log.checkpoint.size) {
    const says = `The older checkpoint has ${size} events, the log now only ${log.checkpoint.size}: events were withdrawn, or an old state is shown.`;
    findings.add('log', 'rolled-back', { path: 'checkpoint' }, says);
  } else if (log.tree === null || log.tree.size < size) {
    findings.add(
      'log',
      'not-derivable',
      {},
      'The older checkpoint could not be compared: entries of the log are missing.',
    );
  } else if (!equalBytes(log.tree.rootAt(size), root)) {
    const says = `The log's first ${size} events are not those of the older checkpoint: two histories were signed.`;
    findings.add('log', 'forked', { path: 'checkpoint' }, says);
  }
  return size;
}

/** What one header demands of the next: docs/spec/publication.md section 1. */
class HeaderChain {
  private readonly size: number;
  private readonly findings: FindingList;
  private readonly sources = new Map<string, { seq: number; leaf: Bytes }>();
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(size: number, findings: FindingList) {
    this.size = size;
    this.findings = findings;
  }

  follow(index: number, leaf: Bytes, hash: Bytes): EventHeader | null {
    const decoded = readHeader(leaf);
    const place = { path: bundlePath(index, this.size), record: index };
    if (!decoded.ok) {
      const { error } = decoded;
      const what = 'field' in error ? ` (${shown(error.field)})` : '';
      this.findings.add('log', error.kind, place, `Event ${index} has no valid header${what}.`);
      return null;
    }
    const header = decoded.value;
    if (header.at < this.lastAt) {
      this.findings.add('log', 'time-goes-back', place, `Event ${index} is dated before the event in front of it.`);
    }
    this.lastAt = Math.max(this.lastAt, header.at);
    this.followSource(index, header, hash, place);
    if (isEventKind(header.kind)) this.checkShape(index, header, place);
    return header;
  }

  private followSource(index: number, header: EventHeader, hash: Bytes, place: { path: string; record: number }): void {
    const last = this.sources.get(header.source);
    const linked =
      last === undefined
        ? header.sourceSeq === 0
        : header.sourceSeq === last.seq + 1 && header.sourcePrev !== null && equalBytes(header.sourcePrev, last.leaf);
    if (!linked) {
      const says = `Event ${index} does not follow the last event of its source ${shown(header.source)}.`;
      this.findings.add('log', 'source-chain-broken', place, says);
    }
    this.sources.set(header.source, { seq: header.sourceSeq, leaf: hash });
  }

  /** The second column of the table in publication.md section 2. */
  private checkShape(index: number, header: EventHeader, place: { path: string; record: number }): void {
    const has = [header.count && 'count', header.contest && 'contest'].filter(Boolean).join(' ');
    const rightCount = (COUNT_ONLY[header.kind] ?? header.count) === header.count;
    const rightActor = header.actor !== null || !NEEDS_ACTOR.has(header.kind);
    if ((HEADER_ALSO_HAS[header.kind] ?? '') === has && rightCount && rightActor) return;
    const says = `The header of event ${index}, a ${header.kind}, has the wrong ones of count, contest and actor.`;
    this.findings.add('log', 'header-shape', place, says);
  }
}

const HEADER_ALSO_HAS: Readonly<Record<string, string>> = {
  CountOpened: 'count',
  EmbargoLifted: 'contest',
  SheetImported: 'count contest',
  SheetReceived: 'count',
  EnvelopeReceived: 'count',
  FiguresAnnounced: 'count',
  FiguresRead: 'count contest',
  ArrivalsRefused: 'count',
  EntryCommitted: 'count contest',
  EntriesRevealed: 'count contest',
  EntryVoided: 'count contest',
  DifferenceResolved: 'count contest',
  SheetAgreed: 'count contest',
  SheetObserved: 'count contest',
  RulingIssued: 'count contest',
  SheetDisputed: 'count',
  SheetSuperseded: 'count',
  SheetWithdrawn: 'count',
  PublicationStopped: 'count',
  PublicationResumed: 'count',
  CountClosed: 'count',
};

/** Pictures and figures come in for the preliminary count, paper for the official one. */
const COUNT_ONLY: Readonly<Record<string, string>> = {
  SheetReceived: 'preliminary',
  EnvelopeReceived: 'official',
  FiguresAnnounced: 'preliminary',
  FiguresRead: 'preliminary',
  ArrivalsRefused: 'preliminary',
};

/** Acts that only a person can do; others may be of whoever has the machine. */
const NEEDS_ACTOR: ReadonlySet<string> = new Set([
  'EntryCommitted',
  'DifferenceResolved',
  'RulingIssued',
  'SheetSuperseded',
  'SheetWithdrawn',
]);

const PROBLEM_SAYS: Readonly<Record<FsckProblem['kind'], string>> = {
  'missing-file': 'This file of the log is missing.',
  'tile-mismatch': 'This tile does not hold the hashes that follow from the entries.',
  'leaf-mismatch': 'The entries of this bundle are not those whose hashes the tile beside it holds.',
  'old-partial-mismatch': 'This older partial tile is not the beginning of the newest.',
  'bad-bundle': 'This entry bundle cannot be taken apart.',
  'bad-checkpoint': 'The checkpoint is refused.',
  'root-mismatch': 'The entries do not give the root that the checkpoint signs.',
  'not-derivable': 'Neither entries nor hashes of this part of the log are usable: its tree cannot be derived.',
};

function addProblem(findings: FindingList, problem: FsckProblem): void {
  findings.add('log', problem.kind, { path: problem.path }, PROBLEM_SAYS[problem.kind]);
}

/** A file that is there and cannot be had. */
export function addUnreadable(findings: FindingList, path: string, kind: string): void {
  findings.add('extra-file', 'unreadable-file', { path }, `This file cannot be read: ${kind}.`);
}

/** The bundle that holds an event in a log of this size. */
function bundlePath(index: number, size: number): string {
  const bundle = Math.floor(index / TILE_WIDTH);
  return tilePath({ level: 'entries', index: bundle, width: Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH) });
}

function heartbeatOf(opened: OpenedCheckpoint): number | null {
  return opened.signatures.find((s) => s.time !== null)?.time ?? null;
}

function signatureCount(bytes: Bytes): number {
  const note = parseNote(bytes);
  return note.ok ? note.value.signatures.length : 0;
}
