import { err, type Result } from '../base/result.ts';

export type DefinitionFileName = 'election' | 'units' | 'stations';

export type DefinitionErrorKind =
  | 'not-utf8'
  | 'not-json'
  /** A value is missing, of another type or out of range. */
  | 'bad-value'
  /** Read well, but not spelt in the one canonical way. */
  | 'not-canonical'
  | 'repeated-id'
  | 'unknown-unit'
  /** The station's place has units below it. */
  | 'place-with-children'
  | 'too-many-stations';

/** Why published bytes are not a definition: where, and for `bad-value` what was expected. */
export type DefinitionError = {
  readonly kind: DefinitionErrorKind;
  readonly file: DefinitionFileName;
  /** Line of stations.ndjson, from 1. */
  readonly line: number | null;
  /** Path in a JSON document: `contests[0].id`, `[12].parent`. */
  readonly path: string | null;
  readonly expected: string | null;
};

export type Decoded<T> = Result<T, DefinitionError>;

/** Builds the error of one file. */
export function refuse(
  kind: DefinitionErrorKind,
  file: DefinitionFileName,
  at: { readonly line?: number; readonly path?: string; readonly expected?: string } = {},
): Decoded<never> {
  return err({ kind, file, line: at.line ?? null, path: at.path ?? null, expected: at.expected ?? null });
}
