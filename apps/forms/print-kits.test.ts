import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Made, OneTimeCodes } from '../../adapters/codes/codes.ts';
import { openCodesFile } from '../../adapters/codes/codes-file.ts';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { present } from '../../src/base/assert.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { parseSmsMessage } from '../../src/intake/sms-message.ts';
import { defaultDeskRules } from '../../src/model/desk-defaults.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { writeEnrolmentCode } from '../../src/model/one-time-code.ts';
import type { PageElement, PageText, PrintedPage } from '../../src/model/printed-page.ts';
import { encodeSheetCode, printedCode } from '../../src/model/sheet-code.ts';
import { onePerPaper } from './choose-stations.ts';
import { exampleMessage, HIDDEN_SECRET } from './codes-page.ts';
import { formPages, kitPages } from './kit-pages.ts';
import { type PrintJob, printedBefore, printFiles } from './print-kits.ts';
import type { Handout } from './printing.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-kits-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const example = new URL('../../examples/neighbourhood', import.meta.url).pathname;
const { definition } = expectOk(readElectionFolder(example), 'the example');
const { election } = definition;
const geography = layOutGeography({
  ...definition,
  election: { ...election, desk: election.desk ?? defaultDeskRules(election.contests) },
});
const { form } = present(geography.definition.election.desk, 'desk');
const printing = { geography, form, mark: null };
const [NOW, LATER] = [instant(1_700_000_000_000), instant(1_800_000_000_000)];
const handout: Handout = {
  captureUrl: 'https://desks.example.org/capture/',
  smsNumber: '+591 7000 0000',
  expiresAt: LATER,
  perPlace: false,
};
const station = present(geography.stations[0], 'station');

const textsOf = (pages: readonly PrintedPage[]) =>
  pages.flatMap(({ elements }) => elements).filter((e): e is PageText => e.kind === 'text');
const isWithin = (page: PrintedPage) => (e: PageElement) =>
  e.kind !== 'text' || (e.x >= 0 && e.x + e.most <= page.width && e.y >= 0 && e.y + e.room <= page.height);

describe('a kit', () => {
  const pages = kitPages(printing, handout, station, { enrol: '0123456789ABCD', sms: 'ZYXWVTSR' });

  it('is instructions, the form, and the codes, each within its paper', () => {
    expect(pages.length).toBe(form.pages + 2);
    for (const page of pages) expect(page.elements.every(isWithin(page))).toBe(true);
    expect(pages.slice(1, -1)).toEqual(formPages(printing, station));
  });

  it('shows its codes on the last page alone, in the part that is folded over', () => {
    const secret = /0123-4567-89AB-CD|ZYXWVTSR/;
    expect(textsOf(pages.slice(0, -1)).some(({ es }) => secret.test(es))).toBe(false);
    const shown = textsOf(pages.slice(-1)).filter(({ es }) => secret.test(es));
    expect(shown.map(({ es }) => es)).toEqual(['0123-4567-89AB-CD', `COTEJO ${codeOf()} ZYXWVTSR`]);
    for (const { y, room } of shown) expect(y > 990 && y + room < 1980).toBe(true);
    const last = present(pages.at(-1), 'last').elements.flatMap((e) => (e.kind === 'qr' ? [e] : []));
    expect(last.map(({ text }) => text)).toEqual([`${handout.captureUrl}#enrol=0123456789ABCD`]);
    for (const { y, side } of last) expect(y > 990 && y + side < 1980).toBe(true);
  });

  it('says where an SMS goes, or has a line on which to write it', () => {
    const codes = { enrol: '0123456789ABCD', sms: 'ZYXWVTSR' };
    const numbers = (smsNumber: string | null) => {
      const last = kitPages(printing, { ...handout, smsNumber }, station, codes).slice(-1);
      return textsOf(last).filter(({ es }) => es.includes('7000'));
    };
    expect(numbers('+591 7000 0000').map(({ es }) => es)).toEqual(['+591 7000 0000']);
    expect(numbers(null)).toEqual([]);
  });

  it('has an example that the door would take with the secret in it, and never without', () => {
    for (const one of onePerPaper(geography, geography.stations)) {
      const last = kitPages(printing, handout, one, { enrol: '0123456789ABCD', sms: 'ZYXWVTSR' }).slice(-1);
      const message = present(
        textsOf(last).find(({ es }) => es.includes(HIDDEN_SECRET)),
        'example',
      ).es;
      expect(parseSmsMessage(message, geography)).toMatchObject({ ok: false, error: { kind: 'not-a-secret' } });
      const filled = parseSmsMessage(message.replace(HIDDEN_SECRET, 'ZYXWVTSR'), geography);
      expect(filled).toMatchObject({ ok: true, value: { station: one.id, secret: 'ZYXWVTSR' } });
    }
    expect(exampleMessage('1-1-A', 200)).toMatch(/^COTEJO 1-1-A \*{8}( (\d+|X)){40} … \d+$/);
  });

  it('is scaled to another paper', () => {
    const small = { ...form, width: 105, height: 148 };
    for (const page of kitPages({ ...printing, form: small }, handout, station, {
      enrol: '0123456789ABCD',
      sms: 'ZYXWVTSR',
    })) {
      if (!page.elements.some((e) => e.kind === 'figures')) expect(page.elements.every(isWithin(page))).toBe(true);
    }
  });

  it('has the names and codes of this station on its form', () => {
    const [page] = formPages(printing, station);
    const es = textsOf([present(page, 'page')]).map((text) => text.es);
    expect(es).toEqual(
      expect.arrayContaining(['Ñusta Peñaranda Ibáñez', 'Lista Garza', codeOf(), 'Escuela Niño Explorador']),
    );
    const code = { election: election.id, station: station.id, page: 1 };
    expect(page?.elements).toContainEqual(expect.objectContaining({ kind: 'qr', text: encodeSheetCode(code) }));
  });
});

