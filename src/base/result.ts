/** An expected failure is a value: `Result` carries either the value or a coded error. Bugs throw (see assert.ts). */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** The value, or a thrown bug: only where a failure would mean that this program contradicts itself. */
export function expectOk<T, E>(result: Result<T, E>, why: string): T {
  if (result.ok) return result.value;
  throw new Error(`${why}: ${JSON.stringify(result.error)}`);
}
