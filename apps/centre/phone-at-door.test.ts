import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { createMemoryUploads } from '../../adapters/uploads/memory-uploads.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk, ok } from '../../src/base/result.ts';
import { memoryStorage } from '../capture/memory-storage.ts';
import { openPhone } from '../capture/phone.ts';
import type { Phone } from '../capture/phone-types.ts';
import type { PhonePorts } from '../capture/ports.ts';
import { fill, sheetOf, stateOf } from '../capture/world.test-support.ts';
import { type Client, type Running, startRunning } from './desk-server.test-support.ts';

/* The program of the phone against the real interface: two sides that were written from docs/spec/capture.md alone. */

let running: Running;
beforeEach(async () => {
  running = await startRunning({}, { uploads: createMemoryUploads(nodeCrypto) });
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
});
afterEach(() => running.close());

/** A hundred times as fast as ours, so that nobody waits for what is asked for gently. */
function portsAt(origin: string): PhonePorts {
  const began = Date.now();
  return {
    ...{ storage: memoryStorage(), origin, fetch: (url, init) => fetch(url, init) },
    now: () => instant(began + (Date.now() - began) * 100),
    chance: () => 0.5,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    later: (ms, then) => {
      const timer = setTimeout(then, ms / 100);
      return () => clearTimeout(timer);
    },
    shrink: async (picture) => ok(picture),
    urlOf: () => 'blob:picture',
    releaseUrl: () => {},
    online: () => true,
    tabs: { tell: () => {}, onTold: () => {}, lead: (run) => run(), wakeLater: () => {} },
    keeping: { persisted: async () => true, ask: async () => true, marked: async () => false, mark: async () => {} },
  };
}

/** Waits until the phone's view says so. */
function until(phone: Phone, what: () => boolean): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (!what()) return;
      end();
      done();
    };
    const end = phone.subscribe(look);
    queueMicrotask(look);
  });
}

describe('a phone at the door', () => {
  it('is enrolled by a code, and has figures and pictures received, with promises of the log', async () => {
    const sue = await running.person('sue', 'supervisor');
    const made = await sue.post('/api/codes', { scope: 'u1', only: null, replaces: null, hours: 24 });
    const phone = await openPhone(portsAt(running.url));
    expectOk(await phone.enrol(String(made.body['code']).toLowerCase()), 'enrolment');
    const [station] = phone.view.enrolment?.stations ?? [];
    if (station === undefined) throw new Error('no station');
    const sheet = await phone.start(station);
    const picture = await samplePicture('jpeg', 900, 900);
    expectOk(await phone.addPage(sheet, new Blob([Uint8Array.from(picture)])), 'page');
    await fill(phone, sheet);
    expectOk(await phone.send(sheet), 'send');
    await until(phone, () => stateOf(phone, sheet).join() === 'kept,kept');
    const { sent } = sheetOf(phone, sheet);
    const kinds = [sent?.figures, sent?.sheet].map((m) =>
      m?.kind === 'kept' ? running.centre.bodies[m.record]?.kind : '',
    );
    expect(kinds).toEqual(['FiguresAnnounced', 'SheetReceived']);
    running.centre.sign(1_800_000_000);
    const isProved = (kind: 'figures' | 'sheet') => {
      const message = sheetOf(phone, sheet).sent?.[kind];
      return message?.kind === 'kept' && message.proof === 'proved';
    };
    await until(phone, () => isProved('figures') && isProved('sheet'));
  });

  it.each([
    ['of other stations', { scope: 'u2' }, async () => {}],
    [
      'after its first key was revoked',
      {},
      async (sue: Client, device: string) => {
        expect((await sue.post('/api/devices/revoke', { device })).status).toBe(200);
      },
    ],
  ] as const)('comes in with a new code %s, where the answer to the first was lost', async (_, asked, meanwhile) => {
    const sue = await running.person('sue', 'supervisor');
    const code = async (more: object) => {
      const made = await sue.post('/api/codes', { scope: 'u1', only: null, replaces: null, hours: 24, ...more });
      return String(made.body['code']);
    };
    const ports = portsAt(running.url);
    let cut = true;
    const phone = await openPhone({
      ...ports,
      fetch: async (url, init) => {
        const answer = await ports.fetch(url, init);
        if (cut && url.endsWith('/enrol')) throw new Error('the line is cut');
        return answer;
      },
    });
    expect(await phone.enrol(await code({}))).toMatchObject({ error: { kind: 'no-answer' } });
    const [first] = [...running.centre.state.devices.all()];
    await meanwhile(sue, first?.device ?? '');
    cut = false;
    expectOk(await phone.enrol(await code(asked)), 'enrolment with the second code');
    expect(phone.view.enrolment?.device).not.toBe(first?.device);
  });

  it('keeps and shows what is refused for good', async () => {
    const sue = await running.person('sue', 'supervisor');
    const made = await sue.post('/api/codes', { scope: 'u1', only: null, replaces: null, hours: 24 });
    const phone = await openPhone(portsAt(running.url));
    expectOk(await phone.enrol(String(made.body['code'])), 'enrolment');
    const [station] = phone.view.enrolment?.stations ?? [];
    if (station === undefined) throw new Error('no station');
    const sheet = await phone.start(station);
    expectOk(await phone.addPage(sheet, new Blob(['this is no picture'])), 'page');
    expectOk(await phone.send(sheet), 'send');
    await until(phone, () => stateOf(phone, sheet)[1] === 'refused');
    expect(sheetOf(phone, sheet).sent?.sheet).toMatchObject({ kind: 'refused', code: 'bad-picture' });
  });
});
