import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cotejo } from '../cli/real-process.ts';
import type { Desk } from './counting-centre-desk.ts';
import { examinePublic } from './counting-centre-desk.ts';
import { until } from './counting-centre-public.ts';
import { CentreRun, launchBrowser } from './counting-centre-run.ts';
import { begin, sheetGiven, typeSheet } from './counting-centre-typing.ts';
import { type CertifierFile, makeCertifiers } from './official-count-election.ts';
import { both, Crowd, get, post, seat, words } from './official-count-people.ts';

const STATIONS = `station,place,table,registered
101,Escuela Niño Explorador,1,240
102,Escuela Niño Explorador,2,240
`;
const SEATS = [
  seat('cuca', 'custodian', 'es'),
  seat('cosme', 'custodian', 'en', 360),
  seat('anabel', 'typist', 'es'),
  seat('beto', 'typist', 'en', 360),
  seat('sara', 'secretary', 'es', 360),
  seat('mila', 'member', 'en'),
  seat('mateo', 'member', 'es', 360),
  seat('pia', 'publisher', 'en'),
];
const CONTEST = { es: 'Alcaldía', en: 'Mayor' };
/** The two are level once the vote of the second was repeated. */
const PAPERS: Readonly<Record<string, readonly number[]>> = { 101: [50, 40, 1, 2], 102: [31, 40, 0, 0] };
const REPEATED = [30, 40, 0, 1];
const SEAL = { seal: 'P-1', condition: 'whole' };
const AGAIN = { seal: 'P-2', condition: 'whole' };

const electionOf = (certifiers: readonly CertifierFile[]) => ({
  id: 'villa-empate-2026',
  contests: [
    {
      id: 'mayor',
      name: words(CONTEST.es, CONTEST.en),
      rule: { kind: 'plurality' },
      options: [
        { id: 'garza', candidate: 'Ñusta Peñaranda Ibáñez', party: 'Lista Garza' },
        { id: 'molle', candidate: 'Tomás Iñiguez Suaznábar', party: 'Lista Molle' },
      ],
      other: ['blank', 'null'],
      controls: [],
    },
  ],
  canvass: {
    ...{ scans: false, quorum: 2, certifiers: certifiers.map(({ line }) => line), required: 2 },
    grounds: 'bolivia-law-026',
  },
});

