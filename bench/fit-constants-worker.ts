import { parentPort } from 'node:worker_threads';
import { type Point, tryPoint } from './fit-points.ts';

parentPort?.on('message', (point: Point) => parentPort?.postMessage(tryPoint(point)));
