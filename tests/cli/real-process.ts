import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real command line in a process of its own, run by plain `node` without any transformer. */
const MAIN = fileURLToPath(new URL('../../apps/cli/main.ts', import.meta.url));

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

export class RealProcess {
  readonly child: ChildProcessWithoutNullStreams;
  out = '';
  err = '';
  private readonly ended: Promise<Ended>;

  constructor(args: readonly string[], main = MAIN) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.out += chunk.toString('utf8');
    });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.err += chunk.toString('utf8');
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => resolve({ code, out: this.out, err: this.err }));
    });
  }

  end(): Promise<Ended> {
    return this.ended;
  }

  /** Asks the process to end, and waits until it has. */
  async interrupt(signal: NodeJS.Signals = 'SIGINT'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  /** Waits until the output has what is looked for; a process that ends before it, or hangs, is a failure. */
  async until(what: RegExp, withinMs = 60_000): Promise<RegExpExecArray> {
    for (const end = performance.now() + withinMs; performance.now() < end; ) {
      const found = what.exec(this.out);
      if (found !== null) return found;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what} did not come.\nout: ${this.out}\nerr: ${this.err}`);
  }
}

/** Waits until a run in this folder has published a state of more than `size` events. */
export async function published(run: string, size: number, withinMs = 60_000): Promise<void> {
  const state = join(run, 'public', 'data', 'state.json');
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    const text = existsSync(state) ? readFileSync(state, 'utf8') : '{"size":-1}';
    if ((JSON.parse(text) as { size: number }).size > size) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${run} published no state of more than ${size} events`);
}

export function cotejo(...args: readonly string[]): Promise<Ended> {
  return new RealProcess(args).end();
}
