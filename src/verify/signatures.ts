import type { Bytes } from '../base/bytes.ts';
import { type Crypto, verifyDevice } from '../base/crypto.ts';
import { addOfEvent } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { DueSignature } from './receipt-check.ts';

export type SignatureCheck = { readonly publicKey: Bytes; readonly message: Bytes; readonly signature: Bytes };

/**
 * Starts to check many signatures, each as strictly as `verifyDevice`. The function that it gives waits for the
 * answers, in order, so that an adapter may work on them elsewhere meanwhile.
 */
export type StartVerifyMany = (checks: readonly SignatureCheck[]) => () => readonly boolean[];

/** One after the other, when the answers are asked for. */
export function verifyInTurn(crypto: Crypto): StartVerifyMany {
  return (checks) => () =>
    checks.map(({ publicKey, message, signature }) => verifyDevice(crypto, publicKey, message, signature));
}

/** Names the sheets and figures whose signature does not hold, and gives the number of signatures. */
export function checkSheetSignatures(
  due: readonly DueSignature[],
  answers: readonly boolean[],
  findings: FindingList,
): number {
  due.forEach(({ record, what }, i) => {
    if (answers[i] === true) return;
    const says = `The signature of the ${what} of event ${record} is not of the device that it names.`;
    addOfEvent(findings, 'signature-false', record, says);
  });
  return due.length;
}
