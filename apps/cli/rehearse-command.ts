import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBlobFolder } from '../../adapters/blobs/blob-folder.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { generateElection, MAX_STATIONS, type Rehearsal } from '../../simulation/generate-election.ts';
import { type NightPlan, planNight, type Scenario } from '../../simulation/night.ts';
import { ok, type Result } from '../../src/base/result.ts';
import type { PollingStation } from '../../src/model/election.ts';
import type { StationId } from '../../src/model/ids.ts';
import type { SheetPicture } from '../../src/record/index.ts';
import type { DemoDesk } from '../centre/demo-desk.ts';
import { estimatesBeside } from '../run/estimate-steps.ts';
import { type OpenedRun, openRun, removeRehearsal } from '../run/open-run.ts';
import type { Pace } from '../run/play.ts';
import { boardOf, withBoard } from '../run/rehearsal-board.ts';
import { rehearsalPlan } from '../run/rehearsal-plan.ts';
import { RehearsalSheets } from '../run/rehearsal-sheets.ts';
import type { PublicServer } from '../server/public-server.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { PORT_WORDS, parsePort } from './port.ts';
import { runConsole } from './run-console.ts';

export type RehearseOptions = {
  readonly out: string;
  readonly stations: string;
  readonly seed: string;
  /** A factor of the planned pace, or `max`. */
  readonly speed: string;
  readonly scenario: string;
  readonly states: string;
  readonly fresh?: boolean;
  readonly serve: boolean;
  readonly port?: string;
  readonly deskPort?: string;
  /** Desks for people too, with marked accounts. */
  readonly demo?: boolean;
  /** How many sheets come with a drawn picture, or `all`; absent: none, in a demonstration some. */
  readonly pictures?: string;
  /** Estimates of the incomplete count, with probabilities; absent: none. */
  readonly estimates?: boolean;
};

const DESK_PORT = 8090;
const DEMO_PICTURES = 24;

/** The night takes about this long at speed 1, if the machine keeps up. */
const NIGHT_MS = 170_000;

/** `cotejo rehearse`: an invented election, played from the zero act to the end of the official count. */
export async function rehearseCommand(options: RehearseOptions, output: Output): Promise<ExitCode> {
  const stations = Number(options.stations);
  const states = Number(options.states);
  const speed = options.speed === 'max' ? null : Number(options.speed);
  if (!Number.isSafeInteger(stations) || stations < 1 || stations > MAX_STATIONS) {
    return refuse(output, `--stations is a whole number from 1 to ${MAX_STATIONS}`, EXIT.usage);
  }
  if (!Number.isSafeInteger(states) || states < 1 || states > 5000) {
    return refuse(output, '--states is a whole number from 1 to 5000', EXIT.usage);
  }
  if (speed !== null && !(speed >= 0.01 && speed <= 10_000)) {
    return refuse(output, '--speed is a number from 0.01 to 10000, or max', EXIT.usage);
  }
  const port = parsePort(options.port);
  if (port === null) return refuse(output, PORT_WORDS, EXIT.usage);
  if (options.scenario !== 'calm' && options.scenario !== 'stop') {
    return refuse(output, '--scenario is calm or stop', EXIT.usage);
  }
  if (options.fresh) {
    const removed = removeRehearsal(options.out);
    if (!removed.ok) return refuse(output, removed.error);
  }
  const deskPort = parsePort(options.deskPort ?? String(DESK_PORT));
  if (deskPort === null) return refuse(output, PORT_WORDS, EXIT.usage);
  const pictures = options.pictures ?? (options.demo === true ? String(DEMO_PICTURES) : '0');
  const drawn = pictures === 'all' ? stations : Number(pictures);
  if (!Number.isSafeInteger(drawn) || drawn < 0) {
    return refuse(output, '--pictures is a whole number, or all', EXIT.usage);
  }
  const resumed = existsSync(`${options.out}/store.sqlite`);
  const generated = withBoard(generateElection({ seed: options.seed, stations }), options.seed);
  const rehearsal = options.estimates === true ? showingEstimates(generated) : generated;
  const night = planNight(rehearsal, { scenario: options.scenario as Scenario, seed: options.seed });
  const { definition } = rehearsal;
  const keys = rehearsalKeys(nodeCrypto, options.seed, definition.election.id);
  const opened = openRun(options.out, definition, keys, speed !== null);
  if (!opened.ok) return refuse(output, opened.error);
  if (resumed) output.line(`Going on with the rehearsal in ${options.out} (--fresh begins anew).`);
  const papers = await drawPapers(rehearsal, night, options, Math.min(drawn, stations), output);
  if (!papers.ok) {
    opened.value.close();
    return refuse(output, papers.error);
  }
  const sheets = new RehearsalSheets(opened.value.run.view.geography, options.seed, papers.value);
  const leftToPeople = options.demo === true ? new Set(papers.value.keys()) : null;
  const { seed } = options;
  const board = await boardOf(opened.value, { rehearsal, seed, keys, sheets, pictures: leftToPeople === null });
  const plan = rehearsalPlan(night, { states, sheets, leftToPeople, board });
  const estimates = estimatesBeside(opened.value, plan, (line) => output.error(`cotejo: ${line}`));
  const code = await runConsole({
    opened: opened.value,
    plan: estimates.plan,
    beginsAt: night.firstAt,
    pace: speed === null ? null : evenPace(plan.length, speed),
    serve: options.serve ? { port, given: options.port !== undefined } : null,
    title: definition.election.name.en,
    output,
    desk: options.demo === true ? (page) => openDesk(opened.value, rehearsal, options, deskPort, page, output) : null,
  });
  await estimates.close();
  return code;
}

