import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto, verifyDeviceAside } from '../../adapters/crypto/node-crypto.ts';
import { openInboxFolder } from '../../adapters/inbox/inbox-folder.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { openPictureReaders } from '../../adapters/pictures/picture-readers.ts';
import { CentreLoop } from '../../apps/centre/centre-loop.ts';
import type { ArrivalAnswer, ArrivalError } from '../../apps/centre/centre-types.ts';
import { Door } from '../../apps/centre/intake.ts';
import { LiveCentre } from '../../apps/centre/live-centre.ts';
import { NightDesk } from '../../apps/run/night-desk.ts';
import { openRun } from '../../apps/run/open-run.ts';
import { RehearsalSheets } from '../../apps/run/rehearsal-sheets.ts';
import { planFaultyNight } from '../../simulation/faulty-night.ts';
import { generateElection } from '../../simulation/generate-election.ts';
import type { NightAct } from '../../simulation/night-act.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk, type Result } from '../../src/base/result.ts';
import type { CentreAct } from '../../src/entry/acts.ts';
import type { StationId } from '../../src/model/ids.ts';

/*
 * A counting centre in a process of its own, as `cotejo count` opens it, but that people and scanners talk to it over a pipe and
 * its time is that of the simulated night. It is killed without warning; only what lies in its folder goes on.
 */

/** What people and scanners ask. `pages` are paths of pictures, through the door. */
export type Question = { readonly id: number } & (
  | { readonly ask: 'act'; readonly act: CentreAct }
  | { readonly ask: 'night'; readonly act: NightAct; readonly pages: readonly string[] }
  /** A picture that somebody sends under a device's name without its key, or that is none. */
  | { readonly ask: 'forge'; readonly station: StationId; readonly page: string; readonly broken: boolean }
  | { readonly ask: 'end' }
);

export type Reply = {
  readonly id: number;
  /** Record numbers of what was recorded; null: nothing. */
  readonly recorded: readonly [number, number] | null;
  /** Code of the refusal; null: none. */
  readonly refused: string | null;
};

export type CentrePlace = {
  readonly directory: string;
  readonly seed: string;
  readonly stations: number;
  /** Stations whose paper is drawn: path of its pages. */
  readonly drawn: Readonly<Record<string, readonly string[]>>;
};

const TICK_MS = 40;
const place = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as CentrePlace;
const rehearsal = generateElection({ seed: place.seed, stations: place.stations });
const night = planFaultyNight(rehearsal, place.seed);
const { definition } = rehearsal;
const keys = rehearsalKeys(nodeCrypto, place.seed, definition.election.id);
const opened = expectOk(openRun(place.directory, definition, keys, false), 'opening the run');
const { run } = opened;
expectOk(run.begin(night.plan.firstAt), 'the beginning');
expectOk(run.followAside(), 'the record so far');
opened.writeTrust();

const blobs = openBlobFolder(nodeCrypto, join(place.directory, 'blobs'));
const { inbox } = expectOk(await openInboxFolder(nodeCrypto, join(place.directory, 'inbox')), 'the inbox');
let clock: Instant = run.keeper.ledger.lastAt ?? night.plan.firstAt;
const pictures = openPictureReaders({ readers: 1 });
const centre = new LiveCentre({
  run,
  store: opened.store,
  blobs,
  pictures,
  clock: () => clock,
  chance: () => 0,
  wall: () => instant(Date.now()),
});
const door = new Door({ centre, blobs, inbox, crypto: nodeCrypto, pictures, verify: verifyDeviceAside });
const originals = Object.entries(place.drawn).map(
  ([station, pages]) =>
    [
      station as StationId,
      pages.map((page) => ({ original: toBase64(nodeCrypto.sha256(readFileSync(page))), shown: '' })),
    ] as const,
);
const sheets = new RehearsalSheets(run.view.geography, place.seed, new Map(originals));
const desk = new NightDesk(centre.state, sheets, night.clockOf);
const loop = new CentreLoop(run, {
  tickMs: TICK_MS,
  now: () => centre.now(),
  unixSeconds: () => Math.floor(clock / 1000),
  onPublished: () => undefined,
  onTrouble: (sentence) => process.stderr.write(`${sentence}\n`),
});
loop.start();

function say(id: number, recorded: Reply['recorded'], refused: string | null): void {
  process.send?.({ id, recorded, refused } satisfies Reply);
}

function refusalOf(error: ArrivalError): string {
  return error.kind === 'refused' ? error.refusal.kind : error.kind;
}

function sayArrival(id: number, answer: Result<ArrivalAnswer, ArrivalError>): void {
  if (!answer.ok) say(id, null, refusalOf(answer.error));
  else if (answer.value.kind === 'unmatched') say(id, null, 'unmatched');
  else if (answer.value.fresh) say(id, [answer.value.sheet, answer.value.sheet], null);
  else say(id, null, 'already-received');
}

async function decideAndSay(id: number, act: CentreAct | null): Promise<void> {
  if (act === null) {
    say(id, null, 'nothing-there');
    return;
  }
  const done = await centre.act(act);
  if (done.ok) say(id, [done.value.first, done.value.last], null);
  else say(id, null, refusalOf(done.error));
}

async function answer(question: Question): Promise<void> {
  const { id } = question;
  if (question.ask === 'act') await decideAndSay(id, question.act);
  else if (question.ask === 'forge') await forge(question);
  else if (question.ask === 'end') await end(id);
  else {
    const { act, pages } = question;
    // The time of a centre never goes back, whatever comes in which order.
    if (act.at > clock) clock = act.at;
    const decided = desk.actOf(act);
    if (pages.length === 0 || decided?.kind !== 'receive-sheet') return decideAndSay(id, decided);
    const { station, signed } = decided;
    const bytes = pages.map((page) => new Uint8Array(readFileSync(page)));
    const arrival = { station, matched: 'sender', name: station, pages: bytes, signed, by: null } as const;
    sayArrival(id, await door.take(arrival));
  }
}

async function forge(question: Extract<Question, { ask: 'forge' }>): Promise<void> {
  const { station } = question;
  const page = new Uint8Array(readFileSync(question.page));
  const bytes = question.broken ? page.slice(0, page.length / 2) : page;
  // Signed by the right device, but over another content; a broken one comes from within the house.
  const { signed } = sheets.arrival(station, 99, clock);
  const by = question.broken ? 'supervisor-001' : null;
  const about = { station, matched: question.broken ? 'desk' : 'sender', name: 'forged', by } as const;
  sayArrival(question.id, await door.take({ ...about, pages: [bytes], signed: question.broken ? null : signed }));
}

async function end(id: number): Promise<void> {
  while (run.hasNews || !run.isFilled) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  loop.stop();
  await pictures.close();
  opened.close();
  say(id, null, null);
  process.disconnect?.();
}

process.on('message', (question: Question) => void answer(question));
process.send?.('ready');
