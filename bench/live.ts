import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CentreLoop } from '../apps/centre/centre-loop.ts';
import { startServerThread } from '../apps/server/server-thread.ts';
import { Random } from '../simulation/random.ts';
import { expectOk } from '../src/base/result.ts';
import { type BenchCentre, openBenchCentre, openPicturelessDoor, standInPage } from './centre.ts';
import type { FromReaders, ToReaders } from './live-messages.ts';
import { count, inScratch, machineState, spread } from './scratch.ts';
import { type Agreed, typeSheets } from './typists.ts';

const STATIONS = 34_555;
const READERS = 5000;
const SHEETS_PER_SECOND = 60;
const TICK_MS = 1000;
/** Before this nothing is measured: queues and caches are as empty as they never are later. */
const WARM_UP_MS = 8000;
const READERS_PROGRAM = fileURLToPath(new URL('./live-readers.ts', import.meta.url));

type Tick = {
  readonly at: number;
  readonly files: number;
  readonly bytes: number;
  readonly ms: number;
  /** Milliseconds that this thread computed or was in the system: what is left of `ms` on a machine that is not busy. */
  readonly cpu: number;
};

/** What was seen, all of it after the warming up. */
class Observed {
  readonly visible: number[] = [];
  readonly acknowledged: number[] = [];
  readonly ticks: Tick[] = [];
  readonly told: number[] = [];
  readonly checks = { good: 0, bad: 0 };
  private waiting: Agreed[] = [];
  measuring = false;

  agreed(agreed: Agreed): void {
    if (!this.measuring) return;
    this.waiting.push(agreed);
    this.acknowledged.push(agreed.acknowledged);
  }

  /** A reader holds a checkpoint over so many events. Gives one of those that it covers, to be looked up. */
  covered(size: number, at: number): Agreed | null {
    const covered = this.waiting.filter((one) => one.record < size);
    this.waiting = this.waiting.filter((one) => one.record >= size);
    for (const { sentAt } of covered) this.visible.push(at - sentAt);
    return covered[0] ?? null;
  }

  /** All readers had news at `last`: of the newest state that was out by the first of them. */
  toldAt(first: number, last: number): void {
    const tick = this.ticks.findLast((one) => one.at <= first + 1);
    if (tick !== undefined && this.measuring) this.told.push(last - tick.at);
  }
}

/**
 * From the second agreeing entry to a checkpoint in a reader's hands that covers it, while sheets come in, are typed and
 * thousands listen. Pictures are left out: two cores decode about twenty a second (see `pictures`).
 */
export async function benchLive(seconds: number): Promise<void> {
  console.log(
    `\nlive, ${seconds} s (to reach: p95 2 s until visible, all readers told within 250 ms; ${machineState()})`,
  );
  await inScratch(async (folder) => {
    const bench = await openBenchCentre(folder, STATIONS);
    const { opened } = bench;
    expectOk(opened.run.publish(bench.centre.now(), true), 'the first state');
    const server = await startServerThread({
      publicDirectory: opened.folder.public,
      host: '127.0.0.1',
      port: 18_080,
      nextPorts: 50,
    });
    if (!server.ok) throw new Error(server.error.detail);
    const observed = new Observed();
    const readers = await startReaders(server.value.url, bench, observed);
    await runNight(bench, observed, seconds);
    readers.kill();
    await server.value.close();
    opened.close();
    report(observed);
  });
}

async function runNight(bench: BenchCentre, observed: Observed, seconds: number): Promise<void> {
  let before = cpuMs();
  const loop = new CentreLoop(bench.opened.run, {
    tickMs: TICK_MS,
    // Asked for once, when a tick begins.
    now: () => {
      before = cpuMs();
      return bench.centre.now();
    },
    unixSeconds: () => Math.floor(Date.now() / 1000),
    onPublished: (tick) => observed.ticks.push({ ...tick, at: Date.now(), cpu: cpuMs() - before }),
    onTrouble: (sentence) => console.log(`  ${sentence}`),
  });
  loop.start();
  const end = new AbortController();
  const night = Promise.all([
    sendSheets(bench, end.signal),
    typeSheets(bench, (agreed) => observed.agreed(agreed), end.signal),
  ]);
  await sleep(WARM_UP_MS);
  observed.ticks.length = 0;
  observed.measuring = true;
  await sleep(seconds * 1000);
  observed.measuring = false;
  // What was agreed last becomes visible too.
  await sleep(3 * TICK_MS);
  end.abort();
  await night;
  loop.stop();
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Stations in an order of chance, so that every state touches pages all over the country. */
async function sendSheets(bench: BenchCentre, signal: AbortSignal): Promise<void> {
  const door = openPicturelessDoor(bench.centre);
  const stations = shuffled(bench.rehearsal.definition.stations.length);
  const began = performance.now();
  let sent = 0;
  while (!signal.aborted && sent < stations.length) {
    const due = ((performance.now() - began) / 1000) * SHEETS_PER_SECOND;
    const some = stations.slice(sent, Math.floor(due));
    sent += some.length;
    const taken = some.map((station) => door.take(bench.arrivalOf(station, [standInPage(station)])));
    for (const receipt of await Promise.all(taken)) expectOk(receipt, 'a receipt');
    await sleep(20);
  }
  if (!signal.aborted) console.log('  every station is in: no more sheets come');
}

function shuffled(n: number): number[] {
  const random = new Random('bench/arrivals');
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

function startReaders(url: string, bench: BenchCentre, observed: Observed): Promise<ChildProcess> {
  const child = fork(READERS_PROGRAM, [url, String(READERS)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ask = (message: ToReaders) => child.send(message);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the readers ended with ${code}`)));
    child.on('message', (message: FromReaders) => {
      if (message.kind === 'connected') {
        const few = message.readers < READERS ? ': this machine refused the rest (ulimit -n?)' : '';
        console.log(`  ${count(message.readers)} of ${count(READERS)} readers listen${few}`);
        resolve(child);
      } else if (message.kind === 'told') observed.toldAt(message.first, message.last);
      else if (message.kind === 'checked') observed.checks[message.good ? 'good' : 'bad']++;
      else {
        const one = observed.covered(message.size, message.at);
        if (one !== null) ask({ kind: 'check', path: dataOf(bench, one.station), ...one });
      }
    });
  });
}

function dataOf({ opened }: BenchCentre, station: string): string {
  const { geography } = opened.run.view;
  const place = geography.placeOf[geography.stations.findIndex(({ id }) => id === station)] ?? 0;
  return `/data/u/${geography.units[geography.pageOf[place] ?? 0]?.id}.json`;
}

function report({ visible, acknowledged, ticks, told, checks }: Observed): void {
  console.log(`  second agreeing entry until acknowledged: ${spread(acknowledged, 'ms')}`);
  console.log(
    `  until visible: ${spread(visible, 'ms')} (${count(visible.length)} contests of sheets; looked up in their page's data: ${checks.good} there, ${checks.bad} not)`,
  );
  const of = (pick: (tick: Tick) => number, unit: string) => spread(ticks.map(pick), unit);
  console.log(`  ${ticks.length} ticks: ${of((t) => t.ms, 'ms')} (of the processor: ${of((t) => t.cpu, 'ms')})`);
  console.log(`  files of a tick: ${of((t) => t.files, 'files')}`);
  console.log(`  bytes of a tick: ${of((t) => t.bytes / 1000, 'kB')}`);
  console.log(`  until all readers had the news: ${spread(told, 'ms')} (${told.length} ticks)`);
}
