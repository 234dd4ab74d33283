import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../apps/cli/main.ts', import.meta.url));

export type Measured = {
  readonly code: number | null;
  readonly seconds: number;
  /** Peak resident memory in MB; null where the system does not tell (only Linux does here). */
  readonly peakMb: number | null;
  readonly out: string;
};

/** Runs the real command line, with the flags of its first line, in a process of its own, and watches its memory from outside. */
export async function measure(args: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--max-semi-space-size=64',
    MAIN,
    ...args,
  ]);
  let out = '';
  let peak: number | null = null;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  child.stderr.resume();
  const watch = setInterval(() => {
    peak = Math.max(peak ?? 0, peakOf(child.pid) ?? 0) || peak;
  }, 50);
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  clearInterval(watch);
  return { code, seconds: (performance.now() - started) / 1000, peakMb: peak, out };
}

function peakOf(pid: number | undefined): number | null {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line === null ? null : Math.round(Number(line[1]) / 1024);
  } catch {
    return null;
  }
}
