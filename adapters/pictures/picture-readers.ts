import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, type Result } from '../../src/base/result.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';
import type { PictureError } from './picture-error.ts';
import { readPictureHeader } from './picture-header.ts';
import type { PreparedPicture } from './prepare-picture.ts';

/** Too many pictures wait already: the sender is to come back. */
export type ReadersBusy = { readonly kind: 'readers-busy' };
export type Prepared = Result<PreparedPicture, PictureError | ReadersBusy>;

/** `preparePicture` somewhere else than in the thread that answers everybody. */
export interface PictureReaders {
  prepare(bytes: Bytes, form: SheetForm, page: number): Promise<Prepared>;
  close(): Promise<void>;
}

/** What a reader is asked. */
export type PictureQuestion = { readonly bytes: Bytes; readonly form: SheetForm; readonly page: number };

export type ReaderOptions = {
  readonly readers?: number;
  /** How many pictures may wait for a reader. */
  readonly waiting?: number;
  /** A reader that takes longer is ended. Decoding has limits of its own; this is for what has none. */
  readonly seconds?: number;
  /** What a reader runs. */
  readonly program?: URL;
};

type Question = PictureQuestion & { readonly answer: (prepared: Prepared) => void };

const READERS_MOST = 4;
/** Their bytes lie in memory meanwhile. */
const WAITING_MOST = 64;
const SECONDS = 30;
const PROGRAM = new URL('./picture-reader-worker.ts', import.meta.url);

/**
 * Reads pictures in threads, one picture each at a time. Pictures come from strangers: one that takes too long or brings its
 * reader down is refused alone, and the next one gets a new reader. Threads start when they are needed.
 */
export function openPictureReaders(options: ReaderOptions = {}): PictureReaders {
  const { waiting = WAITING_MOST, seconds = SECONDS, program = PROGRAM } = options;
  const { readers: most = Math.min(READERS_MOST, availableParallelism()) } = options;
  const idle: Reader[] = [];
  const open = new Set<Reader>();
  const queue: Question[] = [];
  let closed = false;

  const next = (reader: Reader) => {
    const question = queue.shift();
    if (question === undefined) idle.push(reader);
    else reader.ask(question);
  };
  const start = (): Reader => {
    const reader: Reader = new Reader(program, seconds, {
      onFree: () => next(reader),
      onGone: () => {
        open.delete(reader);
        const at = idle.indexOf(reader);
        if (at >= 0) idle.splice(at, 1);
        const question = closed ? undefined : queue.shift();
        if (question !== undefined) start().ask(question);
      },
    });
    open.add(reader);
    return reader;
  };
  return {
    prepare: (bytes, form, page) =>
      new Promise((answer) => {
        const question = { bytes, form, page, answer };
        const free = idle.pop();
        if (closed) answer(err({ kind: 'readers-busy' }));
        else if (free !== undefined) free.ask(question);
        else if (open.size < most) start().ask(question);
        else if (queue.length < waiting) queue.push(question);
        else answer(err({ kind: 'readers-busy' }));
      }),
    close: async () => {
      closed = true;
      for (const { answer } of queue.splice(0)) answer(err({ kind: 'readers-busy' }));
      await Promise.all([...open].map((reader) => reader.end()));
    },
  };
}

/** One thread. It is asked only while it is free. */
class Reader {
  private readonly worker: Worker;
  private readonly seconds: number;
  private question: Question | null = null;
  private deadline: NodeJS.Timeout | null = null;

  constructor(program: URL, seconds: number, on: { readonly onFree: () => void; readonly onGone: () => void }) {
    this.seconds = seconds;
    this.worker = new Worker(program);
    this.worker.on('message', (prepared: Prepared) => {
      this.answer(prepared);
      this.worker.unref();
      on.onFree();
    });
    let fall = 'it brought its reader down';
    this.worker.on('error', (cause) => {
      fall = cause instanceof Error ? cause.message : String(cause);
    });
    this.worker.on('exit', () => {
      const { question } = this;
      if (question !== null) this.answer(err({ kind: 'damaged', format: formatOf(question.bytes), detail: fall }));
      on.onGone();
    });
  }

  ask(question: Question): void {
    this.question = question;
    this.worker.ref();
    this.deadline = setTimeout(() => this.giveUp(question), this.seconds * 1000);
    const { bytes, form, page } = question;
    this.worker.postMessage({ bytes, form, page } satisfies PictureQuestion);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private giveUp({ bytes }: PictureQuestion): void {
    this.answer(err({ kind: 'too-slow', format: formatOf(bytes), seconds: this.seconds }));
    void this.worker.terminate();
  }

  private answer(prepared: Prepared): void {
    if (this.deadline !== null) clearTimeout(this.deadline);
    const { question } = this;
    this.question = null;
    question?.answer(prepared);
  }
}

function formatOf(bytes: Bytes) {
  const header = readPictureHeader(bytes);
  return header.ok ? header.value.format : 'jpeg';
}
