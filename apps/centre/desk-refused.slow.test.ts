import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Box } from '../../src/model/votes.ts';
import { type Answer, answerOf, type Running, startRunning } from './desk-server.test-support.ts';
import { countedAs } from './routes/intake-codes.ts';
import { Phone } from './stations.test-support.ts';

/* Whatever comes to the door unsigned, changed or broken becomes no event: only a number, from time to time. */

let running: Running;
let phone: Phone;
let jpeg: Bytes;
beforeAll(async () => {
  running = await startRunning({ limits: { intakePerAddress: 1e9, intakeInAll: 1e9 } });
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  phone = await Phone.enrolled(running, 'phone-a');
  jpeg = await samplePicture('jpeg');
});
afterAll(() => running.close());

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array | string;
};

const ROUTES = [
  '/api/intake/figures',
  '/api/intake/uploads',
  '/api/intake/sheets',
  '/api/intake/enrol',
  '/api/intake/sms',
];
const JSON_TYPE = 'application/json';
const TYPES = [JSON_TYPE, 'application/octet-stream', 'multipart/form-data; boundary=b', 'text/plain', 'x'];

const garbage: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom('POST', 'PUT'),
  path: fc.oneof(
    fc.constantFrom(...ROUTES),
    fc.constantFrom('a', '0').map((sign) => `/api/intake/uploads/${sign.repeat(64)}/0?at=0`),
  ),
  type: fc.constantFrom(...TYPES),
  body: fc.oneof(fc.json(), fc.uint8Array({ maxLength: 3000 }), fc.string({ unit: 'binary' })),
});

/** What a phone signed, and one member of it said otherwise. */
const changed: fc.Arbitrary<Sent> = fc
  .record({
    isSheet: fc.boolean(),
    member: fc.constantFrom('station', 'device', 'sentAt', 'pages', 'figures', 'signature'),
    value: fc.oneof(fc.jsonValue(), fc.constantFrom('s1', 's2', 'phone-b', 'A'.repeat(86).concat('=='))),
  })
  .map(({ isSheet, member, value }) => {
    const figures = { pres: [1, 2, 3] as unknown as readonly Box[] };
    const body = isSheet ? phone.upload('s0', [jpeg]) : phone.figures('s0', figures).body;
    // What is not signed, or is as it was, is no change.
    const own = Object.hasOwn(body, member) ? member : 'signature';
    const path = isSheet ? '/api/intake/uploads' : '/api/intake/figures';
    return { method: 'POST', path, type: JSON_TYPE, body: JSON.stringify({ ...body, [own]: value }) };
  });

async function send({ method, path, type, body }: Sent): Promise<Answer> {
  const headers = { 'content-type': type, 'idempotency-key': 'key-00001' };
  const bytes = typeof body === 'string' ? body : Uint8Array.from(body);
  return answerOf(await fetch(`${running.url}${path}`, { method, headers, body: bytes }));
}

it('becomes no event, and is counted each time', { timeout: 300_000 }, async () => {
  const { centre, refusals } = running;
  const before = centre.bodies.length;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(garbage, changed), async (sent) => {
      const answer = await send(sent);
      expect(answer.status, JSON.stringify([sent, answer.text])).toBeLessThan(500);
      expect(answer.status, JSON.stringify([sent, answer.text])).toBeGreaterThanOrEqual(400);
      expect(centre.bodies.length).toBe(before);
      // An address that is not there is not the door's.
      const isThere = !['not-found', 'method-not-allowed'].includes(String(answer.body['code']));
      if (isThere && countedAs(String(answer.body['code'])) !== null) refused++;
    }),
    { numRuns: 2000 },
  );
  await refusals.tell();
  const more = centre.bodies.slice(before);
  expect(more.map(({ kind }) => kind)).toEqual(['ArrivalsRefused']);
  const told = more.flatMap((body) => (body.kind === 'ArrivalsRefused' ? body.minutes : []));
  expect(told.reduce((sum, [, , times]) => sum + times, 0)).toBe(refused);
  expect(refused).toBeGreaterThan(1000);
  expect(running.logged).toEqual([]);
});
