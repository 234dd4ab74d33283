import type { Bytes } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { err, ok, type Result } from '../base/result.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import { bodyFileCount, bodyFilePath } from './body-paths.ts';
import { hasExactly, isJsonObject, isWhole, parseCanonical } from './canonical-json.ts';
import { isPublicPath } from './public-source.ts';
import type { ByCount } from './state-chain.ts';

/** The list of shards in `manifest.json`: publication.md section 3. */
export type Manifest = {
  readonly test: boolean;
  readonly size: number;
  readonly at: number;
  readonly covers: ByCount<number>;
  readonly shards: readonly ShardEntry[];
};
export type ShardEntry = {
  readonly path: string;
  readonly sha256: string;
  readonly files: number;
  readonly bytes: number;
};
export type FileEntry = { readonly path: string; readonly sha256: string; readonly bytes: number };

/** Why a manifest or a shard was refused. */
export type ManifestError = { readonly kind: 'not-canonical-json' | 'manifest-field'; readonly field: string };

/** More than any election has; a hostile manifest may not fill the memory. */
const SHARDS_MAX = 20_000;
const UNITS_PER_SHARD = 128;

/** The shard that a file belongs to. */
export function shardNumberOf(path: string): number {
  const unit = /^(?:data|[^/]+)\/u\/[^/.0-9]*(\d{1,12})\./.exec(path)?.[1];
  return unit === undefined ? 0 : 1 + Math.floor(Number(unit) / UNITS_PER_SHARD);
}

export function shardPath(shard: number): string {
  return `manifest/${String(shard).padStart(3, '0')}.json`;
}

/** Takes `manifest.json` apart. Its bytes are hostile until its hash is found in the newest StatePublished. */
export function parseManifest(bytes: Bytes): Result<Manifest, ManifestError> {
  const wrong = (field: string) => err({ kind: 'manifest-field' as const, field });
  const json = parseCanonical(bytes);
  if (!json.ok) return err({ kind: 'not-canonical-json', field: json.error.kind });
  const value = json.value;
  if (!isJsonObject(value) || !hasExactly(value, ['v', 'test', 'size', 'at', 'covers', 'shards'])) return wrong('');
  const { v, test, size, at, covers, shards } = value;
  if (v !== 1) return wrong('v');
  if (typeof test !== 'boolean') return wrong('test');
  if (!isWhole(size)) return wrong('size');
  if (typeof at !== 'number') return wrong('at');
  if (!isJsonObject(covers) || !hasExactly(covers, COUNT_KINDS)) return wrong('covers');
  const { preliminary, official } = covers;
  if (!isWhole(preliminary) || !isWhole(official)) return wrong('covers');
  if (!Array.isArray(shards) || shards.length > SHARDS_MAX) return wrong('shards');
  const list: ShardEntry[] = [];
  for (const shard of shards as readonly Json[]) {
    const entry = shardEntryOf(shard);
    if (entry === null || (list.at(-1)?.path ?? '') === entry.path) return wrong('shards');
    list.push(entry);
  }
  return ok({ test, size, at, covers: { preliminary, official }, shards: list });
}

function shardEntryOf(value: Json): ShardEntry | null {
  if (!isJsonObject(value) || !hasExactly(value, ['path', 'sha256', 'files', 'bytes'])) return null;
  const { path, sha256, files, bytes } = value;
  const good = typeof path === 'string' && /^manifest\/\d{3,9}\.json$/.test(path) && typeof sha256 === 'string';
  return good && isWhole(files) && isWhole(bytes) ? { path, sha256, files, bytes } : null;
}

/** The files that a shard lists. A path that leads out of the folder refuses the whole shard. */
export function parseShard(bytes: Bytes): Result<readonly FileEntry[], ManifestError> {
  const wrong = (field: string) => err({ kind: 'manifest-field' as const, field });
  const json = parseCanonical(bytes);
  if (!json.ok) return err({ kind: 'not-canonical-json', field: json.error.kind });
  if (!isJsonObject(json.value) || !hasExactly(json.value, ['files'])) return wrong('');
  const files = json.value['files'];
  if (!isJsonObject(files)) return wrong('files');
  const out: FileEntry[] = [];
  for (const [path, entry] of Object.entries(files)) {
    const [sha256, size] = Array.isArray(entry) && entry.length === 2 ? (entry as readonly Json[]) : [];
    if (!isPublicPath(path) || typeof sha256 !== 'string' || !isWhole(size)) return wrong(path);
    out.push({ path, sha256, bytes: size });
  }
  return ok(out);
}

/*
 * What to fetch, out of hostile bytes before any signature is checked: refused bytes name no file.
 */

/** A state beyond this would name more body files than memory holds. */
const EVENTS_MAX = 20_000_000;

/** Shards with their hashes, and body files. */
export function manifestPathsOf(manifest: Bytes): {
  readonly shards: readonly ShardEntry[];
  readonly bodies: readonly string[];
} {
  const read = parseManifest(manifest);
  if (!read.ok || read.value.size >= EVENTS_MAX) return { shards: [], bodies: [] };
  const count = bodyFileCount(read.value.size + 1);
  return { shards: read.value.shards, bodies: Array.from({ length: count }, (_, file) => bodyFilePath(file)) };
}

/** Lines of the last body file of the state: 256 a full file, the event of the state included. */
export function lastBodyLinesOf(manifest: Bytes): number | null {
  const read = parseManifest(manifest);
  return read.ok ? (read.value.size % 256) + 1 : null;
}

/** Files of a shard with their hashes. */
export function shardFilesOf(shard: Bytes): readonly FileEntry[] {
  const files = parseShard(shard);
  return files.ok ? files.value : [];
}
