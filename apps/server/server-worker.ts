import { parentPort, workerData } from 'node:worker_threads';
import { type ServerOptions, startPublicServer } from './public-server.ts';
import type { Order } from './server-thread.ts';

const started = await startPublicServer(workerData as ServerOptions);
if (started.ok) {
  const server = started.value;
  parentPort?.on('message', (order: Order) => {
    if (order.kind === 'stop') void server.close().then(() => process.exit(0));
    else void server.reading.set(order.on).then(() => parentPort?.postMessage({ kind: 'switched' }));
  });
  parentPort?.postMessage({ kind: 'listening', url: server.url });
} else {
  parentPort?.postMessage({ kind: 'refused', error: started.error });
}
