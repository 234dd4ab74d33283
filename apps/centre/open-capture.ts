import { randomBytes } from 'node:crypto';
import { describeCodesError } from '../../adapters/codes/codes.ts';
import { openCodesFile } from '../../adapters/codes/codes-file.ts';
import { nodeCrypto, verifyDeviceAside } from '../../adapters/crypto/node-crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { CaptureParts } from './capture-parts.ts';

/** What phones and SMS need of a run: its codes, the address of the page for phones, and what the command was given. */
export function openCapture(
  directory: string,
  origin: string,
  given: Partial<Pick<CaptureParts, 'sms' | 'reading'>>,
): Result<CaptureParts, string> {
  const codes = openCodesFile(directory);
  if (!codes.ok) return err(describeCodesError(codes.error));
  return ok({
    codes: codes.value,
    crypto: nodeCrypto,
    verify: verifyDeviceAside,
    draw: (bytes) => randomBytes(bytes),
    url: `${origin}/capture/`,
    sms: given.sms ?? null,
    reading: given.reading ?? null,
  });
}
