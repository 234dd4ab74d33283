import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, concatBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import type { Crypto, Signer } from '../../src/base/crypto.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import { type KeyPair, TYPE_COSIGNATURE, TYPE_ED25519, verifierKey } from '../../src/tlog/index.ts';
import { signerFromSeed } from '../crypto/node-crypto.ts';

/*
 * The secrets of one run: two signing keys and the secret that salts are derived from. Whoever captures this folder can
 * sign a false new event in the log's name and open sealed bodies; he cannot take back what was signed before.
 */

export type RunKeys = {
  readonly origin: string;
  readonly log: KeyPair;
  readonly heartbeat: KeyPair;
  readonly saltOf: (index: number) => Bytes;
};

export type KeyError = { readonly kind: 'keys-unusable'; readonly path: string; readonly detail: string };

/** The origin of a log that does not follow from its key: that of an office follows from the national one. No secret. */
const ORIGIN_FILE = 'origin';

const NAMES = ['log', 'heartbeat', 'salt'] as const;
type Secrets = Readonly<Record<(typeof NAMES)[number], Bytes>>;

/** Keys of a rehearsal, from its seed: anyone who knows the seed has them, which is why a rehearsal proves nothing. */
export function rehearsalKeys(crypto: Crypto, seed: string, election: string, origin: string | null = null): RunKeys {
  const secret = (purpose: string) => crypto.sha256(utf8(`cotejo/rehearsal/v1\n${purpose}\n${seed}`));
  return keysFrom(crypto, { log: secret('log'), heartbeat: secret('heartbeat'), salt: secret('salt') }, (id) => {
    return origin ?? `rehearsal.cotejo.invalid/${election}/${id}`;
  });
}

/**
 * Keys of a run: made by the system's generator at its first start (`create`), only read back afterwards, because a new key
 * beside an old record could sign nothing. Files of mode 0600. `origin`, where the key does not give it, is kept with them.
 */
export function openRunKeys(
  crypto: Crypto,
  folder: string,
  run: {
    readonly kind: 'replay' | 'live';
    readonly election: string;
    readonly create: boolean;
    readonly origin?: string | null;
  },
): Result<RunKeys, KeyError> {
  const { kind, election, create } = run;
  try {
    if (create) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const secrets = Object.fromEntries(
      NAMES.map((name) => [name, secretIn(join(folder, `${name}.key`), create)]),
    ) as Secrets;
    const origin = originIn(join(folder, ORIGIN_FILE), create ? (run.origin ?? null) : null);
    return ok(keysFrom(crypto, secrets, (id) => origin ?? `${kind}.cotejo.invalid/${election}/${id}`));
  } catch (cause) {
    return err({ kind: 'keys-unusable', path: folder, detail: String((cause as Error).message) });
  }
}

function keysFrom(crypto: Crypto, secrets: Secrets, originOf: (id: string) => string): RunKeys {
  const log = signerFromSeed(secrets.log);
  const heartbeat = signerFromSeed(secrets.heartbeat);
  const origin = originOf(toHex(crypto.sha256(log.publicKey)).slice(0, 8));
  return {
    origin,
    log: pair(verifierKey(crypto, origin, TYPE_ED25519, log.publicKey), log),
    heartbeat: pair(verifierKey(crypto, `${origin}/heartbeat`, TYPE_COSIGNATURE, heartbeat.publicKey), heartbeat),
    // A salt from a secret and the record number: a restarted run seals the same bytes, and nobody without it can guess.
    saltOf: (index) => crypto.sha256(concatBytes(utf8('cotejo/salt/v1\n'), secrets.salt, utf8(String(index)))),
  };
}

function pair(key: ReturnType<typeof verifierKey>, signer: Signer): KeyPair {
  return { key: expectOk(key, 'a name of ours is a key name'), signer };
}

/** The origin that is kept, or now is; null: it follows from the key. */
function originIn(path: string, given: string | null): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
  if (given !== null) writeFileSync(path, `${given}\n`, { mode: 0o600, flag: 'wx' });
  return given;
}

function secretIn(path: string, create: boolean): Bytes {
  try {
    const read = fromHex(readFileSync(path, 'utf8').trim());
    if (!read.ok || read.value.length !== 32) throw new Error(`${path} does not hold 32 bytes in hexadecimal`);
    chmodSync(path, 0o600);
    return read.value;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' || !create) throw cause;
  }
  const secret = new Uint8Array(randomBytes(32));
  writeFileSync(path, `${toHex(secret)}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}
