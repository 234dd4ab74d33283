import type { RecordStore } from '../../src/record/store-port.ts';

/** What results, comparison and verification need of a store: every `RecordStore` is one, and it cannot write. */
export type RecordReader = Pick<RecordStore, 'size' | 'readFrom' | 'readMeta' | 'close'>;
