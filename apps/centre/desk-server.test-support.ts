import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccounts } from '../../adapters/accounts/accounts.ts';
import type { Accounts } from '../../adapters/accounts/accounts-port.ts';
import { createMemoryBlobs } from '../../adapters/blobs/memory-blobs.ts';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../../adapters/inbox/memory-inbox.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { preparePicture } from '../../adapters/pictures/prepare-picture.ts';
import { createMemoryStore } from '../../adapters/store/memory-store.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromBase64, toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import { verifyDevice } from '../../src/base/crypto.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { Act } from '../../src/canvass/acts.ts';
import { type CanvassOptions, CanvassState } from '../../src/canvass/canvass-state.ts';
import { decideAct } from '../../src/canvass/decide.ts';
import type { ReceiveSheet } from '../../src/entry/acts.ts';
import { Assignments } from '../../src/entry/assignments.ts';
import { littleDefinition, POLLS_CLOSE, station as stationId } from '../../src/entry/centre-example.test-support.ts';
import { CentreState } from '../../src/entry/centre-state.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import {
  contentOf,
  type EventBody,
  Ledger,
  type RefusedReason,
  type Role,
  type StoredEvent,
  submissionBytes,
} from '../../src/record/index.ts';
import { formatVkey, LogTree, signCheckpoint } from '../../src/tlog/index.ts';
import { promiserOf } from '../run/promiser.ts';
import { proveRecord } from '../run/prove-record.ts';
import { captureParts } from './capture.test-support.ts';
import type { ActError, CountingCentre, IntakeBooks, Recorded } from './centre-types.ts';
import { type DeskServerOptions, startDeskServer } from './desk-server.ts';
import { DoorRefusals } from './door-refusals.ts';
import { Door, type DoorParts } from './intake.ts';
import { quickAccount } from './quick-accounts.test-support.ts';

/* A counting centre in memory over the real machine, the real accounts and the real server, and people with a client. */

export const PASSWORD = 'correct horse battery';
const LEASE_MS = 10 * 60_000;

/** Decides on the real state and keeps real bytes; publishes nothing by itself: `open` says what the public may see. */
export class MemoryCentre implements CountingCentre {
  readonly definition: ElectionDefinition;
  readonly state: CentreState;
  readonly canvass: CanvassState;
  readonly assignments: Assignments;
  readonly bodies: EventBody[] = [];
  readonly blobs = createMemoryBlobs(nodeCrypto);
  open: (record: number) => boolean = (record) =>
    !['EntryCommitted', 'SheetAgreed'].includes(this.bodies[record]?.kind ?? '');
  at: Instant = POLLS_CLOSE;
  /** What the next numbers of chance are; 0 when they are used up. */
  readonly dice: number[] = [];
  /** Acts end like this instead, while it is set. */
  trouble: ActError | null = null;
  readonly tree = new LogTree(nodeCrypto);
  checkpoint: Bytes | null = null;
  readonly #store = createMemoryStore();
  readonly #ledger = new Ledger(nodeCrypto);

  constructor(definition = littleDefinition(), options: Partial<CanvassOptions> = {}) {
    this.definition = definition;
    this.state = new CentreState(layOutGeography(definition));
    this.canvass = new CanvassState(this.state, options);
    this.assignments = new Assignments(this.state, LEASE_MS);
  }

  now(): Instant {
    return this.at;
  }

  wall(): Instant {
    return this.at;
  }

  chance(): number {
    return this.dice.shift() ?? 0;
  }

