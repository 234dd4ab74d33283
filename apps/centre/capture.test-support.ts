import { randomBytes } from 'node:crypto';
import type { OneTimeCodes } from '../../adapters/codes/codes.ts';
import { createMemoryCodes } from '../../adapters/codes/memory-codes.ts';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import { type Signer, verifyDevice } from '../../src/base/crypto.ts';
import { enrolmentCodeBytes, parseEnrolmentCode } from '../../src/model/one-time-code.ts';
import { enrolmentBytes, type RefusedReason } from '../../src/record/index.ts';
import type { CaptureParts } from './capture-parts.ts';

/* Codes, phones and refusals in memory, for the tests of what comes from stations. */

export type TestCapture = {
  readonly parts: CaptureParts;
  readonly codes: OneTimeCodes;
  readonly refused: RefusedReason[];
  readonly switched: boolean[];
  /** For the server. */
  readonly options: { readonly capture: CaptureParts; readonly refused: (reason: RefusedReason) => void };
};

export const GATEWAY = { token: 'token-of-the-gateway-01', from: 'From', text: 'Body', reply: 'json' } as const;

export function captureParts(more: Partial<CaptureParts> = {}): TestCapture {
  const codes = createMemoryCodes();
  const refused: RefusedReason[] = [];
  const switched: boolean[] = [];
  let isOn = true;
  const parts: CaptureParts = {
    codes,
    crypto: nodeCrypto,
    verify: async (key, message, signature) => verifyDevice(nodeCrypto, key, message, signature),
    draw: (bytes) => randomBytes(bytes),
    url: 'https://desks.example/capture/',
    sms: GATEWAY,
    reading: {
      get isOn() {
        return isOn;
      },
      set: async (on) => {
        isOn = on;
        switched.push(on);
      },
    },
    ...more,
  };
  return { parts, codes, refused, switched, options: { capture: parts, refused: (reason) => refused.push(reason) } };
}

/** What a phone with this key sends for a code of the little election. */
export function enrolmentOf(name: string, code: string) {
  return enrolmentBy(signerFromSeed(nodeCrypto.sha256(utf8(name))), code);
}

/** The same of a phone with any key. */
export function enrolmentBy({ publicKey, sign }: Pick<Signer, 'publicKey' | 'sign'>, code: string) {
  const key = toBase64(publicKey);
  const parsed = parseEnrolmentCode(code);
  const hash = toHex(nodeCrypto.sha256(enrolmentCodeBytes(parsed.ok ? parsed.value : code)));
  return { code, key, signature: toBase64(sign(enrolmentBytes({ election: 'little', code: hash, key }))) };
}

export function phoneName(name: string): string {
  const { publicKey } = signerFromSeed(nodeCrypto.sha256(utf8(name)));
  return `phone-${toHex(nodeCrypto.sha256(publicKey)).slice(0, 12)}`;
}
