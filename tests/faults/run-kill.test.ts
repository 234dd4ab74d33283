import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../simulation/random.ts';
import { cotejo, published as publishedBeyond, RealProcess } from '../cli/real-process.ts';

/**
 * A whole run killed with SIGKILL at seeded moments and started again, until it is through: the record has the root that
 * an undisturbed run has, the published bytes are the same, and an outsider verifies them.
 */
const NIGHT = ['rehearse', '--stations', '400', '--states', '20', '--speed', 'max', '--no-serve', '--seed', 'kill'];
const KILLS = 30;

describe('kill -9 at any moment of a run', () => {
  let folder = '';
  let reference = '';
  let wholeMs = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-kill-'));
    reference = join(folder, 'reference');
    const started = performance.now();
    const ended = await cotejo(...NIGHT, '--out', reference);
    wholeMs = performance.now() - started;
    expect(ended.code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const published = (run: string, file: string) => readFileSync(join(run, 'public', file), 'utf8');

  it(`ends with the same root after ${KILLS} kills`, async () => {
    const random = new Random('kill -9');
    const out = join(folder, 'killed');
    let kills = 0;
    for (let round = 0; kills < KILLS; round++) {
      const run = new RealProcess([...NIGHT, '--out', out]);
      // Early moments hit the opening and the recovery, late ones the writing of states.
      const moment = random.unit() * wholeMs * (round % 3 === 0 ? 0.4 : 1.1);
      const over = await Promise.race([run.end().then(() => true), wait(moment).then(() => false)]);
      if (!over) {
        kills++;
        await run.interrupt('SIGKILL');
        continue;
      }
      // It came through: what is there is right, and the next rounds begin anew.
      expect((await run.end()).code).toBe(0);
      expectSame(out);
      rmSync(out, { recursive: true, force: true });
    }
    const last = await cotejo(...NIGHT, '--out', out);
    expect({ code: last.code, err: last.err }).toEqual({ code: 0, err: '' });
    expectSame(out);
    const verified = await cotejo('verify', out, '--trust', join(out, 'trust.json'));
    expect(verified.out).toContain('VERIFIED');
  });

  it('a disk that is full in the middle is said so, and the run goes on when there is room', async () => {
    const out = join(folder, 'full');
    // No file may outgrow 2 MiB: the store meets it like a full disk.
    const limited = await limitedRun(2048, [...NIGHT, '--out', out]);
    expect(limited.code).toBe(5);
    expect(limited.err).toMatch(/could not be written|cannot write|Cannot write/);
    const again = await cotejo(...NIGHT, '--out', out);
    expect({ code: again.code, err: again.err }).toEqual({ code: 0, err: '' });
    expectSame(out);
  });

  it('a store restored from a backup refuses to sign what would fork the log', async () => {
    const out = join(folder, 'restored');
    const run = new RealProcess([...NIGHT, '--out', out]);
    await publishedBeyond(out, 100);
    await run.interrupt('SIGINT');
    const backup = join(folder, 'backup');
    cpSync(out, backup, { recursive: true });
    expect((await cotejo(...NIGHT, '--out', out)).code).toBe(0);
    // The newest public folder, with the older store beside it.
    cpSync(join(out, 'public'), join(backup, 'public'), { recursive: true });
    const refused = await cotejo(...NIGHT, '--out', backup);
    expect(refused.code).toBe(5);
    expect(refused.err).toContain('Refusing to sign');
  });

  function expectSame(run: string): void {
    for (const file of ['checkpoint', 'manifest.json', 'data/u/u0.json', 'data/history.json']) {
      expect(published(run, file)).toBe(published(reference, file));
    }
  }
});

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function limitedRun(fileKilobytes: number, args: readonly string[]): Promise<{ code: number | null; err: string }> {
  const main = fileURLToPath(new URL('../../apps/cli/main.ts', import.meta.url));
  // SIGXFSZ ignored: the write fails with an error, as on a full disk, instead of killing the process.
  const script = `trap '' XFSZ; ulimit -f ${fileKilobytes}; exec "$0" "$@"`;
  const child = spawn('bash', ['-c', script, process.execPath, '--disable-warning=ExperimentalWarning', main, ...args]);
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  child.stdout.resume();
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, err }));
  });
}
