import { request } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectOk } from '../../../src/base/result.ts';
import { askRecordAt } from '../../office/ask-record.ts';
import { OfficeSender } from '../../office/office-sender.ts';
import {
  beginOffice,
  newMedium,
  removeSites,
  type Site,
  World,
  workAll,
} from '../../office/office-world.test-support.ts';
import { type Running, startRunning } from '../desk-server.test-support.ts';

afterAll(removeSites);

const world = new World(['A', 'B'], 'http');
let national: ReturnType<World['national']>;
let running: Running;
let office: Site;

beforeEach(async () => {
  national = world.national(newMedium());
  await world.beginNational(national.site, ['A']);
  running = await startRunning({ offices: national.door });
  office = world.office('A', newMedium());
  await beginOffice(office, 'A');
  await workAll(office, 'A');
  office.publish();
});
afterEach(() => running.close());

function sender(url: string, tell: (sentence: string) => void = () => undefined): OfficeSender {
  return new OfficeSender({
    ...{ office: 'A', log: office.ownLog(), ask: askRecordAt(url, 5000), readFile: () => null },
    ...{ wait: async () => undefined, chance: () => 0, tell },
  });
}

const post = (path: string, body: string, type = 'application/json') =>
  fetch(`${running.url}/api/offices/${path}`, { method: 'POST', headers: { 'content-type': type }, body });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

describe('the door for offices, over a line', () => {
  it('takes what an office sends, from wherever, without a session', async () => {
    const size = office.headers().length;
    expect(await sender(running.url).attempt()).toEqual({ kind: 'all', size });
    const asked = await fetch(`${running.url}/api/offices/A?at=3`, {
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(await asked.json()).toEqual({ size: 3, root: national.site.run.offices.of('A')?.rootAt(3), forked: false });
    const log = office.ownLog();
    expectOk(log.refresh(), 'its log');
    const { files, ...batch } = log.batchFrom(0);
    const again = await fetch(`${running.url}/api/offices/A/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
      body: JSON.stringify(batch),
    });
    expect([again.status, await again.json(), files]).toEqual([200, { kind: 'known', size }, []]);
  });

  it('says what it refuses, and takes nothing of it', async () => {
    const before = national.site.headers().length;
    const log = office.ownLog();
    expectOk(log.refresh(), 'its log');
    const { files, ...batch } = log.batchFrom(0);
    const wrong = { ...batch, checkpoint: batch.checkpoint.replace('/A', '/B') };
    expect(await codeOf(await post('A/events', JSON.stringify(wrong)))).toEqual([403, 'bad-checkpoint']);
    expect(await codeOf(await post('B/events', JSON.stringify(batch)))).toEqual([409, 'not-declared']);
    expect(await codeOf(await post('Z/events', JSON.stringify(batch)))).toEqual([404, 'unknown-office']);
    expect(await codeOf(await post('A/events', '{"from":-1}'))).toEqual([400, 'invalid-request']);
    expect(await codeOf(await post('A/events', '{'))).toEqual([400, 'not-json']);
    const many = { ...batch, events: Array.from({ length: 501 }, () => batch.events[0]) };
    expect(await codeOf(await post('A/events', JSON.stringify(many)))).toEqual([400, 'invalid-request']);
    expect(await codeOf(await post('A/events', `"${'x'.repeat(8_000_001)}"`))).toEqual([413, 'too-large']);
    const evidence = { index: 0, leaf: batch.events[0]?.salt, proof: [], checkpoint: batch.checkpoint };
    expect(await codeOf(await post('A/forks', JSON.stringify(evidence)))).toEqual([409, 'not-taken']);
    const file = await fetch(`${running.url}/api/offices/A/files/${'0'.repeat(64)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'x',
    });
    expect(await codeOf(file)).toEqual([409, 'unwanted-file']);
    expect(national.site.headers().length).toBe(before);
    expect(files).toEqual([]);
  });

  it('reads nothing of a file that no batch waits for', async () => {
    const { hostname, port } = new URL(running.url);
    const path = `/api/offices/A/files/${'0'.repeat(64)}`;
    const headers = { 'content-type': 'application/octet-stream', 'content-length': 10_000_000 };
    // Ten million bytes are announced, and none is sent: who waited for them would not answer.
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const asking = request({ hostname, port, path, method: 'PUT', headers }, (answer) => {
        resolve(answer.statusCode);
        asking.destroy();
      });
      asking.on('error', reject);
      asking.flushHeaders();
    });
    expect(answered).toBe(409);
  });

  it('counts what is on its way before it is read, and leaves room to others', async () => {
    const { hostname, port } = new URL(running.url);
    const headers = { 'content-type': 'application/json', 'content-length': 60_000 };
    /** Announces a body and sends none of it. Gives the status, where one comes. */
    const slow = (path: string) => {
      const asking = request({ hostname, port, path: `/api/offices/A/${path}`, method: 'POST', headers });
      const status = new Promise<number | undefined>((resolve) => {
        asking.on('response', (answer) => resolve(answer.resume().statusCode));
        asking.on('error', () => resolve(undefined));
      });
      asking.flushHeaders();
      return { asking, status };
    };
    const waiting = Array.from({ length: 25 }, (_, i) => slow(i % 2 === 0 ? 'events' : 'forks'));
    // Three quarters of 32 places are one network's: one of these finds none.
    expect(await Promise.race(waiting.map(({ status }) => status))).toBe(503);
    expect(await codeOf(await post('A/events', '{'))).toEqual([503, 'busy']);
    for (const { asking } of waiting) asking.destroy();
    await Promise.all(waiting.map(({ status }) => status));
    const size = office.headers().length;
    await expect.poll(() => sender(running.url).attempt()).toEqual({ kind: 'all', size });
    // Each answered request gives its place back.
    for (let i = 0; i < 40; i++) expect(await codeOf(await post('A/forks', '{'))).toEqual([400, 'not-json']);
  });

  it('is not there where the definition has no offices', async () => {
    const without = await startRunning();
    const answer = await fetch(`${without.url}/api/offices/A`);
    expect(answer.status).toBe(404);
    await without.close();
  });

  it('is asked again until somebody answers', async () => {
    const said: string[] = [];
    const url = running.url;
    await running.close();
    let tries = 0;
    const never = sender(url, (sentence) => said.push(sentence));
    expect(await never.run(() => ++tries < 4, 0)).toMatchObject({ kind: 'later' });
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/cannot reach/);
  });
});
