import { nobleCrypto, signerFromSeed } from '../../adapters/crypto/noble-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, decodeUtf8, fromBase64, toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import type { Json } from '../../src/base/canonical.ts';
import { verifyDevice } from '../../src/base/crypto.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { littleDefinition } from '../../src/entry/centre-example.test-support.ts';
import { encodeElection } from '../../src/model/encode-definition.ts';
import { enrolmentCode, enrolmentCodeBytes } from '../../src/model/one-time-code.ts';
import {
  contentOf,
  enrolmentBytes,
  figuresBytes,
  figuresCommitment,
  PROMISE_MS,
  promiseBytes,
  submissionBytes,
} from '../../src/record/index.ts';
import {
  encodeProofFile,
  formatVkey,
  LogTree,
  leafHash,
  signCheckpoint,
  TYPE_COSIGNATURE,
  TYPE_ED25519,
  verifierKey,
} from '../../src/tlog/index.ts';
import { deviceName } from './device-key.ts';
import type { FiguresMessage, SheetMessage } from './stored.ts';

/* The door of docs/spec/capture.md in memory, written from the text alone: what a phone sends it is held against every word. */

export type DoorReply = { readonly status: number; readonly body: unknown };

const pair = (name: string, type: typeof TYPE_ED25519 | typeof TYPE_COSIGNATURE) => {
  const signer = signerFromSeed(nobleCrypto.sha256(utf8(name)));
  return { signer, key: expectOk(verifierKey(nobleCrypto, 'example.org/log', type, signer.publicKey), 'key') };
};
const LOG = pair('the log', TYPE_ED25519);
const BEAT = pair('the heartbeat', TYPE_COSIGNATURE);

export const GOOD_CODE = present(
  Array.from({ length: 40 }, (_, i) => enrolmentCode(new Uint8Array(13).fill(i))).find((code) => code !== null),
  'a code',
);
export const STATIONS = [
  { id: 'T1', table: 1, place: 'School One', registered: 300, contests: ['pres', 'gov'] },
  { id: 'T2', table: 2, place: 'School One', registered: 200, contests: ['pres'] },
];

export class ModelDoor {
  now: Instant = instant(1_767_500_000_000);
  /** Refuses everything like this while it is set. */
  refusal: { readonly status: number; readonly code: string } | null = null;
  /** How far behind the record the newest checkpoint is; `dropped` records are in no log. */
  covered = true;
  dropped = false;
  /** Other events stand where these were promised to. */
  swapped = false;
  readonly received: { readonly kind: 'figures' | 'sheet'; readonly signature: string }[] = [];
  readonly bodies: (FiguresMessage | SheetMessage)[] = [];
  readonly asked: string[] = [];
  readonly #uploads = new Map<string, { readonly message: SheetMessage; readonly pages: Bytes[] }>();
  readonly #tree = new LogTree(nobleCrypto);
  readonly #keys = new Map<string, Bytes>();

  constructor() {
    this.#tree.append(leafHash(nobleCrypto, utf8('the first event')));
  }

  /** Answers one request below `/api/intake/`. */
  answer(method: string, path: string, body: Bytes): DoorReply {
    this.asked.push(`${method} ${path.replace(/uploads\/[0-9a-f]+/, 'uploads/U')}`);
    const [name = '', ...rest] = path.split(/[/?]/);
    if (this.refusal !== null && method !== 'GET') return problem(this.refusal.status, this.refusal.code);
    const json = () => JSON.parse(expectOk(decodeUtf8(body), 'utf-8'));
    switch (`${method} ${name}`) {
      case 'GET setup':
        return ok(this.setup());
      case 'GET proofs':
        return this.#proof(Number(rest[0]));
      case 'GET fates':
        return ok(this.#fates(path));
      case 'POST enrol':
        return this.#enrol(json());
      case 'POST figures':
        return this.#figures(json());
      case 'POST uploads':
        return this.#begin(json());
      case 'PUT uploads':
        return this.#put(rest[0] ?? '', Number(rest[1]), Number(rest[2]?.replace('at=', '')), body);
      default:
        return problem(404, 'not-found');
    }
  }

  /** Enrolled at another time. */
  know(key: string): void {
    this.#keys.set(deviceName(bytesOf(key)), bytesOf(key));
  }

  setup(): Json {
    const { election } = littleDefinition();
    const log = { origin: 'example.org/log', log: formatVkey(LOG.key), heartbeat: formatVkey(BEAT.key) };
    return { v: 1, election: encodeElection(election), ...log, endpoints: [], stations: 2, pages: null, now: this.now };
  }

  #enrol({ code, key, signature }: Record<'code' | 'key' | 'signature', string>): DoorReply {
    if (code !== GOOD_CODE) return problem(403, 'bad-code');
    const publicKey = bytesOf(key);
    const hash = toHex(nobleCrypto.sha256(enrolmentCodeBytes(code)));
    const message = enrolmentBytes({ election: 'little', code: hash, key });
    if (!verifyDevice(nobleCrypto, publicKey, message, bytesOf(signature))) return problem(403, 'bad-signature');
    const device = deviceName(publicKey);
    this.#keys.set(device, publicKey);
    return ok({ device, scope: 'u0', only: null, stations: STATIONS, more: false });
  }

