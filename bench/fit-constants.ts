import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { present } from '../src/base/assert.ts';
import { project } from '../src/projection/project.ts';
import { constantsText } from './fit-constants-text.ts';
import { DRAWS, drawsAsProjected, GRID } from './fit-grid.ts';
import { foldersMissing, nameOf, POINTS, type PointDone, readPoint } from './fit-points.ts';

/*
 * Constants of the projection fitted on two elections and scored on the third, all three ways: a grid, the same seed everywhere.
 * `node bench/fit-constants.ts --threads 2 --out docs/projection/constants.md`; `--scores FILE` keeps the scores of every point as
 * they come, and takes those that it finds there.
 */
const { values } = parseArgs({
  options: { threads: { type: 'string', default: '2' }, out: { type: 'string' }, scores: { type: 'string' } },
});
const threads = Number(values.threads);
const missing = foldersMissing();

if (!Number.isInteger(threads) || threads < 1 || threads > 16) {
  console.error('--threads is a whole number from 1 to 16');
  process.exitCode = 2;
} else if (missing.length > 0) {
  console.log(`not beside this checkout: ${missing.join(', ')}; nothing is fitted`);
} else {
  const done = scoresKept();
  const open = POINTS.filter((point) => !done.has(nameOf(point)));
  if (open.length > 0) checkModel();
  await tryAll(open.map((point) => POINTS.indexOf(point)));
  const text = constantsText(POINTS.map((point) => present(done.get(nameOf(point)), nameOf(point))));
  if (values.out === undefined) for (const line of text) console.log(line);
  else writeFileSync(values.out, `${text.join('\n')}\n`);

  /** The grid leaves parts of `project` out to be quick: with nothing left out it has to make the same draws. */
  function checkModel(): void {
    const { input } = readPoint(present(POINTS.at(-1), 'a point'));
    const here = drawsAsProjected(input, 40, 1);
    const there = project(input, { seed: 1, draws: 40 }).draws;
    if (here.length !== there.length || here.some((votes, at) => votes !== there[at])) {
      throw new Error('the grid does not make the draws of the projection: bench/fit-grid.ts has to follow project.ts');
    }
  }

  async function tryAll(points: readonly number[]): Promise<void> {
    let next = 0;
    const one = () =>
      new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL('./fit-constants-worker.ts', import.meta.url));
        const hand = () => {
          const at = points[next++];
          if (at !== undefined) worker.postMessage(POINTS[at]);
          else void worker.terminate().then(() => resolve());
        };
        worker.on('message', (point: PointDone) => {
          done.set(point.name, point);
          console.error(`${done.size} of ${POINTS.length} points`);
          if (values.scores !== undefined) writeFileSync(values.scores, JSON.stringify([...done.values()]));
          hand();
        });
        worker.on('error', reject);
        hand();
      });
    await Promise.all(Array.from({ length: Math.min(threads, points.length) }, one));
  }
}

/** Scores of an earlier run; those of another grid are no use. */
function scoresKept(): Map<string, PointDone> {
  if (values.scores === undefined || !existsSync(values.scores)) return new Map();
  const kept = JSON.parse(readFileSync(values.scores, 'utf8')) as readonly PointDone[];
  const same = kept.filter(({ scores, draws }) => scores.length === GRID.length && draws === DRAWS);
  return new Map(same.map((point) => [point.name, point]));
}
