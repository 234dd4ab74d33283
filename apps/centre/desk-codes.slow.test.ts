import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/base/instant.ts';
import { withLowS } from '../../src/base/p256-strict.ts';
import { err, expectOk } from '../../src/base/result.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import { parseEnrolmentCode } from '../../src/model/one-time-code.ts';
import type { Codes, Devices, MadeCode, Places } from './api-schemas.ts';
import { captureParts, enrolmentBy, enrolmentOf, phoneName, type TestCapture } from './capture.test-support.ts';
import { answerOf, type Client, type Running, startRunning } from './desk-server.test-support.ts';
import { ENROLMENTS_A_MINUTE } from './enrolment-limits.ts';

let running: Running;
let capture: TestCapture;
let sue: Client;
beforeEach(async () => {
  capture = captureParts();
  running = await startRunning(capture.options);
  sue = await running.person('sue', 'supervisor');
});
afterEach(() => running.close());

const NORTH = { scope: 'u1', only: null, replaces: null, hours: 24 };
const S0 = { ...NORTH, only: 's0' };
async function make(asked: object = S0, client = sue): Promise<MadeCode> {
  const made = await client.post('/api/codes', asked);
  expect(made.status, made.text).toBe(200);
  return made.body as unknown as MadeCode;
}
/** As a phone does: no cookie, and no page of this server. */
async function enrol(body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(
    await fetch(`${running.url}/api/intake/enrol`, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
}
const list = async (query = '') => (await sue.get(`/api/codes${query}`)).body as unknown as Codes;
const bodiesOf = (kind: string) => running.centre.bodies.filter((body) => body.kind === kind);
const bad = { status: 403, code: 'bad-code' };

describe('a code that a supervisor hands out', () => {
  it('is shown once, with the address that a phone opens', async () => {
    const { id, code, address, qr, expiresAt } = await make();
    const signs = expectOk(parseEnrolmentCode(code), 'code');
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    expect(address).toBe(`https://desks.example/capture/#enrol=${signs}`);
    expect(qr.length).toBeGreaterThan(20);
    for (const row of qr) expect(row).toMatch(new RegExp(`^[01]{${qr.length}}$`));
    expect(expiresAt).toBe(running.centre.at + 24 * 3_600_000);
    const { codes } = await list();
    expect(codes).toEqual([
      {
        ...{ id, kind: 'enrol', station: 's0', path: ['North'], table: 1, replaces: null, by: sue.pseudonym },
        ...{ at: running.centre.at, expiresAt, state: 'open', device: null, usedAt: null },
      },
    ]);
    expect(JSON.stringify(codes)).not.toContain(signs);
  });

  it('lets one phone in, for the stations that it names', async () => {
    const { code } = await make();
    const enrolled = await enrol(enrolmentOf('one', code));
    expect(enrolled.status, enrolled.text).toBe(200);
    expect(enrolled.body).toEqual({
      ...{ device: phoneName('one'), scope: 'u1', only: 's0', more: false },
      stations: [{ id: 's0', table: 1, place: 'North', registered: 300, contests: ['pres', 'gov'] }],
    });
    const { key } = enrolmentOf('one', code);
    expect(bodiesOf('DeviceEnrolled')).toEqual([
      { kind: 'DeviceEnrolled', device: phoneName('one'), key, scope: 'u1', only: 's0' },
    ]);
    expect((await list()).codes[0]).toMatchObject({ state: 'used', device: phoneName('one') });
    const north = await enrol(enrolmentOf('two', (await make(NORTH)).code));
    expect((north.body['stations'] as { id: string }[]).map(({ id }) => id)).toEqual(['s0', 's1']);
    const south = await enrol(enrolmentOf('three', (await make({ ...NORTH, scope: 'u2' })).code));
    expect(south.body['stations']).toMatchObject([{ id: 's2', contests: ['pres'] }]);
  });

  it('lets in a phone whose browser has no Ed25519', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const phone = {
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-65),
      sign: (message: Uint8Array) => withLowS(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
    };
    const { code } = await make();
    expect((await enrol(enrolmentBy(phone, code))).status).toBe(200);
    const { key } = enrolmentBy(phone, code);
    expect(bodiesOf('DeviceEnrolled')).toMatchObject([{ key, only: 's0' }]);
  });

  it('gives the same phone the same answer again, and is enrolled once', async () => {
    const { code } = await make();
    const first = await enrol(enrolmentOf('one', code));
    expect((await enrol(enrolmentOf('one', code))).body).toEqual(first.body);
    running.centre.at = instant(running.centre.at + 48 * 3_600_000);
    expect((await enrol(enrolmentOf('one', code.toLowerCase()))).body).toEqual(first.body);
    expect(bodiesOf('DeviceEnrolled')).toHaveLength(1);
    await sue.post('/api/devices/revoke', { device: phoneName('one') });
    expect((await enrol(enrolmentOf('one', code))).body).toMatchObject({ status: 403, code: 'unknown-device' });
  });

  it('is no good when it was used, has expired, was cancelled, or never was', async () => {
    const used = await make();
    await enrol(enrolmentOf('one', used.code));
    const cancelled = await make();
    expect((await sue.post('/api/codes/cancel', { id: cancelled.id })).status).toBe(204);
    expect((await sue.post('/api/codes/cancel', { id: cancelled.id })).status).toBe(404);
    expect((await sue.post('/api/codes/cancel', { id: used.id })).status).toBe(404);
    const late = await make();
    const [answers, details] = [[] as object[], new Set<unknown>()];
    for (const code of [used.code, cancelled.code, '0000-0000-0000-01', 'not a code']) {
      answers.push((await enrol(enrolmentOf('two', code))).body);
    }
    running.centre.at = instant(late.expiresAt);
    answers.push((await enrol(enrolmentOf('two', late.code))).body);
    for (const answer of answers) {
      expect(answer).toMatchObject(bad);
      details.add(JSON.stringify(answer));
    }
    // Nobody learns why.
    expect(details.size).toBe(1);
    expect(capture.refused).toEqual(answers.map(() => 'bad-code'));
    expect((await list()).codes.map(({ state }) => state)).toEqual(['expired', 'cancelled', 'used']);
  });

  it('lets in one of two phones that come at once', async () => {
    const { code } = await make();
    const answers = await Promise.all(['one', 'two', 'three', 'four'].map((name) => enrol(enrolmentOf(name, code))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403]);
    expect(bodiesOf('DeviceEnrolled')).toHaveLength(1);
  });

  it('is not taken with the signature of another key, or over another code', async () => {
    const [{ code }, other] = [await make(), await make()];
    const own = enrolmentOf('one', code);
    const wrong = { status: 403, code: 'bad-signature' };
    const { key } = enrolmentOf('two', code);
    expect((await enrol({ ...own, key })).body).toMatchObject(wrong);
    expect((await enrol({ ...own, code: other.code })).body).toMatchObject(wrong);
    expect((await enrol({ ...own, key: key.replace(/.{4}$/, 'AAA=') })).status).toBeGreaterThanOrEqual(400);
    expect((await enrol({ ...own, key: 'A'.repeat(88) })).body).toMatchObject({ status: 422, code: 'malformed' });
    expect(bodiesOf('DeviceEnrolled')).toEqual([]);
    // The phone whose code it is comes in all the same.
    expect((await enrol(own)).status).toBe(200);
  });

  it('is not spent by a key that is enrolled already', async () => {
    await enrol(enrolmentOf('one', (await make()).code));
    const { code } = await make({ ...NORTH, scope: 'u2' });
    expect((await enrol(enrolmentOf('one', code))).status).toBe(409);
    expect((await enrol(enrolmentOf('two', code))).status).toBe(200);
  });

  it('is no good when she who handed it out has no role any more', async () => {
    const { code } = await make();
    await running.centre.do({ kind: 'revoke-role', person: sue.pseudonym, role: 'supervisor', by: 'console' });
    expect((await enrol(enrolmentOf('one', code))).body).toMatchObject(bad);
    await running.centre.do({ kind: 'grant-role', person: sue.pseudonym, role: 'supervisor', by: 'console' });
    expect((await enrol(enrolmentOf('one', code))).status).toBe(200);
  });

  it('takes the place of a lost phone, also of one that was revoked meanwhile', async () => {
    await enrol(enrolmentOf('lost', (await make()).code));
    const { code } = await make({ ...S0, replaces: phoneName('lost') });
    const second = await make({ ...S0, replaces: phoneName('lost') });
    await enrol(enrolmentOf('new', code));
    expect(running.centre.state.devices.get(phoneName('lost'))).toMatchObject({ revoked: true });
    expect((await enrol(enrolmentOf('newer', second.code))).status).toBe(200);
    expect(bodiesOf('DeviceRevoked')).toHaveLength(1);
    expect((await sue.post('/api/codes', { ...S0, replaces: phoneName('lost') })).body).toMatchObject({
      code: 'unknown-device',
    });
  });

  it('waits for a record that stalls', async () => {
    const { code } = await make();
    running.centre.trouble = { kind: 'not-stored', detail: 'full' };
    const stalled = await enrol(enrolmentOf('one', code));
    expect(stalled.body).toMatchObject({ status: 503, code: 'not-stored' });
    running.centre.trouble = null;
    expect((await enrol(enrolmentOf('two', code))).body).toMatchObject(bad);
    expect((await enrol(enrolmentOf('one', code))).status).toBe(200);
  });

  it('whose use cannot be settled is asked for again, and lets one phone in', async () => {
    const { settle } = capture.codes;
    capture.codes.settle = () => err({ kind: 'not-stored', detail: 'no space left' });
    const { id, code } = await make();
    for (let n = 0; n < 2; n++) {
      expect((await enrol(enrolmentOf('one', code))).body).toMatchObject({ status: 503, code: 'not-stored' });
    }
    expect(running.logged).toHaveLength(2);
    expect(running.logged[0]).toMatch(new RegExp(`code number ${id} was used for record number \\d+: no space left`));
    expect(running.logged.join()).not.toContain(code);
    const settled: number[] = [];
    capture.codes.settle = (of, holder, record) => {
      settled.push(of);
      return settle(of, holder, record);
    };
    expect((await enrol(enrolmentOf('one', code))).status).toBe(200);
    expect(settled).toEqual([id]);
    expect(bodiesOf('DeviceEnrolled')).toHaveLength(1);
  });

  it('that cannot be given back is asked for again, and then is good for another key', async () => {
    const { giveBack } = capture.codes;
    await enrol(enrolmentOf('one', (await make()).code));
    await enrol(enrolmentOf('two', (await make()).code));
    await sue.post('/api/devices/revoke', { device: phoneName('two') });
    const others = [
      ['one', await make({ ...NORTH, scope: 'u2' }), 409],
      ['two', await make(), 403],
    ] as const;
    for (const [name, { code }, status] of others) {
      capture.codes.giveBack = () => err({ kind: 'not-stored', detail: 'no space left' });
      expect((await enrol(enrolmentOf(name, code))).body).toMatchObject({ status: 503, code: 'not-stored' });
      capture.codes.giveBack = giveBack;
      expect((await enrol(enrolmentOf(name, code))).status, name).toBe(status);
      expect((await enrol(enrolmentOf(`other than ${name}`, code))).status, name).toBe(200);
    }
    expect(running.logged).toHaveLength(2);
  });

  it('cannot be guessed by trying many', async () => {
    const { code } = await make();
    for (let n = 0; n < ENROLMENTS_A_MINUTE.perAddress; n++) await enrol(enrolmentOf('one', `${n}`));
    const stopped = await enrol(enrolmentOf('one', code));
    expect(stopped.body).toMatchObject({ status: 429, code: 'too-many' });
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('whoever hands out codes', () => {
  it('names stations and areas that are there', async () => {
    for (const [asked, code] of [
      [{ ...S0, scope: 'u9' }, 'unknown-unit'],
      [{ ...S0, only: 's2' }, 'unknown-station'],
      [{ ...S0, only: 'nowhere' }, 'unknown-station'],
      [{ ...S0, replaces: 'phone-0' }, 'unknown-device'],
      [{ ...S0, hours: 9999 }, 'invalid-request'],
    ] as const) {
      expect((await sue.post('/api/codes', asked)).body, JSON.stringify(asked)).toMatchObject({ code });
    }
    expect((await list()).codes).toEqual([]);
  });

  it('is a supervisor or an administrator', async () => {
    const ada = await running.person('ada', 'administrator');
    const tia = await running.person('tia', 'typist');
    await make(S0, ada);
    for (const client of [tia, running.stranger]) {
      for (const path of ['/api/codes', '/api/devices', '/api/places?find=north']) {
        expect([401, 403]).toContain((await client.get(path)).status);
      }
      expect([401, 403]).toContain((await client.post('/api/codes', S0)).status);
      expect([401, 403]).toContain((await client.post('/api/codes/cancel', { id: 1 })).status);
    }
    expect((await sue.post('/api/devices', { device: 'scanner', key: 'A'.repeat(44), scope: 'u1' })).status).toBe(403);
  });

  it('sees the codes of paper kits apart, and those of one station', async () => {
    await make();
    await make(NORTH);
    const of = { at: running.centre.at, expiresAt: instant(running.centre.at + 1), by: null };
    const grants = [
      { kind: 'enrol', scope: 'u1' as GpUnitId, only: 's0' as StationId, replaces: null },
      { kind: 'sms', station: 's0' as StationId },
    ] as const;
    const kit = grants.map((grant) => ({ station: 's0' as StationId, grant }));
    const [made] = expectOk(capture.codes.makeMany(kit, of, { replace: true }), 'kit');
    expect((await list('?made=kit')).codes).toMatchObject([
      { kind: 'sms', station: 's0', path: ['North'], table: 1, by: null },
      { kind: 'enrol', station: 's0' },
    ]);
    expect((await list('?station=s0')).codes).toHaveLength(1);
    const [newest] = (await list('?limit=1')).codes;
    expect((await list(`?limit=5&after=${newest?.id}`)).codes).toHaveLength(1);
    // Nobody handed it out: it is shown as by whoever has the machine.
    expect((await enrol(enrolmentOf('paper', made?.code ?? ''))).status).toBe(200);
  });

  it('finds places by their names, and devices by their station', async () => {
    const find = async (text: string) =>
      (await sue.get(`/api/places?find=${encodeURIComponent(text)}`)).body as unknown as Places;
    expect((await find('nÓrth')).places).toEqual([
      { scope: 'u1', station: null, path: ['North'], table: null, stations: 2 },
      { scope: 'u1', station: 's0', path: ['North'], table: 1, stations: 1 },
      { scope: 'u1', station: 's1', path: ['North'], table: 2, stations: 1 },
    ]);
    expect((await find('S2')).places).toMatchObject([{ scope: 'u2', station: 's2' }]);
    expect(await find('   ')).toEqual({ total: 0, places: [] });
    expect((await find('elsewhere')).places).toEqual([]);
    await enrol(enrolmentOf('one', (await make()).code));
    await enrol(enrolmentOf('two', (await make(NORTH)).code));
    const devices = async (query: string) => (await sue.get(`/api/devices${query}`)).body as unknown as Devices;
    expect((await devices('?station=s0')).devices).toHaveLength(2);
    expect((await devices('?station=s1')).devices).toMatchObject([
      { device: phoneName('two'), scope: 'u1', only: null, path: ['North'], table: null, revoked: false },
    ]);
    expect((await sue.get('/api/devices?station=nowhere')).status).toBe(404);
  });
});

describe('the reading of the public pages', () => {
  it('is switched by an administrator, and each switch is told', async () => {
    const ada = await running.person('ada', 'administrator');
    expect((await ada.get('/api/reading')).body).toEqual({ here: true, on: true });
    expect((await ada.post('/api/reading', { on: false })).body).toEqual({ here: true, on: false });
    expect((await ada.post('/api/reading', { on: false })).body).toEqual({ here: true, on: false });
    expect((await ada.post('/api/reading', { on: true })).body).toEqual({ here: true, on: true });
    expect(capture.switched).toEqual([false, true]);
    const notices = bodiesOf('Notice').map((body) => ('text' in body ? body.text : null));
    expect(notices).toMatchObject([
      { es: expect.stringContaining('cerró'), en: expect.stringContaining('closed') },
      { es: expect.stringContaining('volvió a abrir'), en: expect.stringContaining('again') },
    ]);
    expect(notices[0]?.en).toContain(ada.pseudonym);
    expect((await sue.post('/api/reading', { on: false })).status).toBe(403);
    expect((await sue.get('/api/reading')).status).toBe(403);
  });

  it('is off at once, also where the record stalls', async () => {
    const ada = await running.person('ada', 'administrator');
    running.centre.trouble = { kind: 'not-stored', detail: 'full' };
    expect((await ada.post('/api/reading', { on: false })).body).toMatchObject({ status: 503, code: 'not-stored' });
    expect(capture.switched).toEqual([false]);
    running.centre.trouble = null;
    expect(bodiesOf('Notice')).toHaveLength(0);
    expect((await ada.post('/api/reading', { on: false })).status).toBe(200);
    expect(bodiesOf('Notice')).toHaveLength(1);
  });
});