  async act(act: Act): Promise<Result<Recorded, ActError>> {
    if (this.trouble !== null) return err(this.trouble);
    this.at = instant(this.at + 1000);
    const decided = decideAct(this.canvass, act, this.at);
    if (!decided.ok) return err({ kind: 'refused', refusal: decided.error });
    const first = this.#ledger.size;
    for (const { body, count, contest, actor, generation } of decided.value) {
      const named = {
        ...(count && { count }),
        ...(contest && { contest }),
        ...(actor && { actor }),
        ...(generation && { generation }),
      };
      const draft = { body, ...named, at: this.at, clock: 'server', source: 'desk' } as const;
      const sealed = this.#ledger.seal(draft, new Uint8Array(32).fill(this.#ledger.size));
      this.#store.append(sealed.index, [sealed.stored]);
      this.#ledger.follow(sealed.header, sealed.leafHash);
      this.tree.append(sealed.leafHash);
      this.state.take(sealed.index, sealed.header, body);
      this.canvass.take(sealed.index, sealed.header, body);
      this.bodies.push(body);
    }
    await Promise.resolve();
    return ok({ first, last: this.#ledger.size - 1 });
  }

  async do(act: Act): Promise<number> {
    return expectOk(await this.act(act), act.kind).first;
  }

  read(from: number, limit: number): readonly StoredEvent[] {
    return this.#store.readFrom(from, limit);
  }

  eventsOf(station: string): readonly number[] {
    return this.bodies.flatMap((body, record) => ('station' in body && body.station === station ? [record] : []));
  }

  isOpen(record: number): boolean {
    return this.open(record);
  }

  /** Signs a checkpoint over all that is there. */
  sign(unixSeconds: number): void {
    const checkpoint = { origin: KEYS.origin, size: this.tree.size, root: this.tree.rootAt(this.tree.size) };
    this.checkpoint = signCheckpoint(checkpoint, KEYS.log, { ...KEYS.heartbeat, time: unixSeconds });
  }

  async picture(sheet: number, page: number): Promise<Bytes | null> {
    const { pictures = [], recount = [] } = this.state.papers.sheet(sheet) ?? {};
    const shown = [...pictures, ...recount][page]?.shown;
    if (shown === undefined) return null;
    const read = await this.blobs.read(toHex(expectOk(fromBase64(shown), 'hash')));
    return read.ok ? read.value : null;
  }

  /** A sheet of this station is received, with one "picture" of these bytes. */
  async receive(station: string, text: string): Promise<number> {
    const bytes = utf8(`picture of ${text}`);
    await this.blobs.put(bytes);
    const hash = toBase64(nodeCrypto.sha256(bytes));
    const pictures = [{ original: hash, shown: hash }];
    const content = contentOf(nodeCrypto, [hash]);
    const plain = { matched: 'name', signed: null, by: null } as const;
    const act: ReceiveSheet = { kind: 'receive-sheet', station: stationId(station), content, pictures, ...plain };
    return this.do(act);
  }
}

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
};

/** A person's client: it keeps her cookies, and says whatever it is told to. */
export class Client {
  readonly url: string;
  readonly pseudonym: string;
  cookies = '';
  readonly #origin: string;

