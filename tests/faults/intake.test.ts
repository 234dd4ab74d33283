import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { fromHex, toBase64 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { Box } from '../../src/model/votes.ts';
import { contentOf, figuresBytes, figuresCommitment, submissionBytes } from '../../src/record/index.ts';
import { cotejo, RealProcess } from '../cli/real-process.ts';
import { drawScan, readDefinition, writeElection } from '../e2e/counting-centre-election.ts';

/** Six processes one after the other, on a machine that may be busy. */
const LONG = { timeout: 90_000 };
const PASSWORD = 'una frase bastante larga';

/** A person at the door with a real folder of scans, good and bad, and the real command. */
describe('cotejo intake', () => {
  let root = '';
  let scans = '';
  let desks = '';
  let centre: RealProcess;
  let cookie = '';

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-intake-'));
    scans = join(root, 'scans');
    mkdirSync(scans);
    writeElection(join(root, 'election'));
    const out = ['--out', join(root, 'run'), '--port', '0', '--desk-port', '0'];
    centre = new RealProcess(['count', join(root, 'election'), ...out]);
    const [, url = '', code = ''] = await centre.until(/Desks: +(\S+)[\s\S]*one hour: +(\S+)/);
    desks = url;
    await post('/api/first-administrator', { code, name: 'rosa', password: PASSWORD });
    const signedIn = await post('/api/auth/sign-in/username', { username: 'rosa', password: PASSWORD });
    cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
  });
  afterAll(async () => {
    await centre?.interrupt();
    rmSync(root, { recursive: true, force: true });
  });

  function post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin: desks, cookie };
    return fetch(`${desks}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }
  async function get<T>(path: string): Promise<T> {
    return (await (await fetch(`${desks}${path}`, { headers: { cookie } })).json()) as T;
  }
  async function intake(...more: string[]) {
    const words = ['intake', scans, '--server', desks, '--device', 'scanner-1', '--key', join(root, 'scanner.key')];
    const { code, out, err } = await cotejo(...words, '--json', ...more);
    return { code, err, tally: out.startsWith('{') ? (JSON.parse(out) as object) : out };
  }
  const tally = (received: number, known: number, unmatched: number, refused: number) => ({
    received,
    known,
    unmatched,
    refused,
  });

  it('sends a folder of scans, says what became of each, and doubles nothing', LONG, async () => {
    const definition = readDefinition(join(root, 'election'));
    const put = async (name: string, bytes: Uint8Array | string | Promise<Uint8Array>) =>
      writeFileSync(join(scans, name), await bytes);
    const first = await intake();
    const [, key = ''] = /key +(\S{44})/.exec(String(first.tally)) ?? [];
    expect([first.code, key.length]).toEqual([0, 44]);
    expect(readFileSync(join(root, 'scanner.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    // The key is there, and nobody enrolled it.
    await put('a scan.jpg', drawScan(definition, { station: '101' }));
    const foreign = await intake();
    expect([foreign.code, foreign.tally]).toEqual([4, tally(0, 0, 0, 1)]);
    expect((await post('/api/devices', { device: 'scanner-1', key, scope: 'u0' })).status).toBe(200);
    const early = await intake();
    expect([early.code, early.tally, early.err]).toEqual([4, tally(0, 0, 0, 1), expect.stringContaining('open')]);

    const { pseudonym } = await get<{ pseudonym: string }>('/api/me');
    for (const role of ['publisher', 'supervisor']) await post('/api/roles', { person: pseudonym, role, grant: true });
    expect((await post('/api/counts/open', { count: 'preliminary' })).status).toBe(200);

    const doubled = await drawScan(definition, { station: '102' });
    await put('b scan.jpg', doubled);
    await put('b scan again.jpg', doubled);
    await put('103.png', samplePicture('png'));
    await put('201_1.jpg', drawScan(definition, { station: '201', election: 'another' }));
    await put('holiday.webp', samplePicture('webp'));
    expect(await intake()).toEqual({ code: 0, err: '', tally: tally(4, 1, 1, 0) });

    await put('c empty.jpg', '');
    await put('c drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await put('c drawing.png', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await put('c cut.jpg', doubled.subarray(0, 5000));
    await put('c list.txt', 'not for the centre');
    const again = await intake();
    expect([again.code, again.tally]).toEqual([4, tally(0, 5, 1, 5)]);
    for (const name of ['c empty.jpg', 'c drawing.svg', 'c drawing.png', 'c cut.jpg', 'c list.txt']) {
      expect(again.err).toContain(name);
    }
    expect((await get<{ total: number }>('/api/inbox')).total).toBe(1);
    const { counts } = await get<{ counts: { received: number; disputed: { waiting: number } }[] }>('/api/board');
    expect(counts[0]).toMatchObject({ received: 4, disputed: { waiting: 0 } });
  });

  it('hands in what a phone wrote to a file, and what it is promised is kept', LONG, async () => {
    const seed = expectOk(fromHex(readFileSync(join(root, 'scanner.key'), 'utf8').trim()), 'the key');
    const signer = signerFromSeed(seed);
    const page = await drawScan(readDefinition(join(root, 'election')), { station: '202' });
    const about = { station: '202', device: 'scanner-1', sentAt: instant(Date.now()) };
    const election = 'villa-prueba-2026';
    const sha256 = toBase64(nodeCrypto.sha256(page));
    const content = contentOf(nodeCrypto, [sha256]);
    const sheet = {
      ...{ ...about, matched: 'sender', name: '', pages: [{ sha256, bytes: page.length }] },
      signature: toBase64(signer.sign(submissionBytes({ election, ...about, content }))),
    };
    const boxes = [30, 22, 3, 1, 52, 56] as unknown as readonly Box[];
    const salt = nodeCrypto.sha256(seed);
    const pairs = [['mayor', figuresCommitment(nodeCrypto, salt, 'mayor', boxes)] as const];
    const figures = {
      ...{ ...about, figures: [{ contest: 'mayor', boxes, salt: toBase64(salt) }] },
      signature: toBase64(signer.sign(figuresBytes({ election, ...about, figures: pairs }))),
    };
    const items = [
      { kind: 'figures', message: figures },
      { kind: 'sheet', message: sheet, pages: [toBase64(page)] },
    ];
    const file = join(root, 'phone.json');
    writeFileSync(file, JSON.stringify({ v: 1, kind: 'cotejo-handin', election, items }));
    const handIn = async () => {
      const { code, out, err } = await cotejo('intake', file, '--server', desks, '--json');
      return { code, err, said: JSON.parse(out) as { items: { outcome: string; record: number }[] } };
    };
    const first = await handIn();
    expect(first).toMatchObject({ code: 0, err: '', said: { received: 2, known: 0, refused: 0 } });
    expect(await handIn()).toMatchObject({ code: 0, err: '', said: { received: 0, known: 2, refused: 0 } });
    const again = await post('/api/intake/figures', figures);
    const { promise, record } = (await again.json()) as { promise: object; record: number };
    expect(record).toBe(first.said.items[0]?.record);
    const proof = await until(`${desks}/api/intake/proofs/${record}`);
    writeFileSync(join(root, 'promise.json'), JSON.stringify({ ...promise, proof }));
    const judged = await cotejo('promise', join(root, 'promise.json'), '--trust', join(root, 'run', 'trust.json'));
    expect([judged.code, judged.err]).toEqual([0, '']);
    const records = first.said.items.map((item) => item.record).join(',');
    expect(JSON.parse(await until(`${desks}/api/intake/fates?records=${records}`))).toMatchObject([
      { station: '202', state: 'announced', published: false },
      { station: '202', state: 'standing', typed: false, published: false },
    ]);
  });

  /** The text of what is not there yet. */
  async function until(url: string): Promise<string> {
    for (;;) {
      const answer = await fetch(url);
      if (answer.status === 200) return answer.text();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  it('says what is wrong with the call', async () => {
    const elsewhere = (server: string, folder: string) =>
      cotejo('intake', folder, '--server', server, '--device', 'scanner-1', '--key', join(root, 'scanner.key'));
    const [nobody, nowhere] = await Promise.all([
      elsewhere('http://localhost:9', scans),
      elsewhere(desks, join(root, 'no')),
    ]);
    expect([nobody.code, nobody.err]).toEqual([5, expect.stringContaining('cannot reach http://localhost:9')]);
    expect([nowhere.code, nowhere.err]).toEqual([4, expect.stringContaining('cannot read')]);
  });
});
