import type { Trouble } from './trouble.ts';

/**
 * JSON can spell half a character (`"\ud800"`), which has no bytes, and `-0`, which no canonical text holds: nothing of them could
 * be signed, stored or published.
 */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Object.is(value, -0)) return false;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner));
}

export const NOT_WELL_FORMED: Trouble = {
  status: 400,
  code: 'invalid-request',
  detail: 'The request holds half a character (a surrogate that stands alone), or a zero with a minus sign.',
};
