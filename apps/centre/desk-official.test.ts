import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { present } from '../../src/base/assert.ts';
import { fromBase64, toBase64, utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { ok } from '../../src/base/result.ts';
import { canvassDefinition } from '../../src/canvass/canvass-example.test-support.ts';
import { hash, words } from '../../src/entry/centre-example.test-support.ts';
import type { CanvassRules } from '../../src/model/canvass-rules.ts';
import type { Certificate, Role } from '../../src/record/index.ts';
import {
  type Answer,
  answerOf,
  type Client,
  MemoryCentre,
  type Running,
  startRunning,
} from './desk-server.test-support.ts';
import type { OfficialPapers } from './official-papers.ts';

/* The official count over HTTP, from the envelope to the certificate, on the real machine. */

const SEAL = { seal: '77', condition: 'whole' };
const FIGURES = { boxes: [11, 22, 3], corrections: [], observations: [] };
const signers = ['one', 'two', 'three'].map((id) => [id, signerFromSeed(nodeCrypto.sha256(utf8(id)))] as const);
const certifiers = signers.map(([id, { publicKey }]) => ({
  ...{ id, name: id, title: words('Chair'), key: toBase64(publicKey) },
}));

let running: Running;
let certificate: Certificate | null;
const people: Record<string, Client> = {};
const who = (name: string): Client => people[name] as Client;
const recordOf = ({ body, text }: Answer): number => {
  if (typeof body['record'] !== 'number') throw new Error(text);
  return body['record'];
};

const papers: OfficialPapers = {
  minutes: async () => ok({ size: running.centre.state.size, papers: { data: hash(7), es: hash(8), en: hash(9) } }),
  certificate: async (_contest, _area, partial) =>
    certificate === null
      ? { ok: false, error: { kind: 'nothing-published' } }
      : ok({ ...certificate, partial, papers: { data: hash(7), es: hash(8), en: hash(9) } }),
  read: async (asked) => (asked === hash(8) ? utf8('%PDF') : null),
};

const ROLES: Readonly<Record<string, Role>> = {
  ...{ cat: 'custodian', cid: 'custodian', tia: 'typist', tom: 'typist', sue: 'secretary', pam: 'publisher' },
  ...{ mia: 'member', max: 'member', ada: 'administrator', abe: 'administrator', aud: 'auditor' },
};

/** Once for the tests of a part: signing people in takes its time. Each test has a station of its own. */
async function start(names: readonly string[], rules: Partial<CanvassRules> = {}): Promise<void> {
  certificate = null;
  const verify = (key: string, message: Uint8Array, signature: string) => {
    const [publicKey, signed] = [fromBase64(key), fromBase64(signature)];
    return publicKey.ok && signed.ok && nodeCrypto.verifyEd25519(publicKey.value, message, signed.value);
  };
  const centre: MemoryCentre = new MemoryCentre(canvassDefinition({ certifiers, ...rules }), {
    verify,
    judge: () => certificate,
    newestState: () => centre.state.size,
  });
  running = await startRunning({ papers }, {}, centre);
  for (const name of names) people[name] = await running.person(name, present(ROLES[name], name));
  for (const count of ['preliminary', 'official'] as const)
    await centre.do({ kind: 'open-count', count, by: 'console' });
  for (const name of ['mia', 'max'] as const) {
    if (!names.includes(name)) continue;
    const seated = { member: who(name).pseudonym, name: `Dr ${name}`, title: words('Member') };
    expect((await who('ada').post('/api/members', seated)).status).toBe(200);
  }
}

const propose = async (act: object, by: string, agrees: string) => {
  const proposed = await who(by).post('/api/proposals', act);
  expect(proposed.text).toContain('"id"');
  return who(agrees).post(`/api/proposals/${proposed.body['id']}/agree`, {});
};
const take = async (station = 's0') =>
  recordOf(await who('cat').post('/api/envelopes', { station, from: 'Courier 3', ...SEAL }));
const open = async (sheet: number, found = 'sheet') =>
  recordOf(await propose({ kind: 'open-envelope', sheet, found, ...SEAL }, 'cat', 'cid'));

async function scan(sheet: number, name = 'cat', paper = 'sheet', page?: Uint8Array): Promise<Answer> {
  const form = new FormData();
  form.set('scan', JSON.stringify({ sheet, paper }));
  const bytes = page ?? (await samplePicture('jpeg'));
  form.append('page', new Blob([Uint8Array.from(bytes)]), 'page.jpg');
  const { cookies } = who(name);
  const headers = { origin: running.accounts.origin, cookie: cookies };
  return answerOf(await fetch(`${running.url}/api/envelopes/scans`, { method: 'POST', body: form, headers }));
}

/** Two people type whatever they are given until nothing is left for them. */
async function typeAll(content: object = FIGURES): Promise<void> {
  for (const name of ['tia', 'tom']) {
    for (;;) {
      const { work } = (await who(name).post('/api/work', { kind: 'entry' })).body as { work: null | Work };
      if (work === null) break;
      const boxes = work.contest === 'pres' ? { ...content } : { ...content, boxes: [5, 6] };
      const { sheet, contest } = work;
      expect((await who(name).post('/api/entries', { sheet, contest, ...boxes })).text).toContain('committed');
    }
  }
}
type Work = { readonly sheet: number; readonly contest: string };

const openSession = () =>
  who('sue').post('/api/sessions/open', {
    ...{ place: 'Town hall', delegates: [['North', 'Del Uno']] },
    members: [who('mia').pseudonym, who('max').pseudonym],
  });
const object = (sheet: number, contest = 'pres') => ({
  ...{ sheet, contest, party: 'North', delegate: 'Del Uno', ground: 'tamper', text: words('It does not add up') },
});
const raise = (said: object, key = 'key-00001') =>
  who('sue').ask('POST', '/api/objections', said, { 'idempotency-key': key });
const votes = () => ({
  ...{ for: [who('mia').pseudonym, who('max').pseudonym], against: [], abstained: [] },
  ...{ law: words('Law 1'), reason: words('why') },
});
const ruling = (sheet: number | null, effect: string, more: object = {}) => ({
  ...{ kind: 'rule', station: 's0', sheet, contest: 'pres', effect, ground: 'tamper', objections: [], until: null },
  ...{ boxes: null, ...votes(), ...more },
});
const caseOf = async (station = 's0', by = 'mia') => (await who(by).get(`/api/cases/${station}`)).body;
const endOf = async (station = 's0') => ((await caseOf(station))['ends'] as { kind: string; detail: string }[])[0];

describe('custody', () => {
  beforeAll(() => start(['cat', 'cid', 'tia', 'mia', 'ada']));
  afterAll(() => running.close());

  it('lists come page by page, to their end', async () => {
    const page = async (after: number) =>
      (await who('cat').get(`/api/envelopes?state=expected&limit=2&after=${after}`)).body as {
        envelopes: { station: string }[];
        next: number | null;
      };
    const first = await page(-1);
    expect(first.envelopes.map(({ station }) => station)).toEqual(['s0', 's1']);
    const second = await page(first.next ?? -1);
    expect([second.envelopes.map(({ station }) => station), second.next]).toEqual([['s2'], null]);
  });

  it('goes from the door to the shelf, every step by those who may', async () => {
    const list = async (state: string) => (await who('cid').get(`/api/envelopes?state=${state}`)).body;
    expect(await list('expected')).toMatchObject({ counts: { expected: 3, received: 0 } });
    const sheet = await take();
    expect(await list('received')).toMatchObject({ envelopes: [{ station: 's0', sheet, ...SEAL }], next: null });
    expect((await who('cat').post('/api/envelopes', { station: 's0', from: 'x', ...SEAL })).body['code']).toBe(
      'already-received-envelope',
    );
    // Nobody opens alone, and a typist sees nothing of it.
    expect((await propose({ kind: 'open-envelope', sheet, found: 'sheet', ...SEAL }, 'cat', 'cat')).body['code']).toBe(
      'same-person',
    );
    expect((await who('tia').get('/api/envelopes?state=received')).status).toBe(403);
    await open(sheet);
    expect((await scan(sheet)).status).toBe(200);
    expect(await list('scanned')).toMatchObject({ envelopes: [{ station: 's0', found: 'sheet' }] });
    recordOf(await who('cid').post('/api/envelopes/store', { sheet, where: 'Shelf 4' }));
    expect(await list('stored')).toMatchObject({ envelopes: [{ where: 'Shelf 4' }] });
    const { handOvers } = (await caseOf()) as { handOvers: { kind: string }[] };
    expect(handOvers.map(({ kind }) => kind)).toEqual([
      ...['EnvelopeReceived', 'EnvelopeOpened', 'SheetScanned', 'EnvelopeStored'],
    ]);
    expect(running.logged).toEqual([]);
  });

  it('an agreement is to what the other saw: what moved meanwhile is proposed anew', async () => {
    const sheet = await take('s1');
    const opened = await who('cat').post('/api/proposals', { kind: 'open-envelope', sheet, found: 'sheet', ...SEAL });
    await propose({ kind: 'move-envelope', sheet, to: 'Room 2', ...SEAL, condition: 'broken' }, 'cid', 'cat');
    const agreed = await who('cid').post(`/api/proposals/${opened.body['id']}/agree`, {});
    expect(agreed.body['code']).toBe('changed-since');
  });

  it('what nobody can find is declared by two, and is there for the board', async () => {
    const act = { kind: 'miss-envelope', station: 's2', reason: words('Not in the truck') };
    recordOf(await propose(act, 'cat', 'cid'));
    const waits = (await who('mia').get('/api/board-waits')).body;
    expect(waits).toMatchObject({ total: 1, waits: [{ station: 's2', contest: 'pres', why: 'missing' }] });
    expect((await who('mia').post('/api/proposals', act)).body['code']).toBe('role-missing');
  });

  it('a scan of what came after all is a picture of a paper that waits for it, by a custodian', async () => {
    const sheet = await take('s2');
    expect((await scan(sheet)).body['code']).toBe('wrong-custody');
    await open(sheet);
    expect((await scan(sheet, 'cat', 'sheet', utf8('no picture'))).body['code']).toBe('bad-picture');
    expect((await scan(999)).body['code']).toBe('unknown-sheet');
    expect((await scan(sheet, 'mia')).body['code']).toBe('role-missing');
    expect((await scan(sheet, 'cat', 'other')).body['field']).toBe('/scan/paper');
    expect(await endOf('s2')).toMatchObject({ kind: 'open', detail: 'sealed' });
  });
});

describe('the board', () => {
  beforeAll(() => start(['cat', 'cid', 'tia', 'tom', 'sue', 'mia', 'max', 'ada', 'aud']));
  afterAll(() => running.close());

  async function agreedSheet(station = 's0'): Promise<number> {
    const sheet = await take(station);
    await open(sheet);
    await scan(sheet);
    await typeAll();
    return sheet;
  }

  it('answers an objection with figures of its own, in a vote that two of it hand in', async () => {
    const sheet = await agreedSheet();
    expect((await raise(object(sheet))).body['code']).toBe('no-session');
    recordOf(await openSession());
    expect((await who('sue').post('/api/objections', object(sheet))).status).toBe(400);
    const objection = recordOf(await raise(object(sheet)));
    // Sent twice because no answer was heard, and again when a new process knows no key: one event.
    const { size } = running.centre.state;
    expect(recordOf(await raise(object(sheet)))).toBe(objection);
    expect(recordOf(await raise(object(sheet), 'key-00002'))).toBe(objection);
    expect((await raise({ ...object(sheet), text: words('Another') })).body['code']).toBe('idempotency-key-reused');
    expect(running.centre.state.size).toBe(size);
    expect(await endOf()).toMatchObject({ kind: 'open', detail: 'objected' });
    const act = ruling(sheet, 'correct', { boxes: [12, 22, 3], objections: [[objection, true]] });
    const unanswered = await propose({ ...act, objections: [] }, 'mia', 'max');
    expect(unanswered.body['code']).toBe('objections-not-answered');
    recordOf(await propose(act, 'mia', 'max'));
    expect(await caseOf()).toMatchObject({
      ends: [{ contest: 'pres', kind: 'counted', corrected: true }, { contest: 'gov' }],
      sheets: [{ sheet, contests: [{ boxes: [12, 22, 3] }, { boxes: null }] }],
      objections: [{ record: objection, answer: { upheld: true } }],
      rulings: [{ effect: 'correct', ground: 'tamper' }],
    });
    expect((await who('sue').post('/api/sessions/close', {})).status).toBe(200);
    const room = (await who('aud').get('/api/board-room')).body;
    expect(room).toMatchObject({ session: null, sessions: [{ session: 1 }], members: [{ name: 'Dr mia' }, {}] });
    expect(running.logged).toEqual([]);
  });

  it('annuls, and is told why it may not', async () => {
    const sheet = await agreedSheet('s1');
    recordOf(await openSession());
    const one = ruling(sheet, 'annul', { station: 's1', for: [who('mia').pseudonym] });
    expect((await propose(one, 'mia', 'max')).body['code']).toBe('not-present');
    expect((await propose(ruling(sheet, 'annul', { station: 's1', ground: 'sum' }), 'mia', 'max')).body['code']).toBe(
      'effect-not-allowed',
    );
    recordOf(await propose(ruling(sheet, 'annul', { station: 's1' }), 'mia', 'max'));
    expect(await endOf('s1')).toMatchObject({ kind: 'annulled' });
  });

  it('has a recount typed from its own paper', async () => {
    const [{ sheet }] = (await caseOf())['sheets'] as [{ sheet: number }];
    recordOf(await propose(ruling(sheet, 'recount'), 'mia', 'max'));
    await scan(sheet, 'cat', 'recount', await samplePicture('webp'));
    // Who typed it before is given no sheet again. Of what waits, the newest.
    people['zoe'] = await running.person('zoe', 'typist');
    running.centre.dice.push(0.99);
    const { work } = (await who('zoe').post('/api/work', { kind: 'entry' })).body as {
      work: Work & { pictures: string[] };
    };
    expect(work).toMatchObject({ sheet, contest: 'pres', pictures: [`/api/pictures/${sheet}/1`] });
    expect((await who('zoe').get(`/api/pictures/${sheet}/1`)).status).toBe(200);
    expect((await caseOf('s0'))['sheets']).toMatchObject([
      { pictures: [`/api/pictures/${sheet}/0`, `/api/pictures/${sheet}/1`] },
    ]);
  });

  it('sees nothing of an entry that stands alone, and nothing of the preliminary count', async () => {
    await running.centre.receive('s2', 'preliminary');
    const sheet = await take('s2');
    await open(sheet);
    await scan(sheet);
    const before = JSON.stringify(await caseOf('s2'));
    // Of what waits, the paper of the envelope.
    running.centre.dice.push(0.99);
    const { work } = (await who('tia').post('/api/work', { kind: 'entry' })).body as { work: Work };
    const { sheet: given, contest } = work;
    const said = await who('tia').post('/api/entries', { sheet: given, contest, ...FIGURES });
    expect([given, said.body]).toEqual([sheet, { committed: true }]);
    const after = JSON.stringify(await caseOf('s2'));
    expect(after).toBe(before);
    expect(after).not.toContain(who('tia').pseudonym);
    const sheets = (await caseOf('s2'))['sheets'] as { sheet: number }[];
    expect(sheets.map((one) => one.sheet)).toEqual([sheet]);
    const preliminary = running.centre.bodies.findIndex(({ kind }) => kind === 'SheetReceived');
    expect((await who('mia').get(`/api/pictures/${preliminary}/0`)).status).toBe(404);
    expect((await who('mia').get(`/api/pictures/${sheet}/0`)).status).toBe(200);
  });
});

describe('a certificate', () => {
  beforeAll(() => start(['tia', 'mia', 'max', 'ada', 'abe', 'pam']));
  afterAll(() => running.close());

  const figures = { expected: 3, counted: 0, annulled: 0, notInstalled: 3, lost: 0, open: 0, registered: 900 };

  async function everyStationOut(): Promise<void> {
    for (const station of ['s0', 's1', 's2']) {
      const change = { kind: 'station-not-installed', station };
      recordOf(await propose({ kind: 'amend', change, law: words('Law'), reason: words('Flood') }, 'ada', 'abe'));
    }
    await running.centre.do({ kind: 'lift-embargo', contest: 'pres' as never, by: 'console' });
    certificate = {
      ...{ area: 'u0', size: running.centre.state.size, root: hash(5), offices: [] },
      figures: { ...figures, votes: [0, 0], others: [0], valid: 0, cast: 0 },
      ...{ outcome: '{}', seats: null, partial: null, papers: { data: hash(1), es: hash(1), en: hash(1) } },
    };
  }
  const draft = () => who('pam').post('/api/certificates', { contest: 'pres', area: 'u0', partial: null });
  const signatureOf = (which: number, message: unknown) =>
    toBase64((signers[which] as (typeof signers)[number])[1].sign(utf8(String(message))));

  it('shows what is open and why, and is signed by so many before it is recorded', async () => {
    const open = (await who('pam').get('/api/completeness')).body;
    expect(open).toMatchObject({ results: [{ contest: 'pres', area: 'u0', open: 3, why: { expected: 3 } }, {}] });
    const ones = await who('pam').get('/api/completeness/open?contest=pres&area=u0&limit=2');
    expect(ones.body).toMatchObject({ total: 3, stations: [{ station: 's0', why: 'expected' }, { station: 's1' }] });
    expect((await draft()).body['code']).toBe('nothing-published');
    await everyStationOut();
    const { body } = await draft();
    const path = `/api/certificates/${body['id']}`;
    expect(body).toMatchObject({ contest: 'pres', required: 2, signed: [] });
    expect(String(body['message'])).toMatch(/^cotejo\/certificate\/v1\n\{"area":"u0"/);
    expect((await who('mia').get(`${path}/es`)).headers.get('content-type')).toBe('application/pdf');

    const wrong = { certifier: 'one', signature: signatureOf(1, body['message']) };
    expect((await who('mia').post(`${path}/sign`, wrong)).body['code']).toBe('bad-certifier-signature');
    const right = { certifier: 'one', signature: signatureOf(0, body['message']) };
    expect((await who('tia').post(`${path}/sign`, right)).status).toBe(403);
    expect((await who('mia').post(`${path}/sign`, right)).body).toMatchObject({ signed: [{ certifier: 'one' }] });
    expect((await who('pam').post(`${path}/record`, {})).body['code']).toBe('too-few-signatures');
    await who('max').post(`${path}/sign`, { certifier: 'two', signature: signatureOf(1, body['message']) });
    const record = recordOf(await who('pam').post(`${path}/record`, {}));
    expect(running.centre.bodies[record]).toMatchObject({ kind: 'ResultCertified', area: 'u0' });
    expect((await who('pam').get('/api/certificates')).body).toEqual({ drafts: [] });
    expect((await who('pam').get('/api/completeness')).body).toMatchObject({ results: [{ certified: record }, {}] });

    recordOf(
      await propose(
        { kind: 'reopen', contest: 'pres', court: words('Court'), order: '1/26', reason: words('x') },
        'mia',
        'max',
      ),
    );
    expect((await who('pam').get('/api/completeness')).body).toMatchObject({ results: [{ certified: null }, {}] });
    expect(running.logged).toEqual([]);
  });

  it('is made only by a publisher, of what there is', async () => {
    expect((await who('mia').post('/api/certificates', {})).status).toBe(403);
    const unknown = await who('pam').post('/api/certificates', { contest: 'x', area: 'u0', partial: null });
    expect(unknown.body['code']).toBe('unknown-contest');
    for (const what of ['sign', 'record', 'drop']) {
      const body = what === 'sign' ? { certifier: 'one', signature: 'A'.repeat(88) } : {};
      expect((await who('pam').post(`/api/certificates/none/${what}`, body)).status).toBe(404);
    }
  });
});

describe('without scans', () => {
  beforeAll(() => start(['cat', 'cid', 'tia', 'tom', 'sue', 'mia', 'max', 'ada'], { scans: false }));
  afterAll(() => running.close());

  it('the paper itself is typed, with its seal to compare', async () => {
    const sheet = await take();
    expect((await who('tia').post('/api/work', { kind: 'entry' })).body).toEqual({ work: null, others: 0 });
    await open(sheet);
    const given = await who('tia').post('/api/work', { kind: 'entry' });
    expect(given.body).toMatchObject({
      work: { sheet, station: 's0', pictures: [], paper: { seal: '77' } },
      others: 0,
    });
    await who('tia').post('/api/release', { sheet, contest: (given.body['work'] as Work).contest });
    // What she let go is for others, and she is told how much that is: of both contests of the sheet.
    expect((await who('tia').post('/api/work', { kind: 'entry' })).body).toEqual({ work: null, others: 2 });
    const { contest } = (await who('tom').post('/api/work', { kind: 'entry' })).body['work'] as Work;
    const boxes = contest === 'pres' ? FIGURES : { ...FIGURES, boxes: [5, 6] };
    expect((await who('tom').post('/api/entries', { sheet, contest, ...boxes })).text).toContain('committed');
    // A first entry changes nothing of what she is told.
    expect((await who('tia').post('/api/work', { kind: 'entry' })).body).toEqual({ work: null, others: 2 });
  });

  it('each vote of a station has its own paper, and its own seal', async () => {
    const sheet = await take('s1');
    await open(sheet);
    await typeAll();
    recordOf(await openSession());
    const until = running.centre.now() + 60_000;
    recordOf(await propose(ruling(sheet, 'repeat', { station: 's1', until }), 'mia', 'max'));
    const first = { generation: 1, sheet, state: 'opened', found: 'sheet', until: null };
    const awaited = { generation: 2, sheet: null, state: 'expected', until };
    expect(await caseOf('s1')).toMatchObject({ envelopes: [first, awaited], copyOf: null });
    const waits = async () => (await who('mia').get('/api/board-waits?limit=9')).body['waits'];
    expect(await waits()).toMatchObject([{ contest: 'pres', why: 'repeat', sheet: null, since: null, until }]);
    running.centre.at = instant(until);
    const taken = await who('cat').post('/api/envelopes', {
      station: 's1',
      from: 'x',
      seal: '88',
      condition: 'broken',
    });
    const second = recordOf(taken);
    recordOf(await propose({ kind: 'open-envelope', sheet: second, found: 'nothing', ...SEAL }, 'cat', 'cid'));
    expect(await waits()).toMatchObject([{ contest: 'pres', why: 'nothing-found', sheet: second }]);
    const value = await caseOf('s1');
    expect(value).toMatchObject({
      envelopes: [first, { generation: 2, sheet: second, everBroken: true, found: 'nothing' }],
      copyOf: 2,
      sheets: [
        { sheet, generation: 1, paper: 'envelope' },
        { sheet: second, generation: 2, paper: 'envelope' },
      ],
    });
    const acts = value['handOvers'] as { kind: string; generation: number }[];
    expect(acts.map(({ generation }) => generation)).toEqual([1, 1, 2, 2]);
    const copied = { kind: 'admit-copy', station: 's1', holder: words('North'), ...votes() };
    const copy = recordOf(await propose(copied, 'mia', 'max'));
    const sheets = (await caseOf('s1'))['sheets'] as object[];
    expect(sheets.at(-1)).toMatchObject({ sheet: copy, generation: 2, paper: 'copy' });
  });

  it('who types a repeated vote compares the seal of that envelope', async () => {
    const sheet = await take('s2');
    await open(sheet);
    await typeAll();
    const until = running.centre.now() + 60_000;
    recordOf(await propose(ruling(sheet, 'repeat', { station: 's2', until }), 'mia', 'max'));
    running.centre.at = instant(until);
    const again = { station: 's2', from: 'x', seal: '88', condition: 'whole' };
    const second = recordOf(await who('cat').post('/api/envelopes', again));
    recordOf(await propose({ kind: 'open-envelope', sheet: second, found: 'sheet', ...again }, 'cat', 'cid'));
    running.centre.dice.push(0.99);
    const given = await who('tom').post('/api/work', { kind: 'entry' });
    expect(given.body).toMatchObject({ work: { sheet: second, contest: 'pres', paper: { seal: '88' } } });
  });
});
