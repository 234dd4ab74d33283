import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, type Running, startRunning } from './desk-server.test-support.ts';
import { sweep, toldBy } from './desk-sweep.test-support.ts';

/* People under roles with a client that does whatever the interface lets it. */

/** Figures that stand nowhere else, so that they are found wherever they come out. */
const SECRET = { boxes: [41_111_117, 42_222_227, 43_333_337], corrections: [[0, 44_444_447]], observations: ['torn'] };
const OTHER = { boxes: [51_111_117, 42_222_227, 43_333_337], corrections: [], observations: [] };
const FIGURES = /4[1-4]\d{4,}7|51111117/;
const MINE = { boxes: [1, 2, 3], corrections: [], observations: [] };

let running: Running;
const people: Record<string, Client> = {};
const who = (name: string): Client => people[name] as Client;

beforeEach(async () => {
  running = await startRunning({ limits: { perAddress: 1e9, perPerson: 1e9, perAddressStrict: 1e9 } });
  for (const [name, role] of [
    ['tia', 'typist'],
    ['tom', 'typist'],
    ['val', 'verifier'],
    ['sol', 'supervisor'],
    ['sam', 'supervisor'],
    ['pam', 'publisher'],
    ['aud', 'auditor'],
  ] as const) {
    people[name] = await running.person(name, role);
  }
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
});
afterEach(() => running.close());

const nextOf = async (name: string, kind = 'entry') =>
  (await who(name).post('/api/work', { kind })).body['work'] as Work;
type Work = { readonly sheet: number; readonly contest: string; readonly [field: string]: unknown };
const commit = (name: string, { sheet, contest }: Work, content: object) =>
  who(name).post('/api/entries', { sheet, contest, ...content });

const values = () => ({
  station: ['s0', 's1', 'no'],
  sheet: Array.from({ length: running.centre.state.size + 1 }, (_, n) => n),
  page: [0, 1, 15],
  id: ['x', '0'.repeat(32)],
});

/** Bodies of other people's work and of all acts, which a typist may try everywhere. */
const tries = (sheet: number) => [
  {},
  { kind: 'entry' },
  { kind: 'resolve' },
  { sheet, contest: 'pres', ...MINE },
  { sheet: 999, contest: 'pres', ...MINE },
  { sheet, contest: 'pres', by: who('tom').pseudonym, boxes: [1], corrections: [], observations: [] },
  { entry: running.centre.state.size - 1 },
  { station: 's0' },
  { count: 'preliminary' },
  { contest: 'pres' },
  { person: who('tia').pseudonym, role: 'supervisor', grant: true },
  { kind: 'rule-observed', sheet, contest: 'pres', ruling: 'count', reason: { es: 'x', en: 'x' } },
];

