import { parentPort, workerData } from 'node:worker_threads';
import { type ServerOptions, startPublicServer } from './public-server.ts';

const started = await startPublicServer(workerData as ServerOptions);
if (started.ok) {
  parentPort?.once('message', () => {
    void started.value.close().then(() => process.exit(0));
  });
  parentPort?.postMessage({ kind: 'listening', url: started.value.url });
} else {
  parentPort?.postMessage({ kind: 'refused', error: started.error });
}
