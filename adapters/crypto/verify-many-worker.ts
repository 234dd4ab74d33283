import { workerData } from 'node:worker_threads';
import { type SharedChecks, takeChunks } from './verify-many.ts';

takeChunks(workerData as SharedChecks);
