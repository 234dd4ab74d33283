import { type Bytes, toBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import { type FindingList, shown } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import {
  type FileEntry,
  type Manifest,
  parseShard,
  type ShardEntry,
  shardNumberOf,
  shardPath,
} from './manifest-reading.ts';
import type { PublicSource } from './public-source.ts';
import type { State } from './state-chain.ts';

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
