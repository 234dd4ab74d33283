import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from '../adapters/accounts/accounts.ts';
import { openBlobFolder } from '../adapters/blobs/blob-folder.ts';
import { nodeCrypto, verifyDeviceAside } from '../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../adapters/inbox/memory-inbox.ts';
import { openPictureReaders } from '../adapters/pictures/picture-readers.ts';
import { openUploadFolder } from '../adapters/uploads/upload-folder.ts';
import { startDeskServer } from '../apps/centre/desk-server.ts';
import { fatesOf } from '../apps/centre/fates.ts';
import { Door } from '../apps/centre/intake.ts';
import { present } from '../src/base/assert.ts';
import { expectOk } from '../src/base/result.ts';
import type { GpUnitId, StationId } from '../src/model/ids.ts';
import { openBenchCentre } from './centre.ts';
import { inScratch } from './scratch.ts';

/* The door of a counting centre in a process of its own, for a crowd of phones: real store, uploads, pictures and promises. */

export type PhoneDevice = { readonly device: string; readonly key: string; readonly station: string };
export type ToDoor = { readonly kind: 'enrol'; readonly devices: readonly PhoneDevice[] } | { readonly kind: 'end' };
export type FromDoor =
  | { readonly kind: 'open'; readonly url: string; readonly stations: readonly string[] }
  | { readonly kind: 'enrolled' }
  /** Of every station: how many sheets and how many readings of it are in the record. */
  | {
      readonly kind: 'ended';
      readonly sheets: readonly number[];
      readonly readings: readonly number[];
      readonly size: number;
    };

const PORT = 18_280;
const NO_LIMIT = 1e9;
const STATE_MS = 1000;

const stations = Number(process.argv[2]);
const tell = (message: FromDoor) => process.send?.(message);

await inScratch(async (folder) => {
  mkdirSync(join(folder, 'run'));
  const blobs = openBlobFolder(nodeCrypto, join(folder, 'blobs'));
  const bench = await openBenchCentre(folder, stations, blobs);
  const { centre, opened } = bench;
  const uploads = expectOk(await openUploadFolder(nodeCrypto, join(folder, 'uploads')), 'uploads');
  const pictures = openPictureReaders();
  const inbox = createMemoryInbox(nodeCrypto);
  const parts = { centre, blobs, inbox, crypto: nodeCrypto, pictures, verify: verifyDeviceAside, uploads };
  const door = new Door({ ...parts, promiser: opened.promiser });
  const options = { directory: folder, baseUrl: `http://localhost:${PORT}`, mode: 'demo' } as const;
  const accounts = expectOk(await openAccounts(options), 'accounts');
  const server = expectOk(
    await startDeskServer({
      ...{ centre, door, accounts, host: '127.0.0.1', port: 0, publicUrl: null, deskFiles: [] },
      books: { signers: opened.signers, prove: opened.prove, fateOf: fatesOf(opened.run, centre) },
      limits: { intakePerAddress: NO_LIMIT, intakeInAll: NO_LIMIT, perAddress: NO_LIMIT },
    }),
    'the desk server',
  );
  // Proofs stand on published checkpoints.
  const publishing = setInterval(() => {
    if (centre.failing === null) expectOk(opened.run.publish(centre.now(), false), 'a state');
  }, STATE_MS);
  const ended = new Promise<void>((end) => {
    process.on('message', async (message: ToDoor) => {
      if (message.kind === 'end') return end();
      await Promise.all(message.devices.map(enrol));
      tell({ kind: 'enrolled' });
    });
  });
  const { geography } = opened.run.view;
  const enrol = async ({ device, key, station }: PhoneDevice) => {
    const place = present(
      geography.placeOf[present(geography.stationIndex.get(station as StationId), station)],
      'place',
    );
    const scope: GpUnitId = present(geography.units[place], 'unit').id;
    const only = station as StationId;
    expectOk(
      await centre.act({ kind: 'enrol-device', device, key, scope, only, replaces: null, by: 'console' }),
      device,
    );
  };
  tell({ kind: 'open', url: server.url, stations: geography.stations.map(({ id }) => id) });
  await ended;
  clearInterval(publishing);
  const counts = { sheets: geography.stations.map(() => 0), readings: geography.stations.map(() => 0) };
  for (let at = 0; at < centre.state.size; ) {
    const events = centre.read(at, 5000);
    for (const { header, body } of events) {
      const { kind } = JSON.parse(new TextDecoder().decode(header)) as { readonly kind: string };
      if (kind !== 'SheetReceived' && kind !== 'FiguresAnnounced') continue;
      const { station } = JSON.parse(new TextDecoder().decode(body)) as { readonly station: string };
      const index = present(geography.stationIndex.get(station as StationId), station);
      const list = kind === 'SheetReceived' ? counts.sheets : counts.readings;
      list[index] = (list[index] ?? 0) + 1;
    }
    at += events.length;
  }
  tell({ kind: 'ended', ...counts, size: centre.state.size });
  await server.close();
  await accounts.close();
  await pictures.close();
  opened.close();
});
process.disconnect?.();
