import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeUtf8, toBase64 } from '../../src/base/bytes.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import {
  lastBodyLinesOf,
  logPathsOf,
  manifestPathsOf,
  type PublicSource,
  paperPathsOf,
  picturePathsOf,
  type ReadError,
  receivedPicturesOf,
  shardFilesOf,
} from '../../src/verify/index.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { BoundedFetch, DEFAULT_BOUNDS, type FetchBounds, type FetchError } from './bounded-fetch.ts';
import { createFolderSource } from './folder-source.ts';

/**
 * What one reading of a site gave: one state; files of which some are not those of the manifest, as happens while the next
 * state is being put in place; or another state afterwards than before.
 */
type Reading = { readonly kind: 'one-state' | 'moved' } | { readonly kind: 'mixed'; readonly state: string };

/** A copy of a site's public files, of one state, in a temporary folder. `close` removes it. */
export type HttpSource = PublicSource & {
  readonly requests: number;
  readonly bytes: number;
  close(): void;
};

/** Why a site could not be read as one state. */
export type HttpSourceError =
  | FetchError
  | { readonly kind: 'bad-address'; readonly detail: string }
  /** The site published again during each of our attempts. */
  | { readonly kind: 'state-moved'; readonly attempts: number };

export type HttpSourceOptions = {
  readonly bounds?: Partial<FetchBounds>;
  /** Between readings; for tests. */
  readonly pauseMs?: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Bytes of pictures beyond which no further one is fetched; the verification then says how many were not. */
  readonly pictureBytes?: number;
};

/** An election has gigabytes of pictures: a reader's disk and the host's line are for some of them. */
const PICTURE_BYTES = 256 * 1024 * 1024;

const CONCURRENT_REQUESTS = 12;
/** Pictures that must not be there yet: some are asked for, as anybody could who knows their hash. */
const SEALED_ASKED_FOR = 100;
/** The first reading, and further ones when the state moves on meanwhile; each fetches only what changed. */
const ATTEMPTS_MAX = 12;
/** Between readings, so that a publication under way can end. */
const PAUSE_MS = 700;
/** Readings of one unchanged state with wrong files before they are taken for what the site has. */
const MIXED_MAX = 4;

/**
 * Reads a published site. The host is not trusted, and nothing is judged here: files are fetched to a temporary folder, where
 * the verification reads them. A live site publishes while we read; what an attempt fetched and did not change is kept for
 * the next, so that each is shorter than the one before.
 */
