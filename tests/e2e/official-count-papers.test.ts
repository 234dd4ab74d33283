import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cotejo } from '../cli/real-process.ts';
import type { Desk } from './counting-centre-desk.ts';
import { drawScan, type Paper } from './counting-centre-election.ts';
import { until } from './counting-centre-public.ts';
import { CentreRun, launchBrowser } from './counting-centre-run.ts';
import { begin, sheetGiven, typeSheet } from './counting-centre-typing.ts';
import { type CertifierFile, makeCertifiers, STATIONS } from './official-count-election.ts';
import { both, Crowd, get, post, seat, words } from './official-count-people.ts';

// Nobody is given a sheet twice, in whatever contest: four for two contests, and two others for a recount. Those two sit at open desks,
// which take the next sheet that comes: it is with them that the repeated vote is typed.
const TYPISTS = ['anabel', 'beto', 'caro', 'dino'] as const;
const SEATS = [
  seat('cuca', 'custodian', 'es'),
  seat('cosme', 'custodian', 'en', 360),
  ...[...TYPISTS, 'eva', 'fito'].map((name) => seat(name, 'typist', 'es')),
  seat('sara', 'secretary', 'es'),
  seat('mila', 'member', 'en'),
  seat('mateo', 'member', 'es'),
  seat('pia', 'publisher', 'en'),
];
const mayor = (a: number, b: number) => [a, b, 1, 2, a + b, a + b + 3];
const PAPERS: Readonly<Record<string, Paper>> = {
  101: { mayor: mayor(90, 60), fountain: [80, 70, 2, 1] },
  102: { mayor: mayor(50, 70), fountain: [40, 80, 2, 1] },
  103: { mayor: mayor(33, 44), fountain: [50, 20, 5, 5] },
};
const RECOUNTED = mayor(91, 59);
const REPEATED = [66, 55, 1, 1];
const SEAL = { seal: null, condition: 'none' };
const paperOf = (station: string, contest: string) => PAPERS[station]?.[contest] ?? [];

const electionOf = (certifiers: readonly CertifierFile[], scans: boolean) => ({
  id: 'villa-papeles-2026',
  canvass: { scans, quorum: 2, certifiers: certifiers.map(({ line }) => line), required: 2 },
});

/** The card of a paper, in this list. */
async function paper(desk: Desk, list: string, station: string, has = ''): Promise<Locator> {
  await desk.go('custody');
  const shown = desk.page.getByRole('button', { name: new RegExp(`^${list} \\(`) });
  await desk.to(shown);
  await desk.press('Enter');
  const card = desk.page
    .locator('article.card')
    .filter({ hasText: desk.t.common.station(station) })
    .filter({ hasText: has });
  await card.waitFor();
  return card;
}

/** Nothing sticks out on the smallest phone, in what is being done right now. */
async function onSmallest({ page }: Desk): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect.soft(await page.evaluate(over)).toBe(0);
  if (before !== null) await page.setViewportSize(before);
}