/** A rehearsal shows all that a count may show. */
function showingEstimates(rehearsal: Rehearsal): Rehearsal {
  const { election } = rehearsal.definition;
  const estimates = { show: 'on', notBefore: null, probabilities: true } as const;
  return { ...rehearsal, definition: { ...rehearsal.definition, election: { ...election, estimates } } };
}

/** The papers of the first sheets to arrive, drawn before the night begins; what was drawn at an earlier start is not kept twice. */
async function drawPapers(
  rehearsal: Rehearsal,
  night: NightPlan,
  options: RehearseOptions,
  wanted: number,
  output: Output,
): Promise<Result<ReadonlyMap<StationId, readonly SheetPicture[]>, string>> {
  if (wanted === 0) return ok(new Map());
  const first = firstToArrive(rehearsal, night, wanted);
  output.line(`Drawing ${first.length} sheets ...`);
  const blobs = openBlobFolder(nodeCrypto, join(options.out, 'blobs'));
  const { drawSheets } = await import('../run/draw-sheets.ts');
  return drawSheets(rehearsal, options.seed, first, blobs, (done) => {
    if (done % 500 === 0) output.line(`${done} of ${first.length} sheets drawn`);
  });
}

/** Stations whose sheets come in first after the polls have closed: before, nobody may see what is typed. */
function firstToArrive(rehearsal: Rehearsal, night: NightPlan, wanted: number): PollingStation[] {
  const known = new Map(rehearsal.definition.stations.map((s) => [s.id, s]));
  const first: PollingStation[] = [];
  for (const act of night.acts()) {
    if (first.length === wanted) break;
    if (act.kind !== 'receive-sheet' || act.count !== 'preliminary') continue;
    const station = known.get(act.station);
    if (station !== undefined && (act.at >= night.pollsClose || wanted === known.size)) first.push(station);
  }
  return first;
}

async function openDesk(
  opened: OpenedRun,
  rehearsal: Rehearsal,
  options: RehearseOptions,
  port: number,
  page: PublicServer | null,
  output: Output,
): Promise<Result<DemoDesk, string>> {
  const log = (line: string) => output.error(`cotejo: ${line}`);
  const nextPorts = options.deskPort === undefined ? 20 : 0;
  // Accounts, forms and pictures: nothing that a rehearsal without people has to load.
  const { DEMO_PASSWORD, openDemoDesk } = await import('../centre/demo-desk.ts');
  const desk = await openDemoDesk(opened, rehearsal, { seed: options.seed, port, nextPorts, page, log });
  if (!desk.ok) return desk;
  output.line(`Desks: ${desk.value.opened.server.url} - names demo-typist-1, demo-typist-2, demo-verifier,`);
  output.line('  demo-supervisor-1 and -2, demo-publisher-1 and -2, demo-auditor, demo-administrator;');
  output.line(`  password of all: ${DEMO_PASSWORD}`);
  const { phoneAddress } = desk.value;
  if (phoneAddress !== null) output.line(`Phone: ${phoneAddress} - for the first that opens it`);
  return desk;
}

/** Every act takes the same time, so that a quiet night of the calendar is not a quiet minute on the screen. */
function evenPace(acts: number, speed: number): Pace {
  const each = NIGHT_MS / Math.max(1, acts) / speed;
  return (before, next) => (next[0] - before[0]) * each;
}
