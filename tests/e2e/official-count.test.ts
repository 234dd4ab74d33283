import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../apps/desk/roles.ts';
import { cotejo } from '../cli/real-process.ts';
import { Desk, examinePublic, PASSWORD } from './counting-centre-desk.ts';
import { drawScan } from './counting-centre-election.ts';
import { filesUnder } from './counting-centre-public.ts';
import { CentreRun, launchBrowser, type Seat, seatPerson } from './counting-centre-run.ts';
import { begin, sheetGiven, typeSheet } from './counting-centre-typing.ts';
import {
  type CertifierFile,
  CORRECTED,
  electionOf,
  makeCertifiers,
  PAPERS,
  paperOf,
  STATIONS,
} from './official-count-election.ts';

const seat = (name: string, role: Role, language: Seat['language'], width: number): Seat => ({
  ...{ name, role, language, width },
});
const SEATS = [
  seat('cuca', 'custodian', 'es', 1280),
  seat('cosme', 'custodian', 'en', 360),
  seat('anabel', 'typist', 'es', 1280),
  seat('beto', 'typist', 'en', 1280),
  seat('sara', 'secretary', 'es', 360),
  seat('mila', 'member', 'en', 1280),
  seat('mateo', 'member', 'es', 360),
  seat('pia', 'publisher', 'en', 1280),
  seat('aura', 'auditor', 'es', 1280),
];
const CONTEST = { es: 'Concejo', en: 'Council' };

