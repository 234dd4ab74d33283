import { rmSync } from 'node:fs';
import { join } from 'node:path';
import cliProgress from 'cli-progress';
import type { Instant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import type { DemoDesk } from '../centre/demo-desk.ts';
import { DESK_SOURCE } from '../run/election-run.ts';
import type { OpenedRun } from '../run/open-run.ts';
import { type Control, type Pace, play } from '../run/play.ts';
import { describeRunError, type RunError } from '../run/ports.ts';
import type { Plan } from '../run/steps.ts';
import type { PublicServer } from '../server/public-server.ts';
import { startServerThread } from '../server/server-thread.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { attachKeys } from './keys.ts';
import { type Output, refuse } from './output.ts';
import { closingWords, countState, runningLine, type StateTally } from './running-line.ts';

export type ConsoleRun = {
  readonly opened: OpenedRun;
  readonly plan: Plan;
  readonly beginsAt: Instant;
  /** null: as fast as the machine goes. */
  readonly pace: Pace | null;
  /** `given`: the person named the port, so no other will do. */
  readonly serve: { readonly port: number; readonly given: boolean } | null;
  readonly title: string;
  readonly output: Output;
  /** Desks for people, opened with the page; null: nobody sits there. */
  readonly desk: ((page: PublicServer | null) => Promise<Result<DemoDesk, string>>) | null;
};

const HEARTBEAT_MS = 10_000;
const TICK_MS = 1000;
const NEXT_PORTS = 20;

/** Runs a plan with its page, its keys and its running line; stays up afterwards while the page is served. */
export async function runConsole(task: ConsoleRun): Promise<ExitCode> {
  const { opened, output } = task;
  const control: Control = { paused: false, speed: 1, toggleStop: false, quit: false };
  const stop = new AbortController();
  const onSignal = () => {
    control.quit = true;
    stop.abort();
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  let server: PublicServer | null = null as PublicServer | null;
  let desk: DemoDesk | null = null as DemoDesk | null;
  let ticks: NodeJS.Timeout | null = null;
  let heartbeat: NodeJS.Timeout | null = null;
  try {
    const begun = opened.run.begin(task.beginsAt);
    if (!begun.ok) return failed(begun.error, output);
    // Not before: a run that is refused here must leave the trust file of the run that lies in the folder.
    opened.writeTrust();
    const serve = async (): Promise<boolean> => {
      if (task.serve === null || server !== null) return true;
      server = await serveRun(task.serve, opened, output);
      heartbeat = setInterval(() => beat(opened, output), HEARTBEAT_MS);
      return server !== null;
    };
    // What an earlier start published can be read at once; else the page comes with the zero act.
    if (opened.run.hasPublished && !(await serve())) return EXIT.cannotRun;
    const tally: StateTally = { states: 0, files: 0, bytes: 0 };
    const firstState = async (): Promise<boolean> => {
      if (!(await serve())) return false;
      if (task.desk === null) return true;
      const made = await task.desk(server);
      if (!made.ok) {
        refuse(output, made.error);
        return false;
      }
      desk = made.value;
      ticks = setInterval(() => desk !== null && tick(opened, desk, output), TICK_MS);
      return true;
    };
    const played = await playWithProgress(task, control, firstState, () => server?.url ?? null, tally);
    if (!played.ok) return failed(played.error, output);
    if (task.serve !== null && server === null) return EXIT.cannotRun;
    if (!played.value || control.quit) return EXIT.ok;
    for (const line of closingWords(opened, server?.url ?? null, tally)) output.line(line);
    if (server !== null) await untilAborted(stop.signal);
    return EXIT.ok;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    if (heartbeat !== null) clearInterval(heartbeat);
    if (ticks !== null) clearInterval(ticks);
    await desk?.close();
    await server?.close();
    opened.close();
    rmSync(join(opened.folder.directory, 'staging'), { recursive: true, force: true });
  }
}

/** What people did is public within a tick; the states of the plan come when it says. */
function tick(opened: OpenedRun, desk: DemoDesk, output: Output): void {
  const { run } = opened;
  if (run.keeper.following || !desk.takeNews()) return;
  const at = run.keeper.ledger.lastAt;
  if (at === null) return;
  const published = run.publish(at, run.isFilled, DESK_SOURCE);
  if (!published.ok) output.error(`cotejo: ${describeRunError(published.error)}`);
}

async function serveRun(
  serve: NonNullable<ConsoleRun['serve']>,
  opened: OpenedRun,
  output: Output,
): Promise<PublicServer | null> {
  const started = await startServerThread({
    publicDirectory: opened.folder.public,
    host: '127.0.0.1',
    port: serve.port,
    nextPorts: serve.given ? 0 : NEXT_PORTS,
  });
  if (started.ok) return started.value;
  refuse(output, `cannot serve on port ${serve.port}: ${started.error.detail}. Name another with --port.`);
  return null;
}

function beat(opened: OpenedRun, output: Output): void {
  const beaten = opened.run.heartbeat(Math.floor(Date.now() / 1000));
  if (!beaten.ok) output.error(`cotejo: no heartbeat: ${describeRunError(beaten.error)}`);
}

async function playWithProgress(
  task: ConsoleRun,
  control: Control,
  onFirstState: () => Promise<boolean>,
  url: () => string | null,
  tally: StateTally,
) {
  const isTerminal = process.stdout.isTTY === true;
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {percentage} % | {line}',
      stream: process.stdout,
      hideCursor: true,
      noTTYOutput: !isTerminal,
      notTTYSchedule: 2000,
      etaBuffer: 100,
      barsize: 20,
      linewrap: false,
    },
    cliProgress.Presets.shades_classic,
  );
  const detach = attachKeys(control);
  task.output.line(task.title);
  if (url !== null && isTerminal)
    task.output.line('Keys: space pauses, + and - change the speed, s stops the publication, Ctrl-C ends.');
  bar.start(task.plan.length, 0, { line: 'opening the counts' });
  let at = 0;
  const show = () => bar.update(at, { line: runningLine(task.opened.run, control, url()) });
  // Keys change the line at once, also while nothing else moves.
  const refresh = isTerminal ? setInterval(show, 500) : null;
  try {
    return await play(task.opened.run, task.plan, {
      control,
      pace: task.pace,
      onFirstState,
      onProgress: (position, published) => {
        if (published !== null && published.files > 0) countState(tally, published);
        at = position;
        if (published !== null || isTerminal) show();
      },
    });
  } finally {
    if (refresh !== null) clearInterval(refresh);
    bar.stop();
    detach();
  }
}

function failed(error: RunError, output: Output): ExitCode {
  return refuse(output, describeRunError(error));
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    // A timer keeps the process alive: an abort signal by itself does not.
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}
