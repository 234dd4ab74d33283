import { assert } from '../base/assert.ts';
import { type Bytes, concatBytes, decodeUtf8, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type LogIdentity, type OpenError, type OpenedCheckpoint, openCheckpoint, parseDecimal } from './checkpoint.ts';
import { HASH_SIZE, leafHash } from './hash.ts';
import { MAX_NOTE_BYTES, type NoteError, parseNote } from './note.ts';
import { type ProofError, verifyInclusion } from './proof.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of up to 2^63 leaves has no longer path. */
const MAX_PROOF_HASHES = 63;
/** The extra data is opaque and unauthenticated: a small allowance beside the checkpoint. */
const MAX_PROOF_FILE_BYTES = MAX_NOTE_BYTES + 128 * 1024;

/** An offline proof that a leaf is in a log (C2SP tlog-proof). `checkpoint` is the signed note, verbatim. */
export type ProofFile = {
  /** Opaque and not authenticated by anything: never to be trusted. Null when the line is absent. */
  readonly extra: Bytes | null;
  readonly index: number;
  readonly proof: readonly Bytes[];
  readonly checkpoint: Bytes;
};

/** Why a proof file could not be read. */
export type ProofFileError =
  | { readonly kind: 'proof-file-too-large' | 'not-utf8' | 'bad-header' | 'bad-extra' | 'bad-index' | 'bad-proof-line' }
  | { readonly kind: 'proof-too-long' | 'no-checkpoint' }
  | NoteError;

/** The bytes of a proof file. */
export function encodeProofFile(file: ProofFile): Bytes {
  assert(Number.isSafeInteger(file.index) && file.index >= 0, 'an index is a whole number');
  assert(file.proof.length <= MAX_PROOF_HASHES, 'a proof has at most 63 hashes');
  assert(parseNote(file.checkpoint).ok, 'the checkpoint is a signed note');
  assert(file.extra === null || file.extra.length > 0, 'absent extra data has no line');
  const extra = file.extra === null ? '' : `extra ${toBase64(file.extra)}\n`;
  const hashes = file.proof.map((hash) => `${toBase64(hash)}\n`).join('');
  return concatBytes(utf8(`${HEADER}\n${extra}index ${file.index}\n${hashes}\n`), file.checkpoint);
}

/** Parses a proof file. Only canonical bytes pass: they are `encodeProofFile` of the result. */
export function parseProofFile(bytes: Bytes): Result<ProofFile, ProofFileError> {
  if (bytes.length > MAX_PROOF_FILE_BYTES) return err({ kind: 'proof-file-too-large' });
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) return decoded;
  // The first empty line ends the proof; later ones belong to the checkpoint.
  const gap = decoded.value.indexOf('\n\n');
  if (gap < 0) return err({ kind: 'no-checkpoint' });
  const head = parseHead(decoded.value.slice(0, gap).split('\n'));
  if (!head.ok) return head;
  const checkpoint = utf8(decoded.value.slice(gap + 2));
  const note = parseNote(checkpoint);
  return note.ok ? ok({ ...head.value, checkpoint }) : note;
}

function parseHead(lines: readonly string[]): Result<Omit<ProofFile, 'checkpoint'>, ProofFileError> {
  const [header, ...rest] = lines;
  if (header !== HEADER) return err({ kind: 'bad-header' });
  let extra: Bytes | null = null;
  if (rest[0]?.startsWith('extra ')) {
    const decoded = fromBase64(rest[0].slice('extra '.length));
    if (!decoded.ok || decoded.value.length === 0) return err({ kind: 'bad-extra' });
    extra = decoded.value;
    rest.shift();
  }
  const [indexLine, ...hashLines] = rest;
  const index = indexLine?.startsWith('index ') ? parseDecimal(indexLine.slice('index '.length)) : null;
  if (index === null) return err({ kind: 'bad-index' });
  if (hashLines.length > MAX_PROOF_HASHES) return err({ kind: 'proof-too-long' });
  const proof: Bytes[] = [];
  for (const line of hashLines) {
    const hash = fromBase64(line);
    if (!hash.ok || hash.value.length !== HASH_SIZE) return err({ kind: 'bad-proof-line' });
    proof.push(hash.value);
  }
  return ok({ extra, index, proof });
}

/** Verifies that the log of this identity holds `leaf` at the file's index, by the file's own checkpoint. */
export function verifyProofFile(
  crypto: Crypto,
  file: ProofFile,
  leaf: Bytes,
  log: LogIdentity,
): Result<OpenedCheckpoint, OpenError | ProofError> {
  const opened = openCheckpoint(crypto, file.checkpoint, log);
  if (!opened.ok) return opened;
  const { size, root } = opened.value.checkpoint;
  const { index, proof } = file;
  const included = verifyInclusion(crypto, { index, size, root, leafHash: leafHash(crypto, leaf), proof });
  return included.ok ? opened : included;
}
