import { connect, type Socket } from 'node:net';
import { present } from '../src/base/assert.ts';
import type { FromReaders, ToReaders } from './live-messages.ts';

/*
 * The public in a process of its own: readers that wait for news on /live, and one that fetches the checkpoint at every
 * news and says how far it reaches.
 */

const RAMP = 200;
const url = new URL(present(process.argv[2], 'the address of the public page'));
const wanted = Number(process.argv[3]);
const NEWS = Buffer.from('data: checkpoint');

const told: number[] = [];
let round = { first: 0, last: 0, told: 0 };

process.on('message', (message: ToReaders) => {
  if (message.kind === 'check') void check(message);
  else process.exit(0);
});

const open = await connectAll();
say({ kind: 'connected', readers: open });

async function connectAll(): Promise<number> {
  let connected = 0;
  for (let from = 0; from < wanted; from += RAMP) {
    const some = Array.from({ length: Math.min(RAMP, wanted - from) }, (_, i) => reader(from + i));
    connected += (await Promise.all(some)).filter(Boolean).length;
  }
  return connected;
}

function reader(at: number): Promise<boolean> {
  told[at] = 0;
  return new Promise((resolve) => {
    const socket: Socket = connect(Number(url.port), '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    socket.once('connect', () => socket.write('GET /live HTTP/1.1\r\nhost: localhost\r\n\r\n'));
    socket.on('data', (chunk) => {
      resolve(true);
      if (Buffer.isBuffer(chunk) && chunk.includes(NEWS)) hear();
    });
  });
}

/** Ticks are a second apart: news after a pause belong to the next one. */
function hear(): void {
  const now = Date.now();
  if (now - round.last > 400 && round.told > 0) finishRound();
  if (round.told === 0) {
    round.first = now;
    void lookAtCheckpoint();
  }
  round.last = now;
  round.told++;
  if (round.told === open) finishRound();
}

function finishRound(): void {
  say({ kind: 'told', ...round, last: round.last });
  round = { first: 0, last: round.last, told: 0 };
}

async function lookAtCheckpoint(): Promise<void> {
  const answer = await fetch(new URL('/checkpoint', url));
  const size = Number((await answer.text()).split('\n')[1]);
  say({ kind: 'checkpoint', size, at: Date.now() });
}

/** Whether the page's data say what the record says of this station. */
async function check({ path, station, contest, record }: Extract<ToReaders, { kind: 'check' }>): Promise<void> {
  const answer = await fetch(new URL(path, url));
  const unit = (await answer.json()) as {
    sheets?: { station: string; contests: Record<string, { preliminary: { record: number } | null }> }[];
  };
  const sheet = unit.sheets?.find((one) => one.station === station);
  say({ kind: 'checked', good: (sheet?.contests[contest]?.preliminary?.record ?? -1) >= record });
}

function say(message: FromReaders): void {
  process.send?.(message);
}
