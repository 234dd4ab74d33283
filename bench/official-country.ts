import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from '../adapters/accounts/accounts.ts';
import { createMemoryBlobs } from '../adapters/blobs/memory-blobs.ts';
import { nodeCrypto, signerFromSeed, verifyDeviceAside } from '../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../adapters/inbox/memory-inbox.ts';
import { openRunKeys, type RunKeys, rehearsalKeys } from '../adapters/keys/key-folder.ts';
import { openPictureReaders, type PictureReaders } from '../adapters/pictures/picture-readers.ts';
import { type DeskServer, startDeskServer } from '../apps/centre/desk-server.ts';
import { Door } from '../apps/centre/intake.ts';
import { askRecordAt } from '../apps/office/ask-record.ts';
import { OfficeDoor } from '../apps/office/office-door.ts';
import { OfficeSender } from '../apps/office/office-sender.ts';
import { generateElection, type Rehearsal } from '../simulation/generate-election.ts';
import { plannedVotes } from '../simulation/official-closing.ts';
import { type OfficialPlan, planOfficialCount } from '../simulation/official-count.ts';
import { withOfficialCount } from '../simulation/official-rules.ts';
import { OFFICIAL_RATES, type OfficialRates } from '../simulation/official-story.ts';
import { present } from '../src/base/assert.ts';
import { toBase64, utf8 } from '../src/base/bytes.ts';
import type { Signer } from '../src/base/crypto.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import { expectOk } from '../src/base/result.ts';
import { officeDefinition, officeOrigin } from '../src/model/office-definition.ts';
import { BenchBoard } from './official-board.ts';

const SEED = 'bench';
/** Every board has one address here. */
const NO_LIMIT = 1e9;
const CERTIFIERS = 3;
const REQUIRED = 2;
/** How often offices send what they have, in the time of the count. */
const ROUND_MS = 24 * 3_600_000;

export type OfficialBench = {
  readonly stations: number;
  /** 0: the whole count is at the centre. */
  readonly offices: number;
  readonly scans?: boolean;
  readonly rates?: OfficialRates;
  /** Whether a court has a certified result opened again. */
  readonly appeal?: boolean;
};

export type ContestFigures = {
  readonly contest: string;
  readonly certified: boolean;
  readonly open: number;
  /** Whether every vote is counted as the plan says, and no other. */
  readonly asPlanned: boolean;
};
export type OfficialFigures = {
  readonly seconds: number;
  readonly spentMs: { readonly offices: number; readonly sending: number; readonly national: number };
  readonly papersMs: number;
  readonly events: number;
  readonly states: number;
  readonly officeStates: number;
  readonly contests: readonly ContestFigures[];
};

/** Plays it in FOLDER: `national`, and a folder of each office. */
export async function runOfficialCount(folder: string, ask: OfficialBench): Promise<OfficialFigures> {
  const certifiers = certifierSigners();
  const keys = [...certifiers.values()].map(({ publicKey }) => toBase64(publicKey));
  const about = { offices: ask.offices, certifierKeys: keys, required: REQUIRED, scans: ask.scans === true };
  const rehearsal = withOfficialCount(generateElection({ seed: SEED, stations: ask.stations }), about);
  const plan = planOfficialCount(rehearsal, {
    seed: SEED,
    rates: ask.rates ?? OFFICIAL_RATES,
    appeal: ask.appeal === true,
  });
  const began = performance.now();
  const country = await openCountry(folder, rehearsal, plan, certifiers);
  try {
    await playRounds(country, plan);
    return figuresOf(country, rehearsal, plan, (performance.now() - began) / 1000);
  } finally {
    await country.close();
  }
}

type Country = {
  readonly national: BenchBoard;
  readonly offices: readonly { readonly board: BenchBoard; readonly sender: OfficeSender }[];
  readonly close: () => Promise<void>;
  readonly spent: { offices: number; sending: number; national: number };
};

async function openCountry(
  folder: string,
  rehearsal: Rehearsal,
  plan: OfficialPlan,
  certifiers: ReadonlyMap<string, Signer>,
): Promise<Country> {
  const { definition } = rehearsal;
  const pictures = openPictureReaders({ readers: 1 });
  const keys = rehearsalKeys(nodeCrypto, SEED, definition.election.id);
  const officeKeys = new Map(plan.offices.map(({ office }) => [office ?? '', keysOf(folder, keys, office ?? '')]));
  const common = { pictures, certifiers, offices: officeKeys, beginsAt: firstOf(plan) };
  const national = new BenchBoard({
    ...common,
    folder: join(folder, 'national'),
    definition,
    keys,
    plan: plan.national,
  });
  const server = await openServer(folder, national, pictures);
  const offices = plan.offices.map((board) => {
    const id = present(board.office, 'an office');
    const own = expectOk(officeDefinition(definition, id), 'the definition of an office');
    const about = { ...common, folder: join(folder, id), definition: own, plan: board };
    const opened = new BenchBoard({ ...about, keys: present(officeKeys.get(id), 'keys of an office') });
    return { board: opened, sender: senderOf(opened, id, server.url) };
  });
  const close = async () => {
    await server.close();
    for (const { board } of offices) board.close();
    national.close();
    await pictures.close();
  };
  return { national, offices, close, spent: { offices: 0, sending: 0, national: 0 } };
}

