import { parentPort, workerData } from 'node:worker_threads';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { EstimateReader } from './estimate-reader.ts';
import type { EstimateAnswer, EstimateOrder } from './estimator.ts';
import { openRunForReading } from './read-run.ts';

/* The thread of the estimates: it reads the store of the run by itself and never writes. What it throws ends it, and nothing else. */

const { directory } = workerData as { readonly directory: string };
let reader: EstimateReader | null = null;

function open(): EstimateReader {
  const run = openRunForReading(directory, nodeCrypto);
  if (!run.ok) throw new Error(run.error.detail);
  return new EstimateReader(run.value);
}

function tell(answer: EstimateAnswer): void {
  parentPort?.postMessage(answer);
}

parentPort?.on('message', ({ state }: EstimateOrder) => {
  reader ??= open();
  if (reader.reach(state)) {
    for (const contest of reader.due()) tell({ kind: 'said', estimated: reader.estimate(contest) });
  }
  tell({ kind: 'done', state });
});