describe('papers beside the usual envelope', { timeout: 300_000 }, () => {
  let browser: Browser;
  let run: CentreRun;
  let crowd: Crowd;
  let keys: { readonly certifiers: readonly CertifierFile[]; end(): void };
  const sheets = new Map<string, number>();
  const who = (name: string): Desk => crowd.who(name);

  beforeAll(async () => {
    browser = await launchBrowser();
    keys = await makeCertifiers();
    run = await CentreRun.start(electionOf(keys.certifiers, true), STATIONS);
    crowd = await Crowd.seat(browser, run, SEATS);
    await post(who('pia'), '/api/counts/open', { count: 'official' });
    for (const contest of ['mayor', 'fountain']) await post(who('pia'), '/api/embargo/lift', { contest });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const desk of crowd?.all() ?? []) await desk.shoot(`failed-${desk.name}`);
    console.log(run?.process.err);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.end();
    keys?.end();
  });

  async function scanned(desk: Desk, card: Locator, station: string, on: Paper, shown?: string): Promise<void> {
    const page = join(run.root, `page-${station}-${Object.values(on)[0]?.[0]}.jpg`);
    writeFileSync(page, await drawScan(run.definition, { station, paper: on }));
    const form = await desk.unfold(desk.t.custody.scan, card);
    const files = form.locator('input[type=file]');
    await desk.to(files);
    await files.setInputFiles(page);
    if (shown !== undefined) {
      await desk.examine(shown);
      await onSmallest(desk);
    }
    await desk.push(desk.t.custody.send, form);
  }
  const votes = async () => ({
    ...{ for: [await crowd.pseudonym('mila'), await crowd.pseudonym('mateo')], against: [], abstained: [] },
    ...{ law: words('Ley', 'Law'), reason: words('Consta en el acta', 'It is in the minutes') },
  });
  const rule = async (station: string, contest: string, effect: string, more: object = {}) =>
    both(who('mila'), who('mateo'), {
      ...{ kind: 'rule', station, sheet: sheets.get(station) ?? null, contest, effect, ground: 'custody-broken' },
      ...{ objections: [], until: null, boxes: null, ...(await votes()), ...more },
    });

  it('finds the station of an envelope by its place', async () => {
    const cuca = who('cuca');
    await cuca.go('custody');
    const finder = await cuca.unfold(cuca.t.custody.findStation);
    await cuca.fill('#place-take', 'explorador');
    await cuca.push(cuca.t.codes.search, finder);
    await finder.getByRole('radio').first().waitFor();
    expect(await finder.getByRole('radio').count()).toBe(3);
    await cuca.to(finder.getByRole('radio').first());
    await cuca.press('Space');
    await cuca.examine('custody-finder');
    await onSmallest(cuca);
    expect(await cuca.page.locator('#take-station').inputValue()).toBe('101');
    await cuca.to(cuca.page.locator('input[name=condition-take]').first());
    await cuca.choose(cuca.t.official.conditions.none);
    await cuca.fill('#take-from', 'Camión 4');
    await cuca.push(cuca.t.custody.takeDo);
    await cuca.page.locator('.done', { hasText: '101' }).waitFor();
    const listed = (await get(cuca, '/api/envelopes?state=received')) as { envelopes: { sheet: number }[] };
    sheets.set('101', listed.envelopes[0]?.sheet ?? -1);
    sheets.set('102', Number((await post(cuca, '/api/envelopes', { station: '102', from: 'x', ...SEAL }))['record']));
    for (const station of ['101', '102']) {
      await both(cuca, who('cosme'), { kind: 'open-envelope', sheet: sheets.get(station), found: 'sheet', ...SEAL });
      const card = await paper(who('cosme'), who('cosme').t.official.states.opened, station);
      await scanned(who('cosme'), card, station, PAPERS[station] ?? {});
      await paper(who('cosme'), who('cosme').t.official.states.scanned, station);
    }
    const reason = words('No llegó', 'It never came');
    await both(cuca, who('cosme'), { kind: 'miss-envelope', station: '103', reason });
    expect(await crowd.type(TYPISTS, paperOf)).toBe(8);
  });

  it('scans a copy that the board admits, and two people type it', async () => {
    const members = [await crowd.pseudonym('mila'), await crowd.pseudonym('mateo')];
    await post(who('sara'), '/api/sessions/open', { place: 'Salón', members, delegates: [] });
    const holder = words('Lista Garza', 'Garza List');
    await both(who('mila'), who('mateo'), { kind: 'admit-copy', station: '103', holder, ...(await votes()) });
    const cosme = who('cosme');
    const card = await paper(cosme, cosme.t.custody.lists.copy, '103', cosme.t.custody.copy(false));
    await scanned(cosme, card, '103', PAPERS['103'] ?? {}, 'custody-copy');
    await paper(cosme, cosme.t.custody.lists.copy, '103', cosme.t.custody.copy(true));
    expect(await crowd.type(TYPISTS, paperOf)).toBe(4);
    await run.site.sheet('103', (one) => one.contests['mayor']?.official?.status === 'counted');
  });

  it('has the paper of a recount scanned, and two others type it', async () => {
    const cuca = who('cuca');
    await rule('101', 'mayor', 'recount');
    const card = await paper(cuca, cuca.t.custody.lists.recount, '101');
    await scanned(cuca, card, '101', { ...PAPERS['101'], mayor: RECOUNTED }, 'custody-recount');
    await card.waitFor({ state: 'detached' });
    for (const name of ['eva', 'fito']) {
      await begin(who(name), 'typing');
      expect((await sheetGiven(who(name))).station).toBe('101');
      await typeSheet(who(name), RECOUNTED);
    }
    const sheet = await run.site.sheet('101', (one) => one.contests['mayor']?.official?.basis === 'recount');
    expect(sheet.contests['mayor']?.official?.boxes).toEqual(RECOUNTED);
  });

  it('takes in, opens and scans the envelope of a repeated vote, and lifts its embargo', async () => {
    const [cuca, cosme, pia] = [who('cuca'), who('cosme'), who('pia')];
    const end = Date.now() + 15_000;
    await rule('102', 'fountain', 'repeat', { until: end });
    await paper(cuca, cuca.t.official.states.expected, '102', cuca.t.custody.repeated('2'));
    await cuca.examine('custody-repeat-expected');
    await pia.go('certify');
    await pia.page.getByText(pia.t.certify.repeatHeld).waitFor();
    await until('the end of the repeated vote', async () => (Date.now() > end + 500 ? true : null));
    const taken = await post(cuca, '/api/envelopes', { station: '102', from: 'Camión 5', ...SEAL });
    const card = await paper(cuca, cuca.t.official.states.received, '102', cuca.t.custody.repeated('2'));
    const form = await cuca.unfold(cuca.t.custody.open, card);
    await cuca.to(form.locator('input[name^=condition-open-]').first());
    await cuca.choose(cuca.t.official.conditions.none, form);
    await cuca.to(form.locator('input[name^=found-]').first());
    await cuca.press('Space');
    await cuca.examine('custody-repeat');
    await cuca.push(`${cuca.t.proposals.propose}: ${cuca.t.custody.open}`, form);
    await form.getByText(cuca.t.proposals.proposed).waitFor();
    await cosme.go('proposals');
    await cosme.confirm(cosme.t.proposals.agree);
    await cosme.page.getByText(cosme.t.proposals.agreed).waitFor();
    const opened = await paper(cosme, cosme.t.official.states.opened, '102', cosme.t.custody.repeated('2'));
    await scanned(cosme, opened, '102', { ...PAPERS['102'], fountain: REPEATED });
    const put = await paper(cosme, cosme.t.official.states.scanned, '102', cosme.t.custody.repeated('2'));
    const store = await cosme.unfold(cosme.t.custody.store, put);
    await cosme.fill(store.getByRole('textbox'), 'Estante 4');
    await cosme.push(cosme.t.custody.store, store);
    const shelf = await paper(cosme, cosme.t.official.states.stored, '102', cosme.t.custody.repeated('2'));
    expect(await shelf.textContent()).toContain(cosme.t.common.sheet(String(taken['record'])));
    expect(await crowd.type([...TYPISTS, 'eva', 'fito'], () => REPEATED)).toBe(2);
    const held = await run.site.sheet('102', (one) => one.contests['fountain']?.official?.status === 'repeat');
    expect(JSON.stringify(held)).not.toContain(String(REPEATED));
    await pia.go('certify');
    const name = `${'Referendum: reopen the fountain?'}, ${pia.t.custody.repeated('2')}`;
    await pia.button(pia.t.certify.lift(name)).waitFor();
    await pia.examine('certify-repeat');
    await onSmallest(pia);
    await pia.confirm(pia.t.certify.lift(name));
    await run.site.sheet('102', (one) => one.contests['fountain']?.official?.basis === 'repeat');
  });

  it('certifies two contests one after the other, with signatures that were collected before', async () => {
    const pia = who('pia');
    await post(who('sara'), '/api/sessions/close', {});
    const drafts: { readonly id: string; readonly message: string; readonly papersFingerprint: string }[] = [];
    for (const contest of ['mayor', 'fountain']) {
      const made = await until('a draft', async () => {
        const data = { contest, area: 'u0', partial: null };
        const headers = { origin: pia.url };
        const answer = await pia.context.request.post(`${pia.url}/api/certificates`, { data, headers });
        return answer.ok() ? ((await answer.json()) as (typeof drafts)[number]) : null;
      });
      drafts.push(made);
      const path = join(run.root, `${contest}.txt`);
      writeFileSync(path, made.message);
      for (const { path: key, id } of keys.certifiers) {
        const { code, out, err } = await cotejo('certify', 'sign', path, '--key', key, '--as', id);
        expect([code, err]).toEqual([0, expect.stringContaining(contest)]);
        await post(pia, `/api/certificates/${made.id}/sign`, JSON.parse(out) as object);
      }
    }
    // Somebody new, and a state more: what was signed is as good as it was.
    const before = await run.site.state(() => true);
    await post(crowd.admin, '/api/people', { name: 'nuevo', roles: ['auditor'] });
    await run.site.state(({ size }) => size > before.size);
    await pia.go('certify');
    const cards = pia.page.locator('article.card').filter({ hasText: pia.t.certify.signatures('2', '2') });
    await cards.nth(1).waitFor();
    expect(await pia.page.getByText(pia.t.certify.outdated).count()).toBe(0);
    expect((await cards.first().textContent())?.replaceAll(' ', '')).toContain(drafts[1]?.papersFingerprint);
    await pia.examine('certify-two');
    await onSmallest(pia);
    for (const left of [1, 0]) {
      await pia.confirm(pia.t.certify.handIn, cards.first());
      await until('one certificate less to sign', async () => ((await cards.count()) === left ? true : null));
    }
    const state = await run.site.state(({ canvass }) => canvass?.certificates.length === 2);
    expect(state.canvass?.certificates.map(([, contest]) => contest)).toEqual(['fountain', 'mayor']);
  });

  it('goes stale when a court reopens the contest, and holds together for anybody', async () => {
    const pia = who('pia');
    const court = { court: words('Tribunal', 'Court'), order: '1/26', reason: words('Así se ordenó', 'So ordered') };
    await both(who('mila'), who('mateo'), { kind: 'reopen', contest: 'mayor', ...court });
    await until('a draft of what was reopened', async () => {
      const data = { contest: 'mayor', area: 'u0', partial: null };
      const headers = { origin: pia.url };
      return (await pia.context.request.post(`${pia.url}/api/certificates`, { data, headers })).ok() ? true : null;
    });
    await both(who('mila'), who('mateo'), { kind: 'reopen', contest: 'fountain', ...court });
    await pia.page.getByText(pia.t.certify.outdated).waitFor();
    await pia.examine('certify-outdated');
    expect(crowd.all().flatMap(({ errors }) => errors)).toEqual([]);
    expect((await run.process.interrupt()).code).toBe(0);
    const { code, out, err } = await cotejo('verify', run.out, '--trust', `${run.out}/trust.json`);
    expect([code, err, out]).toEqual([0, '', expect.stringContaining('VERIFIED')]);
  });
});
