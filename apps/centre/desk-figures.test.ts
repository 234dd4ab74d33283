import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, utf8 } from '../../src/base/bytes.ts';
import type { Box } from '../../src/model/votes.ts';
import { judgePromise } from '../../src/verify/index.ts';
import { type Answer, KEYS, type Running, startRunning } from './desk-server.test-support.ts';
import { hashOf, Phone, promiseIn } from './stations.test-support.ts';

let running: Running;
let phone: Phone;
beforeEach(async () => {
  running = await startRunning();
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  phone = await Phone.enrolled(running, 'phone-a');
});
afterEach(() => running.close());

const boxes = (...of: (number | 'empty' | 'illegible')[]) => of as unknown as readonly Box[];
const GOOD = { gov: boxes(5, 6), pres: boxes(1, 'empty', 'illegible') };
const announce = (body: unknown, by = phone) => by.post('/api/intake/figures', body);
const coded = ({ status, body }: Answer) => [status, body['code'], body['field']];
const announced = () => running.centre.bodies.filter(({ kind }) => kind === 'FiguresAnnounced').length;

describe('figures from a station', () => {
  it('are sealed, promised, and the same when they come again', async () => {
    const { body, message } = phone.figures('s0', GOOD);
    const first = await announce(body);
    expect([first.status, first.body]).toMatchObject([201, { kind: 'received', record: 2, fresh: true }]);
    expect(promiseIn(first).promise).toMatchObject({ index: 2, station: 's0', message: hashOf(message) });
    // Ten minutes: docs/spec/capture.md section 5.
    expect(promiseIn(first).promise.due - promiseIn(first).promise.at).toBe(600_000);
    expect(promiseIn(first).promise.at).toBe(running.centre.at);
    const again = await announce(body);
    expect([again.status, again.body]).toEqual([200, { ...first.body, fresh: false }]);
    expect(running.centre.bodies.slice(2)).toMatchObject([
      {
        kind: 'FiguresAnnounced',
        via: 'app',
        device: 'phone-a',
        figures: [
          ['gov', expect.any(String)],
          ['pres', expect.any(String)],
        ],
      },
      { kind: 'FiguresRead', announced: 2, boxes: [5, 6] },
      { kind: 'FiguresRead', announced: 2, boxes: [1, 'empty', 'illegible'] },
    ]);
  });

  it('of a key of P-256 are taken as well', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const point = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-65));
    const other = new Phone(running.url, 'phone-p', {
      publicKey: point,
      sign: (message) => signP256(privateKey, message),
    });
    const { device, key } = other;
    const scope = present(running.centre.definition.units[0], 'root').id;
    await running.centre.do({ kind: 'enrol-device', device, key, scope, only: null, replaces: null, by: 'console' });
    const answer = await announce(other.figures('s0', GOOD).body, other);
    expect(answer.status).toBe(201);
  });

  it('sent under the time of others are not promised in their name', async () => {
    const { body } = phone.figures('s0', GOOD);
    await announce(body);
    const twin = new Phone(running.url, 'phone-a');
    const other = twin.figures('s0', { ...GOOD, gov: boxes(7, 7) });
    expect(other.body.sentAt).toBe(body.sentAt);
    expect(coded(await announce(other.body))).toEqual([422, 'malformed', '/sentAt']);
    expect(announced()).toBe(1);
  });

  it('are as many as a device may send for one station', async () => {
    for (let n = 0; n < 16; n++) expect((await announce(phone.figures('s0', GOOD).body)).status).toBe(201);
    expect(coded(await announce(phone.figures('s0', GOOD).body))).toEqual([403, 'quota', undefined]);
    expect((await announce(phone.figures('s1', GOOD).body)).status).toBe(201);
  });

  it.each([
    ['changed on the way', { sentAt: 5 }, [403, 'bad-signature', '/signature']],
    ['of an unknown device', { device: 'phone-z' }, [404, 'unknown-device', undefined]],
    [
      'with another salt',
      { figures: [{ contest: 'pres', boxes: [1, 2, 3], salt: 'AAAA' }] },
      [400, 'malformed', '/figures/0/salt'],
    ],
    ['with a signature that is none', { signature: 'x' }, [400, 'malformed', '/signature']],
    ['without figures', { figures: [] }, [400, 'malformed', '/figures']],
    [
      'with a figure below nothing',
      { figures: [{ contest: 'pres', boxes: [-1], salt: `${'A'.repeat(43)}=` }] },
      [400, 'malformed', '/figures/0/boxes/0'],
    ],
  ])('are refused: %s', async (_, change, code) => {
    expect(coded(await announce(phone.figures('s0', GOOD, change).body))).toEqual(code);
    expect([announced(), running.logged]).toEqual([0, []]);
  });

  it('are refused that the paper cannot have', async () => {
    const said = async (station: string, of: Record<string, readonly Box[]>) =>
      coded(await announce(phone.figures(station, of).body)).slice(0, 2);
    expect(await said('s0', { pres: boxes(1, 2) })).toEqual([422, 'malformed']);
    expect(await said('s0', { pres: boxes(1, 2, 3), gov: boxes(1, 2) })).toEqual([422, 'malformed']);
    expect(await said('s2', { gov: boxes(1, 2) })).toEqual([404, 'malformed']);
    expect(await said('nowhere', GOOD)).toEqual([404, 'unknown-station']);
    expect(announced()).toBe(0);
  });

  it('are not taken before the count is open', async () => {
    const early = await startRunning();
    try {
      const other = await Phone.enrolled(early, 'phone-a');
      expect(coded(await announce(other.figures('s0', GOOD).body, other))).toEqual([409, 'count-not-open', undefined]);
    } finally {
      await early.close();
    }
  });
});

