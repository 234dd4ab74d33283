import { type Bytes, concatBytes, utf8 } from '../base/bytes.ts';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import type { EventBody } from './bodies.ts';
import type { Certificate } from './canvass-bodies.ts';

const DOMAIN = utf8('cotejo/certificate/v1\n');

/** What a certifier signs (Ed25519): which election, count and contest, and every figure of the certificate. */
export function certificateBytes(
  about: { readonly election: string; readonly contest: string },
  certificate: Certificate,
): Bytes {
  const { area, size, root, offices, figures, outcome, seats, partial, papers } = certificate;
  const said = { ...about, area, size, root, offices, figures, outcome, seats, partial, papers };
  return concatBytes(DOMAIN, canonicalBytes(said as unknown as Json));
}

/** A recorded result without its signatures. */
export function certificateOf(body: Extract<EventBody, { kind: 'ResultCertified' }>): Certificate {
  const { kind: _kind, signatures: _signatures, ...certificate } = body;
  return certificate;
}
