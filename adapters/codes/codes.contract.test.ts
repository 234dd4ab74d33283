import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import { parseEnrolmentCode, parseSmsSecret } from '../../src/model/one-time-code.ts';
import { describeCodesError, type EnrolGrant, type Handing, type KitCode, type OneTimeCodes } from './codes.ts';
import { codesPathOf, openCodesFile } from './codes-file.ts';
import { createMemoryCodes } from './memory-codes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-codes-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(scratch, 'case-'));

const KINDS: readonly (readonly [string, () => OneTimeCodes])[] = [
  ['file', () => expectOk(openCodesFile(newFolder()), 'codes')],
  ['memory', createMemoryCodes],
];

const NOW = instant(1_000_000);
const LATER = instant(2_000_000);
const of: Handing = { at: NOW, expiresAt: LATER, by: 'ana' };
const enrol = (only: string | null = 'A1', replaces: string | null = null): EnrolGrant => ({
  ...{ kind: 'enrol', scope: 'north' as GpUnitId },
  ...{ only: only as StationId | null, replaces },
});
const sms = (station: string) => ({ kind: 'sms', station: station as StationId }) as const;
const bad = { ok: false, error: { kind: 'bad-code' } };
const kitOf = (...stations: string[]): KitCode[] =>
  stations.flatMap((id) => [
    { station: id as StationId, grant: enrol(id) },
    { station: id as StationId, grant: sms(id) },
  ]);

