import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TMPFS = 0x01021994;

/**
 * On a disk: the system's temporary folder, or, where that is memory, one beside the checkout. Not in node_modules, where
 * ext4 takes ten times as long to make a file, because the block group is crowded.
 */
function place(): string {
  const isMemory = process.platform === 'linux' && statfsSync(tmpdir()).type === TMPFS;
  return isMemory ? fileURLToPath(new URL('../..', import.meta.url)) : tmpdir();
}

/** Gives `use` a folder of its own and removes it afterwards. */
export async function inScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(place(), 'cotejo-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a figure has to be read with. */
export function machineState(): string {
  const load = loadavg()[0] ?? 0;
  return `${availableParallelism()} cores, load ${load.toFixed(1)} before, node ${process.versions.node}`;
}

export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** The value below which that share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** p50, p95 and the largest. */
export function spread(values: readonly number[], unit: string, digits = 0): string {
  if (values.length === 0) return 'none measured';
  const [middle, high] = [percentile(values, 0.5), percentile(values, 0.95)];
  const max = values.reduce((a, b) => Math.max(a, b), 0);
  return `p50 ${middle.toFixed(digits)}, p95 ${high.toFixed(digits)}, max ${max.toFixed(digits)} ${unit}`;
}
