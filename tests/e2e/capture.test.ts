import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CAPTURE_ES } from '../../src/publication/pages/texts-capture.ts';
import type { SheetData } from '../../src/publication/unit-data.ts';
import { cotejo } from '../cli/real-process.ts';
import { filmOf, launchWithCamera } from './capture-camera.ts';
import { People } from './capture-people.ts';
import { Volunteer } from './capture-phone.ts';
import { drawScan, PAPERS } from './counting-centre-election.ts';
import { CentreRun, TYPISTS } from './counting-centre-run.ts';
import { begin, sheetGiven, typeSheet } from './counting-centre-typing.ts';

/** From the code on a desk to the public page: two sheets of two polling stations, by one phone that has no line for a while. */
describe('a sheet on its way from the polling station', () => {
  vi.setConfig({ testTimeout: 300_000 });
  let folder = '';
  let browser: Browser;
  let run: CentreRun;
  let people: People;
  let phone: Volunteer;

  const paper = (station: string) => PAPERS[station] ?? {};
  const figuresOf = (station: string) => Object.values(paper(station)).flat();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-e2e-capture-'));
    run = await CentreRun.start();
    browser = await launchWithCamera(await filmOf(await drawScan(run.definition, { station: '201' }), folder));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await phone?.shoot('failed');
    await people?.shoot();
    console.log(run.process.err);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Four people, of whom each has the sheet for one contest. */
  async function typeAtTheDesks(station: string): Promise<void> {
    for (const name of TYPISTS) {
      const given = await sheetGiven(people.who(name));
      expect(given.station).toBe(station);
      await typeSheet(people.who(name), paper(station)[given.contest] ?? []);
    }
  }

  /** The public data of a sheet, once both contests are counted and the phone's figures held against them. */
  function compared(station: string): Promise<SheetData> {
    return run.site.sheet(
      station,
      ({ readings = [] }) => readings.length === 2 && readings.every(({ differs }) => differs !== null),
    );
  }
  const differing = ({ readings = [] }: SheetData) => readings.map(({ contest, differs }) => [contest, differs]);

  /** What the phone gives out of both messages convinces the command line too, which knows nothing but the trust file. */
  async function promisesKept(): Promise<void> {
    for (const which of ['sheet', 'figures'] as const) {
      const path = await phone.save(phone.t.sent.proof[which]);
      const judged = await cotejo('promise', path, '--trust', `${run.out}/trust.json`);
      expect([judged.code, judged.err]).toEqual([0, '']);
    }
  }

  /** The code as a link, which the phone's camera reads on the supervisor's screen. */
  async function enrol(): Promise<void> {
    const { address } = await people.handOut('Mercado', 'codes-for-the-market');
    expect(address).toContain(`${run.desks}/capture/#enrol=`);
    phone = await Volunteer.open(browser, run.desks);
    await phone.start(address.slice(address.indexOf('#')));
    await phone.said(phone.t.enrol.complete('14'));
    await phone.shoot('01-enrol');
    await phone.tap('button[type=submit]');
    await phone.page.locator('#new-sheet').waitFor();
    await phone.installed();
    await phone.shoot('02-home');
  }

  /** The station by the paper's own code and the paper itself, both through the camera. */
  async function photograph(): Promise<void> {
    await phone.tap('#new-sheet');
    await phone.shoot('03-station');
    await phone.tap('#scan');
    await phone.page.locator('#confirm').waitFor();
    expect(await phone.page.locator('.confirm').innerText()).toContain('201');
    await phone.shoot('04-confirm');
    await phone.tap('#confirm');
    await phone.said(phone.t.photo.hints.good);
    await phone.shoot('05-camera');
    await phone.tap('#shutter');
    await phone.page.locator('.sheet-picture img').waitFor();
    await phone.shoot('06-picture');
  }

  /** Without a line, also for the worker of the app; closed and opened again without one. */
  async function signWithoutLine(): Promise<void> {
    await phone.context.setOffline(true);
    await phone.sign();
    await phone.said(phone.t.sent.sum.waiting);
    await phone.shoot('08-waiting');
    await phone.reopen();
    await phone.said(phone.t.shell.offline);
    await phone.shoot('09-home-offline');
    await phone.look('1');
    await phone.said(phone.t.sent.sum.waiting);
    expect(await phone.page.locator('.thumbs img').count()).toBe(1);
  }

  async function sendsByItself(): Promise<void> {
    await phone.context.setOffline(false);
    await phone.kept();
    await phone.proved();
    await phone.shoot('10-proved');
    await promisesKept();
  }

  /** Another sheet, by a picture that was on the phone, whose first figure is misread. */
  async function sendMisread(): Promise<void> {
    await phone.reopen();
    await phone.choose('2');
    await phone.takeFile(await drawScan(run.definition, { station: '202' }));
    const [first = 0, ...rest] = figuresOf('202');
    await phone.fillIn([first + 10, ...rest]);
    await phone.sign();
    await phone.kept();
  }

  /** Opened again, the phone says what became of the sheet and leads to its page. */
  async function followToThePage(): Promise<void> {
    await phone.reopen();
    await phone.shoot('11-home-published');
    await phone.look('2');
    await phone.said(phone.t.sent.typed);
    await phone.said(phone.t.sent.published);
    await phone.shoot('12-published');
    await phone.tap('#public-page');
    await phone.page.waitForURL(`${run.site.url}/**#s202`);
    expect(await phone.page.locator('#s202:target tr.d').count()).toBe(1);
    const marked = phone.page.locator('tr.d');
    expect(await marked.count()).toBe(1);
    expect(await marked.innerText()).toMatch(/≠[\s\S]*120[\s\S]*130/);
    expect(await phone.page.locator('body').innerText()).toContain(CAPTURE_ES.differs);
    await phone.shoot('13-public');
  }

  it('is photographed, kept without a network, sent, proved, typed by two and shown beside what the phone read', async () => {
    people = await People.seat(browser, run, [...TYPISTS, 'sol', 'pia']);
    await people.open();
    for (const name of TYPISTS) await begin(people.who(name), 'typing');
    await enrol();
    await photograph();
    await phone.fillIn(figuresOf('201'));
    await phone.shoot('07-send');
    await signWithoutLine();
    await sendsByItself();

    await typeAtTheDesks('201');
    expect(differing(await compared('201'))).toEqual([
      ['fountain', false],
      ['mayor', false],
    ]);

    await sendMisread();
    await typeAtTheDesks('202');
    const misread = await compared('202');
    expect(misread.contests['mayor']?.preliminary?.boxes).toEqual(paper('202')['mayor']);
    expect(differing(misread)).toEqual([
      ['fountain', false],
      ['mayor', true],
    ]);
    await followToThePage();

    expect([...phone.errors, ...people.errors]).toEqual([]);
    const verified = await cotejo('verify', run.site.url, '--trust', `${run.out}/trust.json`);
    expect([verified.code, verified.err, verified.out]).toEqual([0, '', expect.stringContaining('VERIFIED')]);
  });
});
