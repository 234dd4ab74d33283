import { z } from 'zod';
import type { Result } from '../../../src/base/result.ts';
import type { Trouble } from './trouble.ts';

/** 8 to 128 visible characters. */
export const keyHeaderSchema = z.object({ 'idempotency-key': z.string().regex(/^[\x21-\x7e]{8,128}$/) });

export const KEY_REUSED: Trouble = {
  ...{ status: 422, code: 'idempotency-key-reused', field: '/headers/idempotency-key' },
  detail: 'This key was used for something else.',
};

export type Reused = { readonly kind: 'idempotency-key-reused' };

type Kept<T> = { readonly content: string; readonly answer: Promise<T> };

/**
 * Answers that were given under a key. Only what succeeded is kept: whoever sends under another's key without being able to
 * sign can neither take the key nor learn its answer. After a restart the record itself knows what it received.
 */
export class Idempotency<T> {
  readonly #most: number;
  readonly #coming = new Map<string, Kept<unknown>>();
  readonly #kept = new Map<string, { readonly content: string; readonly value: T }>();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The answer of `act`, done once a key and content. `content` says what was sent, down to the last byte. */
  async once<E>(
    key: string,
    content: string,
    act: () => Promise<Result<T, E>>,
  ): Promise<Result<T, E> | { readonly ok: false; readonly error: Reused }> {
    for (;;) {
      const kept = this.#kept.get(key);
      if (kept !== undefined) {
        if (kept.content === content) return { ok: true, value: kept.value };
        return { ok: false, error: { kind: 'idempotency-key-reused' } };
      }
      const coming = this.#coming.get(key) as Kept<Result<T, E>> | undefined;
      if (coming === undefined) return this.#act(key, content, act);
      if (coming.content === content) return coming.answer;
      // It may fail, and then it has no right to the key.
      await coming.answer.catch(() => undefined);
    }
  }

  async #act<E>(key: string, content: string, act: () => Promise<Result<T, E>>): Promise<Result<T, E>> {
    const answer = act();
    this.#coming.set(key, { content, answer });
    try {
      const done = await answer;
      if (done.ok) this.#keep(key, { content, value: done.value });
      return done;
    } finally {
      this.#coming.delete(key);
    }
  }

  #keep(key: string, of: { readonly content: string; readonly value: T }): void {
    this.#kept.set(key, of);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
  }
}