describe.each(KINDS)('codes: %s', (_, create) => {
  it('makes a code that is good once, and tells what for', () => {
    const codes = create();
    const { id, code } = expectOk(codes.make(enrol('A1', 'phone-1'), of), 'make');
    expect(parseEnrolmentCode(code)).toEqual({ ok: true, value: code });
    const granted = { id, grant: enrol('A1', 'phone-1'), by: 'ana' };
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', NOW)).toEqual({
      ok: true,
      value: { ...granted, again: false, record: null },
    });
    expect(codes.redeem({ kind: 'enrol', code }, 'key-2', NOW)).toEqual(bad);
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', NOW)).toEqual({
      ok: true,
      value: { ...granted, again: true, record: null },
    });
  });

  it('answers the same holder also after the code has expired, and nobody else', () => {
    const codes = create();
    const { code } = expectOk(codes.make(enrol(), of), 'make');
    const { code: late } = expectOk(codes.make(enrol(), of), 'make');
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', instant(LATER - 1)).ok).toBe(true);
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', instant(LATER + 1)).ok).toBe(true);
    expect(codes.redeem({ kind: 'enrol', code: late }, 'key-1', LATER)).toEqual(bad);
    expect(codes.redeem({ kind: 'enrol', code: late }, 'key-1', instant(LATER - 1)).ok).toBe(true);
  });

  it('knows no code that it did not make', () => {
    const codes = create();
    expectOk(codes.make(enrol(), of), 'make');
    expect(codes.redeem({ kind: 'enrol', code: '00000000000001' }, 'key', NOW)).toEqual(bad);
    expect(codes.redeem({ kind: 'enrol', code: '' }, 'key', NOW)).toEqual(bad);
  });

  it('takes a secret only of its own station, and never for a code', () => {
    const codes = create();
    const { code } = expectOk(codes.make(sms('A1'), of), 'make');
    expect(parseSmsSecret(code)).toEqual({ ok: true, value: code });
    const present = (station: string) => ({ kind: 'sms', station: station as StationId, code }) as const;
    expect(codes.redeem(present('A2'), 'text', NOW)).toEqual(bad);
    expect(codes.redeem({ kind: 'enrol', code }, 'text', NOW)).toEqual(bad);
    expect(codes.redeem(present('A1'), 'text', NOW)).toMatchObject({ ok: true, value: { grant: sms('A1') } });
    expect(codes.redeem(present('A1'), 'other text', NOW)).toEqual(bad);
  });

  it('gives a code back to nobody but its holder', () => {
    const codes = create();
    const { id, code } = expectOk(codes.make(enrol(), of), 'make');
    expectOk(codes.redeem({ kind: 'enrol', code }, 'key-1', NOW), 'redeem');
    expectOk(codes.giveBack(id, 'key-2'), 'nothing');
    expect(codes.redeem({ kind: 'enrol', code }, 'key-2', NOW)).toEqual(bad);
    expectOk(codes.giveBack(id, 'key-1'), 'back');
    expectOk(codes.giveBack(999, 'key-1'), 'nothing');
    expect(codes.redeem({ kind: 'enrol', code }, 'key-2', NOW)).toMatchObject({ ok: true, value: { again: false } });
  });

  it('tells its holder, and nobody else, what was done with it', () => {
    const codes = create();
    const { id, code } = expectOk(codes.make(enrol(), of), 'make');
    expectOk(codes.settle(id, 'key-1', 7), 'before it is used');
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', NOW)).toMatchObject({ value: { record: null } });
    expectOk(codes.settle(id, 'key-2', 8), 'by somebody else');
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', NOW)).toMatchObject({ value: { record: null } });
    expectOk(codes.settle(id, 'key-1', 9), 'settle');
    expect(codes.redeem({ kind: 'enrol', code }, 'key-1', NOW)).toMatchObject({ value: { again: true, record: 9 } });
  });

  it('cancels what is not used', () => {
    const codes = create();
    const { id, code } = expectOk(codes.make(enrol(), of), 'make');
    const used = expectOk(codes.make(enrol(), of), 'make');
    expectOk(codes.redeem({ kind: 'enrol', code: used.code }, 'key', NOW), 'redeem');
    expect(codes.cancel(id, NOW).ok).toBe(true);
    expect(codes.redeem({ kind: 'enrol', code }, 'key', NOW)).toEqual(bad);
    for (const gone of [id, used.id, 999]) {
      expect(codes.cancel(gone, NOW)).toEqual({ ok: false, error: { kind: 'unknown-code' } });
    }
    expect(codes.get(id)).toMatchObject({ used: null, cancelledAt: NOW });
    expect(codes.get(used.id)).toMatchObject({ used: { holder: 'key', at: NOW }, cancelledAt: null });
    expect(codes.get(999)).toBeNull();
  });

  it('lists what it made, newest first and page after page, without any code', () => {
    const codes = create();
    const made = ['A1', 'A2', null].map((only) => expectOk(codes.make(enrol(only), of), 'make'));
    const [first, second, third] = made.map(({ id }) => id);
    const list = codes.list({ printed: false, limit: 2 });
    expect(list.map(({ id }) => id)).toEqual([third, second]);
    expect(list[0]).toEqual({
      ...{ id: third, grant: enrol(null), by: 'ana', at: NOW, expiresAt: LATER },
      ...{ printed: false, used: null, cancelledAt: null },
    });
    const rest = codes.list({ printed: false, limit: 2, after: present(second, 'second') });
    expect(rest.map(({ id }) => id)).toEqual([first]);
    const ofA2 = codes.list({ printed: false, limit: 9, station: 'A2' as StationId });
    expect(ofA2.map(({ id }) => id)).toEqual([second]);
    for (const { code } of made) expect(JSON.stringify(codes.list({ printed: false, limit: 9 }))).not.toContain(code);
  });

  it('makes the codes of paper kits at once, in the order asked', () => {
    const codes = create();
    const made = expectOk(codes.makeMany(kitOf('A1', 'A2'), { ...of, by: null }, { replace: false }), 'kits');
    expect(made.map(({ code }) => code.length)).toEqual([14, 8, 14, 8]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
    const [, , a2] = made;
    const code = present(a2, 'the third').code;
    expect(codes.redeem({ kind: 'enrol', code }, 'key', NOW)).toMatchObject({
      value: { grant: enrol('A2'), by: null },
    });
    expect(codes.list({ printed: true, limit: 9 })).toHaveLength(4);
    expect(codes.list({ printed: false, limit: 9 })).toEqual([]);
    expect(codes.list({ printed: true, limit: 9, station: 'A1' as StationId })).toHaveLength(2);
  });

  it('replaces the unused codes of an earlier kit of the same station, and nothing else', () => {
    const codes = create();
    const hand = expectOk(codes.make(enrol('A1'), of), 'by hand');
    const old = expectOk(codes.makeMany(kitOf('A1', 'A2'), of, { replace: true }), 'kits').map(({ code }) => code);
    const [a1 = '', sms1 = '', a2 = ''] = old;
    const secret = { kind: 'sms', station: 'A1' as StationId, code: sms1 } as const;
    expectOk(codes.redeem(secret, 'text', NOW), 'used before');
    expectOk(codes.makeMany(kitOf('A1'), of, { replace: false }), 'one more');
    const [fresh] = expectOk(codes.makeMany(kitOf('A1'), of, { replace: true }), 'again');
    expect(codes.redeem({ kind: 'enrol', code: a1 }, 'key', NOW)).toEqual(bad);
    expect(codes.redeem(secret, 'text', NOW)).toMatchObject({ ok: true, value: { again: true } });
    for (const code of [a2, hand.code, present(fresh, 'fresh').code]) {
      expect(codes.redeem({ kind: 'enrol', code }, `key ${code}`, NOW).ok).toBe(true);
    }
    const open = codes.list({ printed: true, limit: 99 }).filter((code) => code.cancelledAt === null);
    expect(open).toHaveLength(5);
  });
});

