import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromBase64, toBase64, utf8 } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { POLLS_CLOSE } from '../../src/entry/centre-example.test-support.ts';
import type { GpUnitId, StationId } from '../../src/model/ids.ts';
import type { Box } from '../../src/model/votes.ts';
import {
  contentOf,
  encodeBox,
  figuresBytes,
  figuresCommitment,
  promiseBytes,
  type SignedPromise,
  submissionBytes,
} from '../../src/record/index.ts';
import { type Answer, answerOf, KEYS, type Running } from './desk-server.test-support.ts';

/* Phones at stations, which sign and send. */

export const PIECE = 262_144;

export type UploadBody = {
  readonly station: string | null;
  readonly matched: string;
  readonly name: string;
  readonly device: string;
  readonly sentAt: Instant;
  readonly pages: readonly { readonly sha256: string; readonly bytes: number }[];
  readonly signature: string;
};

/** A phone with a key of its own. */
export class Phone {
  readonly device: string;
  readonly key: string;
  readonly url: string;
  private readonly sign: (message: Bytes) => Bytes;
  private sent = 0;

  constructor(url: string, name: string, signer = signerFromSeed(nodeCrypto.sha256(utf8(name)))) {
    this.url = url;
    this.device = name;
    this.key = toBase64(signer.publicKey);
    this.sign = (message) => signer.sign(message);
  }

  /** One that may send for this unit. */
  static async enrolled(
    running: Running,
    name: string,
    scope = 'u0',
    url = running.url,
    only: string | null = null,
  ): Promise<Phone> {
    const phone = new Phone(url, name);
    const unit = scope as GpUnitId;
    const { device, key } = phone;
    await running.centre.do({
      ...{
        kind: 'enrol-device',
        device,
        key,
        scope: unit,
        only: only as StationId | null,
        replaces: null,
        by: 'console',
      },
    });
    return phone;
  }

  sheetMessage(station: string | null, pages: readonly Bytes[], sentAt: Instant): Bytes {
    const content = contentOf(nodeCrypto, pages.map(hashOf));
    return submissionBytes({ election: 'little', station: station ?? '', device: this.device, sentAt, content });
  }

  upload(station: string | null, pages: readonly Bytes[], more: Partial<UploadBody> = {}): UploadBody {
    const sentAt = more.sentAt ?? instant(POLLS_CLOSE + this.sent++);
    return {
      ...{ station, matched: station === null ? 'qr' : 'sender', name: 'x.jpg', device: this.device, sentAt },
      pages: pages.map((page) => ({ sha256: hashOf(page), bytes: page.length })),
      signature: toBase64(this.sign(this.sheetMessage(station, pages, sentAt))),
      ...more,
    };
  }

  figures(
    station: string,
    boxes: Readonly<Record<string, readonly Box[]>>,
    more: Record<string, unknown> = {},
    sentAt: Instant = instant(POLLS_CLOSE + this.sent++),
  ) {
    const listed = Object.entries(boxes).map(([contest, said], i) => {
      const salt = nodeCrypto.sha256(utf8(`${this.device} ${sentAt} ${i}`));
      const commitment = figuresCommitment(nodeCrypto, salt, contest, said);
      return {
        said: { contest, boxes: said.map(encodeBox), salt: toBase64(salt) },
        pair: [contest, commitment] as const,
      };
    });
    const figures = listed.map(({ pair }) => pair);
    const message = figuresBytes({ election: 'little', station, device: this.device, sentAt, figures });
    const signature = toBase64(this.sign(message));
    const said = listed.map((one) => one.said);
    return { message, body: { station, device: this.device, sentAt, figures: said, signature, ...more } };
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  piece(upload: string, page: number, at: number | string, bytes: Bytes): Promise<Answer> {
    const path = `/api/intake/uploads/${upload}/${page}?at=${at}`;
    return this.send('PUT', path, Uint8Array.from(bytes), { 'content-type': 'application/octet-stream' });
  }

  /** Until it is received, or something is wrong. */
  async uploaded(body: UploadBody, pages: readonly Bytes[]): Promise<Answer> {
    for (let tries = 0; tries < 3; tries++) {
      const answer = await this.post('/api/intake/uploads', body);
      if (answer.body['kind'] !== 'wanted') return answer;
      const { upload, pages: wanted } = answer.body as { upload: string; pages: { have: number }[] };
      for (const [page, { have }] of wanted.entries()) {
        const bytes = present(pages[page], 'page');
        for (let at = have; at < bytes.length; at += PIECE) {
          const put = await this.piece(upload, page, at, bytes.subarray(at, at + PIECE));
          if (put.status !== 200) return put;
        }
      }
    }
    throw new Error('the door wants what it has');
  }

  async send(method: string, path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
    return answerOf(
      await fetch(`${this.url}${path}`, { method, body, headers: { origin: 'https://phone.example', ...headers } }),
    );
  }
}

export function hashOf(bytes: Bytes): string {
  return toBase64(nodeCrypto.sha256(bytes));
}

/** The promise of an answer, which holds under the log's key. */
export function promiseIn({ body }: Answer): SignedPromise {
  const signed = body['promise'] as SignedPromise;
  const signature = expectOk(fromBase64(signed.signature), 'signature');
  if (!nodeCrypto.verifyEd25519(KEYS.log.signer.publicKey, promiseBytes(signed.promise), signature)) {
    throw new Error('the promise is not the log’s');
  }
  return signed;
}
