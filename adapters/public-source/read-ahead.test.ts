import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { FolderReader } from './folder-reader.ts';
import { createAheadSource, createFolderSource } from './folder-source.ts';
import { ReadAhead } from './read-ahead.ts';

const FILES = 700;
const root = realpathSync(mkdtempSync(join(tmpdir(), 'cotejo-test-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const paths = Array.from({ length: FILES }, (_, i) => `u/f${i}`);
mkdirSync(join(root, 'u'));
paths.forEach((path, i) => {
  if (i % 100 === 7) return;
  if (i % 100 === 8) symlinkSync('..', join(root, path));
  else writeFileSync(join(root, path), `${i}`.repeat(i % 10 === 3 ? 2000 : i % 10));
});
const reader = new FolderReader(root);

type Answer = ReturnType<FolderReader['read']> | null;

/** In one piece: comparing byte by byte would take most of the time. */
const said = (answer: Answer) => (answer?.ok ? Buffer.from(answer.value).toString('latin1') : answer);

function expectAnswers(ahead: ReadAhead, asked: readonly string[]): void {
  for (const path of asked) expect(said(ahead.take(path))).toEqual(said(reader.read(path)));
}

async function reading(announced: readonly string[]): Promise<ReadAhead> {
  const ahead = new ReadAhead(root);
  onTestFinished(() => ahead.close());
  ahead.announce(announced);
  await vi.waitFor(() => expect(ahead.isReading).toBe(true), 10_000);
  return ahead;
}

describe('a thread that reads ahead', () => {
  it('gives every announced file, and every refusal, as the caller would read it', async () => {
    const ahead = await reading(paths);
    expectAnswers(ahead, paths);
  });

  it('gives nothing but what is next', async () => {
    const ahead = await reading(paths);
    expect(ahead.take('u/f1')).toBeNull();
    expect(ahead.take('u/f0')).toEqual(reader.read('u/f0'));
    expect(ahead.take('u/f0')).toBeNull();
    expect(ahead.take('u/f1')).toEqual(reader.read('u/f1'));
  });

  it('leaves an announcement for the next one, whether it was all taken or not', async () => {
    const turned = paths.toReversed();
    const ahead = await reading(paths);
    expectAnswers(ahead, paths.slice(0, 90));
    ahead.announce(turned);
    await vi.waitFor(() => expect(ahead.isReading).toBe(true), 10_000);
    expectAnswers(ahead, turned);
    ahead.announce(paths);
    await vi.waitFor(() => expect(ahead.isReading).toBe(true), 10_000);
    expectAnswers(ahead, paths);
    expect(ahead.take('u/f0')).toBeNull();
  });

  it('goes on where the rest of an announcement is announced again, and not where other files are', async () => {
    const ahead = await reading(paths);
    expectAnswers(ahead, paths.slice(0, 150));
    const rest = paths.slice(150);
    ahead.announce(rest.slice(0, -1));
    expect(ahead.isReading).toBe(true);
    expectAnswers(ahead, rest);
    ahead.announce(paths.slice(0, 1));
    expect(ahead.isReading).toBe(false);
    expect(ahead.take('u/f0')).toBeNull();
  });

  it('goes on where the caller is when it begins late', async () => {
    const ahead = new ReadAhead(root);
    onTestFinished(() => ahead.close());
    ahead.announce(paths);
    // Nothing is given before the thread is there, and it takes a while to start.
    for (const path of paths.slice(0, 30)) expect(ahead.take(path)).toBeNull();
    await vi.waitFor(() => expect(ahead.isReading).toBe(true), 10_000);
    expectAnswers(ahead, paths.slice(30));
  });

  it('waits when it is far ahead, and goes on when the caller is near', async () => {
    const large = ['l0', 'l1', 'l2', 'l3'];
    for (const path of large) {
      writeFileSync(join(root, path), path);
      truncateSync(join(root, path), 12 * 1024 * 1024);
    }
    const ahead = await reading([...large, ...paths]);
    for (const path of large) {
      const answer = ahead.take(path);
      expect(answer?.ok && answer.value.length).toBe(12 * 1024 * 1024);
    }
    expectAnswers(ahead, paths);
  });

  it('says when nothing is left for it', async () => {
    const ahead = new ReadAhead(root);
    onTestFinished(() => ahead.close());
    ahead.prepare();
    expect(ahead.isThrough).toBe(false);
    ahead.announce(paths);
    await vi.waitFor(() => expect(ahead.isThrough).toBe(true), 10_000);
    ahead.announce(paths.slice(0, 2));
    expect(ahead.isThrough).toBe(true);
    const ended = await reading(paths);
    ended.close();
    expect(ended.isThrough).toBe(true);
  });

  it('that was ended, or never began, leaves all to the caller', async () => {
    const ahead = await reading(paths);
    ahead.take('u/f0');
    ahead.close();
    expect(ahead.take('u/f1')).toBeNull();
    ahead.announce(paths);
    expect(ahead.take('u/f0')).toBeNull();
    const few = new ReadAhead(root);
    few.announce(['u/f0', 'u/f1']);
    expect(few.take('u/f0')).toBeNull();
  });
});

it('a folder that is read ahead gives the same answers, announced or not, and after it was closed', () => {
  const plain = expectOk(createFolderSource(root), 'folder');
  const ahead = expectOk(createAheadSource(root), 'folder');
  const asked = ['../x', ...paths.slice(0, 300), 'u/none', ...paths.slice(300), 'u/f1'];
  ahead.announce?.(asked);
  for (const path of asked) expect(said(ahead.read(path))).toEqual(said(plain.read(path)));
  ahead.close();
  for (const path of asked.slice(0, 20)) expect(said(ahead.read(path))).toEqual(said(plain.read(path)));
  expect(ahead.list()).toEqual(plain.list());
});
