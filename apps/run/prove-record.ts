import { type Bytes, equalBytes } from '../../src/base/bytes.ts';
import { encodeProofFile, type LogTree, parseCheckpoint, parseNote } from '../../src/tlog/index.ts';

/** Offline proof of an event by the newest checkpoint; null as long as none covers it. */
export type ProveRecord = (record: number) => Bytes | null;

type Newest = { readonly checkpoint: Bytes; readonly size: number };

/** Proves from the tree in memory and the checkpoint that lies in the public folder: no event is read for it. */
export function proveRecord(tree: LogTree, folder: { read(path: string): Bytes | null }): ProveRecord {
  let newest: Newest | null = null;
  return (record) => {
    const checkpoint = folder.read('checkpoint');
    if (checkpoint === null) return null;
    if (newest === null || !equalBytes(newest.checkpoint, checkpoint)) newest = newestOf(checkpoint);
    if (newest === null || record >= newest.size || newest.size > tree.size) return null;
    const proof = tree.inclusionProof(record, newest.size);
    return encodeProofFile({ extra: null, index: record, proof, checkpoint: newest.checkpoint });
  };
}

function newestOf(checkpoint: Bytes): Newest | null {
  const note = parseNote(checkpoint);
  const head = note.ok ? parseCheckpoint(note.value.text) : null;
  return head?.ok === true ? { checkpoint, size: head.value.size } : null;
}
