import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../../adapters/inbox/memory-inbox.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { createMemoryUploads } from '../../adapters/uploads/memory-uploads.ts';
import { type UploadRequest, uploadIdOf } from '../../adapters/uploads/uploads.ts';
import { type Bytes, concatBytes } from '../../src/base/bytes.ts';
import { captureParts } from './capture.test-support.ts';
import { type Answer, doorOf, type Running, startRunning } from './desk-server.test-support.ts';
import { Phone } from './stations.test-support.ts';

/* How much of the disk whoever captured a phone can fill, also with everything sent at once. */

let running: Running;
let jpeg: Bytes;
/** How often a picture was written to the disk. */
let written: number;
beforeEach(async () => {
  const inbox = createMemoryInbox(nodeCrypto, { most: 100, mostOfDevice: 2 });
  running = await startRunning(captureParts().options, { inbox });
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
const coded = ({ status, body }: Answer) => [status, body['code'] ?? body['kind']];

describe('scans of one phone without a station', () => {
  it('wait at a desk as many as may of one device, and leave those of the others their room', async () => {
    const [phone, other] = [await Phone.enrolled(running, 'phone-a'), await Phone.enrolled(running, 'phone-b')];
    const send = (n: number, by: Phone) => by.uploaded(by.upload(null, [picture(n)]), [picture(n)]);
    for (const n of [1, 2]) expect(coded(await send(n, phone))).toEqual([200, 'unmatched']);
    const before = written;
    expect(coded(await phone.post('/api/intake/uploads', phone.upload(null, [picture(3)])))).toEqual([403, 'quota']);
    expect(written).toBe(before);
    expect(coded(await send(4, other))).toEqual([200, 'unmatched']);
    expect((await phone.uploaded(phone.upload('s0', [jpeg]), [jpeg])).status).toBe(201);
  });
});

describe('sheets of one phone that are complete and asked for at once', () => {
  const atOnce = async (station: string | null, n: number) => {
    const { door } = running;
    const phone = await Phone.enrolled(running, 'phone-a');
    const bodies: UploadRequest[] = [];
    for (let i = 0; i < n; i++) {
      const body = phone.upload(station, [picture(i)]) as UploadRequest;
      expect(await door.begin(body)).toMatchObject({ ok: true, value: { kind: 'wanted' } });
      await door.put(uploadIdOf(nodeCrypto, body.signature), 0, 0, picture(i));
      bodies.push(body);
    }
    const answers = await Promise.all(bodies.map((body) => door.begin(body)));
    return answers.map((one) => (one.ok ? one.value.kind : one.error.kind === 'refused' && one.error.refusal.kind));
  };

  it('leave no more pictures on the disk than its sheets of the station may', async () => {
    const said = await atOnce('s0', 20);
    expect(said.filter((one) => one === 'received').length).toBe(8);
    expect(said.filter((one) => one === 'quota').length).toBe(12);
    // Each as it came and as it is shown.
    expect(written).toBe(2 * 8);
  });

  it('nor than its scans at a desk may', async () => {
    expect((await atOnce(null, 9)).toSorted()).toEqual([...Array(7).fill('quota'), 'unmatched', 'unmatched']);
    expect(written).toBe(2 * 2);
  });
});

describe('an upload', () => {
  it('that is asked for while it ends is not begun again', async () => {
    const uploads = createMemoryUploads(nodeCrypto);
    const door = doorOf(running.centre, { uploads });
    const phone = await Phone.enrolled(running, 'phone-a');
    const body = phone.upload('s0', [jpeg]) as UploadRequest;
    await door.begin(body);
    const id = uploadIdOf(nodeCrypto, body.signature);
    await door.put(id, 0, 0, jpeg);
    const begin = uploads.begin.bind(uploads);
    const [reached, ended] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
    uploads.begin = async (...asked) => {
      uploads.begin = begin;
      reached.resolve(null);
      await ended.promise;
      return begin(...asked);
    };
    const second = door.begin(body);
    await reached.promise;
    expect(await door.begin(body)).toMatchObject({ ok: true, value: { kind: 'received', fresh: true } });
    ended.resolve(null);
    expect(await second).toMatchObject({ ok: true, value: { kind: 'received', fresh: false } });
    expect(uploads.get(id)).toBeNull();
  });

  it('of a revoked device gives its room to others', async () => {
    const uploads = createMemoryUploads(nodeCrypto, { bytes: 30_000, bytesOfDevice: 30_000, bytesOfEach: 20_000 });
    const door = doorOf(running.centre, { uploads });
    const [stolen, phone] = [await Phone.enrolled(running, 'phone-a'), await Phone.enrolled(running, 'phone-b')];
    const begin = (by: Phone) => door.begin(by.upload('s0', [jpeg.subarray(0, 9)]) as UploadRequest);
    expect(await begin(stolen)).toMatchObject({ ok: true });
    expect(await begin(phone)).toMatchObject({ ok: false, error: { kind: 'busy' } });
    await running.centre.do({ kind: 'grant-role', person: 'ada', role: 'administrator', by: 'console' });
    await running.centre.do({ kind: 'revoke-device', device: 'phone-a', by: 'ada' });
    expect(await begin(phone)).toMatchObject({ ok: true });
  });
});
