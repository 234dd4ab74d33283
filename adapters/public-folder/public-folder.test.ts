import {
  closeSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { PublicFolder } from './public-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-public-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function openFolder(restsMs?: number): { folder: PublicFolder; at: (path: string) => string; text: () => string } {
  const own = mkdtempSync(join(scratch, 'case-'));
  const folder = new PublicFolder(join(own, 'public'), join(own, 'staging'), restsMs);
  expectOk(folder.prepare(), 'prepare');
  const at = (path: string) => join(own, 'public', path);
  return { folder, at, text: () => readFileSync(at('page'), 'utf8') };
}

const SIZES = [5, 4000, 70_000, 0, 3, 65_536, 9000, 1];
const textOf = (n: number, size: number) => String(n).padEnd(size, 'x').slice(0, size);

describe('a public folder', () => {
  it.each([0, 20_000])(
    'has the newest bytes of every file, longer or shorter than before (rest of %i ms)',
    (restsMs) => {
      const { folder, at } = openFolder(restsMs);
      for (let round = 0; round < 6; round++) {
        const size = (file: number) => SIZES[(file + round) % SIZES.length] ?? 0;
        for (let file = 0; file < 20; file++)
          expectOk(folder.stage(`u/${file}`, utf8(textOf(round, size(file)))), 'stage');
        expectOk(folder.commitStaged(), 'commit');
        for (let file = 0; file < 20; file++)
          expect(readFileSync(at(`u/${file}`), 'utf8')).toBe(textOf(round, size(file)));
      }
      expect(readdirSync(at('u'))).toHaveLength(20);
    },
  );

  it('writes into files that were replaced, once they have rested', () => {
    const { folder, at } = openFolder(0);
    const numbers = new Set<number>();
    for (let round = 0; round < 50; round++) {
      expectOk(folder.write('page', utf8(`round ${round}`)), 'write');
      numbers.add(statSync(at('page')).ino);
    }
    expect(numbers.size).toBe(2);
  });

  it('leaves those who opened a file the bytes that it had', () => {
    const { folder, at } = openFolder();
    expectOk(folder.write('page', utf8('first')), 'write');
    const open = openSync(at('page'), 'r');
    for (let round = 0; round < 50; round++) expectOk(folder.write('page', utf8(`round ${round}`)), 'write');
    const seen = new Uint8Array(20);
    expect(new TextDecoder().decode(seen.subarray(0, readSync(open, seen)))).toBe('first');
    closeSync(open);
  });

  it('never changes a copy that somebody made by name', () => {
    const { folder, at, text } = openFolder(0);
    expectOk(folder.write('page', utf8('first')), 'write');
    linkSync(at('page'), at('copy'));
    for (let round = 0; round < 10; round++) expectOk(folder.write('page', utf8(`round ${round}`)), 'write');
    expect(readFileSync(at('copy'), 'utf8')).toBe('first');
    expect(text()).toBe('round 9');
  });

  it('says what it cannot write, and goes on with the next', () => {
    const { folder, text } = openFolder(0);
    expectOk(folder.write('page', utf8('first')), 'write');
    expect(folder.write('page/below', utf8('x'))).toMatchObject({ ok: false, error: { kind: 'cannot-write' } });
    for (let round = 0; round < 3; round++) expectOk(folder.write('page', utf8(`round ${round}`)), 'write');
    expect(text()).toBe('round 2');
  });
});
