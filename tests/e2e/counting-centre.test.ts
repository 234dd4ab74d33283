import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cotejo } from '../cli/real-process.ts';
import { Desk, examinePublic, PASSWORD } from './counting-centre-desk.ts';
import { PAPERS } from './counting-centre-election.ts';
import { crawlDesk, crawlPublic, finderOf } from './counting-centre-public.ts';
import { CentreRun, launchBrowser, type Name, SEATS, seatPerson, TYPISTS } from './counting-centre-run.ts';
import { begin, type Given, type Reading, send, sheetGiven, typeBoxes, typeSheet } from './counting-centre-typing.ts';

/** The day of a counting centre, by the people in it, in the order in which it happens. Each part goes on from the one before. */
describe('a counting centre', () => {
  let browser: Browser;
  let run: CentreRun;
  let admin: Desk;
  const desks = new Map<string, Desk>();
  const who = (name: Name): Desk => desks.get(name) as Desk;
  const paper = ({ station, contest }: Given): Reading => PAPERS[station]?.[contest] ?? [];

  /** Every figure of the first two papers, and what one of the typists took the first for. */
  const secret = ['101', '102'].flatMap((station) => Object.values(PAPERS[station] ?? {}).flat());
  const find = finderOf([...secret, (PAPERS['102']?.['mayor']?.[0] ?? 0) + 5]);

  beforeAll(async () => {
    browser = await launchBrowser();
    run = await CentreRun.start();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const desk of [admin, ...desks.values()]) await desk?.shoot(`failed-${desk.name}`);
    console.log(run.process.err);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.end();
  });

  /**
   * The sheet before each of them, one after the other. Nobody gets a sheet twice, also not for its other contest: two
   * contests take four people. `nth` of those who typed this contest of it, from 0.
   */
  async function type(names: readonly Name[], station: string, how: (given: Given, nth: number) => Typed = asWritten) {
    for (const name of names) {
      const given = await sheetGiven(who(name));
      expect(given.station).toBe(station);
      const before = typed.filter(({ station, contest }) => station === given.station && contest === given.contest);
      const { reading, observation } = how(given, before.length);
      await typeSheet(who(name), reading, observation);
      typed.push(given);
    }
    return typed.slice(-names.length);
  }
  type Typed = { readonly reading: Reading; readonly observation?: string };
  const typed: Given[] = [];
  const asWritten = (given: Given): Typed => ({ reading: paper(given) });
  const unsigned = (given: Given): Typed => ({
    reading: paper(given),
    ...(given.contest === 'mayor' ? { observation: '5' } : {}),
  });

  async function agrees(name: Name): Promise<void> {
    const desk = who(name);
    await desk.go('proposals');
    await desk.confirm(desk.t.proposals.agree);
    await desk.page.getByText(desk.t.proposals.agreed).waitFor();
  }

  it('has its first administrator by the printed code', async () => {
    admin = await Desk.open(browser, run.desks, 'rosa', 'es');
    await admin.page.goto(`${run.desks}/#first`);
    await admin.page.locator('#code').waitFor();
    await admin.examine('first');
    await admin.fill('#code', await run.code());
    await admin.fill('#name', 'rosa');
    await admin.fill('#new-password', PASSWORD);
    await admin.fill('#new-password-again', PASSWORD);
    await admin.push(admin.t.common.save);
    await admin.page.getByText(admin.t.signIn.done).waitFor();
    await admin.signIn();
    await admin.examine('home');
  });

  it('has people and a device by the screens of the administrator', async () => {
    for (const seat of SEATS) desks.set(seat.name, await seatPerson(browser, admin, seat));
    await admin.examine('people');
    const { said } = await run.handIn([]);
    await admin.go('devices');
    await admin.unfold(admin.t.devices.enrol);
    await admin.fill('#device', 'scanner-1');
    await admin.fill('#key', / {2}key +(\S+)/.exec(said)?.[1] ?? '');
    await admin.fill('#scope', 'u0');
    await admin.push(admin.t.devices.enrol);
    await admin.page.getByText(admin.t.devices.enrolled('scanner-1')).waitFor();
    await admin.examine('devices');
    await admin.go('account');
    await admin.examine('account');
  });

  it('is opened by a publisher, and takes sheets from the real command', async () => {
    const pia = who('pia');
    await pia.go('publication');
    await pia.examine('publication-before');
    await pia.confirm(pia.t.publication.open(pia.t.counts.preliminary));
    await pia.button(pia.t.publication.close(pia.t.counts.preliminary)).waitFor();
    expect(await run.handIn([{ station: '101' }])).toMatchObject({ code: 0 });
  });

  it('lets two people type the same sheet blind', async () => {
    for (const name of TYPISTS) await begin(who(name), 'typing');
    await sheetGiven(who('ana'));
    await who('ana').examine('typing');
    await type(TYPISTS, '101');
    await run.site.sheet('101', ({ papers }) => papers[0]?.contests['mayor'] === 'typed');
  });

  it('tells nobody a figure before the embargo is lifted', async () => {
    await run.handIn([{ station: '102' }]);
    await type(TYPISTS, '102', (given, nth) => {
      const [first = 0, ...rest] = paper(given);
      return { reading: given.contest === 'mayor' && nth === 0 ? [Number(first) + 5, ...rest] : paper(given) };
    });
    await run.handIn([{ station: '103', remarks: ['Faltan firmas'] }]);
    await type(['ana'], '103', unsigned);
    await run.site.sheet('102', ({ papers }) => papers[0]?.contests['fountain'] === 'typed');

    expect(find('a 301.644, b 119 208, "107332"')).toHaveLength(3);
    const tree = await crawlPublic(`${run.out}/public`, run.site, find);
    expect(tree.found).toEqual([]);
    expect(tree.seen).toBeGreaterThan(25);
    const { size } = await run.site.state(() => true);
    const values = {
      station: ['101', '102', '103', 'no'],
      sheet: Array.from({ length: size }, (_, n) => n),
      page: [0],
      id: ['x'],
    };
    for (const desk of [admin, ...desks.values()]) {
      const { seen, found } = await crawlDesk(desk, values, find);
      expect([desk.name, found]).toEqual([desk.name, []]);
      expect(seen).toBeGreaterThan(60);
    }
    const { counts } = await run.site.state(() => true);
    expect(counts.preliminary.held).toEqual({ mayor: 1, fountain: 2 });
    const audit = await who('aura').context.request.get(`${run.desks}/api/audit/101`);
    const { events } = (await audit.json()) as { events: { kind: string; body: unknown }[] };
    const sealed = events.filter(({ kind }) => kind === 'EntryCommitted' || kind === 'SheetAgreed');
    expect(sealed.map(({ body }) => body)).toEqual([null, null, null, null, null, null]);
  });

  it('shows a sheet with its picture once the embargo is lifted', async () => {
    const pia = who('pia');
    await pia.go('publication');
    for (const name of ['Alcaldía', 'Consulta: ¿reabrir la fuente?']) {
      const part = await pia.unfold(pia.t.publication.lift(name));
      await pia.fill(part.getByRole('textbox'), pia.t.publication.liftWord);
      if (name === 'Alcaldía') await pia.examine('publication-lift');
      await pia.push(pia.t.publication.lift(name), part);
      await pia.page.getByText(pia.t.publication.liftedOf(name)).waitFor();
    }
    const { papers, contests } = await run.site.sheet(
      '101',
      (s) => s.contests['mayor']?.preliminary?.status === 'counted',
    );
    expect(contests['mayor']?.preliminary?.boxes).toEqual(PAPERS['101']?.['mayor']);
    const [picture = ''] = papers[0]?.pictures ?? [];
    expect((await fetch(`${run.site.url}/pictures/${picture.slice(0, 2)}/${picture}.jpg`)).status).toBe(200);
    // The crawler that found nothing before would have found it.
    expect((await crawlPublic(`${run.out}/public`, run.site, find)).found.length).toBeGreaterThan(5);
    await examinePublic(browser, run.site.url, 'counted');
  });

  it('says beside the count that of one sheet nothing can be estimated yet', async () => {
    const { mayor } = await run.site.estimates((told) => told['mayor'] !== undefined);
    expect(mayor?.said).toMatchObject({ kind: 'refused', code: 'too-few-sheets' });
    for (const [language, words] of [
      ['es', 'Ahora no se estima nada'],
      ['en', 'Nothing is estimated now'],
    ]) {
      expect(await (await fetch(`${run.site.url}/${language}/estimate.html`)).text()).toContain(words);
    }
  });

  it('has a verifier type only what differs', async () => {
    const vera = who('vera');
    await begin(vera, 'resolving');
    expect(await sheetGiven(vera)).toEqual({ station: '102', contest: 'mayor' });
    expect(await vera.page.locator('input.figure:not([readonly])').count()).toBe(1);
    await vera.examine('resolving');
    await typeSheet(vera, [PAPERS['102']?.['mayor']?.[0] ?? 0]);
    await run.site.sheet('102', (s) => s.contests['mayor']?.preliminary?.status === 'counted');
  });

  it('has two supervisors rule on an observed sheet', async () => {
    await type(['beto', 'caro', 'dino'], '103', unsigned);
    await run.site.sheet('103', (s) => s.contests['mayor']?.preliminary?.status === 'observed');
    const sol = who('sol');
    await sol.go('observed');
    await sol.page.locator('article.card').waitFor();
    await sol.choose(sol.t.observed.rulings.count);
    await sol.giveReason('El acta se lee bien', 'The sheet is easy to read');
    await sol.examine('observed');
    await sol.push(sol.t.proposals.propose);
    await sol.page.getByText(sol.t.proposals.proposed).waitFor();
    await who('sam').go('proposals');
    await who('sam').page.locator('article.card').waitFor();
    await who('sam').examine('proposals');
    await agrees('sam');
    const { contests } = await run.site.sheet('103', (s) => s.contests['mayor']?.preliminary?.status === 'counted');
    expect(contests['mayor']?.preliminary?.observations).toEqual(['unsigned']);
  });

  it('takes a disputed station out of the total until two supervisors choose', async () => {
    const votes =
      (of: 'garza') => (u: { contests: Readonly<Record<string, { preliminary: { votes: readonly number[] } }>> }) =>
        u.contests['mayor']?.preliminary.votes[of === 'garza' ? 0 : 1];
    const all = votes('garza')(await run.site.root((u) => (votes('garza')(u) ?? 0) > 500_000)) ?? 0;
    expect(await run.handIn([{ station: '101', seed: 'another' }])).toMatchObject({ code: 0 });
    const disputed = await run.site.root((u) => u.contests['mayor']?.preliminary.desk?.disputed === 1);
    expect(votes('garza')(disputed)).toBe(all - 301_644);
    expect(disputed.contests['mayor']?.preliminary.desk?.disputedValid).toBe(301_644 + 119_208);
    await examinePublic(browser, run.site.url, 'disputed');
    const sol = who('sol');
    await sol.go('disputes');
    await sol.page.locator('article.card img').first().waitFor();
    await sol.choose((await sol.page.locator('.choice span').first().textContent()) ?? '');
    await sol.giveReason('Es la misma acta, escaneada otra vez', 'It is the same sheet, scanned again');
    await sol.examine('disputes');
    await sol.push(sol.t.proposals.propose);
    await sol.page.getByText(sol.t.proposals.proposed).waitFor();
    await agrees('sam');
    await run.site.root((u) => votes('garza')(u) === all);
    await sol.go('silent');
    await sol.page.getByText('203').first().waitFor();
    await sol.examine('silent');
  });

  it('goes on after its process is killed, with all people, sheets and what was typed', async () => {
    await run.handIn([{ station: '201' }]);
    const ana = who('ana');
    const given = await sheetGiven(ana);
    ana.keys = 0;
    const reading = paper(given);
    await typeBoxes(ana, reading);
    await ana.page.locator('#send:focus').waitFor();
    await run.process.interrupt('SIGKILL');
    await ana.press('Enter');
    await ana.page.locator('.review .fault').waitFor();
    await ana.examine('typing-offline');
    const values = "[...document.querySelectorAll('input.figure')].map((one) => Number(one.value))";
    const shown = await ana.page.evaluate(values);
    expect(shown).toEqual(reading);
    await run.again();
    // Whose sheet it was is no part of the record: what was not acknowledged is typed again, by whoever gets it.
    expect(await send(ana)).toBe(409);
    await ana.page.getByText(ana.t.problems['no-lease']).waitFor();
    await ana.push(ana.t.typing.nextSheet);
    ana.keys = 0;
    const [again] = await type(['ana'], '201');
    const boxes = paper(again ?? given);
    // A key for each digit, Enter after each box, Enter to send.
    expect(ana.keys).toBe(boxes.join('').length + boxes.length + 1);
    for (const name of ['beto', 'caro', 'dino'] as const) {
      await who(name).go('account');
      await begin(who(name), 'typing');
    }
    await type(['beto', 'caro', 'dino'], '201');
    await run.site.sheet('201', (s) => s.contests['mayor']?.preliminary?.status === 'counted');
  });

  it('stops and resumes by two publishers, in public', async () => {
    const [pia, paz] = [who('pia'), who('paz')];
    await pia.go('publication');
    let form = await pia.unfold(pia.t.publication.stop);
    await pia.both('office-preliminary', 'Sala Plena', 'Full Chamber', form);
    await pia.both('stop-preliminary', 'Corte de luz en el centro', 'Power cut in the centre', form);
    await pia.examine('publication-stop');
    await pia.push(`${pia.t.proposals.propose}: ${pia.t.publication.stop}`, form);
    await pia.page.getByText(pia.t.proposals.proposed).waitFor();
    await agrees('paz');
    const { counts } = await run.site.state((s) => s.counts.preliminary.stopped !== null);
    expect(counts.preliminary.stopped).toMatchObject({ office: { en: 'Full Chamber' } });
    const front = await (await fetch(`${run.site.url}/en/index.html`)).text();
    for (const said of ['Full Chamber', 'Power cut in the centre', ...(counts.preliminary.stopped?.by ?? ['nobody'])]) {
      expect(front).toContain(said);
    }
    await examinePublic(browser, run.site.url, 'stopped');
    await run.handIn([{ station: '203' }]);
    await type(TYPISTS, '203');
    const frozen = await run.site.sheet('203', ({ papers }) => papers[0]?.contests['mayor'] === 'typed');
    expect(frozen.contests['mayor']?.preliminary).toBeNull();
    await paz.go('publication');
    form = await paz.unfold(paz.t.publication.resume);
    await paz.both('office-preliminary', 'Sala Plena', 'Full Chamber', form);
    await paz.both('stop-preliminary', 'Hay luz', 'The power is back', form);
    await paz.push(`${paz.t.proposals.propose}: ${paz.t.publication.resume}`, form);
    await paz.page.getByText(paz.t.proposals.proposed).waitFor();
    await agrees('pia');
    await run.site.state((s) => s.counts.preliminary.stopped === null);
    await run.site.sheet('203', (s) => s.contests['mayor']?.preliminary?.status === 'counted');
    await pia.go('publication');
    await pia.both('notice', 'Seguimos a las 18:00', 'We go on at 18:00');
    await pia.push(pia.t.publication.noticeGive);
    await run.site.state(({ notices }) => notices[0]?.text.en === 'We go on at 18:00');
  });

  it('lets a supervisor name the station of a scan that nobody could match', async () => {
    expect((await run.handIn([{ station: '202', election: 'another', name: 'foto.jpg' }])).said).toContain(
      '1 left to a desk',
    );
    const sam = who('sam');
    await sam.go('inbox');
    await sam.page.locator('article.card img').first().waitFor();
    await sam.examine('inbox');
    await sam.fill('input[id^=station-]', '202');
    await sam.push(sam.t.inbox.assign);
    await run.site.sheet('202', ({ papers }) => papers.length === 1);
    await type(['ana'], '202');
    for (const screen of ['board', 'pending'] as const) {
      await who('sol').go(screen);
      await who('sol').page.locator('main h2, main td, main li').first().waitFor();
      await who('sol').examine(screen);
    }
  });

  it('shows an auditor the whole way of a sheet', async () => {
    const aura = who('aura');
    await aura.go('audit');
    await aura.fill('#station', '101');
    await aura.push(aura.t.audit.search);
    await aura.page.locator('ol.events li').first().waitFor();
    await aura.to(aura.page.locator('ol.events summary').first());
    await aura.press('Enter');
    await aura.examine('audit');
    const text = (await aura.page.locator('ol.events').textContent()) ?? '';
    for (const kind of [
      'SheetReceived',
      'EntryCommitted',
      'EntriesRevealed',
      'SheetAgreed',
      'SheetDisputed',
      'SheetSuperseded',
    ] as const) {
      expect(text).toContain(aura.t.audit.kinds[kind]);
    }
  });

  it('is closed, says what stayed out, and can be verified by anybody', async () => {
    const pia = who('pia');
    await pia.go('publication');
    await pia.confirm(pia.t.publication.close(pia.t.counts.preliminary));
    await run.site.state(({ counts }) => counts.preliminary.closed);
    const root = await run.site.root((u) => u.contests['mayor']?.preliminary.counted === 5);
    expect(root.contests['mayor']?.preliminary).toMatchObject({ expected: 6, received: 6 });
    await examinePublic(browser, run.site.url, 'closed');
    const late = await run.handIn([{ station: '203', seed: 'late' }]);
    expect(late.code).toBe(0);
    await run.site.sheet('203', ({ papers }) => papers[1]?.state === 'late');
    expect([admin, ...desks.values()].flatMap(({ errors }) => errors)).toEqual([]);
    expect((await run.process.interrupt()).code).toBe(0);
    const { code, out, err } = await cotejo('verify', run.out, '--trust', `${run.out}/trust.json`);
    expect([code, err, out]).toEqual([0, '', expect.stringContaining('VERIFIED')]);
    const estimates = await cotejo('estimates', run.out);
    expect(estimates).toMatchObject({ code: 0, err: '', out: expect.stringContaining('come out the same.') });
  });
});