describe('codes of a folder', () => {
  it('are in a file of its owner alone, without the codes, and are still there when it is opened again', () => {
    const folder = newFolder();
    const codes = expectOk(openCodesFile(folder), 'codes');
    const made = expectOk(codes.make(enrol(), of), 'make');
    const secret = expectOk(codes.make(sms('A1'), of), 'make');
    expectOk(codes.redeem({ kind: 'enrol', code: made.code }, 'key-1', NOW), 'redeem');
    expect(statSync(codesPathOf(folder)).mode & 0o777).toBe(0o600);
    codes.close();
    codes.close();
    const bytes = readFileSync(codesPathOf(folder), 'latin1');
    for (const { code } of [made, secret]) expect(bytes).not.toContain(code);
    const again = expectOk(openCodesFile(folder), 'codes');
    expect(again.redeem({ kind: 'enrol', code: made.code }, 'key-2', NOW)).toEqual(bad);
    expect(again.redeem({ kind: 'sms', station: 'A1' as StationId, code: secret.code }, 'text', NOW).ok).toBe(true);
    again.close();
  });

  it('are shared by two processes: of two phones with one code one gets it', () => {
    const folder = newFolder();
    const [one, other] = [expectOk(openCodesFile(folder), 'one'), expectOk(openCodesFile(folder), 'other')];
    for (let i = 0; i < 20; i++) {
      const { code } = expectOk(one.make(enrol(), of), 'make');
      const answers = [other, one].map((codes, n) => codes.redeem({ kind: 'enrol', code }, `key-${n}`, NOW).ok);
      expect(answers).toEqual([true, false]);
    }
    one.close();
    other.close();
  });

  it('are refused where the file is none of ours', () => {
    const folder = newFolder();
    writeFileSync(codesPathOf(folder), 'x'.repeat(5000));
    const opened = openCodesFile(folder);
    expect(opened).toMatchObject({ ok: false, error: { kind: 'codes-unusable', path: codesPathOf(folder) } });
    if (!opened.ok) expect(describeCodesError(opened.error)).toContain('cannot be used');
  });

  it('say so when nothing can be written, and nothing is used up', () => {
    const folder = newFolder();
    const codes = expectOk(openCodesFile(folder), 'codes');
    const { code } = expectOk(codes.make(enrol(), of), 'make');
    codes.close();
    expect(codes.make(enrol(), of)).toMatchObject({ ok: false, error: { kind: 'not-stored' } });
    const again = expectOk(openCodesFile(folder), 'codes');
    expect(again.redeem({ kind: 'enrol', code }, 'key', NOW).ok).toBe(true);
    again.close();
  });
});