describe('what is promised', () => {
  it('is proved by the next checkpoint, and judged as kept', async () => {
    const { stranger, centre } = running;
    const first = await announce(phone.figures('s0', GOOD).body);
    const { index } = promiseIn(first).promise;
    const early = await stranger.get(`/api/intake/proofs/${index}`);
    expect([early.status, early.body['code'], early.headers.get('retry-after')]).toEqual([404, 'not-yet', '10']);
    centre.sign(1);
    // What comes after the checkpoint is not proved by it.
    const later = await announce(phone.figures('s0', GOOD).body);
    const proof = await stranger.get(`/api/intake/proofs/${index}`);
    expect(proof.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const trusted = { log: KEYS.log.key, heartbeat: KEYS.heartbeat.key };
    const judge = (promise: object, text: string) =>
      judgePromise(nodeCrypto, trusted, utf8(JSON.stringify({ ...promise, proof: text }))).kind;
    expect(judge(promiseIn(first), proof.text)).toBe('kept');
    const next = promiseIn(later).promise.index;
    expect((await stranger.get(`/api/intake/proofs/${next}`)).status).toBe(404);
    centre.sign(2);
    const both = [index, next].map((record) => stranger.get(`/api/intake/proofs/${record}`));
    const [again, other] = await Promise.all(both);
    expect(judge(promiseIn(first), again?.text ?? '')).toBe('kept');
    expect(judge(promiseIn(later), other?.text ?? '')).toBe('kept');
    expect(judge(promiseIn(later), again?.text ?? '')).not.toBe('kept');
    for (const wrong of ['-1', '01', '1.5', 'x', '9'.repeat(16)]) {
      expect((await stranger.get(`/api/intake/proofs/${wrong}`)).status).toBe(400);
    }
    expect((await stranger.get(`/api/intake/proofs/${'9'.repeat(15)}`)).status).toBe(404);
  });
});

/** Node's own signature, with the smaller of the two s. */
function signP256(key: KeyObject, message: Bytes): Bytes {
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const low = s > n / 2n ? n - s : s;
  return Uint8Array.from(
    Buffer.concat([signature.subarray(0, 32), Buffer.from(low.toString(16).padStart(64, '0'), 'hex')]),
  );
}
