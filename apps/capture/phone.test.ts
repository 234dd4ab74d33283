import { afterEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { encodeSheetCode, printedCode } from '../../src/model/sheet-code.ts';
import { parsePromiseFile } from '../../src/verify/promise-file.ts';
import { GOOD_CODE, STATIONS } from './door.test-support.ts';
import type { StationView } from './phone-types.ts';
import { fill, sheetOf, stateOf, World } from './world.test-support.ts';

const HOUR = 3_600_000;
const code = (station: string, election = 'little') => ({ election, station, page: 1 }) as never;

afterEach(() => vi.restoreAllMocks());

describe('a phone and the door', () => {
  it('hands in what was written, is promised a place, and proves it', async () => {
    const world = new World();
    const phone = await world.enrolled();
    expect(phone.view.enrolment).toMatchObject({ scope: 'u0', only: null, more: false });
    expect(phone.view.enrolment?.stations.map(({ id }) => id)).toEqual(['T1', 'T2']);
    const sheet = await world.sent(phone, 'x'.repeat(600_000));
    expect(stateOf(phone, sheet)).toEqual(['waiting', 'waiting']);
    await world.settle();
    expect(stateOf(phone, sheet)).toEqual(['kept', 'kept']);
    await world.pass(HOUR);
    const { sent } = sheetOf(phone, sheet);
    expect(sent?.figures).toMatchObject({ proof: 'proved', fate: { state: 'waiting', page: 'es/u/u1.html' } });
    expect(sent?.sheet).toMatchObject({ proof: 'proved' });
    expect(world.door.received.map(({ kind }) => kind).sort()).toEqual(['figures', 'sheet']);
    expect(world.door.asked.filter((line) => line.startsWith('PUT'))).toHaveLength(3);
    const [figures] = world.door.bodies.filter((body) => 'figures' in body);
    expect(figures).toMatchObject({ station: 'T1', figures: [{ contest: 'gov', boxes: [7, 8] }, { contest: 'pres' }] });
    expect(new Set(world.door.bodies.map(({ sentAt }) => sentAt)).size).toBe(2);
    expect(JSON.parse(await (await phone.exportFile()).text()).items).toEqual([]);
    const file = utf8((await (await phone.proofFile(sheet, 'figures'))?.text()) ?? '');
    const { promise, evidence } = expectOk(parsePromiseFile(file), 'the file that `cotejo promise` reads');
    expect(evidence).toMatchObject({ kind: 'proof', leaf: promise.leaf });
    expect(world.door.asked.length).toBeLessThan(60);
  });

  it('loses nothing on a line that loses every second word, with the app killed again and again', async () => {
    const world = new World();
    let phone = await world.enrolled();
    const sheets: string[] = [];
    for (let i = 0; i < 3; i++) sheets.push(await world.sent(phone, `${i}`.repeat(400_000)));
    const fates = ['lost', 'arrives', 'unheard', 'stalls', 'arrives', 'unheard'] as const;
    let at = 0;
    world.line = () => fates[(at++ * 5 + (at >> 2)) % fates.length] ?? 'lost';
    for (let day = 0; day < 4; day++) {
      await world.pass(40_000);
      phone = await world.open();
    }
    await world.pass(6 * HOUR);
    for (const sheet of sheets) expect(stateOf(phone, sheet)).toEqual(['kept', 'kept']);
    expect(world.door.received).toHaveLength(6);
  });

  it('gives up a request that stalls, cuts smaller pieces, and goes on', async () => {
    const world = new World();
    const phone = await world.enrolled();
    world.line = () => 'stalls';
    const sheet = await world.sent(phone, 'x'.repeat(300_000));
    await world.pass(30_000);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'waiting', tries: 0 });
    await world.pass(40_000);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'waiting', trouble: 'time-out' });
    world.line = () => (world.door.asked.at(-1)?.startsWith('POST uploads') ? 'stalls' : 'arrives');
    await world.pass(120_000);
    world.line = () => 'arrives';
    await world.pass(HOUR);
    expect(stateOf(phone, sheet)).toEqual(['kept', 'kept']);
    expect(world.door.received).toHaveLength(2);
  });

  it('goes on at once when a person asks, and nearly at once when the line is back', async () => {
    const world = new World();
    const phone = await world.enrolled();
    world.online = false;
    const sheet = await world.sent(phone);
    await world.pass(HOUR);
    world.online = true;
    phone.lineChanged();
    await world.pass(3000);
    expect(stateOf(phone, sheet)).toEqual(['kept', 'kept']);
    world.door.refusal = { status: 503, code: 'busy' };
    const next = await world.sent(phone, 'another');
    await world.pass(HOUR);
    world.door.refusal = null;
    phone.sendNow();
    await world.settle();
    expect(stateOf(phone, next)).toEqual(['kept', 'kept']);
  });

  it('is written without a network, and goes out days later by itself', async () => {
    const world = new World();
    await (await world.enrolled()).view;
    world.online = false;
    let phone = await world.open();
    const sheet = await phone.start(STATIONS[1] as unknown as StationView);
    await fill(phone, sheet);
    phone = await world.open();
    expect(sheetOf(phone, sheet).figures).toEqual([{ contest: 'pres', boxes: [7, 8, 9] }]);
    expectOk(await phone.send(sheet), 'send');
    await world.pass(HOUR);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'waiting', trouble: 'no-answer' });
    expect(sheetOf(phone, sheet).sent?.sheet).toEqual({ kind: 'none' });
    world.now = (world.now + 48 * HOUR) as never;
    phone = await world.open();
    world.online = true;
    await world.pass(HOUR);
    expect(stateOf(phone, sheet)).toEqual(['kept', 'none']);
  });

  it.each([-24 * HOUR, 24 * HOUR])('does not mind a clock that is wrong by %d ms', async (wrong) => {
    const world = new World();
    world.wrong = wrong;
    const phone = await world.enrolled();
    world.door.refusal = { status: 503, code: 'busy' };
    const sheet = await world.sent(phone);
    await world.settle();
    world.wrong = 0;
    world.door.refusal = null;
    await world.pass(HOUR);
    expect(stateOf(phone, sheet)).toEqual(['kept', 'kept']);
  });

  it('signs with P-256 where the browser has no Ed25519', async () => {
    const real = crypto.subtle.generateKey.bind(crypto.subtle) as (...args: unknown[]) => Promise<CryptoKeyPair>;
    vi.spyOn(crypto.subtle, 'generateKey').mockImplementation(((algorithm: { name: string }, ...rest: unknown[]) =>
      algorithm.name === 'Ed25519'
        ? Promise.reject(new Error('NotSupportedError'))
        : real(algorithm, ...rest)) as never);
    const world = new World();
    const phone = await world.enrolled();
    for (let i = 0; i < 4; i++) await world.sent(phone, `picture ${i}`);
    await world.settle();
    expect(world.door.received).toHaveLength(8);
  });

  it('keeps what is refused for good, says why, and has it ready as a file', async () => {
    const world = new World();
    const phone = await world.enrolled();
    world.door.refusal = { status: 409, code: 'quota' };
    const sheet = await world.sent(phone, 'pic');
    await world.pass(HOUR);
    expect(sheetOf(phone, sheet).sent?.sheet).toEqual({ kind: 'refused', code: 'quota', detail: 'refused: quota' });
    const asked = world.door.asked.length;
    await world.pass(10 * HOUR);
    expect(world.door.asked.length).toBe(asked);
    const file = JSON.parse(await (await phone.exportFile()).text());
    expect(file).toMatchObject({ v: 1, kind: 'cotejo-handin', election: 'little' });
    expect(file.items).toMatchObject([
      { kind: 'figures', message: { station: 'T1' } },
      { kind: 'sheet', message: { matched: 'sender' }, pages: ['cGlj'] },
    ]);
  });

  it('takes no promise that the log did not sign', async () => {
    const world = new World();
    const phone = await world.enrolled();
    const real = world.door.answer.bind(world.door);
    world.door.answer = (...args) => {
      const answer = real(...args);
      const body = answer.body as { promise?: { promise: { due: number } } };
      if (body.promise !== undefined) body.promise.promise.due += 1;
      return answer;
    };
    const sheet = await world.sent(phone);
    await world.settle();
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'waiting', trouble: 'bad-promise' });
    world.door.answer = real;
    await world.pass(HOUR);
    expect(stateOf(phone, sheet)).toEqual(['kept', 'kept']);
  });

  it('has a file that convicts a log that left out what it promised', async () => {
    const world = new World();
    const phone = await world.enrolled();
    world.door.dropped = true;
    const sheet = await world.sent(phone);
    await world.pass(9 * 60_000);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'kept', proof: 'waiting' });
    await world.pass(HOUR);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'kept', proof: 'broken' });
    const file = JSON.parse((await (await phone.proofFile(sheet, 'figures'))?.text()) ?? '');
    expect(file).toMatchObject({ v: 1, kind: 'cotejo-broken-promise', promise: { v: 1 } });
    expect(file.checkpoint).toMatch(/^example.org\/log\n1\n/);
  });
});