function keysOf(folder: string, { origin }: RunKeys, office: string): RunKeys {
  const about = { kind: 'replay', election: office, create: true, origin: officeOrigin(origin, office) } as const;
  mkdirSync(join(folder, office), { recursive: true });
  return expectOk(openRunKeys(nodeCrypto, join(folder, office, 'keys'), about), 'keys of an office');
}

/** The national centre behind its real HTTP interface. */
async function openServer(
  folder: string,
  { centre, blobs }: BenchBoard,
  pictures: PictureReaders,
): Promise<DeskServer> {
  const options = { directory: join(folder, 'national'), baseUrl: 'http://localhost', mode: 'demo' } as const;
  const accounts = expectOk(await openAccounts(options), 'accounts');
  const door = new Door({
    ...{ centre, pictures, crypto: nodeCrypto, verify: verifyDeviceAside },
    ...{ blobs: createMemoryBlobs(nodeCrypto), inbox: createMemoryInbox(nodeCrypto) },
  });
  const server = await startDeskServer({
    ...{ centre, door, accounts, host: '127.0.0.1', port: 0, publicUrl: null, deskFiles: [] },
    offices: new OfficeDoor(centre, blobs, nodeCrypto),
    limits: { intakePerAddress: NO_LIMIT, intakeInAll: NO_LIMIT, perAddress: NO_LIMIT },
  });
  const running = expectOk(server, 'the desk server');
  const close = async () => {
    await running.close();
    await accounts.close();
  };
  return { url: running.url, close };
}

function senderOf(board: BenchBoard, office: string, url: string): OfficeSender {
  return new OfficeSender({
    ...{ office, log: board.ownLog(), ask: askRecordAt(url) },
    readFile: (hex) => board.readFile(hex),
    wait: async () => {},
    chance: Math.random,
    tell: (sentence) => console.log(`  ${office}: ${sentence}`),
  });
}

/** Every board works for a day, then what the offices published goes to the national record. */
async function playRounds(country: Country, plan: OfficialPlan): Promise<void> {
  const { national, offices, spent } = country;
  const boards = [national, ...offices.map(({ board }) => board)];
  for (let until = plan.beginsAt; boards.some(({ player }) => !player.done); until = instant(until + ROUND_MS)) {
    spent.national += await timed(() => national.playTo(until));
    for (const { board, sender } of offices) {
      spent.offices += await timed(() => board.playTo(until));
      spent.sending += await timed(() => send(national, board, sender, until));
    }
    spent.national += await timed(async () => publishNews(national));
  }
  spent.national += await timed(async () => national.publish(true));
}

async function send(national: BenchBoard, board: BenchBoard, sender: OfficeSender, until: Instant): Promise<void> {
  national.goTo(until);
  const sent = await sender.attempt();
  if (sent.kind !== 'all') throw new Error(`${board.name} could not send: ${sent.sentence}`);
}

function publishNews(national: BenchBoard): void {
  if (national.opened.run.hasNews) national.publish();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function figuresOf(
  { national, offices, spent }: Country,
  rehearsal: Rehearsal,
  plan: OfficialPlan,
  seconds: number,
): OfficialFigures {
  const { view, canvass } = national.opened.run;
  const contests = rehearsal.definition.election.contests.map((contest, c): ContestFigures => {
    const area = contest.electorate?.[0] ?? present(view.geography.units[0], 'the root').id;
    const unit = present(view.geography.unitIndex.get(area), 'an area');
    const sums = view.tabulation.sums('official', c, unit);
    const planned = plannedVotes(plan.national.ends, contest.id);
    return {
      contest: contest.id,
      certified: canvass.certified(c, unit) !== null,
      open: canvass.open(c, unit),
      asPlanned: [...sums.votes, ...sums.others].every((n, i) => n === (planned[i] ?? 0)),
    };
  });
  return {
    ...{ seconds, spentMs: spent, contests, events: national.size, states: national.states },
    papersMs: [national, ...offices.map(({ board }) => board)].reduce((ms, board) => ms + board.papers.spentMs, 0),
    officeStates: offices.reduce((n, { board }) => n + board.states, 0),
  };
}

function certifierSigners(): ReadonlyMap<string, Signer> {
  const numbers = Array.from({ length: CERTIFIERS }, (_, i) => i + 1);
  return new Map(
    numbers.map((n) => [`certifier-${n}`, signerFromSeed(nodeCrypto.sha256(utf8(`${SEED}/certifier/${n}`)))]),
  );
}

function firstOf({ national }: OfficialPlan): Instant {
  return present(national.steps[0], 'a step').at;
}
