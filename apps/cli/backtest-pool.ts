import { Worker } from 'node:worker_threads';
import { present } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { readElectionToTry } from './backtest-folder.ts';
import type { Plan } from './backtest-plan.ts';
import { type Election, type Night, type NightTried, tryNight } from './backtest-run.ts';

/** A night of one of the folders. */
export type Trial = { readonly folder: number; readonly night: Night };
/** What a thread is started with. */
export type ThreadWork = { readonly folders: readonly string[]; readonly plan: Plan };

/** Every night of a plan, folder by folder, so that a thread reads few folders. The real order is not drawn: one seed is enough. */
export function trialsOf(folders: number, plan: Plan): readonly Trial[] {
  return Array.from({ length: folders }, (_, folder) =>
    plan.orders.flatMap((order) =>
      Array.from(
        { length: order === 'real' ? 1 : plan.seeds },
        (_, s): Trial => ({ folder, night: { order, seed: plan.seed + s } }),
      ),
    ),
  ).flat();
}

/** Runs one trial after the other in whoever holds it; the last folder read stays, because the next trial is mostly of the same. */
export function trialRunner({ folders, plan }: ThreadWork): (trial: Trial) => NightTried {
  let held: { readonly folder: number; readonly election: Election } | null = null;
  return ({ folder, night }) => {
    if (held?.folder !== folder) {
      const read = readElectionToTry(present(folders[folder], 'the folder'), plan.contest);
      // The command read every folder before: it changed under us.
      if (!read.ok) throw new Error(read.error.join('\n'));
      held = { folder, election: read.value };
    }
    return tryNight(held.election, night, plan);
  };
}

/**
 * All trials on so many threads, in the order of the trials whichever ends first. A thread that dies fails the whole: half a
 * back-test would look like a whole one.
 */
export async function runTrials(
  work: ThreadWork,
  trials: readonly Trial[],
  threads: number,
  progress: (done: number) => void,
): Promise<Result<readonly NightTried[], string>> {
  const found = new Array<NightTried | null>(trials.length).fill(null);
  let [next, done] = [0, 0];
  const finish = (at: number, tried: NightTried) => {
    found[at] = tried;
    done++;
    progress(done);
  };
  if (threads <= 1 || trials.length <= 1) {
    const run = trialRunner(work);
    trials.forEach((trial, at) => {
      finish(at, run(trial));
    });
    return ok(found.filter((night) => night !== null));
  }
  const workers: Worker[] = [];
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./backtest-worker.ts', import.meta.url), { workerData: work });
      workers.push(worker);
      let at = -1;
      const hand = () => {
        at = next++;
        if (at < trials.length) worker.postMessage(trials[at]);
        else resolve();
      };
      worker.on('message', (tried: NightTried) => {
        finish(at, tried);
        hand();
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('a thread ended before its work')));
      hand();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(threads, trials.length) }, one));
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  } finally {
    for (const worker of workers) void worker.terminate();
  }
  return ok(found.map((night) => present(night, 'a night')));
}
