import type { Result } from '../../src/base/result.ts';

export type KeyFault = 'badKey' | 'cannotSign' | 'otherKey';

/** What stands before the 32 bytes of a private key of Ed25519 in PKCS #8 (RFC 8410). */
const PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
const KEY_MOST = 10_000;

/**
 * Signs with the text of a certifier's key file, here and with the browser's own cryptography: the key is sent nowhere. `publicKey`
 * in base64, as the definition has it; the signature too.
 */
export async function signWith(file: string, publicKey: string, message: string): Promise<Result<string, KeyFault>> {
  const seed = seedOf(file);
  if (seed === null) return { ok: false, error: 'badKey' };
  const bytes = new TextEncoder().encode(message);
  try {
    const key = await crypto.subtle.importKey('pkcs8', new Uint8Array([...PKCS8, ...seed]), 'Ed25519', false, ['sign']);
    const signature = await crypto.subtle.sign('Ed25519', key, bytes);
    const theirs = await crypto.subtle.importKey('raw', bytesOf(publicKey), 'Ed25519', false, ['verify']);
    const fits = await crypto.subtle.verify('Ed25519', theirs, signature, bytes);
    return fits ? { ok: true, value: base64(new Uint8Array(signature)) } : { ok: false, error: 'otherKey' };
  } catch {
    return { ok: false, error: 'cannotSign' };
  }
}

/** The 32 bytes of a key file: 64 hex digits, or base64. */
function seedOf(file: string): Uint8Array | null {
  const text = file.slice(0, KEY_MOST).trim();
  if (/^[0-9a-f]{64}$/.test(text)) {
    return Uint8Array.from({ length: 32 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
  }
  return /^[A-Za-z0-9+/]{43}=$/.test(text) ? bytesOf(text) : null;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
