import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCodesFile } from '../../adapters/codes/codes-file.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { PLAIN, plainElection, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { openRunKeys } from '../../adapters/keys/key-folder.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import type { StationId } from '../../src/model/ids.ts';
import { DESK_SOURCE } from '../run/election-run.ts';
import { type OpenedRun, openRun } from '../run/open-run.ts';
import { type FormsOptions, formsCommand } from './forms-command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-forms-'));
const run = join(scratch, 'run');
const example = new URL('../../examples/neighbourhood', import.meta.url).pathname;
const CAPTURE = 'https://desks.example.org/capture/';
let opened: OpenedRun;

/** A count that is running all the while. */
beforeAll(() => {
  const { definition } = expectOk(readElectionFolder(example), 'the example');
  const { election } = definition;
  const live = { ...definition, election: { ...election, desk: election.desk ?? defaultDeskRules(election.contests) } };
  const keys = openRunKeys(nodeCrypto, join(run, 'keys'), { kind: 'live', election: election.id, create: true });
  opened = expectOk(openRun(run, live, expectOk(keys, 'keys'), true), 'run');
  expectOk(opened.run.begin(instant(Date.now())), 'begin');
  expectOk(opened.run.followAside(), 'follow');
  expectOk(opened.run.publish(instant(Date.now()), false, DESK_SOURCE), 'publish');
});
afterAll(() => {
  opened.close();
  rmSync(scratch, { recursive: true, force: true });
});

async function forms(directory: string, options: Partial<FormsOptions>) {
  const lines: string[] = [];
  const errors: string[] = [];
  const asked = { out: join(scratch, 'out.pdf'), per: 'station', captureUrl: CAPTURE, ...options };
  const output = { line: (text: string) => lines.push(text), error: (text: string) => errors.push(text) };
  const code = await formsCommand(directory, asked, output);
  return { code, lines: lines.join('\n'), errors: errors.join('\n') };
}

/** The page objects of a PDF lie in the open. */
const pagesIn = (path: string) => readFileSync(path, 'latin1').split('/Type /Page\n').length - 1;

function listed(station: string) {
  const codes = expectOk(openCodesFile(run), 'codes');
  try {
    return codes.list({ printed: true, station: station as StationId, limit: 99 });
  } finally {
    codes.close();
  }
}

