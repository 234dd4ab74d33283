import { join } from 'node:path';
import { openSqliteStore } from '../adapters/store/sqlite-store.ts';
import type { Arrival } from '../apps/centre/centre-types.ts';
import type { Door } from '../apps/centre/intake.ts';
import { present } from '../src/base/assert.ts';
import { expectOk } from '../src/base/result.ts';
import type { StoredEvent } from '../src/record/index.ts';
import { type BenchCentre, openBenchCentre, openPicturelessDoor, standInPage } from './centre.ts';
import { sheetsOverHttp } from './intake-http.ts';
import { count, inScratch, machineState, percentile } from './scratch.ts';

const STATIONS = 34_555;
const SENDERS = 64;
const ROUNDS = 5;
const PER_ROUND = 5000;
const OVER_HTTP = 8000;
/** Every so many sheets one is sent twice, and one has a signature that is not its own. */
const TWICE = 50;
const FORGED = 100;

/**
 * Sheets through the door: durably acknowledged, signature and duplicate checked. The bare store is the same SQLite store in a
 * file of its own that is given the same events, sealed already, each made durable before the next: what a door costs that
 * acknowledges each sheet by itself and checks nothing. What the store takes in the very groups that the door formed is printed
 * too; no door can come near it, because one signature costs more than twenty such events. All take turns on the same disk.
 */
export async function benchIntake(): Promise<void> {
  console.log(`\nintake (to reach: 1,500 sheets/s and 0.6 of the bare store on 2 cores; ${machineState()})`);
  await inScratch(async (folder) => {
    const bench = await openBenchCentre(folder, STATIONS);
    const door = openPicturelessDoor(bench.centre);
    const bare = new BareStore(join(folder, 'bare'));
    const single = new BareStore(join(folder, 'single'));
    const waits: number[] = [];
    let seconds = 0;
    await sendRound(door, arrivalsOf(bench, 0, 1000), []);
    for (let round = 0; round < ROUNDS; round++) {
      const from = 1000 + round * PER_ROUND;
      const arrivals = arrivalsOf(bench, from, from + PER_ROUND);
      const first = bench.centre.state.size;
      bench.groups.length = 0;
      seconds += await sendRound(door, arrivals, waits);
      const events = bench.opened.store.readFrom(first, PER_ROUND + 1);
      bare.append(events, bench.groups);
      single.append(
        events.slice(0, 500),
        Array.from({ length: 500 }, () => 1),
      );
    }
    const rate = (ROUNDS * PER_ROUND) / seconds;
    console.log(
      `  door: ${count(rate)} sheets/s from ${SENDERS} senders that wait for each receipt (${percentile(waits, 0.5).toFixed(1)} ms, p95 ${percentile(waits, 0.95).toFixed(1)}); groups of ${(bare.events / bare.groups).toFixed(0)}`,
    );
    console.log(
      `  bare store: ${count(single.rate)}/s, each sheet made durable by itself; ${count(bare.rate)}/s in the groups that the door formed (the door: ${(rate / bare.rate).toFixed(2)} of that)`,
    );
    const first = 1000 + ROUNDS * PER_ROUND;
    const http = await sheetsOverHttp(folder, bench, door, arrivalsOf(bench, first, first + OVER_HTTP));
    const refused = http.refused === null ? '' : `, others refused: ${http.refused}`;
    console.log(
      `  over HTTP, through the real desk server, senders in a process of their own: ${count(http.received / http.seconds)} sheets/s${refused}`,
    );
    for (const store of [bare, single]) store.close();
    bench.opened.close();
    console.log(`intake: ${count(rate)} sheets/s, ${(rate / single.rate).toFixed(2)} of the bare store`);
  });
}

function arrivalsOf(bench: BenchCentre, from: number, to: number): Arrival[] {
  return Array.from({ length: to - from }, (_, i) => bench.arrivalOf(from + i, [standInPage(from + i)]));
}

/** Seconds until all of them were acknowledged. What is sent twice or forged besides costs time and is not counted. */
async function sendRound(door: Door, arrivals: readonly Arrival[], waits: number[]): Promise<number> {
  let next = 0;
  const sender = async () => {
    for (let at = next++; at < arrivals.length; at = next++) {
      const arrival = present(arrivals[at], 'arrival');
      const before = performance.now();
      const taken = expectOk(await door.take(arrival), 'a receipt');
      waits.push(performance.now() - before);
      if (taken.kind !== 'received' || !taken.fresh) throw new Error('assertion failed: the sheet is new');
      if (at % TWICE === 0) await again(door, arrival);
      if (at % FORGED === 0) await forged(door, arrival);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return (performance.now() - began) / 1000;
}

async function again(door: Door, arrival: Arrival): Promise<void> {
  const taken = expectOk(await door.take(arrival), 'a receipt');
  if (taken.kind !== 'received' || taken.fresh) throw new Error('assertion failed: the sheet is known');
}

async function forged(door: Door, arrival: Arrival): Promise<void> {
  const taken = await door.take({ ...arrival, pages: [standInPage(0, 2)] });
  if (taken.ok || taken.error.kind !== 'bad-signature') throw new Error('assertion failed: nobody signed that');
}

class BareStore {
  private readonly store;
  private ms = 0;
  private size = 0;
  events = 0;
  groups = 0;

  constructor(path: string) {
    this.store = expectOk(openSqliteStore(path), 'a new store');
  }

  append(events: readonly StoredEvent[], groups: readonly number[]): void {
    let from = 0;
    const began = performance.now();
    for (const length of groups) {
      const batch = events.slice(from, from + length);
      from += length;
      if (batch.length > 0) this.size = expectOk(this.store.append(this.size, batch), 'an append');
    }
    this.ms += performance.now() - began;
    this.events += from;
    this.groups += groups.length;
  }

  get rate(): number {
    return this.events / (this.ms / 1000);
  }

  close(): void {
    this.store.close();
  }
}
