import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { verifyDevice } from '../../src/base/crypto.ts';
import type { SignatureCheck, StartVerifyMany } from '../../src/verify/index.ts';
import { nodeCrypto } from './node-crypto.ts';

/*
 * Signatures on other threads while the caller, which is synchronous, does something else. Whatever a thread has not answered is
 * checked by the caller itself: a thread that dies, or never starts, costs time and changes no answer.
 */

/** Below this a thread takes longer to start than the caller to check them all. */
const WORTH_A_THREAD = 2000;
/** Signatures that a thread, or the caller, takes at once. */
export const CHUNK = 64;

export const [UNTOLD, HOLDS, FAILS] = [0, 1, 2];

/** A key has a place for the longest, a point of P-256, and in front of it one byte: its length, 0 for what is no key. */
const KEY_PLACE = 1 + 65;
const SIGNATURE_BYTES = 64;
const PLACE = KEY_PLACE + SIGNATURE_BYTES;

/** What the threads share. `next` is the first chunk that nobody took; `done` counts the chunks that are answered. */
export type SharedChecks = {
  /** Places of keys, then signatures, then messages, one behind the other. */
  readonly bytes: SharedArrayBuffer;
  /** Where each message ends. */
  readonly ends: SharedArrayBuffer;
  readonly answers: SharedArrayBuffer;
  /** `[next, done]` */
  readonly progress: SharedArrayBuffer;
  readonly count: number;
};

/** `StartVerifyMany` of the verifier, over node:crypto on as many threads as the machine has to spare. */
export const startVerifyMany: StartVerifyMany = (checks) => {
  const shared = share(checks);
  const threads = checks.length < WORTH_A_THREAD ? 0 : Math.max(1, availableParallelism() - 1);
  const workers = startWorkers(shared, threads);
  return () => {
    takeChunks(shared);
    const answers = new Uint8Array(shared.answers);
    waitFor(shared);
    for (const worker of workers) void worker.terminate();
    return checks.map((check, i) => {
      if (answers[i] !== UNTOLD) return answers[i] === HOLDS;
      return verifyDevice(nodeCrypto, check.publicKey, check.message, check.signature);
    });
  };
};

/** Checks chunk after chunk until all are taken; runs on every thread. */
export function takeChunks({ bytes, ends, answers, progress, count }: SharedChecks): void {
  const at = new Int32Array(progress);
  const all = new Uint8Array(bytes);
  const end = new Int32Array(ends);
  const told = new Uint8Array(answers);
  const signatures = count * KEY_PLACE;
  const messages = count * PLACE;
  for (let chunk = Atomics.add(at, 0, 1); chunk * CHUNK < count; chunk = Atomics.add(at, 0, 1)) {
    for (let i = chunk * CHUNK; i < Math.min(count, (chunk + 1) * CHUNK); i++) {
      const first = i * KEY_PLACE + 1;
      const key = all.slice(first, first + (all[first - 1] ?? 0));
      const signature = all.slice(signatures + i * SIGNATURE_BYTES, signatures + (i + 1) * SIGNATURE_BYTES);
      const message = all.slice(messages + (i === 0 ? 0 : (end[i - 1] ?? 0)), messages + (end[i] ?? 0));
      told[i] = verifyDevice(nodeCrypto, key, message, signature) ? HOLDS : FAILS;
    }
    Atomics.add(at, 1, 1);
    Atomics.notify(at, 1);
  }
}

/** A chunk takes milliseconds: a thread that is silent for seconds has died, and the caller checks what it left. */
const SILENCE_MS = 5000;

function waitFor({ progress, count }: SharedChecks): void {
  const at = new Int32Array(progress);
  const chunks = Math.ceil(count / CHUNK);
  for (let done = Atomics.load(at, 1); done < chunks; done = Atomics.load(at, 1)) {
    if (Atomics.wait(at, 1, done, SILENCE_MS) === 'timed-out') return;
  }
}

/** As many as may be started: where none may, the caller checks all of them. */
function startWorkers(shared: SharedChecks, threads: number): readonly Worker[] {
  const workers: Worker[] = [];
  try {
    while (workers.length < threads) workers.push(startWorker(shared));
  } catch {
    // Each takes whatever the others leave, so fewer give the same answers.
  }
  return workers;
}

function startWorker(shared: SharedChecks): Worker {
  const worker = new Worker(new URL('./verify-many-worker.ts', import.meta.url), { workerData: shared });
  // What it did not answer is checked again; there is nobody to tell.
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

function share(checks: readonly SignatureCheck[]): SharedChecks {
  const count = checks.length;
  const length = checks.reduce((sum, { message }) => sum + message.length, 0);
  const bytes = new SharedArrayBuffer(count * PLACE + length);
  const ends = new SharedArrayBuffer(count * 4);
  const all = new Uint8Array(bytes);
  const end = new Int32Array(ends);
  let at = 0;
  checks.forEach(({ publicKey, message, signature }, i) => {
    // A key or signature of another length fits no place here; it is left out, so it holds nowhere.
    if ((publicKey.length === 32 || publicKey.length === 65) && signature.length === SIGNATURE_BYTES) {
      all[i * KEY_PLACE] = publicKey.length;
      all.set(publicKey, i * KEY_PLACE + 1);
      all.set(signature, count * KEY_PLACE + i * SIGNATURE_BYTES);
    }
    all.set(message, count * PLACE + at);
    at += message.length;
    end[i] = at;
  });
  const answers = new SharedArrayBuffer(count);
  return { bytes, ends, answers, progress: new SharedArrayBuffer(8), count };
}
