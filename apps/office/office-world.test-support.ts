import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blobs } from '../../adapters/blobs/blobs.ts';
import { createMemoryBlobs } from '../../adapters/blobs/memory-blobs.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type RunKeys, rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { createMemoryMedium, createMemoryStore, type MemoryMedium } from '../../adapters/store/memory-store.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, expectOk } from '../../src/base/result.ts';
import type { Act } from '../../src/canvass/acts.ts';
import { littleDefinition, POLLS_CLOSE, words } from '../../src/entry/centre-example.test-support.ts';
import type { EntryContent } from '../../src/model/desk-rules.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { ContestId, Count, StationId } from '../../src/model/ids.ts';
import { officeDefinition, officeOrigin } from '../../src/model/office-definition.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { LiveCentre } from '../centre/live-centre.ts';
import { DESK_SOURCE, ElectionRun } from '../run/election-run.ts';
import { fixedFiles, renderPage } from '../run/site-files.ts';
import { askDoor } from './ask-door.ts';
import { OfficeDoor } from './office-door.ts';
import { OwnLog } from './own-log.ts';

/* A national count and its offices in one process: each with a record, keys and files of its own, over media that outlive it. */

const MEMORY = '/dev/shm';
const scratch = existsSync(MEMORY) ? MEMORY : tmpdir();
const made: string[] = [];
export const CONTEST = 'pres' as ContestId;

