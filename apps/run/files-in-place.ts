import { toBase64 } from '../../src/base/bytes.ts';
import type { Manifest } from '../../src/publication/manifest.ts';
import type { RunPorts } from './ports.ts';

/**
 * Whether every file of a stored state lies there with its own bytes; `manifest` then knows them all. A marker alone does not
 * say so: files are not synced, and a process that died may have written half of a state that is in no record.
 */
export function filesInPlace(ports: RunPorts, hash: string, manifest: Manifest): boolean {
  const bytes = readHashed(ports, 'manifest.json', hash);
  if (bytes === null) return false;
  for (const { path, sha256 } of parse(bytes)['shards'] as { path: string; sha256: string }[]) {
    const shard = readHashed(ports, path, sha256);
    if (shard === null) return false;
    const files = parse(shard)['files'] as Record<string, [string, number]>;
    for (const [file, entry] of Object.entries(files)) {
      if (readHashed(ports, file, entry[0]) === null) return false;
      manifest.putEntry(file, entry);
    }
  }
  return true;
}

function readHashed({ folder, crypto }: RunPorts, path: string, hash: string): Uint8Array | null {
  const bytes = folder.read(path);
  return bytes !== null && toBase64(crypto.sha256(bytes)) === hash ? bytes : null;
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
