import { type Bytes, concatBytes, decodeUtf8, equalBytes, utf8 } from '../../src/base/bytes.ts';
import { canonicalText, type Json } from '../../src/base/canonical.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { type Certificate, certificateBytes, certificateOf, decodeBody } from '../../src/record/index.ts';

/*
 * A certificate as a file: the canonical JSON that certifiers sign, or the whole message with its first line, as the desk
 * shows it. Nothing in it is trusted before it is exactly what its figures say.
 */

export type CertificateFile = {
  readonly election: string;
  readonly contest: string;
  readonly certificate: Certificate;
  /** What is signed. */
  readonly message: Bytes;
};

const FIRST_LINE = 'cotejo/certificate/v1\n';
/** A certificate has some numbers of each option and each office. */
export const CERTIFICATE_MOST = 1_000_000;

/** The bytes of the file. */
export function encodeCertificateFile(election: string, contest: string, certificate: Certificate): Bytes {
  return certificateBytes({ election, contest }, certificate).subarray(FIRST_LINE.length);
}

/** Reads a certificate. Accepted is only what gives the same bytes again, a line break at the end aside. */
export function parseCertificateFile(bytes: Bytes): Result<CertificateFile, { readonly kind: 'not-a-certificate' }> {
  const text = bytes.length <= CERTIFICATE_MOST ? decodeUtf8(bytes) : null;
  if (text === null || !text.ok) return err({ kind: 'not-a-certificate' });
  const json = text.value.replace(/^cotejo\/certificate\/v1\n/, '').trimEnd();
  const said = parsed(json);
  if (said === null) return err({ kind: 'not-a-certificate' });
  const { election, contest, ...rest } = said;
  if (typeof election !== 'string' || typeof contest !== 'string') return err({ kind: 'not-a-certificate' });
  const body = decodeBody('ResultCertified', { ...rest, signatures: [ANY] });
  if (!body.ok || body.value.kind !== 'ResultCertified') return err({ kind: 'not-a-certificate' });
  const certificate = certificateOf(body.value);
  const message = certificateBytes({ election, contest }, certificate);
  const same = equalBytes(message, concatBytes(utf8(FIRST_LINE), utf8(json)));
  return same ? ok({ election, contest, certificate, message }) : err({ kind: 'not-a-certificate' });
}

/** Stands where a recorded result has its signatures. */
const ANY: readonly string[] = ['any', `${'A'.repeat(86)}==`];

function parsed(json: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(json);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    // Well-formed all through, or it has no canonical text.
    if (!isObject || canonicalText(value as Json) !== json) return null;
    return value as { readonly [key: string]: unknown };
  } catch {
    return null;
  }
}