export function removeSites(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** One contest; one district and so many stations for each office. */
export function definitionOf(offices: readonly string[], stationsEach = 2): ElectionDefinition {
  const { election } = littleDefinition('live');
  const contests = election.contests.slice(0, 1);
  const units = offices.map((id, i) => ({ id: `u${i + 1}`, parent: 'u0', depth: 1, level: 'district', name: id }));
  const stations = offices.flatMap((id, i) =>
    Array.from({ length: stationsEach }, (_, n) => ({
      ...{ id: `${id}-${n}`, place: `u${i + 1}`, table: n + 1, registered: 300, setting: null },
    })),
  );
  const desk = election.desk === null ? null : { ...election.desk, form: formOf(election.desk.form, contests) };
  const canvass = {
    ...{ offices: offices.map((id, i) => ({ id, name: words(`Office ${id}`), units: [`u${i + 1}`] })) },
    ...{
      scans: false,
      quorum: 1,
      grounds: [],
      checks: {},
      observations: {},
      certifiers: [],
      required: 0,
      partial: true,
    },
  };
  const root = { id: 'u0', parent: null, depth: 0, level: 'election', name: '' };
  return {
    election: { ...election, contests, desk, canvass },
    units: [root, ...units],
    stations,
  } as unknown as ElectionDefinition;
}

function formOf<T extends { readonly boxes: readonly { readonly contest: string }[] }>(
  form: T,
  contests: readonly { readonly id: string }[],
): T {
  return { ...form, boxes: form.boxes.filter(({ contest }) => contests.some(({ id }) => id === contest)) };
}

/** What outlives a process. */
export type Medium = { medium: MemoryMedium; readonly directory: string; readonly blobs: Blobs };

export function newMedium(): Medium {
  const directory = mkdtempSync(join(scratch, 'cotejo-office-'));
  made.push(directory);
  return { medium: createMemoryMedium(), directory, blobs: createMemoryBlobs(nodeCrypto) };
}

export type Clock = { now: Instant };

/** A process that runs one count. */
export class Site {
  readonly run: ElectionRun;
  readonly centre: LiveCentre;
  readonly keys: RunKeys;
  readonly world: Medium;
  private readonly store: RecordStore;
  /** The disk of this process is full. */
  refuses = false;
  private readonly folder: PublicFolder;
  private readonly clock: Clock;

  constructor(
    world: Medium,
    definition: ElectionDefinition,
    keys: RunKeys,
    clock: Clock,
    office: string | null = null,
    /** With the real pages: an outsider is to verify the public folder. */
    pages = false,
  ) {
    // A process that died holds nothing any more.
    world.medium.writerOpen = false;
    this.world = world;
    this.keys = keys;
    this.clock = clock;
    const inner = createMemoryStore(world.medium);
    this.store = {
      size: () => inner.size(),
      readFrom: (from, limit) => inner.readFrom(from, limit),
      readMeta: (name) => inner.readMeta(name),
      writeMeta: (name, value) => inner.writeMeta(name, value),
      close: () => inner.close(),
      append: (size, batch) =>
        this.refuses ? err({ kind: 'storage-failed', detail: 'the disk is full' }) : inner.append(size, batch),
    };
    this.folder = new PublicFolder(join(world.directory, 'public'), join(world.directory, 'staging'));
    expectOk(this.folder.prepare(), 'the folder');
    this.run = new ElectionRun(definition, {
      ...{ crypto: nodeCrypto, store: this.store, folder: this.folder, ...keys },
      readPicture: () => null,
      renderUnitPage: pages ? renderPage : () => '',
      fixedFiles: pages ? fixedFiles(definition.election) : [],
      unixSeconds: (at) => Math.floor(at / 1000),
    });
    expectOk(this.run.begin(POLLS_CLOSE), 'the beginning');
    expectOk(this.run.followAside(), 'what is stored');
    this.centre = new LiveCentre({
      ...{ run: this.run, store: this.store, blobs: world.blobs, office, ownTime: true, chance: () => 0 },
      ...{ clock: () => clock.now, wall: () => clock.now },
      pictures: { prepare: () => Promise.reject(), close: async () => {} },
    });
  }

  /** Record number of the first event. */
  async act(act: Act): Promise<number> {
    this.clock.now = instant(this.clock.now + 1000);
    return expectOk(await this.centre.act(act), JSON.stringify(act)).first;
  }

  publish(): void {
    expectOk(this.run.publish(this.clock.now, this.run.isFilled, DESK_SOURCE), 'a state');
  }

  /** Its own log, as the sender beside it reads it. */
  ownLog(): OwnLog {
    const { folder, store } = this;
    return new OwnLog({ crypto: nodeCrypto, store, folder, ...this.keys });
  }

  /** Leaves of the log, in the hex of their bytes. */
  headers(): readonly string[] {
    return this.world.medium.events.map(({ header }) => new TextDecoder().decode(header));
  }

  grant(
    ...roles: readonly (readonly [person: string, role: 'administrator' | 'custodian' | 'publisher' | 'typist'])[]
  ) {
    return roles.reduce(
      (before, [person, role]) =>
        before.then(async () => void (await this.act({ kind: 'grant-role', person, role, by: 'console' }))),
      Promise.resolve(),
    );
  }
}

export class World {
  readonly definition: ElectionDefinition;
  readonly clock: Clock = { now: POLLS_CLOSE };
  readonly nationalMedium = newMedium();
  private readonly seed: string;

  constructor(offices: readonly string[], seed = 'world', stationsEach = 2) {
    this.definition = definitionOf(offices, stationsEach);
    this.seed = seed;
  }

  get nationalKeys(): RunKeys {
    return rehearsalKeys(nodeCrypto, this.seed, 'little');
  }

  national(
    medium = this.nationalMedium,
    pages = false,
  ): {
    readonly site: Site;
    readonly door: OfficeDoor;
    readonly ask: ReturnType<typeof askDoor>;
  } {
    const site = new Site(medium, this.definition, this.nationalKeys, this.clock, null, pages);
    const door = new OfficeDoor(site.centre, medium.blobs, nodeCrypto);
    return { site, door, ask: askDoor(door) };
  }

  office(id: string, medium: Medium, clock: Clock = this.clock): Site {
    const keys = this.keysOf(id);
    return new Site(medium, expectOk(officeDefinition(this.definition, id), id), keys, clock, id);
  }

  keysOf(id: string): RunKeys {
    return rehearsalKeys(nodeCrypto, `${this.seed} ${id}`, 'little', officeOrigin(this.nationalKeys.origin, id));
  }

  /** Administrators, the count open, and these offices declared. */
  async beginNational(site: Site, offices: readonly string[]): Promise<void> {
    await site.grant(['n1', 'administrator'], ['n2', 'administrator']);
    await site.act({ kind: 'open-count', count: 'official', by: 'console' });
    for (const id of offices) await this.declare(site, id);
  }

  declare(site: Site, id: string): Promise<number> {
    const { origin, log, heartbeat } = this.keysOf(id);
    const keys = { origin, log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
    return site.act({ kind: 'declare-office', office: id, ...keys, by: ['n1', 'n2'] });
  }
}

/** People and the opening of an office. */
export async function beginOffice(site: Site, id: string): Promise<void> {
  await site.grant(
    [`${id}.c1`, 'custodian'],
    [`${id}.c2`, 'custodian'],
    [`${id}.t1`, 'typist'],
    [`${id}.t2`, 'typist'],
  );
  await site.act({ kind: 'open-count', count: 'official', by: 'console' });
}

/** One step of the work on a station's paper; null: nothing is left to do. Votes by the number of the station. */
export async function workOn(site: Site, id: string, station: string, votes: number): Promise<boolean> {
  const { canvass, state } = site.centre;
  const place = state.geography.stationIndex.get(station as StationId) ?? -1;
  const custody = canvass.custodyOf(place);
  const two = [`${id}.c1`, `${id}.c2`] as const;
  if (custody.kind === 'expected') {
    await site.act({
      kind: 'take-envelope',
      station: station as StationId,
      from: 'courier',
      seal: '7',
      condition: 'whole',
      by: two[0],
    });
    return true;
  }
  if (custody.kind === 'received') {
    await site.act({
      kind: 'open-envelope',
      sheet: custody.sheet,
      found: 'sheet',
      seal: '7',
      condition: 'whole',
      by: two,
    });
    return true;
  }
  if (custody.kind !== 'opened') return false;
  const typing = state.typingOf(custody.sheet, CONTEST)?.kind;
  if (typing !== 'awaiting-first' && typing !== 'awaiting-second') return false;
  const content: EntryContent = { boxes: [votes, 1, 0] as Count[], corrections: [], observations: [] };
  const by = typing === 'awaiting-first' ? `${id}.t1` : `${id}.t2`;
  await site.act({ kind: 'commit-entry', sheet: custody.sheet, contest: CONTEST, by, content });
  return true;
}

/** All of an office's stations, to the end. */
export async function workAll(site: Site, id: string): Promise<void> {
  for (const [n, { id: station }] of site.centre.definition.stations.entries()) {
    while (await workOn(site, id, station, 10 + n));
  }
}