describe('printed kits', () => {
  it('leave their codes in the PDF alone, and these redeem once', async () => {
    const run = join(scratch, 'run');
    const codes = expectOk(openCodesFile(run), 'codes');
    const made: Made[] = [];
    const done = await printFiles(
      [{ path: join(scratch, 'kits.pdf'), stations: geography.stations }],
      jobOf(spy(codes, made), false),
    );
    expect(done).toMatchObject({ ok: true, value: { files: 1, stations: 12, pages: 36 } });
    expect(made.length).toBe(24);
    const stored = readdirSync(run)
      .map((name) => readFileSync(join(run, name), 'latin1'))
      .join('');
    expect(stored.length).toBeGreaterThan(1000);
    for (const { code } of made) {
      expect(stored.includes(code)).toBe(false);
      if (code.length === 14) expect(stored.includes(writeEnrolmentCode(code))).toBe(false);
    }
    expect(statSync(join(scratch, 'kits.pdf')).mode & 0o777).toBe(0o600);
    const [enrol, sms] = [present(made[0], 'enrol').code, present(made[1], 'sms').code];
    const redeemed = codes.redeem({ kind: 'enrol', code: enrol }, 'key', NOW);
    expect(redeemed).toMatchObject({ ok: true, value: { grant: { scope: station.place, only: station.id } } });
    expect(codes.redeem({ kind: 'sms', station: station.id, code: sms }, 'text', NOW).ok).toBe(true);
    expect(codes.redeem({ kind: 'enrol', code: enrol }, 'another', NOW).ok).toBe(false);
    codes.close();
  });

  it('printed anew make earlier unused codes worthless, and used ones stay', async () => {
    const codes = expectOk(openCodesFile(join(scratch, 'anew')), 'codes');
    const made: Made[] = [];
    const [one, two] = [station, present(geography.stations[1], 'second')];
    const file = (path: string) => [{ path: join(scratch, path), stations: [one, two] }];
    expect(printedBefore(codes, [one, two])).toEqual([]);
    expectOk(await printFiles(file('first.pdf'), jobOf(spy(codes, made), false)), 'first');
    expect(printedBefore(codes, geography.stations)).toEqual([one, two]);
    expect(codes.redeem({ kind: 'enrol', code: present(made[0], 'code').code }, 'key', NOW).ok).toBe(true);
    expectOk(await printFiles(file('second.pdf'), jobOf(spy(codes, made), true)), 'second');
    expect(codes.redeem({ kind: 'enrol', code: present(made[0], 'code').code }, 'key', NOW)).toMatchObject({
      ok: true,
    });
    expect(codes.redeem({ kind: 'enrol', code: present(made[2], 'code').code }, 'key 2', NOW).ok).toBe(false);
    expect(codes.redeem({ kind: 'enrol', code: present(made[6], 'code').code }, 'key 2', NOW).ok).toBe(true);
    codes.close();
  });

  it('say whose codes were made in vain when the printing fails, and leave no half a file', async () => {
    const codes = expectOk(openCodesFile(join(scratch, 'vain')), 'codes');
    const failing = Object.assign(Object.create(codes) as OneTimeCodes, {
      makeMany: () => ({ ok: false, error: { kind: 'not-stored', detail: 'full' } }) as const,
    });
    const path = join(scratch, 'vain.pdf');
    const failed = await printFiles([{ path, stations: geography.stations }], jobOf(failing, false));
    expect(failed).toEqual({ ok: false, error: { kind: 'not-stored', detail: 'full', lost: [] } });
    expect(readdirSync(scratch).filter((name) => /vain\.pdf|draft/.test(name))).toEqual([]);
    codes.close();
  });
});

function codeOf(): string {
  return printedCode({ election: election.id, station: station.id, page: 1 });
}

function jobOf(codes: OneTimeCodes, replace: boolean): PrintJob {
  return { printing, kits: { ...handout, codes, replace }, at: NOW, force: false, onProgress: () => undefined };
}

/** The same codes, and what they made can be read here. */
function spy(codes: OneTimeCodes, made: Made[]): OneTimeCodes {
  return Object.assign(Object.create(codes) as OneTimeCodes, {
    makeMany: (...asked: Parameters<OneTimeCodes['makeMany']>) => {
      const done = codes.makeMany(...asked);
      if (done.ok) made.push(...done.value);
      return done;
    },
  });
}
