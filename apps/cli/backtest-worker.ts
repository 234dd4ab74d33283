import { parentPort, workerData } from 'node:worker_threads';
import { type ThreadWork, type Trial, trialRunner } from './backtest-pool.ts';

const run = trialRunner(workerData as ThreadWork);
parentPort?.on('message', (trial: Trial) => parentPort?.postMessage(run(trial)));
