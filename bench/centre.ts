import { join } from 'node:path';
import type { Blobs } from '../adapters/blobs/blobs.ts';
import { createMemoryBlobs } from '../adapters/blobs/memory-blobs.ts';
import { nodeCrypto, verifyDeviceAside } from '../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../adapters/inbox/memory-inbox.ts';
import { rehearsalKeys } from '../adapters/keys/key-folder.ts';
import type { PictureReaders } from '../adapters/pictures/picture-readers.ts';
import { openPictureReaders } from '../adapters/pictures/picture-readers.ts';
import type { Arrival } from '../apps/centre/centre-types.ts';
import { Door } from '../apps/centre/intake.ts';
import { LiveCentre } from '../apps/centre/live-centre.ts';
import { type OpenedRun, openRun } from '../apps/run/open-run.ts';
import { RehearsalSheets } from '../apps/run/rehearsal-sheets.ts';
import { generateElection, POLLS_CLOSE, type Rehearsal } from '../simulation/generate-election.ts';
import { rehearsalStaff } from '../simulation/staff.ts';
import { present } from '../src/base/assert.ts';
import { type Bytes, toBase64, toHex, utf8 } from '../src/base/bytes.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import { expectOk, ok } from '../src/base/result.ts';
import type { CentreAct } from '../src/entry/acts.ts';
import { contentOf, submissionBytes } from '../src/record/index.ts';

const SEED = 'bench';
const HOUR_MS = 3_600_000;

/** A real counting centre over an invented election, open and past its embargo. */
export type BenchCentre = {
  readonly rehearsal: Rehearsal;
  readonly opened: OpenedRun;
  readonly centre: LiveCentre;
  /** Sheets, or entries, in each transaction since the opening. */
  readonly groups: number[];
  /** The signed arrival of a station (by its place) with these pages. */
  readonly arrivalOf: (station: number, pages: readonly Bytes[]) => Arrival;
};

/** Opens it in FOLDER with a store on disk. */
export async function openBenchCentre(folder: string, stations: number, blobs?: Blobs): Promise<BenchCentre> {
  const rehearsal = generateElection({ seed: SEED, stations });
  const { definition } = rehearsal;
  const keys = rehearsalKeys(nodeCrypto, SEED, definition.election.id);
  const opened = expectOk(openRun(join(folder, 'run'), definition, keys, true), 'a new run');
  const groups = watchGroups(opened);
  const began = POLLS_CLOSE + HOUR_MS - performance.now();
  const clock = (): Instant => instant(Math.floor(began + performance.now()));
  expectOk(opened.run.begin(clock()), 'the beginning');
  const parts = { run: opened.run, store: opened.store, blobs: blobs ?? createMemoryBlobs(nodeCrypto), clock };
  const centre = new LiveCentre({ ...parts, chance: Math.random, wall: clock, pictures: openPictureReaders() });
  const sheets = new RehearsalSheets(opened.run.view.geography, SEED, new Map());
  await Promise.all(openingActs(rehearsal, sheets).map(async (act) => expectOk(await centre.act(act), act.kind)));
  groups.length = 0;
  return { rehearsal, opened, centre, groups, arrivalOf: arrivals(opened, sheets, clock) };
}

function openingActs({ definition }: Rehearsal, sheets: RehearsalSheets): CentreAct[] {
  return [
    ...rehearsalStaff().map(({ person, role }) => ({ kind: 'grant-role', person, role, by: 'console' }) as const),
    ...sheets.devices.map(
      ({ device, key, scope }) =>
        ({ kind: 'enrol-device', device, key, scope, only: null, replaces: null, by: 'console' }) as const,
    ),
    { kind: 'open-count', count: 'preliminary', by: 'publisher-001' },
    ...definition.election.contests.map(
      ({ id: contest }) => ({ kind: 'lift-embargo', contest, by: 'publisher-001' }) as const,
    ),
  ];
}

function watchGroups({ store }: OpenedRun): number[] {
  const groups: number[] = [];
  const append = store.append.bind(store);
  Object.assign(store, {
    append: (from: number, batch: Parameters<typeof append>[1]) => {
      groups.push(batch.length);
      return append(from, batch);
    },
  });
  return groups;
}

function arrivals({ run }: OpenedRun, { devices }: RehearsalSheets, clock: () => Instant): BenchCentre['arrivalOf'] {
  const { geography } = run.view;
  const byScope = new Map(devices.map((device) => [device.scope, device]));
  const election = geography.definition.election.id;
  const scannerOf = (station: number) => {
    for (let unit = geography.placeOf[station] ?? -1; unit >= 0; unit = geography.parent[unit] ?? -1) {
      const scanner = byScope.get(present(geography.units[unit], 'unit').id);
      if (scanner !== undefined) return scanner;
    }
    return present(devices[0], 'scanner');
  };
  return (place, pages) => {
    const { device, signer } = scannerOf(place);
    const station = present(geography.stations[place], 'station').id;
    const content = contentOf(
      nodeCrypto,
      pages.map((page) => toBase64(nodeCrypto.sha256(page))),
    );
    const sentAt = clock();
    const signature = toBase64(signer.sign(submissionBytes({ election, station, device, sentAt, content })));
    return { station, matched: 'sender', name: '', pages, signed: { device, sentAt, signature }, by: null };
  };
}

/** The door of a centre whose pages are a few bytes that stand for a picture: nothing is decoded, masked or kept. */
export function openPicturelessDoor(centre: LiveCentre): Door {
  return new Door({
    centre,
    blobs: createMemoryBlobs(nodeCrypto),
    inbox: createMemoryInbox(nodeCrypto),
    crypto: nodeCrypto,
    pictures: noPictures,
    verify: verifyDeviceAside,
  });
}

export function standInPage(station: number, copy = 1): Bytes {
  return utf8(`page of station ${station}, copy ${copy}`);
}

const noPictures: PictureReaders = {
  prepare: async (bytes) => {
    const sha256 = toHex(nodeCrypto.sha256(bytes));
    const copy = { sha256, bytes: bytes.length, width: 1, height: 1 };
    return ok({
      original: { ...copy, format: 'jpeg' },
      shown: { ...copy, bytes },
      qr: null,
      code: null,
      aligned: true,
    });
  },
  close: async () => {},
};
