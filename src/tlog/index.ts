// The transparency log, by the C2SP specifications (c2sp.org) over RFC 9162 hashing. Knows nothing of elections.

export {
  type Checkpoint,
  type CheckpointError,
  formatCheckpoint,
  type KeyPair,
  type LogIdentity,
  type OpenError,
  type OpenedCheckpoint,
  openCheckpoint,
  openCheckpointExactly,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export { type CosignatureError, cosign, cosignatureMessage, verifyCosignature } from './cosignature.ts';
export { isStrictEd25519Input } from './ed25519-strict.ts';
export {
  type FsckProblem,
  type FsckReport,
  fsck,
  fsckTree,
  fsckWithTree,
  leafHashesOf,
  type OnBundle,
  type OnLeaf,
  type TileSource,
} from './fsck.ts';
export { emptyRoot, HASH_SIZE, leafHash, nodeHash } from './hash.ts';
export {
  encodeNote,
  formatSignatureLine,
  MAX_NOTE_BYTES,
  MAX_SIGNATURES,
  type Note,
  type NoteError,
  parseNote,
  type SignatureLine,
  signNoteText,
  type VerifiedSignature,
  verifyExactly,
  verifyNote,
} from './note.ts';
export {
  type ConsistencyClaim,
  type InclusionClaim,
  type ProofError,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts';
export { encodeProofFile, type ProofFile, type ProofFileError, parseProofFile, verifyProofFile } from './proof-file.ts';
export {
  type BundleError,
  decodeBundle,
  encodeBundle,
  fullTileHash,
  MAX_ENTRY_BYTES,
  newTiles,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  tileBytes,
  tilePath,
  tilesAt,
} from './tile.ts';
export { LogTree } from './tree.ts';
export {
  formatVkey,
  isKeyName,
  keyId,
  parseVkey,
  type SignatureType,
  TYPE_COSIGNATURE,
  TYPE_ED25519,
  type VerifierKey,
  type VkeyError,
  verifierKey,
} from './vkey.ts';