describe('a hostile typist', () => {
  it('learns from nothing that another entry is there, let alone what it says', async () => {
    await running.centre.receive('s0', 'one');
    const hers = await running.centre.receive('s1', 'two');
    running.centre.dice.push(0.99, 0);
    const mine = await nextOf('tia');
    const his = await nextOf('tom');
    expect([mine.sheet, his.sheet]).toEqual([hers, hers - 1]);
    const all = tries(his.sheet);
    const before = await sweep(who('tia'), values(), all);
    const asked = values();
    expect((await commit('tom', his, SECRET)).status).toBe(200);
    const after = await sweep(who('tia'), asked, all);
    for (const [question, answer] of before) {
      const then = after.get(question);
      if (then === undefined) continue;
      expect([question, toldBy(then)]).toEqual([question, toldBy(answer)]);
    }
    expect(before.size).toBeGreaterThan(250);
    for (const answer of [...before.values(), ...after.values()]) {
      expect(answer.text).not.toMatch(FIGURES);
      expect(JSON.stringify([...answer.headers])).not.toMatch(FIGURES);
    }
    // And nothing that she tried was done.
    expect(running.centre.bodies.filter(({ kind }) => kind === 'EntryCommitted')).toHaveLength(1);
    expect(running.logged).toEqual([]);
  });

  it('has the same answer for a first and a second entry, equal or not', async () => {
    const told = new Set<string>();
    for (const second of [SECRET, OTHER]) {
      await running.centre.receive('s2', JSON.stringify(second));
      const [a, b] = [await nextOf('tia'), await nextOf('tom')];
      expect(a.sheet).toBe(b.sheet);
      expect({ ...a, until: 0 }).toEqual({ ...b, until: 0 });
      told.add(toldBy(await commit('tom', b, SECRET)));
      told.add(toldBy(await commit('tia', a, second)));
      const { state } = running.centre;
      await running.centre.do({
        ...{ kind: 'withdraw-sheet', sheet: a.sheet, code: 'other', reason: { es: 'x', en: 'x' } },
        by: [who('sol').pseudonym, who('sam').pseudonym],
      } as never);
      expect(state.typingOf(a.sheet, 'pres' as never)?.kind).toBe(second === SECRET ? 'agreed' : 'differ');
    }
    expect([...told]).toEqual([expect.stringContaining('{\\"committed\\":true}')]);
  });

  it('commits only what is before her, in her own name, once', async () => {
    const first = await running.centre.receive('s0', 'one');
    const refused = async (body: object) => toldBy(await who('tia').post('/api/entries', body));
    const without = await refused({ sheet: first, contest: 'pres', ...MINE });
    expect(without).toContain('no-lease');
    expect(await refused({ sheet: 999, contest: 'pres', ...MINE })).toBe(without);
    const his = await nextOf('tom');
    expect(await refused({ sheet: his.sheet, contest: 'pres', ...MINE })).toBe(without);
    const mine = await nextOf('tia');
    const claim = { by: who('tom').pseudonym, actor: who('tom').pseudonym, slot: 1, person: 'x' };
    expect((await commit('tia', mine, { ...MINE, ...claim })).status).toBe(200);
    const [event] = running.centre.read(running.centre.state.size - 1, 1);
    expect(new TextDecoder().decode(event?.header)).toContain(`"actor":"${who('tia').pseudonym}"`);
    const size = running.centre.state.size;
    // Who did not hear the answer asks again; who has second thoughts is too late.
    expect((await commit('tia', mine, { ...MINE, ...claim })).body).toEqual({ committed: true });
    expect((await commit('tia', mine, OTHER)).body).toMatchObject({ code: 'no-lease' });
    expect(running.centre.state.size).toBe(size);
  });

  it('commits once when she sends the same twenty times at once', async () => {
    await running.centre.receive('s0', 'one');
    const mine = await nextOf('tia');
    const answers = await Promise.all(Array.from({ length: 20 }, () => commit('tia', mine, MINE)));
    expect(new Set(answers.map(toldBy)).size).toBe(1);
    expect(running.centre.bodies.filter(({ kind }) => kind === 'EntryCommitted')).toHaveLength(1);
  });

  it('keeps her work when the record cannot be written, and is told to come back', async () => {
    await running.centre.receive('s0', 'one');
    const mine = await nextOf('tia');
    running.centre.trouble = { kind: 'not-stored', detail: 'disk full at /secret/path' };
    const answer = await commit('tia', mine, MINE);
    expect(answer.body).toMatchObject({ status: 503, code: 'not-stored' });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).not.toContain('/secret/path');
    running.centre.trouble = null;
    expect((await commit('tia', mine, MINE)).body).toEqual({ committed: true });
  });

  it('never has a sheet twice, and cannot look for one by letting others go', async () => {
    const [one, two] = [await running.centre.receive('s0', 'one'), await running.centre.receive('s1', 'two')];
    const seen: number[] = [];
    for (;;) {
      const work = await nextOf('tia');
      if (work === null) break;
      seen.push(work.sheet);
      expect((await who('tia').post('/api/release', work)).status).toBe(204);
    }
    expect(seen.toSorted()).toEqual([one, two].toSorted());
    const gone = await who('tia').post('/api/release', { sheet: one, contest: 'pres' });
    expect(gone.body).toMatchObject({ code: 'no-lease' });
  });

  it('sees the picture that is before her, and none after', async () => {
    const [one, two] = [await running.centre.receive('s0', 'one'), await running.centre.receive('s1', 'two')];
    const mine = await nextOf('tia');
    const other = mine.sheet === one ? two : one;
    const picture = await who('tia').get(`/api/pictures/${mine.sheet}/0`);
    expect(picture.text).toContain('picture of');
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(picture.headers.get('cache-control')).toBe('no-store');
    const none = toldBy(await who('tia').get('/api/pictures/999/0'));
    expect(toldBy(await who('tia').get(`/api/pictures/${other}/0`))).toBe(none);
    await commit('tia', mine, MINE);
    expect(toldBy(await who('tia').get(`/api/pictures/${mine.sheet}/0`))).toBe(none);
  });

  it('changes nothing by asking', async () => {
    await running.centre.receive('s0', 'one');
    const size = running.centre.state.size;
    for (const name of ['tia', 'sol', 'aud', 'pam']) await sweep(who(name), values(), []);
    expect(running.centre.state.size).toBe(size);
    expect(running.centre.assignments.heldBy(who('tia').pseudonym, running.centre.now())).toBeNull();
  });
});

