import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { canvassDefinition } from '../../src/canvass/canvass-example.test-support.ts';
import { COUNT_KINDS } from '../../src/model/ids.ts';
import {
  type Answer,
  type Client,
  enrolPhone,
  MemoryCentre,
  type Running,
  sendSheet,
  startRunning,
  submissionOf,
} from './desk-server.test-support.ts';
import { addressesOf, type Operation, operationsOf } from './desk-sweep.test-support.ts';
import { type Known, nearlyOf, validOf } from './schema-arbitrary.test-support.ts';

/* Whatever is sent to any route: an answer that is one, a problem where it is refused, and a process that lives. */

let running: Running;
let clients: Client[];
let known: Known;
beforeAll(async () => {
  const limits = { perAddress: 1e9, perPerson: 1e9, perAddressStrict: 1e9, intakePerAddress: 1e9, intakeInAll: 1e9 };
  running = await startRunning({ limits }, {}, new MemoryCentre(canvassDefinition({ quorum: 1 })));
  const rest = ['publisher', 'supervisor', 'verifier', 'custodian', 'member', 'secretary'] as const;
  const boss = await running.person('boss', 'administrator', 'auditor', ...rest);
  const tia = await running.person('tia', 'typist');
  const tom = await running.person('tom', 'typist');
  clients = [boss, tia, tom, running.stranger];
  for (const count of COUNT_KINDS) await running.centre.do({ kind: 'open-count', count, by: 'console' });
  await enrolPhone(running);
  for (const station of ['s0', 's1', 's1', 's2']) {
    await running.centre.receive(station, `${running.centre.state.size}`);
  }
  const accounts = running.accounts.list({ limit: 9 });
  const texts = ['pres', 'gov', 's0', 's1', 'u0', 'u1', 'phone-1', `${'A'.repeat(43)}=`, 'sí'];
  const people = accounts.filter(({ name }) => name !== 'boss');
  known = {
    // Not the boss, whose roles and sessions the others need.
    texts: [...texts, ...people.flatMap(({ pseudonym }) => [pseudonym])],
    numbers: Array.from({ length: 24 }, (_, n) => n),
  };
});
afterAll(() => running.close());

function expectSound(answer: Answer, asked: unknown): void {
  const where = JSON.stringify([asked, answer.status, answer.text.slice(0, 300), running.logged]);
  expect(answer.status, where).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get('content-type'), where).toBe('application/problem+json');
  expect(answer.body, where).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z-]+$/) });
}

const word = fc.oneof(
  fc.constantFrom('s0', '0', '1', '3', '-1', '1.5', 'NaN', '1e3', '%2e%2e', '%00', '%ff', '__proto__', 'x'.repeat(300)),
  fc.string({ maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed()) || 'x'),
);

describe('every route', () => {
  it('answers what its schema describes, and what nearly is it', { timeout: 120_000 }, async () => {
    const operations = await operationsOf(running.stranger);
    const posts = operations.filter(({ schema }) => schema !== null);
    expect(posts.length).toBeGreaterThan(15);
    const statuses = new Map<string, Set<number>>();
    for (const { path, schema } of posts) {
      const body = fc.oneof(validOf(schema ?? {}, known), nearlyOf(schema ?? {}, known));
      const asked = fc.record({ body, client: fc.constantFrom(0, 0, 1, 2, 3), word });
      await fc.assert(
        fc.asyncProperty(asked, async ({ body: said, client, word: id }) => {
          const address = addressesOf({ path } as Operation, { id: [id], station: [id] })[0] ?? path;
          const answer = await (clients[client] as Client).post(address, said);
          statuses.set(path, (statuses.get(path) ?? new Set()).add(answer.status));
          expectSound(answer, [address, said]);
        }),
        // Those two hash a password each time.
        { numRuns: /first-administrator|reset$/.test(path) ? 15 : 50 },
      );
    }
    // The generator gets through: some acts were also done.
    const done = [...statuses.values()].filter((of) => of.has(200) || of.has(204));
    expect(done.length).toBeGreaterThan(4);
    expect(running.logged).toEqual([]);
    expect((await running.stranger.get('/api/openapi.json')).status).toBe(200);
  });

  it('answers any address, query, method and body', { timeout: 60_000 }, async () => {
    const operations = await operationsOf(running.stranger);
    const asked = fc.record({
      operation: fc.constantFrom(...operations),
      words: fc.array(word, { minLength: 3, maxLength: 3 }),
      query: fc.oneof(
        fc.constant(''),
        fc.tuple(fc.constantFrom('limit', 'after', 'unit', 'x'), word).map(([k, v]) => `?${k}=${v}`),
      ),
      method: fc.constantFrom('', '', '', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
      body: fc.oneof(fc.constant(undefined), fc.string({ unit: 'binary', maxLength: 200 }), fc.json()),
      type: fc.constantFrom(
        'application/json',
        'application/json; charset=utf-16',
        'text/xml',
        'multipart/form-data',
        '*/*',
      ),
      client: fc.constantFrom(0, 0, 1, 3),
    });
    await fc.assert(
      fc.asyncProperty(
        asked,
        async ({ operation, words: [a = '', b = '', c = ''], query, method, body, type, client }) => {
          const values = { id: [a], station: [a], sheet: [b], page: [c] };
          const address = `${addressesOf(operation, values)[0]}${query}`;
          const how = method || operation.method;
          const said = how === 'GET' || how === 'HEAD' ? undefined : body?.toWellFormed();
          const answer = await (clients[client] as Client).ask(how, address, said, { 'content-type': type });
          if (how === 'HEAD') expect(answer.status).toBeLessThan(500);
          else expectSound(answer, [how, address, said]);
        },
      ),
      { numRuns: 600 },
    );
    expect(running.logged).toEqual([]);
  });

  it('answers any submission with any pages', { timeout: 60_000 }, async () => {
    const operations = await operationsOf(running.stranger);
    const { schema } = operations.find(({ path }) => path === '/api/intake/sheets') as Operation;
    expect(schema).toBeNull();
    const { body: api } = await running.stranger.get('/api/openapi.json');
    const described = JSON.stringify((api['paths'] as Record<string, unknown>)['/api/intake/sheets']);
    expect(described).toContain('multipart/form-data');
    const paths = api['paths'] as Record<
      string,
      {
        post: {
          requestBody: { content: Record<string, { schema: { properties: { submission: Record<string, unknown> } } }> };
        };
      }
    >;
    const form = paths['/api/intake/sheets']?.post.requestBody.content['multipart/form-data']?.schema;
    const submission = form?.properties.submission ?? {};
    const asked = fc.record({
      said: fc.oneof(validOf(submission, known), nearlyOf(submission, known)),
      pages: fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ said, pages }) => {
        const sent = submissionOf('s0', pages.length === 0 ? [utf8('x')] : pages);
        sent.set('submission', JSON.stringify(said) ?? '');
        expectSound(await sendSheet(running.url, sent), said);
      }),
      { numRuns: 150 },
    );
    expect(running.logged).toEqual([]);
  });
});
