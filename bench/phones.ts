import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drawPicture } from '../adapters/pictures/draw-picture.ts';
import { deviceName, makeDeviceKey } from '../apps/capture/device-key.ts';
import { memoryStorage } from '../apps/capture/memory-storage.ts';
import { openPhone } from '../apps/capture/phone.ts';
import type { Phone, SheetView, StationView } from '../apps/capture/phone-types.ts';
import type { PhonePorts } from '../apps/capture/ports.ts';
import { readStation } from '../apps/capture/setup.ts';
import type { SetupRow } from '../apps/capture/stored.ts';
import { drawForm } from '../simulation/draw-form.ts';
import { Random } from '../simulation/random.ts';
import { sampleForm } from '../simulation/sample-form.test-support.ts';
import { present } from '../src/base/assert.ts';
import { toBase64 } from '../src/base/bytes.ts';
import { instant } from '../src/base/instant.ts';
import { ok } from '../src/base/result.ts';
import type { Count } from '../src/model/ids.ts';
import { BAD_LINE, type LineCount, lossyLine } from './lossy-line.ts';
import type { FromDoor, PhoneDevice, ToDoor } from './phone-door.ts';
import { count, machineState, percentile, spread } from './scratch.ts';

/** Minutes of the phones' time in which the sheets become ready, the middle of them most. */
const ARRIVAL_MINUTES = 45;
/**
 * So many a second are as many as the door opens on a small machine with the crowd on it. The phones' clocks run faster than the
 * machine's by what that leaves: what waits, waits shorter; what works, works as long.
 */
const READY_A_SECOND = 25;
const SECONDS_LEAST = 120;
/** Of the phones so many have no line at all at first, for up to this many minutes. */
const OFFLINE = { share: 0.1, minutes: 20 };
/** A bench ends, also when a phone never hears the end: minutes of the phones' time. */
const MOST_MINUTES = 240;

const DOOR = fileURLToPath(new URL('./phone-door.ts', import.meta.url));
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

type Done = { readonly readyAt: number; figuresAt: number | null; sheetAt: number | null };

/**
 * A crowd of phones, each the program of apps/capture over memory, on lossy lines to a real door in a process of its own: every
 * sheet (a picture and figures) has to be there once in the end, and every phone has to know it.
 */
