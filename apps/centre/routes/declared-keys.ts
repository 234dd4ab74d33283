import type { Crypto } from '../../../src/base/crypto.ts';
import { parseVkey, TYPE_COSIGNATURE, TYPE_ED25519 } from '../../../src/tlog/index.ts';
import type { Trouble } from './trouble.ts';

export type DeclaredKeys = { readonly origin: string; readonly log: string; readonly heartbeat: string };

/**
 * What is wrong with keys that somebody typed or pasted. They are declared once: of an office that was declared with a wrong letter
 * nothing could ever be taken in. The id inside each key tells a wrong letter, its name whose it is.
 */
export function mistypedKey(crypto: Crypto, { origin, log, heartbeat }: DeclaredKeys): Trouble | null {
  const [own, beating] = [parseVkey(crypto, log), parseVkey(crypto, heartbeat)];
  if (!own.ok || own.value.type !== TYPE_ED25519) return mistyped('log');
  if (!beating.ok || beating.value.type !== TYPE_COSIGNATURE) return mistyped('heartbeat');
  if (own.value.name !== origin) return mistyped('origin');
  return beating.value.name === `${origin}/heartbeat` ? null : mistyped('heartbeat');
}

function mistyped(field: string): Trouble {
  const detail = 'This is not what `cotejo office keys` printed. Copy the lines again, whole.';
  return { status: 422, code: 'key-mistyped', detail, field: `/${field}` };
}
