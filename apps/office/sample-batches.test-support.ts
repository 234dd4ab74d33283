import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import type { RunKeys } from '../../adapters/keys/key-folder.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { POLLS_CLOSE } from '../../src/entry/centre-example.test-support.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { type Draft, Ledger, leafHashOf, type StoredEvent } from '../../src/record/index.ts';
import { formatVkey, LogTree, signCheckpoint } from '../../src/tlog/index.ts';
import { definitionFiles } from '../run/definition-files.ts';
import { type PostedBatch, type SentEvent, sentEvent } from './office-batch.ts';

/* What an office could send that no program of ours would: anything, under its own signature. */

/** Signs whatever is said, as events behind those that were sent before. */
export function batchOf(
  keys: RunKeys,
  events: readonly SentEvent[],
  from = 0,
  before: readonly SentEvent[] = [],
): PostedBatch {
  return { from, events, checkpoint: noteOf(keys, [...before, ...events]), without: [] };
}

export function treeOf(events: readonly SentEvent[]): LogTree {
  const tree = new LogTree(nodeCrypto);
  for (const { header } of events) tree.append(leafHashOf(nodeCrypto, utf8(header)));
  return tree;
}

export function noteOf({ origin, log, heartbeat }: RunKeys, events: readonly SentEvent[]): string {
  const tree = treeOf(events);
  const checkpoint = { origin, size: tree.size, root: tree.rootAt(tree.size) };
  return new TextDecoder().decode(signCheckpoint(checkpoint, log, { ...heartbeat, time: 1_767_484_800 }));
}

/** Gives drafts their places in a log of their own, as a faulty office might. */
export function sealedBy(keys: RunKeys, drafts: readonly Partial<Draft>[]): readonly StoredEvent[] {
  const ledger = new Ledger(nodeCrypto);
  return drafts.map((draft) => {
    const sealed = ledger.seal(
      { body: { kind: 'CountClosed' }, at: POLLS_CLOSE, clock: 'server', source: 'desk', ...draft },
      keys.saltOf(ledger.size),
    );
    ledger.follow(sealed.header, sealed.leafHash);
    return sealed.stored;
  });
}

/** The two events that every record begins with, and these behind them. */
export function logOf(
  keys: RunKeys,
  definition: ElectionDefinition,
  drafts: readonly Partial<Draft>[],
): readonly SentEvent[] {
  const { hashes } = definitionFiles(definition, nodeCrypto);
  const { origin, log, heartbeat } = keys;
  const own = { origin, log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
  const beginning: Partial<Draft>[] = [
    { body: { kind: 'ElectionDefined', ...hashes } },
    { body: { kind: 'KeysDeclared', ...own } },
  ];
  return sealedBy(keys, [...beginning, ...drafts]).map(sentEvent);
}
