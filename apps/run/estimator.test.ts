import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Estimator } from './estimator.ts';

const folder = mkdtempSync(join(tmpdir(), 'cotejo-estimator-'));
const open: Estimator[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An estimator whose thread does this with each order. */
function estimator(does: string, options: { readonly timeoutMs?: number; readonly restMs?: number } = {}) {
  const file = join(folder, `${open.length}-${Math.abs(does.length)}.mjs`);
  const head = "import { parentPort } from 'node:worker_threads';\nconst tell = (a) => parentPort.postMessage(a);\n";
  writeFileSync(file, `${head}parentPort.on('message', async ({ state }) => { ${does} });\n`);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const made = new Estimator({ directory: folder, log, worker: pathToFileURL(file), restMs: 0, ...options });
  open.push(made);
  return { made, lines };
}

const SAID = "tell({ kind: 'said', estimated: { count: 'preliminary', contest: 'c', body: { state } } });";
const DONE = "tell({ kind: 'done', state });";

describe('the thread of the estimates', () => {
  it('tells each estimate, and is done', async () => {
    const { made } = estimator(`${SAID}${SAID}${DONE}`);
    const told: number[] = [];
    await made.estimate(7, ({ body }) => void told.push(body.state));
    await made.estimate(8, ({ body }) => void told.push(body.state));
    expect(told).toEqual([7, 7, 8, 8]);
  });

  it('may fail: that is said, nothing else ends, and the next state is estimated again', async () => {
    const { made, lines } = estimator(`if (state === 1) throw new Error('no memory'); ${SAID}${DONE}`);
    const told: number[] = [];
    await made.estimate(1, ({ body }) => void told.push(body.state));
    expect(lines).toEqual(['the estimates failed: no memory; the count goes on without an estimate']);
    await made.estimate(2, ({ body }) => void told.push(body.state));
    expect(told).toEqual([2]);
  });

  it('is given up when it never ends, and left alone for a while', async () => {
    const { made, lines } = estimator('for (;;) {}', { timeoutMs: 300, restMs: 3_600_000 });
    await made.estimate(1, () => undefined);
    expect(lines).toEqual(['an estimate took too long and was given up; the count goes on without an estimate']);
    await made.estimate(2, () => undefined);
    expect(lines).toHaveLength(1);
  });

  it('makes one estimate at a time, and none when it is closed', async () => {
    const { made, lines } = estimator(`await new Promise((r) => setTimeout(r, 50)); ${SAID}${DONE}`);
    const told: number[] = [];
    const first = made.estimate(1, ({ body }) => void told.push(body.state));
    await made.estimate(2, ({ body }) => void told.push(body.state));
    await first;
    expect(told).toEqual([1]);
    const last = made.estimate(3, ({ body }) => void told.push(body.state));
    await made.close();
    await last;
    await made.estimate(4, ({ body }) => void told.push(body.state));
    expect([told, lines]).toEqual([[1], []]);
  });
});