describe('cotejo forms', () => {
  it('prints kits while the count runs, two codes each, for a while', async () => {
    const out = join(scratch, 'kits.pdf');
    expect(await forms(run, { out })).toMatchObject({ code: 0, errors: '' });
    expect(pagesIn(out)).toBe(12 * 3);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const two = listed('101');
    expect(two.map(({ grant }) => grant.kind).toSorted()).toEqual(['enrol', 'sms']);
    // Seven days after the polls close.
    expect(two[0]?.expiresAt).toBe(Date.parse('2027-03-14T17:00:00-04:00'));
    expect(two.find(({ grant }) => grant.kind === 'enrol')?.grant).toMatchObject({ only: '101', replaces: null });
  });

  it('prints a kit again only when told to, and then says what that does', async () => {
    const out = join(scratch, 'again.pdf');
    const refused = await forms(run, { out, station: ['101', '102'] });
    expect(refused).toMatchObject({ code: 4 });
    expect(refused.errors).toContain('kits of 2 of these stations were printed before (101, 102)');
    expect([existsSync(out), listed('101').length]).toEqual([false, 2]);

    const anew = await forms(run, { out, station: ['101'], anew: true, per: 'place' });
    expect(anew).toMatchObject({ code: 0 });
    expect(anew.errors).toContain('ATTENTION: kits of 1 stations were printed anew');
    // The code for the whole place names no station.
    const now = listed('101');
    expect(now.filter(({ cancelledAt }) => cancelledAt === null).map(({ grant }) => grant.kind)).toEqual(['sms']);
    expect(listed('102').every(({ cancelledAt }) => cancelledAt === null)).toBe(true);
  });

  it('writes one file for each place', async () => {
    const out = join(scratch, 'split');
    expect(await forms(run, { out, split: true, anew: true, place: 'u1' })).toMatchObject({ code: 0 });
    const names = readdirSync(out).toSorted();
    expect(names.length).toBeGreaterThan(1);
    expect(names.every((name) => /^u\d+-[\p{L}\p{N}-]+\.pdf$/u.test(name))).toBe(true);
    const refused = await forms(run, { out, split: true, anew: true, place: 'u1' });
    expect(refused).toMatchObject({ code: 5 });
    expect(refused.errors).toContain('is there already');
    expect(await forms(run, { out: join(out, names[0] ?? ''), split: true, anew: true })).toMatchObject({ code: 5 });
  });

  it('prints specimens of an election folder: one of each paper, or those named', async () => {
    const out = join(scratch, 'specimen.pdf');
    expect(await forms(example, { out, specimen: true })).toMatchObject({ code: 0 });
    expect(pagesIn(out)).toBe(2);
    expect(await forms(example, { out, specimen: true, station: ['101', '102', '201'], force: true })).toMatchObject({
      code: 0,
    });
    expect(pagesIn(out)).toBe(3);
  });

  it.each([
    ['an unknown station', { station: ['101', '999'] }, 2, 'no station 999'],
    ['an unknown unit', { place: 'u999' }, 2, 'no unit u999'],
    ['a station elsewhere', { place: 'u2', station: ['201'] }, 2, 'none of these stations is in u2'],
    ['no address for phones', { captureUrl: undefined as never }, 2, '--capture-url is needed'],
    ['an address of another kind', { captureUrl: 'javascript:alert(1)' }, 2, 'is no address like'],
    ['an address with a place in it', { captureUrl: `${CAPTURE}#enrol=1` }, 2, 'is no address like'],
    ['a number that is none', { smsNumber: 'call me' }, 2, '--sms-number is a telephone number'],
    ['codes that are over', { expires: '2020-01-01T00:00:00Z' }, 2, 'expired already'],
    ['an instant that is none', { expires: 'tomorrow' }, 2, 'is no instant'],
    ['another word', { per: 'person' }, 2, '--per is station or place'],
    ['no folder for the file', { out: join(scratch, 'none', 'a.pdf'), anew: true }, 5, 'cannot write'],
    ['a folder for the file', { out: scratch, anew: true, force: true }, 5, 'is there already'],
  ] as const)('refuses %s, and no code is made', async (_, options, code, words) => {
    const before = listed('101').length;
    const refused = await forms(run, options);
    expect(refused.code).toBe(code);
    expect(refused.errors).toContain(words);
    expect(listed('101').length).toBe(before);
  });

  it('refuses a file that is there, a folder that is no run, and letters it cannot print', async () => {
    const out = join(scratch, 'there.pdf');
    writeFileSync(out, 'something of somebody');
    expect(await forms(run, { out, anew: true })).toMatchObject({ code: 5 });
    expect(readFileSync(out, 'utf8')).toBe('something of somebody');
    expect(await forms(join(scratch, 'nowhere'), {})).toMatchObject({ code: 4 });
    const name = { es: 'Elección 選挙', en: 'Election' };
    const folder = writeFolder({ ...PLAIN, 'election.json': plainElection({ name }) });
    const refused = await forms(folder, { specimen: true });
    expect(refused.code).toBe(4);
    expect(refused.errors).toContain('選 (U+9078), 挙 (U+6319)');
    const arabic = writeFolder({ ...PLAIN, 'election.json': plainElection({ name: { es: 'انتخابات', en: 'x' } }) });
    expect(await forms(arabic, { specimen: true })).toMatchObject({ code: 4 });
    rmSync(folder, { recursive: true });
    rmSync(arabic, { recursive: true });
    expect(readdirSync(scratch).filter((file) => file.endsWith('.draft'))).toEqual([]);
  });
});
