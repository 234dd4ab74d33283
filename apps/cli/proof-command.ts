import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeOpenError } from '../../adapters/store/open-error.ts';
import { openSqliteStoreReadOnly } from '../../adapters/store/sqlite-reader.ts';
import { leafHashOf } from '../../src/record/index.ts';
import { encodeProofFile, LogTree, parseCheckpoint, parseNote } from '../../src/tlog/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

export type ProofOptions = { readonly out?: string };

const PAGE = 5000;

/** `cotejo proof DIR NUMBER`: an offline proof file (C2SP tlog-proof) that this event is in the log under its checkpoint. */
export function proofCommand(directory: string, number: string, options: ProofOptions, output: Output): ExitCode {
  const path = join(directory, 'public', 'checkpoint');
  if (!existsSync(path))
    return refuse(output, `${directory} holds nothing published (no public/checkpoint)`, EXIT.badInput);
  const checkpoint = readFileSync(path);
  const note = parseNote(checkpoint);
  const head = note.ok ? parseCheckpoint(note.value.text) : null;
  if (head === null || !head.ok) return refuse(output, `${path} is no checkpoint`, EXIT.badInput);
  const { size } = head.value;
  const index = Number(number);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    return refuse(output, `the checkpoint covers record numbers 0 to ${size - 1}, not ${number}`, EXIT.usage);
  }
  const store = openSqliteStoreReadOnly(directory);
  if (!store.ok) return refuse(output, describeOpenError(store.error));
  try {
    const tree = new LogTree(nodeCrypto);
    for (let from = 0; from < size; from += PAGE) {
      for (const event of store.value.readFrom(from, Math.min(PAGE, size - from)))
        tree.append(leafHashOf(nodeCrypto, event.header));
    }
    const proof = encodeProofFile({ extra: null, index, proof: tree.inclusionProof(index, size), checkpoint });
    if (options.out === undefined) output.line(Buffer.from(proof).toString('utf8').trimEnd());
    else writeFileSync(options.out, proof);
    return EXIT.ok;
  } finally {
    store.value.close();
  }
}
