import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openBlobFolder } from '../adapters/blobs/blob-folder.ts';
import { nodeCrypto, verifyDeviceAside } from '../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../adapters/inbox/memory-inbox.ts';
import { drawPicture } from '../adapters/pictures/draw-picture.ts';
import { openPictureReaders } from '../adapters/pictures/picture-readers.ts';
import { Door } from '../apps/centre/intake.ts';
import { drawForm, drawWear } from '../simulation/draw-form.ts';
import { present } from '../src/base/assert.ts';
import { type Bytes, concatBytes } from '../src/base/bytes.ts';
import { expectOk } from '../src/base/result.ts';
import { type BenchCentre, openBenchCentre } from './centre.ts';
import { count, inScratch, machineState } from './scratch.ts';

const STATIONS = 2000;
/** A machine that reads fewer in this time says so: the whole bench has to end. */
const SECONDS_MOST = 60;
const SENDERS = 8;
const DRAWN = 16;
/** Bytes of a picture: the quality and the fineness that give about so many are found by trying. */
const WANTED = 300_000;
/** How many of the stored files the disk gets once more, alone. */
const ALONE = 300;

/**
 * Sheets with a picture through the door: decoded, masked, both copies durable, the receipt in the record. Beside it, what the
 * disk takes of the very same bytes in files that are written and synced one after the other.
 */
export async function benchPictures(): Promise<void> {
  console.log(`\npictures of about 300 kB, ${count(STATIONS)} stations (${machineState()})`);
  await inScratch(async (folder) => {
    const kept: Bytes[] = [];
    let stored = 0;
    const blobs = openBlobFolder(nodeCrypto, join(folder, 'blobs'));
    const counted: typeof blobs = {
      ...blobs,
      put: (bytes) => {
        stored += bytes.length;
        if (kept.length < ALONE) kept.push(bytes);
        return blobs.put(bytes);
      },
    };
    const bench = await openBenchCentre(folder, STATIONS, counted);
    const drawn = await drawPages(bench);
    const readers = openPictureReaders();
    const door = new Door({
      centre: bench.centre,
      blobs: counted,
      inbox: createMemoryInbox(nodeCrypto),
      crypto: nodeCrypto,
      pictures: readers,
      verify: verifyDeviceAside,
    });
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    const { sheets, seconds, bytes } = await sendAll(bench, door, drawn);
    loop.disable();
    await readers.close();
    bench.opened.close();
    const disk = writeSynced(join(folder, 'disk'), kept) / 1e6;
    const rate = stored / 1e6 / seconds;
    console.log(
      `  ${count(sheets)} pictures of ${count(bytes / sheets / 1000)} kB in ${seconds.toFixed(0)} s: ${(sheets / seconds).toFixed(1)} pictures/s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s in`,
    );
    console.log(
      `  to disk (both copies): ${rate.toFixed(1)} MB/s; the disk alone, file by file: ${disk.toFixed(0)} MB/s; ratio ${(rate / disk).toFixed(2)}`,
    );
    console.log(
      `  the desk's event loop meanwhile: held p99 ${(loop.percentile(99) / 1e6).toFixed(0)} ms, at most ${(loop.max / 1e6).toFixed(0)} ms`,
    );
  });
}

async function sendAll(
  bench: BenchCentre,
  door: Door,
  drawn: readonly Bytes[],
): Promise<{ sheets: number; seconds: number; bytes: number }> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  let next = 0;
  let sheets = 0;
  let bytes = 0;
  const sender = async () => {
    for (let at = next++; at < STATIONS && elapsed() < SECONDS_MOST; at = next++) {
      const page = numbered(present(drawn[at % drawn.length], 'a drawn page'), at);
      expectOk(await door.take(bench.arrivalOf(at, [page])), 'a receipt');
      sheets++;
      bytes += page.length;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { sheets, seconds: elapsed(), bytes };
}

/** The same picture in other bytes: a comment behind the first marker (JPEG, ITU-T T.81 section B.2.4.5). */
function numbered(page: Bytes, n: number): Bytes {
  const comment = Uint8Array.of(0xff, 0xfe, 0, 6, n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
  return concatBytes(page.subarray(0, 2), comment, page.subarray(2));
}

async function drawPages({ rehearsal }: BenchCentre): Promise<Bytes[]> {
  const { election, stations } = rehearsal.definition;
  const { form } = present(election.desk, 'the rules of the desk');
  const pages: Bytes[] = [];
  for (let i = 0; i < DRAWN; i++) {
    const station = present(stations[i * 7], 'station');
    const tallies = [...rehearsal.truth.values()].flatMap((of) => of.get(station.id) ?? []);
    const seed = `bench/${station.id}`;
    const filled = { form, page: 1, election, station, place: '', tallies, misworded: [], observations: [], seed };
    const draw = (qr: readonly (readonly boolean[])[]) => drawForm({ ...filled, qr, wear: drawWear(seed) });
    pages.push(
      await nearest((quality) =>
        drawPicture({ code: { election: election.id, station: station.id, page: 1 }, draw, pixelsPerMm: 8, quality }),
      ),
    );
  }
  return pages;
}

async function nearest(drawAt: (quality: number) => Promise<Bytes>): Promise<Bytes> {
  let page = await drawAt(60);
  for (const quality of [72, 80, 86, 90, 93, 95]) {
    if (page.length >= WANTED) break;
    page = await drawAt(quality);
  }
  return page;
}

/** Bytes a second. */
function writeSynced(folder: string, files: readonly Bytes[]): number {
  mkdirSync(folder);
  const began = performance.now();
  let bytes = 0;
  for (const [i, file] of files.entries()) {
    const fd = openSync(join(folder, String(i)), 'w');
    writeSync(fd, file);
    fsyncSync(fd);
    closeSync(fd);
    bytes += file.length;
  }
  return bytes / ((performance.now() - began) / 1000);
}
