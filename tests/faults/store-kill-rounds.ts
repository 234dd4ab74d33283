import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openSqliteStore } from '../../adapters/store/sqlite-store.ts';
import { equalBytes } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import type { RecordStore, StoredEvent } from '../../src/record/store-port.ts';
import { numberedEvent, numberedEvents, seededRandom } from './store-events.ts';

const WRITER = fileURLToPath(new URL('./store-writer.ts', import.meta.url));
const PAGE = 500;

/** A new folder for one test; `remove` it afterwards. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cotejo-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export type Writer = {
  readonly child: ChildProcess;
  /** What it has said so far, whole lines only. */
  lines(): readonly string[];
  /** Resolves once it has said a line that starts so, or has ended. */
  said(start: string): Promise<void>;
  /** Resolves with the exit code (null if killed) once it has ended and all its output is here. */
  readonly ended: Promise<number | null>;
};

/** Starts the writer as an operator would: plain node, a process of its own; `shell` wraps it (for `ulimit`). */
export function startWriter(folder: string, seed: number, options: { hold?: boolean; shell?: string } = {}): Writer {
  const args = ['--disable-warning=ExperimentalWarning', WRITER, folder, String(seed)];
  if (options.hold === true) args.push('hold');
  const [program, ...rest] =
    options.shell === undefined
      ? [process.execPath, ...args]
      : ['/bin/sh', '-c', `${options.shell}; exec "$@"`, 'sh', process.execPath, ...args];
  const child = spawn(program ?? '', rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let wake = (): void => {};
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    wake();
  });
  const lines = (): readonly string[] => text.split('\n').slice(0, -1);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      resolve(code);
      wake();
    });
  });
  async function said(start: string): Promise<void> {
    while (!lines().some((line) => line.startsWith(start)) && child.exitCode === null && child.signalCode === null) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return { child, lines, said, ended };
}

export type Round = { readonly acknowledged: number; readonly kept: number };

/**
 * One round: a writer is started on `folder`, killed without warning `delayMs` after its start ('start') or after its
 * first acknowledgement ('write'), and what it left is checked and written on.
 */
export async function killRound(
  folder: string,
  seed: number,
  after: 'start' | 'write',
  delayMs: number,
): Promise<Round> {
  const before = sizeOf(folder);
  const writer = startWriter(folder, seed);
  if (after === 'write') await writer.said('=');
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  writer.child.kill('SIGKILL');
  expect(await writer.ended, writer.lines().at(-1)).toBeNull();

  const acknowledged = lastNumber(writer.lines(), '= ') ?? before;
  const begun = lastNumber(writer.lines(), '> ') ?? before;
  const opened = expectOk(openSqliteStore(folder), 'opening after the kill');
  const kept = opened.size();
  // All that was acknowledged, and of the batch under way all or nothing.
  expect([acknowledged, begun]).toContain(kept);
  expectNumbered(opened, kept);
  expect(opened.append(kept, numberedEvents(kept, 3))).toEqual({ ok: true, value: kept + 3 });
  opened.close();
  return { acknowledged, kept };
}

/** Every event of the store is the one that belongs at its index, byte for byte. */
export function expectNumbered(store: RecordStore, size: number): void {
  let index = 0;
  while (index < size) {
    const page = store.readFrom(index, PAGE);
    expect(page.length).toBe(Math.min(PAGE, size - index));
    for (const event of page) {
      const expected = numberedEvent(index);
      // Compared here, and by the matcher only to show the difference: the matcher takes most of a round otherwise.
      if (!sameEvent(event, expected)) expect(event, `event ${index}`).toEqual(expected);
      index++;
    }
  }
  expect(store.readFrom(size, 1)).toEqual([]);
}

function sameEvent(a: StoredEvent, b: StoredEvent): boolean {
  return equalBytes(a.header, b.header) && equalBytes(a.salt, b.salt) && equalBytes(a.body, b.body);
}

/**
 * What a power cut can leave: the store as a killed writer left it, with its journal cut off anywhere. Whole batches
 * from the start must remain, in a store that opens by itself.
 */
export async function tornJournalRound(folder: string, seed: number): Promise<Round> {
  const random = seededRandom(seed);
  const writer = startWriter(folder, seed);
  await writer.said('=');
  await new Promise((resolve) => setTimeout(resolve, 20 + random() * 60));
  writer.child.kill('SIGKILL');
  await writer.ended;
  const ends = writer.lines().filter((line) => line.startsWith('> '));
  const acknowledged = lastNumber(writer.lines(), '= ') ?? 0;

  const torn = temporaryFolder();
  cpSync(folder, torn.path, { recursive: true });
  const journal = join(torn.path, 'store.sqlite-wal');
  rmSync(join(torn.path, 'store.sqlite-shm'), { force: true });
  truncateSync(journal, Math.floor(random() * statSync(journal).size));
  const opened = expectOk(openSqliteStore(torn.path), 'opening with a torn journal');
  const kept = opened.size();
  if (kept > 0) expect(ends).toContain(`> ${kept}`);
  expectNumbered(opened, kept);
  expect(opened.append(kept, numberedEvents(kept, 3)).ok).toBe(true);
  opened.close();
  torn.remove();
  return { acknowledged, kept };
}

function sizeOf(folder: string): number {
  const opened = expectOk(openSqliteStore(folder), 'opening before the round');
  const size = opened.size();
  opened.close();
  return size;
}

function lastNumber(lines: readonly string[], start: string): number | null {
  const line = lines.findLast((candidate) => candidate.startsWith(start));
  return line === undefined ? null : Number(line.slice(start.length));
}