describe('a third person', () => {
  it('is shown where two entries differ, and of neither what it says there', async () => {
    await running.centre.receive('s2', 'x');
    const [a, b] = [await nextOf('tia'), await nextOf('tom')];
    await commit('tia', a, SECRET);
    await commit('tom', b, OTHER);
    const answer = await who('val').post('/api/work', { kind: 'resolve' });
    expect(answer.body['work']).toMatchObject({
      differing: { boxes: [0], corrections: true, observations: true },
      same: { boxes: [null, 42_222_227, 43_333_337], corrections: null, observations: null },
    });
    for (const hidden of ['41111117', '51111117', '44444447', who('tia').pseudonym, who('tom').pseudonym, 'torn']) {
      expect(answer.text).not.toContain(hidden);
    }
    const stray = { sheet: a.sheet, contest: 'pres', boxes: [9, 9, 43_333_337], corrections: [], observations: [] };
    const refused = await who('val').post('/api/resolutions', stray);
    expect(refused.body).toMatchObject({ status: 422, code: 'not-in-difference' });
    const right = { ...stray, boxes: [9, 42_222_227, 43_333_337] };
    expect((await who('tia').post('/api/resolutions', right)).status).toBe(403);
    expect((await who('val').post('/api/entries', right)).status).toBe(403);
    expect((await who('val').post('/api/resolutions', right)).body).toEqual({ committed: true });
    expect(running.centre.bodies.at(-1)).toMatchObject({ kind: 'SheetAgreed', boxes: [9, 42_222_227, 43_333_337] });
  });

  it('is shown that nothing is alike where one read no figures', async () => {
    await running.centre.receive('s2', 'x');
    const [a, b] = [await nextOf('tia'), await nextOf('tom')];
    await commit('tia', a, SECRET);
    await commit('tom', b, { boxes: [], corrections: [], observations: ['illegible'] });
    const answer = await who('val').post('/api/work', { kind: 'resolve' });
    expect(answer.body['work']).toMatchObject({
      differing: { boxes: [0, 1, 2], corrections: true, observations: true },
      same: { boxes: [null, null, null], corrections: null, observations: null },
    });
    expect(answer.text).not.toMatch(FIGURES);
  });
});