describe('enrolment', () => {
  it('says what is wrong with a code', async () => {
    const world = new World();
    const phone = await world.open();
    const kind = async (text: string) => {
      const enrolled = await phone.enrol(text);
      return enrolled.ok ? 'ok' : enrolled.error.kind;
    };
    expect(await kind('hello')).toBe('not-a-code');
    expect(await kind(`${GOOD_CODE.slice(0, 13)}${GOOD_CODE.endsWith('0') ? '1' : '0'}`)).toBe('wrong-check-character');
    world.door.refusal = { status: 403, code: 'bad-code' };
    expect(await kind(GOOD_CODE)).toBe('bad-code');
    world.online = false;
    expect(await kind(GOOD_CODE)).toBe('no-answer');
  });

  it('asks again with the same key when the answer was lost', async () => {
    const world = new World();
    const keys: string[] = [];
    const real = world.door.answer.bind(world.door);
    world.door.answer = (method, path, body) => {
      if (path === 'enrol') keys.push(JSON.parse(new TextDecoder().decode(body)).key);
      return real(method, path, body);
    };
    let phone = await world.open();
    let asked = 0;
    world.line = () => (asked++ === 1 ? 'unheard' : 'arrives');
    expect(await phone.enrol(GOOD_CODE)).toMatchObject({ error: { kind: 'no-answer' } });
    phone = await world.open();
    expectOk(await phone.enrol(GOOD_CODE), 'again');
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('sees that everything is gone', async () => {
    const world = new World();
    expect((await world.enrolled()).view.lost).toBe(false);
    world.disk.clear();
    const phone = await world.open();
    expect(phone.view).toMatchObject({ lost: true, enrolment: null });
    expectOk(await phone.enrol(GOOD_CODE), 'a new code');
    expect(phone.view.lost).toBe(false);
  });
});

describe('a sheet', () => {
  it('is found by its codes', async () => {
    const world = new World();
    const phone = await world.enrolled();
    const found = async (text: string) => {
      const station = await phone.findStation(text);
      return station.ok ? station.value.id : station.error.kind;
    };
    expect(await found('T2')).toBe('T2');
    expect(await found(encodeSheetCode(code('T1')))).toBe('T1');
    expect(await found(printedCode(code('T2')).toLowerCase())).toBe('T2');
    expect(await found(printedCode(code('T2')).slice(0, -1).concat('*'))).toBe('wrong-check-character');
    expect(await found(encodeSheetCode(code('T1', 'another')))).toBe('other-election');
    expect(await found(encodeSheetCode(code('T9')))).toBe('out-of-scope');
    expect(await found('https://example.org')).toBe('not-a-sheet-code');
    const sheet = await phone.start(expectOk(await phone.findStation(encodeSheetCode(code('T1'))), 'found'));
    expectOk(await phone.addPage(sheet, new Blob(['p'])), 'page');
    expectOk(await phone.send(sheet), 'send');
    await world.settle();
    expect(world.door.bodies).toMatchObject([{ matched: 'qr' }]);
  });

  it('has its pages replaced and taken away, and none of them twice', async () => {
    const world = new World();
    const phone = await world.enrolled();
    const sheet = await phone.start(STATIONS[0] as unknown as StationView);
    for (const text of ['a', 'b']) expectOk(await phone.addPage(sheet, new Blob([text])), text);
    expect(await phone.addPage(sheet, new Blob(['a']))).toMatchObject({ error: { kind: 'same-picture' } });
    const [first, second] = sheetOf(phone, sheet).pages;
    expectOk(await phone.addPage(sheet, new Blob(['ccc']), first?.id), 'instead');
    expect(sheetOf(phone, sheet).pages.map(({ bytes }) => bytes)).toEqual([3, 1]);
    await phone.removePage(sheet, second?.id ?? '');
    expect(sheetOf(phone, sheet).pages.map(({ bytes }) => bytes)).toEqual([3]);
    expect(world.disk.get('pages')?.size).toBe(1);
    await phone.discard(sheet);
    expect(phone.view.sheets).toEqual([]);
    expect(world.disk.get('pages')?.size).toBe(0);
  });

  it('is not sent empty, twice, or changed afterwards', async () => {
    const world = new World();
    const phone = await world.enrolled();
    const sheet = await phone.start(STATIONS[0] as unknown as StationView);
    await phone.setBox(sheet, 'pres', 0, 3 as never);
    expect(await phone.send(sheet)).toMatchObject({ error: { kind: 'nothing-to-send' } });
    expectOk(await phone.addPage(sheet, new Blob(['a'])), 'page');
    // Two taps at once.
    const taps = await Promise.all([phone.send(sheet), phone.send(sheet)]);
    expect(taps).toMatchObject([{ ok: true }, { error: { kind: 'no-draft' } }]);
    expect(await phone.send(sheet)).toMatchObject({ error: { kind: 'no-draft' } });
    await phone.setBox(sheet, 'pres', 0, 9 as never);
    expect(await phone.addPage(sheet, new Blob(['b']))).toMatchObject({ error: { kind: 'no-draft' } });
    expect(sheetOf(phone, sheet)).toMatchObject({ figures: [{ boxes: [3, null, null] }, {}], pages: [{ bytes: 1 }] });
    expect(sheetOf(phone, sheet).sent?.figures).toEqual({ kind: 'none' });
  });

  it('becomes a text message', async () => {
    const world = new World();
    const phone = await world.enrolled();
    const sheet = await phone.start(STATIONS[0] as unknown as StationView);
    expect(phone.smsText(sheet, 'ABCD1234')).toMatchObject({ error: { kind: 'figures-missing' } });
    await fill(phone, sheet);
    await phone.setBox(sheet, 'pres', 2, 'empty');
    expect(phone.smsText(sheet, 'ABC')).toMatchObject({ error: { kind: 'not-a-secret' } });
    const text = `COTEJO ${printedCode(code('T1'))} ABCD1234 7 8 X 7 8 30`;
    expect(phone.smsText(sheet, 'abcd 1234')).toEqual({ ok: true, value: text });
  });
});
