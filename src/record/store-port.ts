import type { Bytes } from '../base/bytes.ts';

/** One event as it lies in the store: exact bytes, never rebuilt. */
export type StoredEvent = {
  /** Canonical header, the leaf of the log. */
  readonly header: Bytes;
  /** 32 bytes, stored durably before the commitment in the header is acknowledged. */
  readonly salt: Bytes;
  /** Canonical body that the header commits to. */
  readonly body: Bytes;
};

export type AppendError =
  /** The store does not end where the caller thinks: another writer, or a lost answer. Nothing was written. */
  | { readonly kind: 'size-mismatch'; readonly expected: number; readonly actual: number }
  /** The medium refused (disk full, I/O error, read-only). Nothing of the batch is kept. */
  | { readonly kind: 'storage-failed'; readonly detail: string };

/**
 * The record's medium. Trusted to keep what it acknowledged and to return it; whoever captures it can stop the service
 * or lose events, but cannot change a logged event unseen, because the published checkpoint commits to every header.
 */
export interface RecordStore {
  /** Number of events kept. */
  size(): number;
  /**
   * Appends a batch whole or not at all, at position `expectedSize`. When it returns ok, the batch survives power loss.
   */
  append(
    expectedSize: number,
    batch: readonly StoredEvent[],
  ): { readonly ok: true; readonly value: number } | { readonly ok: false; readonly error: AppendError };
  /** Events [from, from + limit), in order; fewer at the end. */
  readFrom(from: number, limit: number): readonly StoredEvent[];
  /** Small named values of this run (definition hash, tick length, seed), kept with the same durability. */
  readMeta(name: string): string | null;
  writeMeta(name: string, value: string): void;
  close(): void;
}
