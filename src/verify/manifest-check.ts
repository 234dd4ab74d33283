import { type Bytes, toBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import { hasExactly, isJsonObject, isWhole, parseCanonical } from './canonical-json.ts';
import { type FindingList, shown } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import { isPublicPath, type PublicSource } from './public-source.ts';
import type { ByCount, State } from './state-chain.ts';

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

/** Holds the manifest against the state that commits to it, and gives the files that it lists, shard by shard. */
export function checkManifest(
  crypto: Crypto,
  source: PublicSource,
  manifest: { readonly bytes: Bytes; readonly parsed: Manifest },
  state: State,
  findings: FindingList,
): readonly FileEntry[] {
  const path = 'manifest.json';
  const { parsed } = manifest;
  if (state.body !== null && toBase64(crypto.sha256(manifest.bytes)) !== state.body.manifest) {
    const says = `manifest.json is not the one whose hash is in the newest published state, event ${state.record}.`;
    findings.add('manifest', 'manifest-hash', { path, record: state.record }, says);
  }
  const covers = COUNT_KINDS.every((count) => parsed.covers[count] === state.covers[count]);
  if (parsed.size !== state.size || parsed.at !== state.at || !covers) {
    const says = `Size, instant or covers of manifest.json are not those of the state of event ${state.record}.`;
    findings.add('manifest', 'manifest-state', { path, record: state.record }, says);
  }
  const files: FileEntry[] = [];
  const seen = new Set<string>();
  for (const entry of parsed.shards) {
    if (seen.has(entry.path))
      findings.add('manifest', 'shard-twice', { path: entry.path }, 'This shard is listed twice.');
    else files.push(...readShard(crypto, source, entry, findings));
    seen.add(entry.path);
  }
  return files;
}

function readShard(
  crypto: Crypto,
  source: PublicSource,
  entry: ShardEntry,
  findings: FindingList,
): readonly FileEntry[] {
  const { path } = entry;
  const bytes = source.read(path);
  if (!bytes.ok) {
    if (bytes.error.kind === 'not-found') findings.add('manifest', 'missing-file', { path }, 'This shard is missing.');
    else addUnreadable(findings, path, bytes.error.kind);
    return [];
  }
  if (toBase64(crypto.sha256(bytes.value)) !== entry.sha256) {
    findings.add('manifest', 'shard-hash', { path }, 'This shard is not the one that manifest.json lists.');
  }
  const files = parseShard(bytes.value);
  if (!files.ok) {
    findings.add('manifest', files.error.kind, { path }, `This shard is refused: ${shown(files.error.field)}.`);
    return [];
  }
  const total = files.value.reduce((sum, file) => sum + file.bytes, 0);
  if (files.value.length !== entry.files || total !== entry.bytes) {
    findings.add('manifest', 'shard-totals', { path }, 'Number or size of the files of this shard is not as listed.');
  }
  return files.value.filter((file) => isInRightShard(path, file, findings));
}

/** A file listed in two shards could have two hashes; its one right shard rules that out. */
function isInRightShard(shard: string, file: FileEntry, findings: FindingList): boolean {
  if (shardPath(shardNumberOf(file.path)) === shard) return true;
  const says = `${shown(file.path)} is listed in ${shard}, where it does not belong.`;
  findings.add('manifest', 'wrong-shard', { path: file.path }, says);
  return false;
}
