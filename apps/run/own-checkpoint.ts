import { equalBytes } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { leafHashOf } from '../../src/record/index.ts';
import { LogTree, openCheckpoint } from '../../src/tlog/index.ts';
import type { RunError, RunPorts } from './ports.ts';

/** What a run is compared by. */
export type OwnCheckpointPorts = Pick<RunPorts, 'crypto' | 'heartbeat' | 'log' | 'origin'> & {
  readonly folder: { read(path: string): Uint8Array | null };
  readonly store: Pick<RunPorts['store'], 'readFrom' | 'size'>;
};

/**
 * Compares a run with the newest checkpoint that it published: one that is behind it or beside it must not sign, because a
 * restored backup would fork the log (DESIGN section 5). Gives the instant of its heartbeat; null: there is none.
 */
export function checkOwnCheckpoint(ports: OwnCheckpointPorts, tree: LogTree): Result<Instant | null, RunError> {
  const bytes = ports.folder.read('checkpoint');
  if (bytes === null) return ok(null);
  const log = { origin: ports.origin, logKey: ports.log.key, cosigners: [ports.heartbeat.key] };
  const opened = openCheckpoint(ports.crypto, bytes, log);
  if (!opened.ok) return err({ kind: 'foreign-checkpoint', detail: opened.error.kind });
  const { size, root } = opened.value.checkpoint;
  const stored = ports.store.size();
  if (size > stored) return err({ kind: 'behind-own-checkpoint', published: size, stored });
  const own = size <= tree.size ? tree.rootAt(size) : storedRoot(ports, size);
  const beat = opened.value.signatures.find(({ time }) => time !== null)?.time ?? null;
  const beatAt = beat === null ? null : instant(beat * 1000);
  return equalBytes(own, root) ? ok(beatAt) : err({ kind: 'beside-own-checkpoint', size });
}

/** Root of the first events in the store, before the run has walked over them. */
function storedRoot(ports: OwnCheckpointPorts, size: number): Uint8Array {
  const tree = new LogTree(ports.crypto);
  while (tree.size < size) {
    const events = ports.store.readFrom(tree.size, Math.min(1000, size - tree.size));
    for (const { header } of events) tree.append(leafHashOf(ports.crypto, header));
    if (events.length === 0) throw new Error('assertion failed: the store holds the events that it counts');
  }
  return tree.rootAt(size);
}