export async function createHttpSource(
  address: string,
  options: HttpSourceOptions = {},
): Promise<Result<HttpSource, HttpSourceError>> {
  const base = siteAddress(address);
  if (base === null) return err({ kind: 'bad-address', detail: 'not an http or https address' });
  const fetcher = new BoundedFetch(base, { ...DEFAULT_BOUNDS, ...options.bounds });
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-verify-'));
  const copy = new SiteCopy(fetcher, folder, options);
  let fetched: Result<Reading, FetchError> = ok({ kind: 'moved' });
  let whole = false;
  try {
    let mixed = '';
    let mixedTimes = 0;
    for (let attempt = 0; attempt < ATTEMPTS_MAX && fetched.ok && !whole; attempt++) {
      if (attempt > 0) await sleep(options.pauseMs ?? PAUSE_MS);
      fetched = await copy.attempt();
      if (!fetched.ok || fetched.value.kind === 'moved') continue;
      if (fetched.value.kind === 'mixed') {
        mixedTimes = fetched.value.state === mixed ? mixedTimes + 1 : 1;
        mixed = fetched.value.state;
      }
      // Files that stay beside their own manifest are no publication under way: the verification has to see them.
      whole = fetched.value.kind === 'one-state' || mixedTimes >= MIXED_MAX;
    }
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  if (!fetched.ok || !whole) {
    rmSync(folder, { recursive: true, force: true });
    return fetched.ok ? err({ kind: 'state-moved', attempts: ATTEMPTS_MAX }) : fetched;
  }
  const source = expectOk(createFolderSource(folder), 'our own temporary folder');
  return ok({
    requests: fetcher.requests,
    bytes: fetcher.bytes,
    list: () => ok(null),
    read: (path) => copy.read(source, path),
    close: () => rmSync(folder, { recursive: true, force: true }),
  });
}

/** The address of a site as the one that its files lie below; null: none of the web. */
export function siteAddress(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** The files of a site as far as they were fetched. */
class SiteCopy {
  private readonly fetcher: BoundedFetch;
  private readonly folder: string;
  private readonly onProgress: (done: number, total: number) => void;
  private readonly pictureBytes: number;
  /** Bytes of each picture that was asked for; 0 for one that the site does not have. */
  private readonly pictures = new Map<string, number>();
  /** Hash of each file in the folder. */
  private readonly hashes = new Map<string, string>();
  /** Files that cannot change any more: full tiles, and body files in which everything is open. */
  private readonly final = new Set<string>();

  constructor(fetcher: BoundedFetch, folder: string, { onProgress, pictureBytes }: HttpSourceOptions) {
    this.fetcher = fetcher;
    this.folder = folder;
    this.onProgress = onProgress ?? (() => {});
    this.pictureBytes = pictureBytes ?? PICTURE_BYTES;
  }

  /** A file of the copy. A picture that was never asked for is not missing: nobody knows. */
  read(source: PublicSource, path: string): Result<Uint8Array, ReadError> {
    if (!path.startsWith('pictures/') || this.pictures.has(path)) return source.read(path);
    return err({ kind: 'not-fetched', detail: path });
  }

  /** Fetches what is not there yet. */
  async attempt(): Promise<Result<Reading, FetchError>> {
    const before = await this.state();
    if (!before.ok) return before;
    const { checkpoint, manifest } = before.value;
    const { shards, bodies } = manifestPathsOf(manifest);
    const tiles = checkpoint.length === 0 ? [] : (logPathsOf(checkpoint) ?? []);
    const changed = shards.filter((shard) => this.hashes.get(shard.path) !== shard.sha256).map((shard) => shard.path);
    const first = await this.fetchAll([...tiles, ...bodies].filter((path) => !this.final.has(path)).concat(changed));
    if (!first.ok) return first;
    const files = shards.flatMap((shard) => shardFilesOf(this.readBack(shard.path)));
    const missing = files.filter((file) => this.hashes.get(file.path) !== file.sha256).map((file) => file.path);
    const second = await this.fetchAll(missing);
    if (!second.ok) return second;
    const units = files.map((file) => file.path).filter((path) => path.startsWith('data/u/'));
    const third = await this.fetchPictures(units, bodies);
    if (!third.ok) return third;
    // The record names a paper by its hash: one that is here cannot change any more.
    const papers = new Set(bodies.flatMap((path) => paperPathsOf(this.readBack(path))));
    const fourth = await this.fetchAll([...papers].filter((path) => !this.hashes.has(path)));
    if (!fourth.ok) return fourth;
    const after = await this.state();
    if (!after.ok) return after;
    const state = stateText(after.value);
    if (state !== stateText(before.value)) return ok({ kind: 'moved' });
    const isMixed =
      shards.some((shard) => this.hashes.get(shard.path) !== shard.sha256) ||
      files.some((file) => this.hashes.get(file.path) !== file.sha256) ||
      !this.hasLines(bodies.at(-1), manifest);
    return ok(isMixed ? { kind: 'mixed', state } : { kind: 'one-state' });
  }

  /**
   * The pictures that the units' files show, and some that may not be there yet, in an order that the host cannot foresee: where
   * not all of them are asked for, it cannot know which ones nobody looks at.
   */
  private async fetchPictures(units: readonly string[], bodies: readonly string[]): Promise<Result<null, FetchError>> {
    const named = new Set(units.flatMap((path) => picturePathsOf(this.readBack(path))));
    const sealed = bodies.flatMap((path) => receivedPicturesOf(this.readBack(path))).filter((path) => !named.has(path));
    const wanted = shuffled([...named].filter((path) => !this.hashes.has(path)));
    const early = await this.fetchAll(shuffled(sealed).slice(0, SEALED_ASKED_FOR), true);
    if (!early.ok) return early;
    for (let at = 0; at < wanted.length; at += CONCURRENT_REQUESTS) {
      const fetched = [...this.pictures.values()].reduce((sum, bytes) => sum + bytes, 0);
      if (fetched >= this.pictureBytes) break;
      const got = await this.fetchAll(wanted.slice(at, at + CONCURRENT_REQUESTS), true);
      if (!got.ok) return got;
    }
    return ok(null);
  }

  /** Whether the last body file has a line for each event that the state, its own included, leaves over for it. */
  private hasLines(path: string | undefined, manifest: Uint8Array): boolean {
    if (path === undefined) return true;
    const text = decodeUtf8(this.readBack(path));
    return text.ok && text.value.split('\n').length - 1 === lastBodyLinesOf(manifest);
  }

  private async state(): Promise<
    Result<{ readonly checkpoint: Uint8Array; readonly manifest: Uint8Array }, FetchError>
  > {
    const fetched = await this.fetchAll(['checkpoint', 'manifest.json']);
    if (!fetched.ok) return fetched;
    return ok({ checkpoint: this.readBack('checkpoint'), manifest: this.readBack('manifest.json') });
  }

  private async fetchAll(paths: readonly string[], arePictures = false): Promise<Result<null, FetchError>> {
    let next = 0;
    let done = 0;
    let failure: FetchError | null = null;
    const work = async () => {
      for (let path = paths[next++]; path !== undefined && failure === null; path = paths[next++]) {
        const got = await this.fetcher.get(path);
        if (got.ok) this.keep(path, got.value);
        else if (got.error.kind === 'not-found') this.forget(path);
        else failure = got.error;
        if (arePictures) this.pictures.set(path, got.ok ? got.value.length : 0);
        this.onProgress(++done, paths.length);
      }
    };
    await Promise.all(Array.from({ length: Math.min(CONCURRENT_REQUESTS, paths.length) }, work));
    return failure === null ? ok(null) : err(failure);
  }

  /** Paths come from `isPublicPath` or from numbers, so they stay in the folder. */
  private keep(path: string, bytes: Uint8Array): void {
    const full = join(this.folder, path);
    try {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, bytes);
    } catch (cause) {
      // A hostile manifest may name a file and files below it: then one of them is not there, and verification says so.
      if (!isNameClash(cause)) throw cause;
      this.hashes.delete(path);
      return;
    }
    this.hashes.set(path, toBase64(nodeCrypto.sha256(bytes)));
    if (isFinal(path, bytes)) this.final.add(path);
  }

  private forget(path: string): void {
    if (this.hashes.delete(path)) rmSync(join(this.folder, path), { force: true });
  }

  private readBack(path: string): Uint8Array {
    return this.hashes.has(path) ? readFileSync(join(this.folder, path)) : new Uint8Array(0);
  }
}

function shuffled(paths: string[]): string[] {
  for (let i = paths.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [paths[i], paths[j]] = [paths[j] as string, paths[i] as string];
  }
  return paths;
}

function isNameClash(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST';
}

function isFinal(path: string, bytes: Uint8Array): boolean {
  if (path.startsWith('tile/')) return !path.includes('.p/');
  if (!path.startsWith('bodies/')) return false;
  const text = decodeUtf8(bytes);
  if (!text.ok) return false;
  const lines = text.value.split('\n');
  return lines.length === 257 && !lines.includes('null');
}

/** What two readings of one state share: the manifest, and of the checkpoint all but its signatures, which heartbeats renew. */
function stateText(state: { readonly checkpoint: Uint8Array; readonly manifest: Uint8Array }): string {
  const note = decodeUtf8(state.checkpoint);
  const text = note.ok ? (note.value.split('\n\n')[0] ?? '') : '';
  return `${text}\n${toBase64(nodeCrypto.sha256(state.manifest))}`;
}