  constructor(url: string, origin: string, pseudonym = '') {
    this.url = url;
    this.#origin = origin;
    this.pseudonym = pseudonym;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const own: Record<string, string> = { origin: this.#origin, cookie: this.cookies };
    if (body !== undefined) own['content-type'] = 'application/json';
    const init: RequestInit = { method, headers: { ...own, ...headers }, redirect: 'error' };
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    return answerOf(await fetch(`${this.url}${path}`, init));
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.ask('POST', path, body);
  }

  async signIn(username: string, password = PASSWORD): Promise<Answer> {
    const answer = await this.post('/api/auth/sign-in/username', { username, password });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    if (answer.status === 200) this.cookies = cookies.join('; ');
    return answer;
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = text !== '' && /json/.test(headers.get('content-type') ?? '');
  return { status, headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

export type Running = {
  readonly centre: MemoryCentre;
  readonly door: Door;
  readonly refusals: DoorRefusals;
  readonly accounts: Accounts;
  readonly url: string;
  readonly logged: string[];
  /** Somebody without a session. */
  readonly stranger: Client;
  /** Signed in as this person, who has this role. */
  person(name: string, ...roles: Role[]): Promise<Client>;
  close(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** The log's keys of every centre in memory. */
export const KEYS = rehearsalKeys(nodeCrypto, 'a seed', 'little');

/** The door over a centre in memory; pictures are read in this thread. */
export function doorOf(centre: MemoryCentre, more: Partial<DoorParts> = {}): Door {
  return new Door({
    ...{ centre, blobs: centre.blobs, inbox: createMemoryInbox(nodeCrypto), crypto: nodeCrypto },
    pictures: {
      prepare: (bytes, form, page) => preparePicture(nodeCrypto, bytes, form, { page }),
      close: async () => {},
    },
    verify: async (key, message, signature) => verifyDevice(nodeCrypto, key, message, signature),
    promiser: promiserOf(nodeCrypto, KEYS),
    ...more,
  });
}

export async function startRunning(
  more: Partial<DeskServerOptions> = {},
  parts: Partial<DoorParts> = {},
  centre = new MemoryCentre(),
): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'cotejo-desk-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const logged: string[] = [];
  const accounts = expectOk(await openAccounts({ directory, baseUrl: origin, mode: 'live' }), 'accounts');
  const door = doorOf(centre, parts);
  const refusals = new DoorRefusals(centre);
  const books: IntakeBooks = {
    signers: {
      origin: KEYS.origin,
      log: formatVkey(KEYS.log.key),
      heartbeat: formatVkey(KEYS.heartbeat.key),
    },
    prove: proveRecord(centre.tree, { read: () => centre.checkpoint }),
    fateOf: () => null,
  };
  const log = (line: string) => logged.push(line);
  const own = {
    ...{ centre, door, accounts, host: '127.0.0.1', port, publicUrl: null, deskFiles: [], log, books },
    refused: (reason: RefusedReason) => refusals.count(reason),
    capture: captureParts().parts,
  };
  const server = expectOk(await startDeskServer({ ...own, ...more }), 'server');
  const person = async (name: string, ...roles: Role[]) => {
    const made = await quickAccount(accounts, directory, name, PASSWORD);
    for (const role of roles) await centre.do({ kind: 'grant-role', person: made.pseudonym, role, by: 'console' });
    const client = new Client(server.url, origin, made.pseudonym);
    const signedIn = await client.signIn(name);
    if (signedIn.status !== 200) throw new Error(`${name} cannot sign in: ${signedIn.text}`);
    return client;
  };
  const close = async () => {
    await server.close();
    await accounts.close();
    rmSync(directory, { recursive: true, force: true });
  };
  const stranger = new Client(server.url, origin);
  return { centre, door, refusals, accounts, url: server.url, logged, stranger, person, close };
}

const phone = signerFromSeed(nodeCrypto.sha256(utf8('a phone')));
export const PHONE = { device: 'phone-1', key: toBase64(phone.publicKey) };

export async function enrolPhone({ centre }: Running): Promise<void> {
  const scope = present(centre.definition.units[0], 'root').id;
  await centre.do({ kind: 'enrol-device', ...PHONE, scope, only: null, replaces: null, by: 'console' });
}

/** The form that a phone sends. */
export function submissionOf(
  station: string | null,
  pages: readonly Bytes[],
  more: Record<string, unknown> = {},
): FormData {
  const content = contentOf(
    nodeCrypto,
    pages.map((page) => toBase64(nodeCrypto.sha256(page))),
  );
  const sentAt = POLLS_CLOSE;
  const signed = { election: 'little', station: station ?? '', device: PHONE.device, sentAt, content };
  const signature = toBase64(phone.sign(submissionBytes(signed)));
  const form = new FormData();
  const submission = { station, matched: 'sender', name: 'x.jpg', device: PHONE.device, sentAt, signature, ...more };
  form.set('submission', JSON.stringify(submission));
  for (const page of pages) form.append('page', new Blob([Uint8Array.from(page)]), 'page.jpg');
  return form;
}

export async function sendSheet(url: string, form: FormData, key = 'key-00001', more: Record<string, string> = {}) {
  const headers = { 'idempotency-key': key, ...more };
  return answerOf(await fetch(`${url}/api/intake/sheets`, { method: 'POST', body: form, headers }));
}
