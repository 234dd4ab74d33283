import type { RunKeys } from '../../adapters/keys/key-folder.ts';
import { type Bytes, toBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { decodeHeader, leafHashOf, PROMISE_MS, promiseBytes, type SignedPromise } from '../../src/record/index.ts';

/** An event that is durable, and what its sender signed. */
export type Promisable = {
  readonly index: number;
  /** Its exact bytes. */
  readonly header: Bytes;
  readonly station: string;
  readonly message: Bytes;
};

/** Promises in the log's name that an event stands where it stands: docs/spec/capture.md section 5. */
export type Promiser = (of: Promisable) => SignedPromise;

/** The only thing that the door may do with the log's key. Of the same event and message it makes the same bytes. */
export function promiserOf(crypto: Crypto, { origin, log }: Pick<RunKeys, 'origin' | 'log'>): Promiser {
  return ({ index, header, station, message }) => {
    const { at } = expectOk(decodeHeader(header), 'a header of our own');
    const promise = {
      ...{ origin, index, station, at, due: instant(at + PROMISE_MS) },
      leaf: toBase64(leafHashOf(crypto, header)),
      message: toBase64(crypto.sha256(message)),
    };
    return { v: 1, promise, signature: toBase64(log.signer.sign(promiseBytes(promise))) };
  };
}
