import { existsSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { generateElection, MAX_STATIONS } from '../../simulation/generate-election.ts';
import { planNight, type Scenario } from '../../simulation/night.ts';
import { openRun, removeRehearsal } from '../run/open-run.ts';
import type { Pace } from '../run/play.ts';
import { rehearsalPlan } from '../run/rehearsal-plan.ts';
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
};

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
  const resumed = existsSync(`${options.out}/store.sqlite`);
  const rehearsal = generateElection({ seed: options.seed, stations });
  const night = planNight(rehearsal, { scenario: options.scenario as Scenario, seed: options.seed });
  const { definition } = rehearsal;
  const keys = rehearsalKeys(nodeCrypto, options.seed, definition.election.id);
  const opened = openRun(options.out, definition, keys, speed !== null);
  if (!opened.ok) return refuse(output, opened.error);
  if (resumed) output.line(`Going on with the rehearsal in ${options.out} (--fresh begins anew).`);
  return runConsole({
    opened: opened.value,
    plan: rehearsalPlan(definition, night, states),
    beginsAt: night.firstAt,
    pace: speed === null ? null : evenPace(night.total, speed),
    serve: options.serve ? { port, given: options.port !== undefined } : null,
    title: definition.election.name.en,
    output,
  });
}

/** Every act takes the same time, so that a quiet night of the calendar is not a quiet minute on the screen. */
function evenPace(acts: number, speed: number): Pace {
  const each = NIGHT_MS / Math.max(1, acts) / speed;
  return (before, next) => (next[0] - before[0]) * each;
}
