import type { Bytes } from '../base/bytes.ts';
import { err, type Result } from '../base/result.ts';
import { decodeHeaderText, type EventHeader, type HeaderError } from '../record/index.ts';

/**
 * A leaf of the log as a header, with its text. A hostile leaf may hold values that have no canonical text at all (a lone surrogate,
 * minus zero): encoding them throws, which here is a refusal like any other and must not end the verification.
 */
export function readHeader(leaf: Bytes): Result<{ readonly header: EventHeader; readonly text: string }, HeaderError> {
  try {
    return decodeHeaderText(leaf);
  } catch {
    return err({ kind: 'header-not-canonical' });
  }
}
