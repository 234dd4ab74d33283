import { Worker } from 'node:worker_threads';
import type { PublicServer, ServerError, ServerOptions } from './public-server.ts';

/** What the thread is told. */
export type Order = { readonly kind: 'stop' } | { readonly kind: 'reading'; readonly on: boolean };
type Answer =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'refused'; readonly error: ServerError }
  | { readonly kind: 'switched' };

/** Serves from a thread of its own, so that a page answers at once while a state is being written. */
export function startServerThread(
  options: ServerOptions,
): Promise<{ ok: true; value: PublicServer } | { ok: false; error: ServerError }> {
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
      else if (answer.kind === 'listening') {
        const reading = new ThreadReading(worker, options.reading ?? true);
        resolve({ ok: true, value: { url: answer.url, reading, close: () => stop(worker) } });
      }
    });
  });
}

/** The switch on this side of the thread. */
class ThreadReading {
  isOn: boolean;
  private readonly worker: Worker;
  private switching: Promise<void> = Promise.resolve();

  constructor(worker: Worker, isOn: boolean) {
    this.worker = worker;
    this.isOn = isOn;
  }

  /** Done when the thread has done it, or has ended. */
  set(on: boolean): Promise<void> {
    this.isOn = on;
    this.switching = this.switching.then(() => this.tell({ kind: 'reading', on }));
    return this.switching;
  }

  private tell(order: Order): Promise<void> {
    // A thread that has ended says nothing any more.
    if (this.worker.threadId === -1) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.worker.off('message', done).off('exit', done);
        resolve();
      };
      this.worker.once('message', done).once('exit', done);
      this.worker.postMessage(order);
    });
  }
}

async function stop(worker: Worker): Promise<void> {
  const order: Order = { kind: 'stop' };
  worker.postMessage(order);
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => void worker.terminate().then(() => resolve()), 3000);
    worker.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
  });
}
