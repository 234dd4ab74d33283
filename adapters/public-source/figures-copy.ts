import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toBase64 } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { manifestPathsOf, shardFilesOf } from '../../src/verify/index.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { BoundedFetch, DEFAULT_BOUNDS, type FetchBounds, type FetchError } from './bounded-fetch.ts';
import { type HttpSourceError, siteAddress } from './http-source.ts';

/** Definition and figures of a published site, of one state, in a temporary folder. `close` removes it. */
export type FiguresCopy = { readonly folder: string; readonly requests: number; close(): void };

export type FiguresCopyError =
  | HttpSourceError
  /** There is no manifest, or it lists no definition. */
  | { readonly kind: 'no-public-folder'; readonly detail: string }
  /** Files stay other ones than their manifest says. */
  | { readonly kind: 'not-its-manifest'; readonly path: string };

export type FiguresCopyOptions = { readonly bounds?: Partial<FetchBounds>; readonly pauseMs?: number };

const CONCURRENT_REQUESTS = 12;
const ATTEMPTS_MAX = 12;
const PAUSE_MS = 700;
/** Attempts at one manifest whose files are others, before they are taken for what the site has. */
const MIXED_MAX = 4;
const WANTED = /^(?:definition\/(?:election\.json|units\.json|stations\.ndjson)|data\/u\/u\d+\.json)$/;
const MANIFEST = 'manifest.json';

type Attempt =
  | { readonly kind: 'one-state' }
  | { readonly kind: 'mixed'; readonly manifest: string; readonly path: string };

/**
 * Fetches what figures can be read from, and no more: no log, no bodies, no pictures. Nothing is verified; every file is one of the
 * manifest, so that figures of two states never stand beside each other. The host is not trusted.
 */
export async function fetchFigures(
  address: string,
  options: FiguresCopyOptions = {},
): Promise<Result<FiguresCopy, FiguresCopyError>> {
  const base = siteAddress(address);
  if (base === null) return err({ kind: 'bad-address', detail: 'not an http or https address' });
  const fetcher = new BoundedFetch(base, { ...DEFAULT_BOUNDS, ...options.bounds });
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-figures-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const whole = await attempts(new Figures(fetcher, folder), options.pauseMs ?? PAUSE_MS);
    if (whole.ok) return ok({ folder, requests: fetcher.requests, close });
    close();
    return whole;
  } catch (cause) {
    close();
    throw cause;
  }
}

async function attempts(figures: Figures, pauseMs: number): Promise<Result<null, FiguresCopyError>> {
  let [mixed, times] = ['', 0];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if (attempt > 0) await sleep(pauseMs);
    const got = await figures.attempt();
    if (!got.ok) return got;
    if (got.value.kind === 'one-state') return ok(null);
    const { manifest, path } = got.value;
    times = manifest === mixed ? times + 1 : 1;
    mixed = manifest;
    if (times >= MIXED_MAX) return err({ kind: 'not-its-manifest', path });
  }
  return err({ kind: 'state-moved', attempts: ATTEMPTS_MAX });
}

/** The files as far as they were fetched: what an attempt fetched and did not change is kept for the next. */
class Figures {
  private readonly fetcher: BoundedFetch;
  private readonly folder: string;
  /** Hash of each file in the folder. */
  private readonly hashes = new Map<string, string>();

  constructor(fetcher: BoundedFetch, folder: string) {
    this.fetcher = fetcher;
    this.folder = folder;
  }

  async attempt(): Promise<Result<Attempt, FiguresCopyError>> {
    const fetched = await this.fetchAll([MANIFEST]);
    if (!fetched.ok) return fetched;
    const manifest = this.hashes.get(MANIFEST);
    if (manifest === undefined) return err({ kind: 'no-public-folder', detail: 'manifest.json is missing' });
    const { shards } = manifestPathsOf(this.readBack(MANIFEST));
    const first = await this.fetchAll(shards.filter((shard) => !this.has(shard)).map(({ path }) => path));
    if (!first.ok) return first;
    const foreign = shards.find((shard) => !this.has(shard));
    if (foreign !== undefined) return ok({ kind: 'mixed', manifest, path: foreign.path });
    const files = shards
      .flatMap(({ path }) => shardFilesOf(this.readBack(path)))
      .filter(({ path }) => WANTED.test(path));
    if (!files.some(({ path }) => path.startsWith('definition/'))) {
      return err({ kind: 'no-public-folder', detail: 'manifest.json lists no definition' });
    }
    const second = await this.fetchAll(files.filter((file) => !this.has(file)).map(({ path }) => path));
    if (!second.ok) return second;
    const other = files.find((file) => !this.has(file));
    if (other !== undefined) return ok({ kind: 'mixed', manifest, path: other.path });
    this.removeBut(new Set(files.map(({ path }) => path)));
    return ok({ kind: 'one-state' });
  }

  private has({ path, sha256 }: { readonly path: string; readonly sha256: string }): boolean {
    return this.hashes.get(path) === sha256;
  }

  private async fetchAll(paths: readonly string[]): Promise<Result<null, FetchError>> {
    let next = 0;
    let failure: FetchError | null = null;
    const work = async () => {
      for (let path = paths[next++]; path !== undefined && failure === null; path = paths[next++]) {
        const got = await this.fetcher.get(path);
        if (got.ok) this.keep(path, got.value);
        else if (got.error.kind === 'not-found') this.forget(path);
        else failure = got.error;
      }
    };
    await Promise.all(Array.from({ length: Math.min(CONCURRENT_REQUESTS, paths.length) }, work));
    return failure === null ? ok(null) : err(failure);
  }

  /** Paths are the manifest's, those of its shards (public paths all), and ours: they stay in the folder. */
  private keep(path: string, bytes: Uint8Array): void {
    const full = join(this.folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, bytes);
    this.hashes.set(path, toBase64(nodeCrypto.sha256(bytes)));
  }

  /** A place of which an older state had figures, and the newest has none. */
  private removeBut(wanted: ReadonlySet<string>): void {
    for (const path of this.hashes.keys()) if (!wanted.has(path)) this.forget(path);
  }

  private forget(path: string): void {
    if (this.hashes.delete(path)) rmSync(join(this.folder, path), { force: true });
  }

  private readBack(path: string): Uint8Array {
    return this.hashes.has(path) ? readFileSync(join(this.folder, path)) : new Uint8Array(0);
  }
}
