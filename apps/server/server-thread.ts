import { Worker } from 'node:worker_threads';
import type { RunningServer, ServerError, ServerOptions } from './public-server.ts';

type Answer =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'refused'; readonly error: ServerError };

/** Serves from a thread of its own, so that a page answers at once while a state is being written. */
export function startServerThread(
  options: ServerOptions,
): Promise<{ ok: true; value: RunningServer } | { ok: false; error: ServerError }> {
  const worker = new Worker(new URL('./server-worker.ts', import.meta.url), { workerData: options });
  return new Promise((resolve) => {
    worker.on('error', (cause) => {
      const detail = String((cause as Error).message);
      resolve({ ok: false, error: { kind: 'cannot-listen', detail } });
      // After the start nobody waits for the answer any more: the night goes on without its page, and says so.
      process.stderr.write(`cotejo: the page is no longer served: ${detail}\n`);
    });
    worker.once('message', (answer: Answer) => {
      if (answer.kind === 'refused') resolve({ ok: false, error: answer.error });
      else resolve({ ok: true, value: { url: answer.url, close: () => stop(worker) } });
    });
  });
}

async function stop(worker: Worker): Promise<void> {
  worker.postMessage('stop');
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => void worker.terminate().then(() => resolve()), 3000);
    worker.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
  });
}