  #figures(message: FiguresMessage): DoorReply {
    const { station, device, sentAt, signature } = message;
    const figures = message.figures.map(({ contest, boxes, salt }) => {
      const read = boxes.map((box) => box ?? ('empty' as const));
      return [contest, figuresCommitment(nobleCrypto, bytesOf(salt), contest, read)] as const;
    });
    const signed = figuresBytes({ election: 'little', station, device, sentAt, figures });
    return this.#signedBy(device, signed, signature) ?? this.#receive('figures', message, signed);
  }

  #begin(message: SheetMessage): DoorReply {
    const { station, device, sentAt, pages, signature } = message;
    const content = contentOf(
      nobleCrypto,
      pages.map((page) => page.sha256),
    );
    const signed = submissionBytes({ election: 'little', station, device, sentAt, content });
    const refused = this.#signedBy(device, signed, signature);
    if (refused !== null) return refused;
    const id = toHex(nobleCrypto.sha256(bytesOf(signature)));
    const upload = this.#uploads.get(id) ?? { message, pages: pages.map(() => new Uint8Array()) };
    this.#uploads.set(id, upload);
    const complete = upload.pages.every((bytes, i) => {
      if (bytes.length !== pages[i]?.bytes) return false;
      if (toBase64(nobleCrypto.sha256(bytes)) === pages[i]?.sha256) return true;
      upload.pages[i] = new Uint8Array();
      return false;
    });
    if (complete) return this.#receive('sheet', message, signed);
    return ok({ kind: 'wanted', upload: id, pages: upload.pages.map((bytes) => ({ have: bytes.length })) });
  }

  #put(id: string, page: number, at: number, bytes: Bytes): DoorReply {
    const upload = this.#uploads.get(id);
    const there = upload?.pages[page];
    if (upload === undefined || there === undefined) return problem(404, 'unknown-upload');
    if (bytes.length > 262_144) return problem(413, 'too-large');
    if (at > there.length) return { status: 409, body: { code: 'gap', have: there.length } };
    const whole = new Uint8Array(Math.max(there.length, at + bytes.length));
    whole.set(there);
    whole.set(bytes, at);
    upload.pages[page] = whole;
    return ok({ have: whole.length });
  }

  #signedBy(device: string, signed: Bytes, signature: string): DoorReply | null {
    const key = this.#keys.get(device);
    if (key === undefined) return problem(403, 'unknown-device');
    return verifyDevice(nobleCrypto, key, signed, bytesOf(signature)) ? null : problem(403, 'bad-signature');
  }

  #receive(kind: 'figures' | 'sheet', message: FiguresMessage | SheetMessage, signed: Bytes): DoorReply {
    const { station, signature } = message;
    const before = this.received.findIndex((one) => one.signature === signature);
    if (before < 0) {
      this.received.push({ kind, signature });
      this.bodies.push(message);
      const leaf = this.swapped ? 'another event' : signature;
      if (!this.dropped) this.#tree.append(leafHash(nobleCrypto, utf8(leaf)));
    }
    const record = before < 0 ? this.received.length : before + 1;
    const promise = {
      ...{ origin: 'example.org/log', index: record, leaf: toBase64(leafHash(nobleCrypto, utf8(signature))), station },
      ...{ message: toBase64(nobleCrypto.sha256(signed)), at: this.now, due: instant(this.now + PROMISE_MS) },
    };
    const log = toBase64(LOG.signer.sign(promiseBytes(promise)));
    const answer = { kind: 'received', station, record, fresh: before < 0, promise: { v: 1, promise, signature: log } };
    return { status: before < 0 ? 201 : 200, body: answer };
  }

  #proof(record: number): DoorReply {
    const size = this.covered ? this.#tree.size : 1;
    if (record >= size) return problem(404, 'not-yet');
    const checkpoint = { origin: 'example.org/log', size, root: this.#tree.rootAt(size) };
    const signed = signCheckpoint(checkpoint, LOG, { ...BEAT, time: Math.floor(this.now / 1000) });
    const proof = this.#tree.inclusionProof(record, size);
    const file = encodeProofFile({ extra: null, index: record, proof, checkpoint: signed });
    return ok(expectOk(decodeUtf8(file), 'proof'));
  }

  #fates(path: string): Json {
    const records = (path.split('records=')[1] ?? '').split(',').map(Number);
    return records.map((record) => ({
      record,
      station: 'T1',
      state: 'waiting',
      typed: false,
      published: true,
      page: 'es/u/u1.html',
    }));
  }
}

function ok(body: unknown): DoorReply {
  return { status: 200, body };
}

function problem(status: number, code: string): DoorReply {
  return { status, body: { code, detail: `refused: ${code}` } };
}

function bytesOf(base64: string): Bytes {
  return expectOk(fromBase64(base64), 'base64');
}
