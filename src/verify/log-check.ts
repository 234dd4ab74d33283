import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import {
  type Checkpoint,
  type FsckProblem,
  fsckWithTree,
  HASH_SIZE,
  type OpenedCheckpoint,
  openCheckpointExactly,
  parseCheckpoint,
  parseNote,
  tilePath,
  tilesAt,
} from '../tlog/index.ts';
import { bodyFilePaths } from './body-paths.ts';
import { type BundleDigests, bundleDigestsOf } from './file-digests.ts';
import { type FindingList, shown } from './finding.ts';
import type { HashList } from './hash-list.ts';
import { HeaderChain, type OfficeLog } from './header-chain.ts';
import { LeafList } from './leaf-list.ts';
import type { PublicSource } from './public-source.ts';
import type { ReadHeader } from './read-header.ts';
import type { Trust } from './trust.ts';

/** The keys and origin that signatures are held against: out of the trust file, or of the record itself. */
export type LogKeys = Pick<Trust, 'origin' | 'log' | 'heartbeat'>;

/** The log, read once. */
export type ReadLog = {
  readonly checkpoint: Checkpoint;
  /** Time of the heartbeat in Unix seconds; null when the signatures were refused. */
  readonly heartbeatSeconds: number | null;
  /** null where an entry could not be read; a finding says why. */
  readonly headers: readonly (ReadHeader | null)[];
  /** What each of them commits to; zeros, which are no hash, where there is none. */
  readonly commitments: HashList;
  /** As far as no entry is missing. */
  readonly leaves: LeafList;
  /** By id, the logs of offices that this one took in. */
  readonly offices: ReadonlyMap<string, OfficeLog>;
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
  findings: FindingList,
): ReadLog {
  const leaves = new LeafList(crypto);
  const chain = new HeaderChain(crypto, checkpoint.size, findings);
  const files = {
    read: (path: string) => {
      const bytes = source.read(path);
      if (bytes.ok) return bytes.value;
      if (bytes.error.kind !== 'not-found') addUnreadable(findings, path, bytes.error.kind);
      return null;
    },
    leafHashes: (bytes: Bytes) => {
      known = bundleDigestsOf(source.digests?.(bytes) ?? null);
      return known?.leaves ?? null;
    },
  };
  // Of the bundle that is next.
  let known: BundleDigests | null = null;
  // Bodies come next: whoever reads ahead need not wait for the end of the log.
  source.announce?.([...bundlesAndTiles(checkpoint.size), ...bodyFilePaths(checkpoint.size)]);
  const { problems, tree } = fsckWithTree(crypto, files, checkpoint, (first, bundle, hashes) => {
    chain.skipTo(first);
    const ofOffices = known?.leaves === hashes ? known.ofOffices : null;
    for (const [i, leaf] of bundle.entries()) chain.follow(leaf, hashAt(hashes, i), ofOffices && hashAt(ofOffices, i));
    if (leaves.size === first) leaves.append(hashes);
  });
  if (tree !== null) leaves.adopt(tree);
  for (const problem of problems) addProblem(findings, problem);
  chain.endAt(checkpoint.size);
  const { headers, commitments, offices } = chain;
  return { checkpoint, heartbeatSeconds, headers, commitments, leaves, offices };
}

function hashAt(hashes: Bytes, i: number): Bytes {
  return hashes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE);
}

/** In the order in which fsck reads them: each bundle, and the tile with its hashes. */
function bundlesAndTiles(size: number): readonly string[] {
  const bundles = tilesAt(size).filter(({ level }) => level === 'entries');
  return bundles.flatMap((bundle) => [tilePath(bundle), tilePath({ ...bundle, level: 0 })]);
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
  const own = size > log.checkpoint.size ? null : log.leaves.rootAt(size);
  if (size > log.checkpoint.size) {
    const says = `The older checkpoint has ${size} events, the log now only ${log.checkpoint.size}: events were withdrawn, or an old state is shown.`;
    findings.add('log', 'rolled-back', { path: 'checkpoint' }, says);
  } else if (own === null) {
    findings.add(
      'log',
      'not-derivable',
      {},
      'The older checkpoint could not be compared: entries of the log are missing.',
    );
  } else if (!equalBytes(own, root)) {
    const says = `The log's first ${size} events are not those of the older checkpoint: two histories were signed.`;
    findings.add('log', 'forked', { path: 'checkpoint' }, says);
  }
  return size;
}

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

function heartbeatOf(opened: OpenedCheckpoint): number | null {
  return opened.signatures.find((s) => s.time !== null)?.time ?? null;
}

function signatureCount(bytes: Bytes): number {
  const note = parseNote(bytes);
  return note.ok ? note.value.signatures.length : 0;
}
