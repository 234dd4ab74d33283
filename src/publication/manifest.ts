import { present } from '../base/assert.ts';
import { type Bytes, toBase64 } from '../base/bytes.ts';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import type { Instant } from '../base/instant.ts';
import type { BothCounts } from './unit-data.ts';

export type PublicFile = { readonly path: string; readonly bytes: Bytes };

const UNITS_PER_SHARD = 128;
const UNIT_FILE = /^(?:data|es|en)\/u\/u(\d+)\.(?:json|html)$/;

/** Shard 0 holds all that belongs to no unit; see docs/spec/publication.md section 3. */
export function shardOf(path: string): number {
  const unit = UNIT_FILE.exec(path);
  return unit === null ? 0 : 1 + Math.floor(Number(unit[1]) / UNITS_PER_SHARD);
}

export function shardPath(shard: number): string {
  return `manifest/${String(shard).padStart(3, '0')}.json`;
}

type Entry = readonly [sha256: string, bytes: number];
type ShardEntry = { readonly sha256: string; readonly files: number; readonly bytes: number };

/** The list of every public file with its hash, kept between states so that only what changed is hashed again. */
export class Manifest {
  private readonly crypto: Crypto;
  private readonly test: boolean;
  private readonly shards = new Map<number, Map<string, Entry>>();
  private readonly encoded = new Map<number, ShardEntry>();
  private readonly stale = new Set<number>();

  /** `test`: the run is a rehearsal, and every payload says so. */
  constructor(crypto: Crypto, test: boolean) {
    this.crypto = crypto;
    this.test = test;
  }

  /** A manifest of the same run that knows no file yet. */
  emptied(): Manifest {
    return new Manifest(this.crypto, this.test);
  }

  /** Takes note of a file; false when the very same bytes stood there before. */
  put(file: PublicFile): boolean {
    const hash = toBase64(this.crypto.sha256(file.bytes));
    if (this.shards.get(shardOf(file.path))?.get(file.path)?.[0] === hash) return false;
    this.putEntry(file.path, [hash, file.bytes.length]);
    return true;
  }

  putEntry(path: string, entry: Entry): void {
    const shard = shardOf(path);
    let files = this.shards.get(shard);
    if (files === undefined) {
      files = new Map();
      this.shards.set(shard, files);
    }
    files.set(path, entry);
    this.stale.add(shard);
  }

  /** The shards that changed since the last call, and the manifest over all. */
  encode(size: number, at: Instant, covers: BothCounts<number>): { shards: PublicFile[]; manifest: PublicFile } {
    const changed: PublicFile[] = [];
    for (const shard of [...this.stale].sort((a, b) => a - b)) changed.push(this.encodeShard(shard));
    this.stale.clear();
    const shards: Json = [...this.encoded.entries()]
      .sort(([a], [b]) => a - b)
      .map(([shard, entry]) => ({ path: shardPath(shard), ...entry }));
    const manifest = canonicalBytes({ v: 1, test: this.test, size, at, covers, shards });
    return { shards: changed, manifest: { path: 'manifest.json', bytes: manifest } };
  }

  private encodeShard(shard: number): PublicFile {
    const entries = present(this.shards.get(shard), 'shard');
    const files: Record<string, Json> = {};
    let total = 0;
    for (const [path, entry] of entries) {
      files[path] = [...entry];
      total += entry[1];
    }
    const bytes = canonicalBytes({ files });
    this.encoded.set(shard, { sha256: toBase64(this.crypto.sha256(bytes)), files: entries.size, bytes: total });
    return { path: shardPath(shard), bytes };
  }
}
