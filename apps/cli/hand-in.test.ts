import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { type Bytes, toBase64 } from '../../src/base/bytes.ts';
import type { Box } from '../../src/model/votes.ts';
import { type Running, startRunning } from '../centre/desk-server.test-support.ts';
import { Phone } from '../centre/stations.test-support.ts';
import { intakeCommand } from './intake-command.ts';

let running: Running;
let phone: Phone;
let jpeg: Bytes;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cotejo-hand-in-'));
  running = await startRunning();
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  phone = await Phone.enrolled(running, 'phone-a', 'u1');
  jpeg = await samplePicture('jpeg');
});
afterEach(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const sheet = (station: string | null, message = phone.upload(station, [jpeg])) => ({
  kind: 'sheet',
  message,
  pages: [toBase64(jpeg)],
});
const figures = (station: string) => ({
  kind: 'figures',
  message: phone.figures(station, { pres: [1, 2, 3] as unknown as readonly Box[] }).body,
});
const fileOf = (items: unknown, more: object = {}) => {
  const path = join(folder, 'handin.json');
  writeFileSync(path, JSON.stringify({ v: 1, kind: 'cotejo-handin', election: 'little', items, ...more }));
  return path;
};

async function intake(path: string, more: object = {}) {
  const said = { out: [] as string[], err: [] as string[] };
  const output = { line: (text: string) => said.out.push(text), error: (text: string) => said.err.push(text) };
  const code = await intakeCommand([path], { server: running.url, ...more }, output);
  return { code, out: said.out, err: said.err };
}

describe('a file of a phone', () => {
  it('is handed in over the routes of phones, and changes nothing the second time', async () => {
    const file = fileOf([figures('s0'), sheet('s0'), sheet(null)]);
    const first = await intake(file);
    expect(first.err).toEqual([]);
    expect([first.code, first.out]).toEqual([
      0,
      [
        `${file}: item 1 (figures, s0): received, record number 2`,
        `${file}: item 2 (sheet, s0): received, record number 4`,
        `${file}: item 3 (sheet, no station): left to a desk`,
        '2 received, 0 there already, 1 left to a desk, 0 refused',
      ],
    ]);
    const size = running.centre.bodies.length;
    const again = await intake(file, { json: true });
    expect([again.code, JSON.parse(again.out.join(''))]).toMatchObject([
      0,
      { received: 0, known: 2, unmatched: 1, refused: 0, items: [{ outcome: 'known', record: 2 }, { record: 4 }, {}] },
    ]);
    expect(running.centre.bodies.length).toBe(size);
    expect(running.door.unmatched(9).total).toBe(1);
  });

  it('says of each item that is wrong which, and where, and hands in the others', async () => {
    const [good, signed] = [figures('s1'), phone.upload('s0', [jpeg])];
    const cases: readonly (readonly [unknown, string])[] = [
      [{ kind: 'letter' }, 'item 1: refused: kind: neither'],
      [7, 'item 2: refused: : not an object'],
      [{ ...good, message: { ...good.message, station: 7 } }, 'item 3: refused: message/station: '],
      [{ ...sheet('s0'), pages: [] }, 'item 4: refused: pages: not a list of 1'],
      [{ ...sheet('s0'), pages: ['#'] }, 'item 5: refused: pages/0: not base64'],
      [
        { ...sheet('s0'), pages: [toBase64(jpeg.with(9, 0))] },
        'item 6: refused: pages/0: not the picture that was signed',
      ],
      [
        sheet('s0', { ...signed, sentAt: phone.upload('s0', []).sentAt }),
        'item 7 (sheet, s0): refused: bad-signature (/signature)',
      ],
      [sheet('s2'), 'item 8 (sheet, s2): refused: out-of-scope'],
    ];
    const { code, out, err } = await intake(fileOf([...cases.map(([item]) => item), good]));
    expect(code).toBe(4);
    expect(err).toHaveLength(cases.length);
    for (const [i, [, words]] of cases.entries()) expect(err[i]).toContain(words);
    expect(out.at(-2)).toContain('item 9 (figures, s1): received');
    expect(out.at(-1)).toBe('1 received, 0 there already, 0 left to a desk, 8 refused');
  });

  it('cannot move the cursor of whoever hands it in', async () => {
    const hostile = '\u001b[2J\u009b1A\r\n\u202e';
    const { message } = figures('s0');
    const items = [
      { kind: 'figures', message: { ...message, station: hostile } },
      { kind: 'figures', message: { ...message, figures: [{ contest: 'pres', boxes: [], salt: '', [hostile]: 1 }] } },
    ];
    const { out, err } = await intake(fileOf(items));
    expect(err.filter((line) => line.includes('refused'))).toHaveLength(2);
    const election = await intake(fileOf([], { election: hostile }));
    expect(election.err).toHaveLength(1);
    for (const line of [...out, ...err, ...election.err]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('is refused as a whole where it is none, or of another election', async () => {
    const told = async (path: string) => {
      const { code, err } = await intake(path);
      return [code, err.join('')];
    };
    expect(await told(fileOf([], { election: 'other' }))).toEqual([
      4,
      expect.stringContaining('of the election other'),
    ]);
    expect(await told(fileOf([], { kind: 'x' }))).toEqual([4, expect.stringContaining('not a hand-in file')]);
    expect(await told(fileOf([], { v: 2 }))).toEqual([4, expect.stringContaining('"v"')]);
    expect(await told(fileOf(7))).toEqual([4, expect.stringContaining('"items"')]);
    expect(await told(join(folder, 'no.json'))).toEqual([4, expect.stringContaining('cannot read')]);
    writeFileSync(join(folder, 'cut.json'), '{"v":1,"kind":"cotejo-handin","elec');
    expect(await told(join(folder, 'cut.json'))).toEqual([4, expect.stringContaining('not a hand-in file')]);
    expect(await intake(fileOf([]), { server: 'http://127.0.0.1:9' })).toMatchObject({
      code: 5,
      err: [expect.stringContaining('cannot reach')],
    });
    expect(await told(folder)).toEqual([2, expect.stringContaining('--device')]);
  });
});
