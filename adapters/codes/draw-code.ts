import { createHash, randomBytes } from 'node:crypto';
import {
  CODE_CHANCE,
  enrolmentCode,
  enrolmentCodeBytes,
  SECRET_CHANCE,
  smsSecret,
  smsSecretBytes,
} from '../../src/model/one-time-code.ts';
import type { Grant, Presented } from './codes.ts';

/** A code from the system's generator, of the kind that the grant wants. */
export function drawCode(grant: Grant): string {
  if (grant.kind === 'sms') return smsSecret(randomBytes(SECRET_CHANCE));
  for (;;) {
    const code = enrolmentCode(randomBytes(CODE_CHANCE));
    if (code !== null) return code;
  }
}

/** The grant's code as somebody would present it. */
export function presentedAs(grant: Grant, code: string): Presented {
  return grant.kind === 'sms' ? { kind: 'sms', station: grant.station, code } : { kind: 'enrol', code };
}

/** What is kept of a code, in hex. */
export function hashOfCode(presented: Presented): string {
  const bytes =
    presented.kind === 'sms' ? smsSecretBytes(presented.station, presented.code) : enrolmentCodeBytes(presented.code);
  return createHash('sha256').update(bytes).digest('hex');
}