describe('a hostile supervisor', () => {
  it('reads no entry that is not revealed, by any address, nor does an auditor or a publisher', async () => {
    const sheet = await running.centre.receive('s0', 'one');
    running.centre.open = () => false;
    await commit('tom', await nextOf('tom'), SECRET);
    for (const name of ['sol', 'aud', 'pam']) {
      for (const answer of (await sweep(who(name), values(), [{}])).values()) expect(answer.text).not.toMatch(FIGURES);
    }
    const pending = (await who('sol').get('/api/pending')).body;
    expect(pending).toMatchObject({ total: 1, pending: [{ sheet, person: who('tom').pseudonym, contest: 'pres' }] });
    const audit = (await who('aud').get('/api/audit/s0')).body;
    expect(audit['events']).toMatchObject([
      { kind: 'SheetReceived', body: null },
      { kind: 'EntryCommitted', body: null, actor: who('tom').pseudonym },
    ]);
    expect(audit['sheets']).toMatchObject([{ sheet, state: 'standing', contests: { pres: 'awaiting-second' } }]);
    // Decided in this turn and not stored yet: told to nobody.
    const stored = running.centre.eventsOf('s0');
    running.centre.eventsOf = () => [...stored, running.centre.state.size];
    expect((await who('aud').get('/api/audit/s0')).body['events']).toHaveLength(stored.length);
    // What the public may see, and only that.
    running.centre.open = (record) => record === sheet;
    expect((await who('sol').get('/api/audit/s0')).body['events']).toMatchObject([
      { body: { station: 's0' } },
      { body: null },
    ]);
  });

  it('types nothing, and chooses for nobody what she types', async () => {
    const sheet = await running.centre.receive('s0', 'one');
    for (const kind of ['entry', 'resolve']) {
      expect((await who('sol').post('/api/work', { kind })).body).toMatchObject({ code: 'role-missing' });
    }
    const asked = { kind: 'entry', sheet, contest: 'gov', person: who('tom').pseudonym, station: 's0' };
    running.centre.dice.push(0);
    expect((await who('tia').post('/api/work', asked)).body['work']).toMatchObject({ contest: 'pres' });
    expect((await who('sol').post('/api/release', { sheet, contest: 'pres' })).status).toBe(403);
    expect((await who('sol').post('/api/entries', { sheet, contest: 'pres', ...MINE })).status).toBe(403);
  });

  it('voids an entry only in public: the record has it and the board counts it', async () => {
    await running.centre.receive('s0', 'one');
    await commit('tom', await nextOf('tom'), SECRET);
    const [entry] = (await who('sol').get('/api/pending')).body['pending'] as { entry: number }[];
    const voided = await who('sol').post('/api/voids', { entry: entry?.entry });
    expect(voided.body).toEqual({ record: running.centre.state.size - 1 });
    expect((await who('sol').post('/api/voids', { entry: entry?.entry })).body).toMatchObject({ code: 'not-waiting' });
    expect((await who('sol').post('/api/voids', { entry: 0 })).body).toMatchObject({ code: 'unknown-entry' });
    const board = (await who('pam').get('/api/board')).body;
    expect(board['people']).toMatchObject([{ person: who('tom').pseudonym, entries: 1, voided: 1 }]);
    expect(running.centre.bodies.at(-1)).toMatchObject({ kind: 'EntryVoided', reason: 'supervisor' });
  });

  it('cannot agree with himself, nor let one who may not', async () => {
    const [one, two] = [await running.centre.receive('s0', 'one'), await running.centre.receive('s0', 'two')];
    const reason = { es: 'falsa', en: 'false' };
    const act = { kind: 'choose-sheet', count: 'preliminary', station: 's0', sheet: two, reason };
    const { body: proposal } = await who('sol').post('/api/proposals', act);
    const agree = `/api/proposals/${proposal['id']}/agree`;
    expect((await who('sol').post(agree)).body).toMatchObject({ status: 403, code: 'same-person' });
    expect((await who('pam').post(agree)).body).toMatchObject({ code: 'role-missing' });
    expect((await who('aud').post(agree)).body).toMatchObject({ code: 'role-missing' });
    expect((await who('pam').get('/api/proposals')).body).toEqual({ proposals: [] });
    expect((await who('sam').get('/api/proposals')).body['proposals']).toMatchObject([
      { by: who('sol').pseudonym, act },
    ]);
    // Whoever agrees does it once, even at the same time.
    const both = await Promise.all([who('sam').post(agree), who('sam').post(agree)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect(running.centre.bodies.at(-1)).toMatchObject({
      ...{ kind: 'SheetSuperseded', sheet: two, over: [one], by: [who('sol').pseudonym, who('sam').pseudonym] },
    });
    const stop = { kind: 'stop-publication', count: 'preliminary', office: reason, reason };
    expect((await who('sol').post('/api/proposals', stop)).body).toMatchObject({ code: 'role-missing' });
  });

  it('chooses over no sheet that came after he looked', async () => {
    const [one, two] = [await running.centre.receive('s0', 'one'), await running.centre.receive('s0', 'two')];
    const reason = { es: 'falsa', en: 'false' };
    const act = { kind: 'choose-sheet', count: 'preliminary', station: 's0', sheet: two, reason };
    const propose = async () => (await who('sol').post('/api/proposals', act)).body['id'];
    const agree = async (id: unknown) => (await who('sam').post(`/api/proposals/${id}/agree`)).body;
    const early = await propose();
    const three = await running.centre.receive('s0', 'three');
    expect(await agree(early)).toMatchObject({ status: 409, code: 'changed-since' });
    expect(running.centre.bodies.at(-1)).toMatchObject({ kind: 'SheetDisputed', sheets: [one, two, three] });
    expect(await agree(early)).toMatchObject({ status: 404 });
    await agree(await propose());
    expect(running.centre.bodies.at(-1)).toMatchObject({ kind: 'SheetSuperseded', sheet: two, over: [one, three] });
  });

  it('loses what he proposed with his role', async () => {
    const sheet = await running.centre.receive('s0', 'one');
    const act = { kind: 'withdraw-sheet', sheet, code: 'other', reason: { es: 'x', en: 'x' } };
    const { body: proposal } = await who('sol').post('/api/proposals', act);
    await running.centre.do({ kind: 'revoke-role', person: who('sol').pseudonym, role: 'supervisor', by: 'console' });
    const size = running.centre.state.size;
    expect((await who('sam').post(`/api/proposals/${proposal['id']}/agree`)).body).toMatchObject({
      code: 'role-missing',
    });
    expect((await who('sol').get('/api/pending')).status).toBe(403);
    expect(running.centre.state.size).toBe(size);
  });
});
