import { fromBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Election } from '../../src/model/election.ts';
import { certificateBytes, certificateOf, type EventBody } from '../../src/record/index.ts';

/**
 * Whether as many certifiers of the definition as it demands signed what an office certifies, and nobody else did. Who holds an
 * office's keys signs its log with them; a result is for those who certify it.
 */
export function isSignedByCertifiers(
  crypto: Crypto,
  { id: election, canvass }: Pick<Election, 'canvass' | 'id'>,
  contest: string | null,
  body: Extract<EventBody, { kind: 'ResultCertified' }>,
): boolean {
  const message = certificateBytes({ election, contest: contest ?? '' }, certificateOf(body));
  const signed = new Set<string>();
  for (const [id, signature] of body.signatures) {
    const key = canvass?.certifiers.find((certifier) => certifier.id === id)?.key;
    const [publicKey, bytes] = [fromBase64(key ?? '-'), fromBase64(signature)];
    if (key === undefined || signed.has(id) || !publicKey.ok || !bytes.ok) return false;
    if (!crypto.verifyEd25519(publicKey.value, message, bytes.value)) return false;
    signed.add(id);
  }
  return signed.size >= Math.max(canvass?.required ?? 1, 1);
}
