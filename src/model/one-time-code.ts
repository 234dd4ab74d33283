import { assert, present } from '../base/assert.ts';
import { type Bytes, utf8 } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { StationId } from './ids.ts';
import { checkCharacter } from './sheet-code.ts';

/*
 * The codes that a station gets on paper or from a supervisor: one that enrols a phone, and the secret of one SMS
 * (docs/spec/capture.md sections 2 and 6). Nothing here knows which are good: that is known to the door alone.
 */

/** Crockford's digits and letters, without the ones that are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS = 13;
const SECRET_SIGNS = 8;
const CODE = new RegExp(`^[${ALPHABET}]{${SIGNS + 1}}$`);
const SECRET = new RegExp(`^[${ALPHABET}]{${SECRET_SIGNS}}$`);
/** What people type has a few spaces and hyphens more. */
const MAX_TEXT = 64;

/** How many bytes of chance `enrolmentCode` and `smsSecret` want. */
export const CODE_CHANCE = SIGNS;
export const SECRET_CHANCE = SECRET_SIGNS;

export type CodeTextError = { readonly kind: 'not-a-code' | 'wrong-check-character' };

/**
 * The 14 signs of a code, out of 13 bytes of chance. Null where the check sign would be one that people misread (I, L, O, U)
 * or cannot find on a phone (`*`): then the caller draws again, so that all 14 signs are read alike.
 */
export function enrolmentCode(chance: Bytes): string | null {
  const code = signsOf(chance, SIGNS);
  const check = checkCharacter(code);
  return ALPHABET.includes(check) ? code + check : null;
}

/** The 14 signs that somebody typed or scanned. */
export function parseEnrolmentCode(text: string): Result<string, CodeTextError> {
  const code = normal(text);
  if (!CODE.test(code)) return err({ kind: 'not-a-code' });
  const right = checkCharacter(code.slice(0, SIGNS)) === code.slice(SIGNS);
  return right ? ok(code) : err({ kind: 'wrong-check-character' });
}

/** As people read it: `XXXX-XXXX-XXXX-XX`. */
export function writeEnrolmentCode(code: string): string {
  assert(CODE.test(code), 'a code has 14 signs');
  return present(code.match(/.{1,4}/g), 'groups of a code').join('-');
}

/** What the hash of a code is taken over. */
export function enrolmentCodeBytes(code: string): Bytes {
  return utf8(`cotejo/code/v1\n${code}`);
}

/** The 8 signs that one SMS of a station carries, out of as many bytes of chance. */
export function smsSecret(chance: Bytes): string {
  return signsOf(chance, SECRET_SIGNS);
}

/** The 8 signs as somebody typed them. They have no check sign: the message has a sum. */
export function parseSmsSecret(text: string): Result<string, { readonly kind: 'not-a-secret' }> {
  const secret = normal(text);
  return SECRET.test(secret) ? ok(secret) : err({ kind: 'not-a-secret' });
}

/** What the hash of a secret is taken over: the same signs are another secret at another station. */
export function smsSecretBytes(station: StationId, secret: string): Bytes {
  return utf8(`cotejo/sms-secret/v1\n${station}\n${secret}`);
}

function signsOf(chance: Bytes, signs: number): string {
  assert(chance.length === signs, `${signs} bytes of chance`);
  return Array.from(chance, (byte) => ALPHABET[byte & 31]).join('');
}

/** As Crockford reads what people write: small letters, spaces and hyphens do not matter, O is 0, I and L are 1. */
function normal(text: string): string {
  if (text.length > MAX_TEXT) return '';
  return text
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}
