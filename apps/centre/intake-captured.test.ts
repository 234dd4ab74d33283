import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../../adapters/inbox/memory-inbox.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { type Bytes, concatBytes } from '../../src/base/bytes.ts';
import { captureParts } from './capture.test-support.ts';
import { type Answer, type Running, startRunning } from './desk-server.test-support.ts';
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