/** An official count by the people in it, in the order in which it happens. Each part goes on from the one before. */
describe('an official count', { timeout: 400_000 }, () => {
  let browser: Browser;
  let run: CentreRun;
  let admin: Desk;
  let keys: { readonly certifiers: readonly CertifierFile[]; end(): void };
  const desks = new Map<string, Desk>();
  const who = (name: string): Desk => desks.get(name) as Desk;

  beforeAll(async () => {
    browser = await launchBrowser();
    keys = await makeCertifiers();
    run = await CentreRun.start(electionOf(keys.certifiers), STATIONS);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const desk of [admin, ...desks.values()]) await desk?.shoot(`failed-${desk.name}`);
    console.log(run.process.err);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.end();
    keys?.end();
  });

  /** The oldest proposal is agreed to, so many times. */
  async function agrees(name: string, times = 1): Promise<void> {
    const desk = who(name);
    await desk.go('proposals');
    for (let n = 0; n < times; n++) {
      const cards = desk.page.locator('article.card');
      await cards.first().waitFor();
      const last = cards.nth((await cards.count()) - 1);
      await desk.confirm(desk.t.proposals.agree);
      await last.waitFor({ state: 'detached' });
    }
    await desk.page.getByText(desk.t.proposals.agreed).waitFor();
  }

  /** The card of an envelope, in the list of those in this state. */
  async function envelope(desk: Desk, state: keyof Desk['t']['official']['states'], station: string) {
    await desk.go('custody');
    const shown = desk.page.getByRole('button', { name: new RegExp(`^${desk.t.official.states[state]} \\(`) });
    await desk.to(shown);
    await desk.press('Enter');
    const card = desk.page.locator('article.card').filter({ hasText: desk.t.common.station(station) });
    await card.waitFor();
    return card;
  }

  it('has its people, and a board that an administrator seats', async () => {
    admin = await Desk.open(browser, run.desks, 'rosa', 'es');
    await admin.page.goto(`${run.desks}/#first`);
    await admin.fill('#code', await run.code());
    await admin.fill('#name', 'rosa');
    await admin.fill('#new-password', PASSWORD);
    await admin.fill('#new-password-again', PASSWORD);
    await admin.push(admin.t.common.save);
    await admin.page.getByText(admin.t.signIn.done).waitFor();
    await admin.signIn();
    for (const one of SEATS) desks.set(one.name, await seatPerson(browser, admin, one));
    for (const name of ['mila', 'mateo']) {
      await who(name).go('account');
      const pseudonym = /(\S+)\.$/.exec(
        (await who(name).page.locator('main p').filter({ hasText: name }).first().textContent()) ?? '',
      )?.[1];
      await admin.go('amend');
      await admin.fill('#seat-member', pseudonym ?? '');
      await admin.fill('#seat-name', `Lic. ${name}`);
      await admin.both('seat-title', 'Vocal', 'Member');
      await admin.push(admin.t.amend.seatDo);
      await admin.page.locator('li strong', { hasText: `Lic. ${name}` }).waitFor();
    }
    await admin.unfold(admin.t.amend.change);
    await admin.choose(admin.t.amend.kinds['station-merged']);
    await admin.examine('amend');
    await admin.choose(admin.t.amend.kinds['station-added']);
    // A station stands for the place where it lies.
    await admin.fill('#find-place', '101');
    await admin.push(admin.t.codes.search);
    await admin.page.locator('fieldset.places').waitFor();
    await admin.examine('amend-added');
    const pia = who('pia');
    await pia.go('publication');
    await pia.confirm(pia.t.publication.open(pia.t.counts.official));
    await pia.button(pia.t.publication.close(pia.t.counts.official)).waitFor();
    const part = await pia.unfold(pia.t.publication.lift(CONTEST.en));
    await pia.fill(part.getByRole('textbox'), pia.t.publication.liftWord);
    await pia.push(pia.t.publication.lift(CONTEST.en), part);
    await pia.page.getByText(pia.t.publication.liftedOf(CONTEST.en)).waitFor();
  });

  it('takes envelopes in, and two custodians open them', async () => {
    const [cuca, cosme] = [who('cuca'), who('cosme')];
    await cuca.go('custody');
    for (const station of Object.keys(PAPERS)) {
      // A reader of QR codes types what is in the code.
      await cuca.fill('#take-station', station === '101' ? 'cotejo:1:concejo-prueba-2026:101:1' : station);
      await cuca.fill('#seal-take', `P-${station}`);
      await cuca.choose(station === '102' ? cuca.t.official.conditions.broken : cuca.t.official.conditions.whole);
      if (station === '101') await cuca.fill('#take-from', 'Camión 4');
      await cuca.push(cuca.t.custody.takeDo);
      await cuca.page.locator('.done', { hasText: cuca.t.common.station(station).split(' ').at(-1) ?? '' }).waitFor();
    }
    for (const station of Object.keys(PAPERS)) {
      const card = await envelope(cuca, 'received', station);
      const form = await cuca.unfold(cuca.t.custody.open, card);
      await cuca.fill(form.locator('input[id^=seal-open-]'), `P-${station}`);
      await cuca.to(form.getByRole('radio').first());
      await cuca.choose(station === '102' ? cuca.t.official.conditions.broken : cuca.t.official.conditions.whole, form);
      await cuca.to(form.locator('input[name^=found-]').first());
      await cuca.press('Space');
      if (station === '101') await cuca.examine('custody');
      await cuca.push(`${cuca.t.proposals.propose}: ${cuca.t.custody.open}`, form);
      await form.getByText(cuca.t.proposals.proposed).waitFor();
    }
    await cosme.go('proposals');
    await cosme.page.locator('article.card').first().waitFor();
    await cosme.examine('proposals-custody');
    await agrees('cosme', 3);
  });

  it('scans the sheets, and puts the envelopes away', async () => {
    const cosme = who('cosme');
    for (const station of Object.keys(PAPERS)) {
      const page = join(run.root, `page-${station}.jpg`);
      writeFileSync(page, await drawScan(run.definition, { station, paper: { council: paperOf(station) } }));
      const card = await envelope(cosme, 'opened', station);
      const form = await cosme.unfold(cosme.t.custody.scan, card);
      const files = form.locator('input[type=file]');
      await cosme.to(files);
      await files.setInputFiles(page);
      if (station === '101') await cosme.examine('custody-scan');
      await cosme.push(cosme.t.custody.send, form);
      const scanned = await envelope(cosme, 'scanned', station);
      const store = await cosme.unfold(cosme.t.custody.store, scanned);
      await cosme.fill(store.getByRole('textbox'), 'Estante 4');
      await cosme.push(cosme.t.custody.store, store);
      await (await envelope(cosme, 'stored', station)).waitFor();
    }
  });

  it('has two people type each of them blind, from its own picture', async () => {
    for (const name of ['anabel', 'beto']) {
      await begin(who(name), 'typing');
      for (let n = 0; n < 3; n++) {
        const { station } = await sheetGiven(who(name));
        await typeSheet(who(name), paperOf(station));
      }
    }
    const sheet = await run.site.sheet('103', (one) => one.contests['council']?.official?.status === 'counted');
    expect(sheet.contests['council']?.official?.boxes).toEqual(PAPERS['103']);
    expect(sheet.contests['council']?.preliminary ?? null).toBeNull();
  });

  it('opens a session, and takes objections down', async () => {
    const sara = who('sara');
    await sara.go('session');
    await sara.fill('#delegate-party', 'Lista Molle');
    await sara.fill('#delegate-name', 'Ñusta Peñaranda');
    await sara.push(sara.t.session.addDelegate);
    await sara.fill('#session-place', 'Salón municipal');
    for (const box of await sara.page.getByRole('checkbox').all()) {
      await sara.to(box);
      await sara.press('Space');
    }
    await sara.examine('session-open');
    await sara.push(sara.t.session.open);
    await sara.page.getByText(sara.t.session.counted('3')).waitFor();
    for (const [station, ground] of [
      ['101', 'arithmetic'],
      ['102', 'custody-broken'],
    ] as const) {
      await sara.go('session');
      await sara.fill('#find-session', station);
      await sara.push(sara.t.official.search);
      await sara.page.locator('#object-contest').waitFor();
      await sara.to(sara.page.locator('#object-contest'));
      await sara.press('ArrowDown');
      await sara.push('Ñusta Peñaranda (Lista Molle)');
      const select = sara.page.locator('#object-ground');
      await sara.to(select);
      for (let n = 0; n < 9 && (await select.inputValue()) !== ground; n++) await sara.press('ArrowDown');
      expect(await select.inputValue()).toBe(ground);
      await sara.fill('#object-text-es', 'El acta no suma');
      await sara.push(`${sara.t.official.both}: ${sara.t.session.text}`);
      if (station === '101') await sara.examine('session-object');
      await sara.push(sara.t.session.objectDo);
      await sara.page.locator('.done', { hasText: sara.t.official.recorded }).waitFor();
    }
  });

  it('rules: one objection is right and its figures corrected, one sheet is annulled', async () => {
    const mila = who('mila');
    await mila.go('rulings');
    await mila.page.getByRole('link', { name: mila.t.rulings.see('101', CONTEST.en) }).waitFor();
    await mila.examine('rulings');
    for (const [station, effect, ground] of [
      ['101', 'correct', 'arithmetic'],
      ['102', 'annul', 'custody-broken'],
    ] as const) {
      await mila.go('rulings');
      await mila.to(mila.page.getByRole('link', { name: mila.t.rulings.see(station, CONTEST.en) }));
      await mila.press('Enter');
      const form = await mila.unfold(`${mila.t.rulings.rule}: ${CONTEST.en}`);
      await mila.to(form.locator('input[name^=effect-]').first());
      await mila.choose(mila.t.rulings.effects[effect], form);
      const select = form.locator('select[id^=ground-]');
      await mila.to(select);
      for (let n = 0; n < 9 && (await select.inputValue()) !== ground; n++) await mila.press('ArrowDown');
      expect(await select.inputValue()).toBe(ground);
      await mila.to(form.locator('input[name^=answer-]').first());
      await mila.press('Space');
      if (effect === 'correct') {
        for (const [at, box] of CORRECTED.entries()) {
          const cell = form.locator(`input[id$="-${at}"][id^=figure-]`);
          await mila.to(cell);
          await mila.press('Control+A');
          await mila.write(String(box));
        }
      }
      for (const group of await form
        .locator('fieldset')
        .filter({ has: mila.page.locator('input[name^=vote-]') })
        .all()) {
        await mila.choose(mila.t.rulings.voteOf.for, group);
      }
      await mila.giveReason('La suma da la razón', 'The sum shows it');
      if (effect === 'correct') await mila.examine('rulings-form');
      await mila.push(mila.t.rulings.propose, form);
      await form.getByText(mila.t.proposals.proposed).waitFor();
    }
    const mateo = who('mateo');
    await mateo.go('proposals');
    await mateo.page.locator('article.card').first().waitFor();
    await mateo.examine('proposals-rulings');
    await agrees('mateo', 2);
    const corrected = await run.site.sheet('101', (one) => one.contests['council']?.official?.corrected === true);
    expect(corrected.contests['council']?.official?.boxes).toEqual(CORRECTED);
    await run.site.sheet('102', (one) => one.contests['council']?.official?.status === 'annulled');
  });

  it('closes the session with its minutes', async () => {
    const sara = who('sara');
    await sara.go('session');
    await sara.confirm(sara.t.session.close);
    await sara.page.getByText(sara.t.session.none).waitFor();
    await run.site.state(({ canvass }) => typeof canvass?.sessions[0]?.[4] === 'number');
    const files = filesUnder(join(run.out, 'public', 'papers'));
    expect(files.map((path) => path.split('.').at(-1)).toSorted()).toEqual(['json', 'pdf', 'pdf']);
    for (const path of files.filter((one) => one.endsWith('.pdf'))) {
      expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  it('certifies what nothing can change any more, with two signatures', async () => {
    const pia = who('pia');
    const [first, second] = keys.certifiers as readonly [CertifierFile, CertifierFile];
    await pia.go('certify');
    await pia.page.getByText(pia.t.certify.nothingOpen).waitFor();
    await pia.push(`${pia.t.certify.make}: ${CONTEST.en}`);
    const card = pia.page.locator('article.card');
    await card.waitFor();
    const summary = pia.page.locator('summary', { hasText: /^Sign$/ });
    const form = card.locator('details').filter({ has: summary });
    await pia.to(form.locator('summary'));
    await pia.press('Enter');
    await pia.to(form.locator('select'));
    await pia.press('ArrowDown');
    const file = form.locator('input[type=file]');
    await pia.to(file);
    await file.setInputFiles(second.path);
    await pia.push(pia.t.certify.signDo, form);
    await form.getByText(pia.t.certify.otherKey).waitFor();
    await pia.examine('certify');
    await file.setInputFiles(first.path);
    await pia.push(pia.t.certify.signDo, form);
    await form.getByText(pia.t.certify.signed).waitFor();

    const certificate = join(run.root, 'certificate.txt');
    writeFileSync(certificate, (await card.locator('pre').textContent()) ?? '');
    const { code, out, err } = await cotejo('certify', 'sign', certificate, '--key', second.path, '--as', second.id);
    expect([code, err]).toEqual([0, expect.stringContaining('council')]);
    const fingerprint = (await card.locator('.address').textContent()) ?? 'none';
    expect(err).toContain(fingerprint);
    await pia.fill(form.locator('input[id^=paste-]'), out.trim());
    await pia.push(pia.t.certify.pasteDo, form);
    await card.getByText(pia.t.certify.signatures('2', '2')).waitFor();
    await pia.confirm(pia.t.certify.handIn, card);
    await pia.page.getByText(pia.t.certify.handedIn).waitFor();
    const { contests } = await run.site.root(
      (unit) =>
        unit.contests['council']?.official?.certificate !== undefined &&
        unit.contests['council'].official.certificate !== null,
    );
    expect(contests['council']?.official).toMatchObject({ counted: 2, votes: [136, 100, 63] });
    const state = await run.site.state(({ canvass }) => (canvass?.certificates.length ?? 0) === 1);
    expect(state.canvass?.certificates[0]?.slice(1, 3)).toEqual(['council', 'u0']);
    expect(filesUnder(join(run.out, 'public', 'papers'))).toHaveLength(6);
    await examinePublic(browser, run.site.url, 'certified');
  });

  it('shows an auditor one sheet from the envelope to the act, and can be verified by anybody', async () => {
    const aura = who('aura');
    await aura.go('audit');
    await aura.fill('#station', '101');
    await aura.push(aura.t.audit.search);
    await aura.page.getByText(aura.t.sheetCase.custodyTable).first().waitFor();
    await aura.page.locator('ol.events li').first().waitFor();
    const text = (await aura.page.locator('main').textContent()) ?? '';
    const { kinds } = aura.t.audit;
    for (const said of [kinds.EnvelopeReceived, kinds.EnvelopeOpened, kinds.SheetScanned, kinds.ObjectionRaised]) {
      expect(text).toContain(said);
    }
    expect(text).toContain(aura.t.rulings.effects.correct);
    await aura.examine('audit-official');
    expect([admin, ...desks.values()].flatMap(({ errors }) => errors)).toEqual([]);
    expect((await run.process.interrupt()).code).toBe(0);
    const { code, out, err } = await cotejo('verify', run.out, '--trust', `${run.out}/trust.json`);
    expect([code, err, out]).toEqual([0, '', expect.stringContaining('VERIFIED')]);
  });
});
