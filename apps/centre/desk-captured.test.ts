import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../../adapters/inbox/memory-inbox.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { createMemoryUploads } from '../../adapters/uploads/memory-uploads.ts';
import { type Bytes, concatBytes, utf8 } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { Box } from '../../src/model/votes.ts';
import { decodeHeader } from '../../src/record/index.ts';
import { readBody } from '../run/record-keeper.ts';
import { captureParts, enrolmentOf, phoneName } from './capture.test-support.ts';
import {
  type Answer,
  enrolPhone,
  type Running,
  sendSheet,
  startRunning,
  submissionOf,
} from './desk-server.test-support.ts';
import { Phone } from './stations.test-support.ts';

/* What whoever captured a phone tries beyond DESIGN section 8: to fill the disk, and to stay when it is replaced. */

const WAITING_MOST = 2;
const LIMITS = { bytes: 1e9, bytesOfDevice: 20_000, bytesOfEach: 8000 };

let running: Running;
let jpeg: Bytes;
/** How often a picture was written to the disk. */
let written: number;
beforeEach(async () => {
  const inbox = createMemoryInbox(nodeCrypto, { most: WAITING_MOST, mostOfDevice: 20 });
  running = await startRunning(captureParts().options, { inbox, uploads: createMemoryUploads(nodeCrypto, LIMITS) });
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  jpeg = await samplePicture('jpeg');
  written = 0;
  const { blobs } = running.centre;
  const put = blobs.put.bind(blobs);
  blobs.put = (bytes) => {
    written++;
    return put(bytes);
  };
});
afterEach(() => running.close());

/** A sound picture, other than any of another number. */
function picture(n: number): Bytes {
  return concatBytes(jpeg.subarray(0, 2), Uint8Array.of(0xff, 0xfe, 0, 4, n >> 8, n & 255), jpeg.subarray(2));
}
const FIGURES = { gov: [7, 8] as unknown as readonly Box[] };
const JSON_TYPE = { 'content-type': 'application/json' };
/** Record numbers of what a restart could not read. */
function unreadable(): number[] {
  const events = running.centre.read(0, 100);
  return events.flatMap((event, record) =>
    readBody(expectOk(decodeHeader(event.header), 'header'), event) === null ? [record] : [],
  );
}
const coded = ({ status, body }: Answer) => [status, body['code'] ?? body['kind']];

describe('a captured phone', () => {
  it('leaves nothing on the disk with sheets of which one page is no picture', async () => {
    const phone = await Phone.enrolled(running, 'phone-a');
    for (const n of [1, 2, 3]) {
      const pages = [picture(n), utf8('no picture')];
      expect(coded(await phone.uploaded(phone.upload('s0', pages), pages))).toEqual([422, 'bad-picture']);
    }
    expect(written).toBe(0);
  });

  it('leaves nothing on the disk when no more scans may wait for a desk, whichever way they come', async () => {
    const phone = await Phone.enrolled(running, 'phone-a');
    await enrolPhone(running);
    for (const n of [1, 2]) {
      const done = await phone.uploaded(phone.upload(null, [picture(n)]), [picture(n)]);
      expect(coded(done)).toEqual([200, 'unmatched']);
    }
    const before = written;
    expect(coded(await phone.post('/api/intake/uploads', phone.upload(null, [picture(3)])))).toEqual([503, 'busy']);
    expect(coded(await sendSheet(running.url, submissionOf(null, [picture(4)])))).toEqual([503, 'busy']);
    expect(written).toBe(before);
  });

  it('of one station sends none that a desk would have to take for another', async () => {
    const phone = await Phone.enrolled(running, 'phone-a', 'u1', running.url, 's0');
    expect(coded(await phone.post('/api/intake/uploads', phone.upload(null, [jpeg])))).toEqual([403, 'out-of-scope']);
    expect((await phone.uploaded(phone.upload('s0', [jpeg]), [jpeg])).status).toBe(201);
  });

  it('begins no crowd of uploads of next to nothing', async () => {
    const phone = await Phone.enrolled(running, 'phone-a');
    const begun = [];
    for (const n of [1, 2, 3]) {
      begun.push(coded(await phone.post('/api/intake/uploads', phone.upload('s0', [Uint8Array.of(n)]))));
    }
    expect(begun).toEqual([
      [200, 'wanted'],
      [200, 'wanted'],
      [503, 'busy'],
    ]);
  });

  it('puts nothing on record that nobody could read again', async () => {
    const phone = await Phone.enrolled(running, 'phone-a');
    const said = (sentAt?: Instant) => phone.figures('s0', FIGURES, {}, sentAt).body;
    for (const sentAt of [instant(8.64e15 + 1), instant(-8.64e15 - 1)]) {
      const sheet = phone.upload('s0', [jpeg], { sentAt });
      expect(coded(await phone.uploaded(sheet, [jpeg]))).toEqual([422, 'malformed']);
      expect(coded(await phone.post('/api/intake/figures', said(sentAt)))).toEqual([422, 'malformed']);
    }
    // JSON can spell a number that no record may hold.
    const [box, time] = [
      JSON.stringify(said()).replace('[7,', '[-0,'),
      JSON.stringify(said()).replace(/"sentAt":\d+/, '"sentAt":-0'),
    ];
    for (const text of [box, time]) {
      expect(coded(await phone.send('POST', '/api/intake/figures', text, JSON_TYPE))).toEqual([400, 'malformed']);
    }
    const form = submissionOf('s0', [jpeg]);
    form.set('submission', String(form.get('submission')).replace(/"sentAt":\d+/, '"sentAt":-0'));
    expect(coded(await sendSheet(running.url, form))).toEqual([400, 'malformed']);
    expect(unreadable()).toEqual([]);
    expect(running.logged).toEqual([]);
  });

  it('is out when its replacement was enrolled before, with another code', async () => {
    const sue = await running.person('sue', 'supervisor');
    const enrol = async (name: string, replaces: string | null) => {
      const asked = { scope: 'u1', only: 's0', replaces, hours: 24 };
      const { code } = (await sue.post('/api/codes', asked)).body as { code: string };
      return running.stranger.post('/api/intake/enrol', enrolmentOf(name, code));
    };
    const isRevoked = (name: string) => running.centre.state.devices.get(phoneName(name))?.revoked;
    expect((await enrol('lost', null)).status).toBe(200);
    expect((await enrol('mine', null)).status).toBe(200);
    expect((await enrol('mine', phoneName('lost'))).status).toBe(200);
    expect([isRevoked('lost'), isRevoked('mine')]).toEqual([true, false]);
    // A phone does not take its own place.
    expect(coded(await enrol('mine', phoneName('mine')))).toEqual([409, 'device-exists']);
    expect(isRevoked('mine')).toBe(false);
  });
});