export async function benchPhones(phones: number): Promise<void> {
  const faster = (ARRIVAL_MINUTES * 60) / Math.max(SECONDS_LEAST, phones / READY_A_SECOND);
  console.log(
    `\n${count(phones)} phones on lossy lines (${machineState()}; their clocks ${faster.toFixed(1)} times faster)`,
  );
  const door = fork(DOOR, [String(phones)], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
  });
  const { url, stations } = await told(door, 'open');
  const setup = (await (await fetch(`${url}/api/intake/setup`)).json()) as SetupRow;
  const keys = await Promise.all(stations.map(() => makeDeviceKey(async () => true)));
  const devices = stations.map((station, i): PhoneDevice => {
    const { publicKey } = present(keys[i], 'a key');
    return { device: deviceName(publicKey), key: toBase64(publicKey), station };
  });
  say(door, { kind: 'enrol', devices });
  await told(door, 'enrolled');
  const views = await stationsOf(url, stations);
  const picture = new Blob([Uint8Array.from(await drawnPicture())]);
  const line: LineCount = { requests: 0, bytes: 0, lost: 0, doubled: 0, late: 0, stalled: 0 };
  const began = performance.now();
  const clock = () => (performance.now() - began) * faster;
  const done = await Promise.all(
    devices.map((device, i) =>
      onePhone(
        { url, setup, line, clock, faster, picture },
        device,
        present(keys[i], 'a key').pair,
        present(views[i], 'a station'),
        i,
      ),
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  say(door, { kind: 'end' });
  const { sheets, readings, size } = await told(door, 'ended');
  report({ done, seconds, line, picture: picture.size, sheets, readings, size });
}

type World = {
  readonly url: string;
  readonly setup: SetupRow;
  readonly line: LineCount;
  /** ms of the phones' time since the beginning. */
  readonly clock: () => number;
  readonly faster: number;
  readonly picture: Blob;
};

async function onePhone(
  { url, setup, line, clock, faster, picture }: World,
  { device, key, station }: PhoneDevice,
  pair: CryptoKeyPair,
  view: StationView,
  i: number,
): Promise<Done> {
  const random = new Random(`bench/phone ${i}`);
  const readyAt = ((random.unit() + random.unit()) / 2) * ARRIVAL_MINUTES * 60_000;
  const lineFrom = random.chance(OFFLINE.share) ? readyAt + random.unit() * OFFLINE.minutes * 60_000 : 0;
  await wait(Math.max(0, readyAt - clock()) / faster);
  const now = () => instant(Math.round(1_760_000_000_000 + clock()));
  const pause = (ms: number) => wait(ms / faster);
  // A phone whose sheet is acknowledged is put away: its questions after proofs and fates would only load this machine.
  let over = false;
  const timers = new Set<NodeJS.Timeout>();
  const lossy = lossyLine(fetch, random, pause, line);
  const self = {
    key: pair,
    publicKey: key,
    enrolled: {
      device,
      election: (setup.election as { readonly id: string }).id,
      scope: '',
      only: station,
      more: false,
      log: setup,
    },
  };
  const disk = new Map<string, Map<string, unknown>>([
    ['self', new Map([['self', self]])],
    ['setup', new Map([['setup', setup]])],
    ['stations', new Map([[station, view]])],
  ]);
  const ports: PhonePorts = {
    storage: memoryStorage(disk),
    fetch: (to, init) => (clock() < lineFrom ? Promise.reject(new TypeError('no line')) : lossy(to, init)),
    origin: url,
    now,
    chance: () => random.unit(),
    randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
    later: (ms, then) => {
      if (over) return () => {};
      const timer = setTimeout(() => {
        timers.delete(timer);
        then();
      }, ms / faster);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    shrink: async (blob) => ok(blob),
    urlOf: () => '',
    releaseUrl: () => {},
    online: () => true,
    tabs: { tell: () => {}, onTold: () => {}, lead: (run) => run(), wakeLater: () => {} },
    keeping: { persisted: async () => true, ask: async () => true, marked: async () => true, mark: async () => {} },
  };
  const done = await handIn(await openPhone(ports), view, picture, clock, random);
  over = true;
  for (const timer of timers) clearTimeout(timer);
  return done;
}

async function handIn(
  phone: Phone,
  station: StationView,
  picture: Blob,
  clock: () => number,
  random: Random,
): Promise<Done> {
  const readyAt = clock();
  const id = await phone.start(station);
  await phone.addPage(id, picture);
  const sheet = () =>
    present(
      phone.view.sheets.find((one) => one.id === id),
      'the sheet',
    ) as SheetView;
  for (const { contest, boxes } of sheet().figures) {
    for (const box of boxes.keys()) await phone.setBox(id, contest, box, random.below(300) as Count);
  }
  const sent = await phone.send(id);
  if (!sent.ok) throw new Error(`a phone could not send: ${sent.error.kind}`);
  const done: Done = { readyAt, figuresAt: null, sheetAt: null };
  return new Promise((resolve) => {
    const look = () => {
      const now = sheet().sent;
      if (now?.figures.kind === 'kept') done.figuresAt ??= clock();
      if (now?.sheet.kind === 'kept') done.sheetAt ??= clock();
      const refused = now?.figures.kind === 'refused' || now?.sheet.kind === 'refused';
      const ended = done.figuresAt !== null && done.sheetAt !== null;
      if (ended || refused || clock() > MOST_MINUTES * 60_000) resolve(done);
    };
    phone.subscribe(look);
    look();
  });
}

type Outcome = {
  readonly done: readonly Done[];
  readonly seconds: number;
  readonly line: LineCount;
  readonly picture: number;
  readonly sheets: readonly number[];
  readonly readings: readonly number[];
  readonly size: number;
};

function report({ done, seconds, line, picture, sheets, readings, size }: Outcome): void {
  const n = done.length;
  const kept = done.filter(({ figuresAt, sheetAt }) => figuresAt !== null && sheetAt !== null);
  const minutes = (ms: number) => ms / 60_000;
  const waits = (of: 'figuresAt' | 'sheetAt') => kept.map((one) => minutes((one[of] ?? 0) - one.readyAt));
  const [ready, there] = [done.map((one) => minutes(one.readyAt)), kept.map((one) => minutes(one.sheetAt ?? 0))];
  const at = [0.8, 0.95, 1].map((share) => {
    const [asked, got] = [percentile(ready, share), percentile(there, share)];
    return `${share * 100} % ready after ${asked.toFixed(1)}, received after ${got.toFixed(1)} min`;
  });
  const lost = sheets.filter((times) => times === 0).length + readings.filter((times) => times === 0).length;
  const double = sheets.filter((times) => times > 1).length + readings.filter((times) => times > 1).length;
  const bad = Object.entries(BAD_LINE).map(([what, share]) => `${what} ${(share * 100).toFixed(0)} %`);
  console.log(
    `  line: ${bad.join(', ')} of requests; ${OFFLINE.share * 100} % without any for up to ${OFFLINE.minutes} min`,
  );
  console.log(
    `  acknowledged: ${count(kept.length)} of ${count(n)} sheets with figures in ${seconds.toFixed(0)} s: ${(kept.length / seconds).toFixed(1)} sheets/s`,
  );
  console.log(`  in the record: ${lost} lost, ${double} double (${count(size)} events)`);
  console.log(
    `  bytes a sheet: ${count(line.bytes / n)} sent for ${count(picture)} of picture: ${(line.bytes / n / picture).toFixed(2)}; ${(line.requests / n).toFixed(1)} requests`,
  );
  console.log(`  the phones' time: ${at.join('; ')}`);
  console.log(
    `  ready until acknowledged: figures ${spread(waits('figuresAt'), 'min', 1)}; sheet ${spread(waits('sheetAt'), 'min', 1)}`,
  );
}

/** A sheet as a phone sends it, small: the door opens each one, and the crowd shares this machine with it. */
function drawnPicture() {
  const filled = sampleForm({ wear: { tilt: 1, margin: 5, shadow: 0.2, specks: 20 } });
  const code = { election: filled.election.id, station: filled.station.id, page: 1 };
  return drawPicture({ code, draw: (qr) => drawForm({ ...filled, qr }), pixelsPerMm: 4, quality: 50 });
}

async function stationsOf(url: string, ids: readonly string[]): Promise<StationView[]> {
  const views: StationView[] = [];
  for (let at = 0; at < ids.length; at += 64) {
    const some = ids.slice(at, at + 64).map(async (id) => {
      const answer = await fetch(`${url}/api/intake/stations/${encodeURIComponent(id)}`);
      return present(readStation(await answer.json()), `station ${id}`);
    });
    views.push(...(await Promise.all(some)));
  }
  return views;
}

function say(door: ChildProcess, message: ToDoor): void {
  door.send(message);
}

function told<K extends FromDoor['kind']>(door: ChildProcess, kind: K): Promise<Extract<FromDoor, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const hear = (message: FromDoor) => {
      if (message.kind !== kind) return;
      door.off('message', hear);
      resolve(message as Extract<FromDoor, { kind: K }>);
    };
    door.on('message', hear);
    door.once('exit', (code) => reject(new Error(`the door ended with ${code}`)));
  });
}
