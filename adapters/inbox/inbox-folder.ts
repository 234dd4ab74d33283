import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assert } from '../../src/base/assert.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { attempt, DRAFT_NAME, syncFolder, writeDurably } from '../durable-files/durable-files.ts';
import {
  decodeScan,
  encodeScan,
  INBOX_LIMITS,
  type Inbox,
  type InboxError,
  type InboxLimits,
  type InboxScan,
  isPuttable,
  isScanId,
  type NewScan,
  scanIdOf,
} from './inbox.ts';
import { ScanIndex } from './scan-index.ts';

export type OpenedInbox = {
  readonly inbox: Inbox;
  /** Files of scans that cannot be read any more. They are left where they are, for a person to look at. */
  readonly damaged: readonly string[];
};

/**
 * Scans as files `FOLDER/<id>.json`, readable by their owner alone. A file appears whole or not at all: it is written beside
 * its place, made durable and then renamed. One process at a time.
 */
export async function openInboxFolder(
  crypto: Crypto,
  folder: string,
  limits: InboxLimits = INBOX_LIMITS,
): Promise<Result<OpenedInbox, InboxError>> {
  return medium(folder, async () => {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    const index = new ScanIndex();
    const damaged: string[] = [];
    for (const name of (await readdir(folder)).toSorted()) {
      const path = join(folder, name);
      if (DRAFT_NAME.test(name)) await rm(path, { force: true });
      else if (name.endsWith('.json')) {
        const scan = await readScan(crypto, path, name.slice(0, -'.json'.length));
        if (scan === null) damaged.push(path);
        else index.add(scan);
      }
    }
    return { inbox: new FolderInbox(crypto, folder, limits, index), damaged };
  });
}

type Coming = { readonly device: string | null; readonly written: Promise<Result<string, InboxError>> };

class FolderInbox implements Inbox {
  readonly #crypto: Crypto;
  readonly #folder: string;
  readonly #limits: InboxLimits;
  readonly #index: ScanIndex;
  /** Scans on their way to the disk: they take their room already, and the same one again waits for the first. */
  readonly #coming = new Map<string, Coming>();

  constructor(crypto: Crypto, folder: string, limits: InboxLimits, index: ScanIndex) {
    this.#crypto = crypto;
    this.#folder = folder;
    this.#limits = limits;
    this.#index = index;
  }

  async put(scan: NewScan): Promise<Result<string, InboxError>> {
    assert(isPuttable(scan), 'a scan has a name, an instant and pages with hashes');
    const id = scanIdOf(this.#crypto, scan.pages);
    if (this.#index.get(id) !== null) return ok(id);
    const coming = this.#coming.get(id);
    if (coming !== undefined) return coming.written;
    const refused = this.refuse(scan.device);
    if (refused !== null) return err(refused);
    const written = this.#write(structuredClone({ ...scan, id }));
    this.#coming.set(id, { device: scan.device, written });
    return written.finally(() => this.#coming.delete(id));
  }

  async #write(scan: InboxScan): Promise<Result<string, InboxError>> {
    const written = await medium(this.#folder, () => writeDurably(this.#pathOf(scan.id), encodeScan(scan)));
    if (!written.ok) return written;
    this.#index.add(scan);
    return ok(scan.id);
  }

  refuse(device: string | null): InboxError | null {
    const coming = [...this.#coming.values()].map(({ device: of }) => of);
    return this.#index.refuse(device, coming, this.#limits);
  }

  list(limit: number): ReturnType<Inbox['list']> {
    return this.#index.list(limit);
  }

  get(id: string): InboxScan | null {
    return this.#index.get(id);
  }

  async remove(id: string): Promise<Result<boolean, InboxError>> {
    if (!isScanId(id) || this.#index.get(id) === null) return ok(false);
    const removed = await medium(this.#folder, async () => {
      await rm(this.#pathOf(id), { force: true });
      await syncFolder(this.#folder);
    });
    return removed.ok ? ok(this.#index.delete(id)) : removed;
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

async function readScan(crypto: Crypto, path: string, id: string): Promise<InboxScan | null> {
  const scan = decodeScan(crypto, await readFile(path, 'utf8'));
  return scan !== null && scan.id === id ? scan : null;
}

async function medium<T>(path: string, act: () => Promise<T>): Promise<Result<T, InboxError>> {
  const done = await attempt(act);
  return done.ok ? done : err({ kind: 'inbox-unusable', path, ...done.error });
}
