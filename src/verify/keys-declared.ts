import { decodeUtf8 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { decodeBodyLine } from '../record/index.ts';
import { type Checkpoint, decodeBundle, TILE_WIDTH, tilePath } from '../tlog/index.ts';
import { bodyFilePath } from './body-reading.ts';
import { HeaderReader } from './header-reading.ts';
import type { LogKeys } from './log-check.ts';
import type { PublicSource } from './public-source.ts';
import { parseLogKeys } from './trust.ts';

/**
 * The keys that the record declares of itself, for those who have no trust file. Whoever wrote the folder chose them, so
 * they show that it is consistent and nothing of whose it is. Null when there are none to be had in the first bundle.
 */
export function findDeclaredKeys(crypto: Crypto, source: PublicSource, checkpoint: Checkpoint): LogKeys | null {
  const width = Math.min(TILE_WIDTH, checkpoint.size);
  const bundle = source.read(tilePath({ level: 'entries', index: 0, width }));
  const bodies = source.read(bodyFilePath(0));
  if (width === 0 || !bundle.ok || !bodies.ok) return null;
  const entries = decodeBundle(bundle.value, width);
  const text = decodeUtf8(bodies.value);
  if (!entries.ok || !text.ok) return null;
  const declared = entries.value.findIndex((entry) => {
    const header = new HeaderReader().read(entry);
    return header.ok && header.value.header.kind === 'KeysDeclared';
  });
  const line = decodeBodyLine(text.value.split('\n')[declared] ?? 'null');
  if (!line.ok || line.value === null) return null;
  const { origin, log, heartbeat } = line.value.body;
  const keys = parseLogKeys(crypto, log, heartbeat);
  return keys === null || typeof origin !== 'string' ? null : { origin, ...keys };
}
