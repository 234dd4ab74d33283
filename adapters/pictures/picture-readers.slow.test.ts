import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sampleForm } from '../../simulation/sample-form.test-support.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { openPictureReaders, type PictureReaders, type ReaderOptions } from './picture-readers.ts';
import { preparePicture } from './prepare-picture.ts';
import { samplePicture } from './sample-pictures.test-support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-readers-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const opened: PictureReaders[] = [];
afterEach(async () => {
  for (const readers of opened.splice(0)) await readers.close();
});

const { form } = sampleForm();

function readersOf(options: ReaderOptions = {}): PictureReaders {
  const readers = openPictureReaders(options);
  opened.push(readers);
  return readers;
}

/** A reader that answers with its first byte, falls over at 1, never answers at 2, and throws at 3. */
function program(): URL {
  const path = join(scratch, `program-${Math.floor(performance.now() * 1e6)}.mjs`);
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';
    let asked = 0;
    parentPort.on('message', ({ bytes }) => {
      asked++;
      if (bytes[0] === 1) process.exit(7);
      if (bytes[0] === 2) for (;;);
      if (bytes[0] === 3) throw new Error('cannot go on');
      parentPort.postMessage({ ok: true, value: { first: bytes[0], asked } });
    });`,
  );
  return pathToFileURL(path);
}

const ask = (readers: PictureReaders, first: number) => readers.prepare(Uint8Array.of(first), form, 1);

describe('picture readers', () => {
  it('give the very copy that this thread would make, and its refusals', async () => {
    const readers = readersOf();
    for (const bytes of [await samplePicture('jpeg', 640, 900), new Uint8Array(), Uint8Array.of(1, 2, 3)]) {
      expect(await readers.prepare(bytes, form, 1)).toEqual(await preparePicture(nodeCrypto, bytes, form, { page: 1 }));
    }
  });

  it('answer each question with its own answer, however many come at once', async () => {
    const readers = readersOf({ program: program(), readers: 3 });
    const firsts = Array.from({ length: 40 }, (_, i) => 10 + i);
    const answers = await Promise.all(firsts.map((first) => ask(readers, first)));
    expect(answers.map((a) => a.ok && (a.value as unknown as { first: number }).first)).toEqual(firsts);
  });

  it.each([
    ['ends its reader', 1, 30, { kind: 'damaged', detail: 'it brought its reader down' }],
    // Long enough for a busy machine to start the reader of the others.
    ['never comes to an end', 2, 2, { kind: 'too-slow', seconds: 2 }],
    ['makes its reader throw', 3, 30, { kind: 'damaged', detail: 'cannot go on' }],
  ])('refuse a picture that %s, and it alone', async (_, bad, seconds, error) => {
    const readers = readersOf({ program: program(), readers: 1, seconds });
    const [before, refused, behind, last] = await Promise.all([10, bad, 11, 12].map((first) => ask(readers, first)));
    expect(refused).toMatchObject({ ok: false, error });
    expect([before?.ok, behind?.ok, last?.ok]).toEqual([true, true, true]);
    expect(await ask(readers, 13)).toMatchObject({ ok: true, value: { first: 13, asked: 3 } });
  });

  it('refuse what is too many to wait, and nothing of what waits', async () => {
    const readers = readersOf({ program: program(), readers: 1, waiting: 2 });
    const answers = await Promise.all([10, 11, 12, 13, 14].map((first) => ask(readers, first)));
    expect(answers.map((a) => (a.ok ? 'read' : a.error.kind))).toEqual([
      'read',
      'read',
      'read',
      'readers-busy',
      'readers-busy',
    ]);
    expect((await ask(readers, 15)).ok).toBe(true);
  });

  it('leave nobody without an answer when they are closed', async () => {
    const readers = readersOf({ program: program(), readers: 1 });
    const answers = Promise.all([2, 11].map((first) => ask(readers, first)));
    await readers.close();
    expect((await answers).map((a) => a.ok)).toEqual([false, false]);
    expect(await ask(readers, 12)).toEqual({ ok: false, error: { kind: 'readers-busy' } });
  });
});