describe('a tie, in a count that is typed from the paper itself', { timeout: 300_000 }, () => {
  let browser: Browser;
  let run: CentreRun;
  let crowd: Crowd;
  let keys: { readonly certifiers: readonly CertifierFile[]; end(): void };
  const sheets = new Map<string, number>();
  const who = (name: string): Desk => crowd.who(name);

  beforeAll(async () => {
    browser = await launchBrowser();
    keys = await makeCertifiers();
    run = await CentreRun.start(electionOf(keys.certifiers), STATIONS);
    crowd = await Crowd.seat(browser, run, SEATS);
    await post(who('pia'), '/api/counts/open', { count: 'official' });
    await post(who('pia'), '/api/embargo/lift', { contest: 'mayor' });
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

  const opened = async (station: string, seal: object) => {
    const taken = await post(who('cuca'), '/api/envelopes', { station, from: 'Camión 4', ...seal });
    const sheet = Number(taken['record']);
    await both(who('cuca'), who('cosme'), { kind: 'open-envelope', sheet, found: 'sheet', ...seal });
    return sheet;
  };
  const ask = async (path: string, data: object) =>
    (await who('pia').context.request.post(`${who('pia').url}${path}`, {
      data,
      headers: { origin: who('pia').url },
    })) as { ok(): boolean; json(): Promise<Record<string, unknown>> };
  const draft = () => ask('/api/certificates', { contest: 'mayor', area: 'u0', partial: null });

  it('has the paper typed with its seal to compare, and nothing scanned', async () => {
    for (const station of ['101', '102']) sheets.set(station, await opened(station, SEAL));
    for (const name of ['anabel', 'beto']) {
      const desk = who(name);
      await begin(desk, 'typing');
      for (let n = 0; n < 2; n++) {
        const { station } = await sheetGiven(desk);
        await desk.page.getByText(desk.t.custody.fromPaper).waitFor();
        expect(await desk.page.locator('#main').textContent()).toContain('P-1');
        if (n === 0) await desk.examine('typing-from-paper');
        await typeSheet(desk, PAPERS[station] ?? []);
      }
      // The other one has still to type them all.
      if (name === 'anabel') await desk.page.getByText(desk.t.work.noneForYou('2')).waitFor();
    }
    const none = who('beto');
    await none.page.getByText(none.t.work.none).waitFor();
    await run.site.sheet('102', (one) => one.contests['mayor']?.official?.status === 'counted');
  });

  it('shows of a ground what law it is of, and that an example is one', async () => {
    const members = [await crowd.pseudonym('mila'), await crowd.pseudonym('mateo')];
    const sara = who('sara');
    await post(sara, '/api/sessions/open', { place: 'Salón', members, delegates: [['Lista Molle', 'Ñusta Peña']] });
    await sara.go('session/102');
    await sara.page.locator('#object-ground').waitFor();
    await sara.to(sara.page.locator('#object-contest'));
    await sara.press('ArrowDown');
    const select = sara.page.locator('#object-ground');
    await sara.to(select);
    for (let n = 0; n < 9 && (await select.inputValue()) !== 'otra-fecha'; n++) await sara.press('ArrowDown');
    await sara.page.getByText('EJEMPLO SIN COMPROBAR').waitFor();
    await sara.examine('session-example-ground');
    await sara.push('Ñusta Peña (Lista Molle)');
    await sara.both('object-text', 'La mesa abrió otro día', 'The station opened another day');
    await sara.push(sara.t.session.objectDo);
    await sara.page.locator('.done', { hasText: sara.t.official.recorded }).waitFor();
  });

  it('shows the board the paper of each vote of a station', async () => {
    const of = (await get(who('mila'), '/api/cases/102')) as { objections: { record: number }[] };
    const end = Date.now() + 8000;
    const votes = { for: [await crowd.pseudonym('mila'), await crowd.pseudonym('mateo')], against: [], abstained: [] };
    await both(who('mila'), who('mateo'), {
      ...{ kind: 'rule', station: '102', sheet: sheets.get('102'), contest: 'mayor', effect: 'repeat' },
      ...{ ground: 'otra-fecha', objections: of.objections.map(({ record }) => [record, true]), until: end },
      ...{ boxes: null, ...votes, law: words('Ley', 'Law'), reason: words('Consta', 'It is so') },
    });
    const mila = who('mila');
    await mila.go('rulings/102');
    await mila.page.getByText(mila.t.custody.repeated('2')).first().waitFor();
    await mila.examine('rulings-repeat-expected');
    await until('the end of the repeated vote', async () => (Date.now() > end + 500 ? true : null));
    sheets.set('102 again', await opened('102', AGAIN));
    const number = (sheet: string) => mila.t.common.sheet(String(sheets.get(sheet)));
    for (const said of [`${number('102 again')}.`, 'P-2', `${number('102')}.`, 'P-1']) {
      await mila.page.locator('#main').getByText(said).first().waitFor();
    }
    for (const name of ['anabel', 'beto']) {
      const desk = who(name);
      expect((await sheetGiven(desk)).station).toBe('102');
      expect(await desk.page.locator('#main').textContent()).toContain('P-2');
      await typeSheet(desk, REPEATED);
    }
    await mila.page.locator('.card h3', { hasText: number('102 again') }).waitFor();
    await mila.examine('rulings-repeat');
    await post(who('pia'), '/api/embargo/lift-repeat', { contest: 'mayor', generation: 2 });
    await run.site.sheet('102', (one) => one.contests['mayor']?.official?.basis === 'repeat');
  });

  it('is not certified while nobody drew the lot', async () => {
    const refused = await until('the refusal', async () => {
      const answer = await draft();
      const { code } = (await answer.json()) as { code?: string };
      expect(answer.ok()).toBe(false);
      return code === 'lot-needed' ? code : null;
    });
    expect(refused).toBe('lot-needed');
  });

  it('has a lot drawn by the board, in the order in which they came out', async () => {
    const mila = who('mila');
    await mila.go('rulings');
    const form = await mila.unfold(mila.t.rulings.lot);
    const propose = `${mila.t.proposals.propose}: ${mila.t.rulings.lot}`;
    await mila.to(form.locator('#lot-contest'));
    await mila.press('ArrowDown');
    await mila.push('Tomás Iñiguez Suaznábar · Lista Molle', form);
    // The focus stays where it was.
    const first = mila.button(mila.t.rulings.lotPlace('1', 'Tomás Iñiguez Suaznábar · Lista Molle'), form);
    await first.and(mila.page.locator(':focus')).waitFor();
    for (const group of await form
      .locator('fieldset')
      .filter({ has: mila.page.locator('input[name^=vote-]') })
      .all()) {
      await mila.choose(mila.t.rulings.voteOf.for, group);
    }
    await mila.both('law-lot', 'Ley 1, art. 2', 'Law 1, s. 2', form);
    await mila.both('reason-lot', 'Sorteo ante todos', 'Drawn before everybody', form);
    await mila.push(propose, form);
    await form.getByText(mila.t.rulings.lotWrong).waitFor();
    await mila.examine('rulings-lot-wrong');
    await mila.push('Ñusta Peñaranda Ibáñez · Lista Garza', form);
    await mila.examine('rulings-lot');
    await mila.push(propose, form);
    await form.getByText(mila.t.proposals.proposed).waitFor();
    const mateo = who('mateo');
    await mateo.go('proposals');
    await mateo.page.getByText('Tomás Iñiguez Suaznábar · Lista Molle, Ñusta Peñaranda').waitFor();
    await mateo.examine('proposals-lot');
    await mateo.confirm(mateo.t.proposals.agree);
    await mateo.page.getByText(mateo.t.proposals.agreed).waitFor();
  });

  it('is certified with the lot, by people who saw names', async () => {
    const sara = who('sara');
    const headers = { origin: sara.url };
    // The minutes are made once what was done is published.
    await until('the end of the session', async () => {
      const answer = await sara.context.request.post(`${sara.url}/api/sessions/close`, { data: {}, headers });
      return answer.ok() ? true : null;
    });
    const made = await until('a draft', async () => {
      const answer = await draft();
      return answer.ok() ? ((await answer.json()) as { id: string; message: string }) : null;
    });
    const path = join(run.root, 'certificate.txt');
    writeFileSync(path, made.message);
    for (const { path: key, id } of keys.certifiers) {
      const named = ['--definition', run.election];
      const { code, out, err } = await cotejo('certify', 'sign', path, '--key', key, '--as', id, ...named);
      expect([code, err]).toEqual([0, expect.stringContaining('Ñusta Peñaranda Ibáñez, Lista Garza (garza): 80')]);
      await post(who('pia'), `/api/certificates/${made.id}/sign`, JSON.parse(out) as object);
    }
    const pia = who('pia');
    await pia.go('certify');
    await pia.confirm(pia.t.certify.handIn, pia.page.locator('article.card'));
    await pia.page.getByText(pia.t.certify.handedIn).waitFor();
    await run.site.state(({ canvass }) => canvass?.certificates.length === 1);
    await examinePublic(browser, run.site.url, 'certified-lot');
    expect(crowd.all().flatMap(({ errors }) => errors)).toEqual([]);
    expect((await run.process.interrupt()).code).toBe(0);
    const { code, out, err } = await cotejo('verify', run.out, '--trust', `${run.out}/trust.json`);
    expect([code, err, out]).toEqual([0, '', expect.stringContaining('VERIFIED')]);
  });
});
