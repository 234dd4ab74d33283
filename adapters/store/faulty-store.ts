import { err, type Result } from '../../src/base/result.ts';
import type { AppendError, RecordStore, StoredEvent } from '../../src/record/store-port.ts';

/*
 * A store that fails on demand, around any other: what a test uses to see what its caller does then. Never part of a
 * running system.
 */

export type Fault =
  /** Nothing is stored, storage-failed is answered. */
  | 'fails'
  /** Everything is stored, and storage-failed is answered: the answer got lost on its way. */
  | 'stored-but-answer-lost'
  /** Nothing is stored, and the call throws, as a bug would. */
  | 'throws';

export interface FaultyStore extends RecordStore {
  /** Calls of `append` so far. */
  calls(): number;
}

/** Wraps a store; `faults` names the fault of the nth call of `append`, counted from 1. */
export function createFaultyStore(store: RecordStore, faults: ReadonlyMap<number, Fault>): FaultyStore {
  let calls = 0;
  return {
    calls: () => calls,
    append(expectedSize: number, batch: readonly StoredEvent[]): Result<number, AppendError> {
      calls++;
      const fault = faults.get(calls);
      if (fault === 'throws') throw new Error(`injected: call ${calls} throws`);
      if (fault !== 'fails') {
        const answer = store.append(expectedSize, batch);
        if (fault === undefined || !answer.ok) return answer;
      }
      return err({ kind: 'storage-failed', detail: `injected: call ${calls} ${fault}` });
    },
    size: () => store.size(),
    readFrom: (from, limit) => store.readFrom(from, limit),
    readMeta: (name) => store.readMeta(name),
    writeMeta: (name, value) => store.writeMeta(name, value),
    close: () => store.close(),
  };
}
