import { existsSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure, describeWarnings } from '../../adapters/election-folder/describe-errors.ts';
import { type ImportedFolder, readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { openRunKeys } from '../../adapters/keys/key-folder.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { estimatesBeside } from '../run/estimate-steps.ts';
import { openRun } from '../run/open-run.ts';
import type { Pace } from '../run/play.ts';
import { inPublicOrder, type ReplaySource, type ReplayStates, replayPlan, visibleAt } from '../run/replay-plan.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { PORT_WORDS, parsePort } from './port.ts';
import { runConsole } from './run-console.ts';

export type ReplayOptions = {
  readonly out: string;
  /** Seconds of the election's own time in one real second; absent with `max`. */
  readonly speed?: string;
  readonly max?: boolean;
  readonly serve?: boolean;
  readonly port?: string;
};

/** A replay's own pace when none is asked for: a night of four hours in about two minutes. */
const DEFAULT_SPEED = 120;
/** Hours without a publication are shown as such on the page, and need not be waited for. */
const IDLE_MS_MAX = 3000;

/** `cotejo replay FOLDER --out DIR`: published figures of a real election through the real path, as what they are. */
export async function replayCommand(folder: string, options: ReplayOptions, output: Output): Promise<ExitCode> {
  const speed = options.max ? null : Number(options.speed ?? DEFAULT_SPEED);
  if (speed !== null && !(speed >= 0.01 && speed <= 1e9)) {
    return refuse(output, '--speed is a number from 0.01 to 1000000000', EXIT.usage);
  }
  const port = parsePort(options.port);
  if (port === null) return refuse(output, PORT_WORDS, EXIT.usage);
  const read = readElectionFolder(folder);
  if (!read.ok) {
    for (const line of describeFailure(read.error)) output.error(line);
    return EXIT.badInput;
  }
  for (const line of describeWarnings(read.value.warnings, 1)) output.error(line);
  const definition = asReplay(read.value.definition);
  const fresh = !existsSync(`${options.out}/store.sqlite`);
  const keys = openRunKeys(nodeCrypto, `${options.out}/keys`, {
    kind: 'replay',
    election: definition.election.id,
    create: fresh,
  });
  if (!keys.ok)
    return refuse(
      output,
      `cannot use ${keys.error.path}: ${keys.error.detail}. Choose a folder that you may write, or put the run's own keys back.`,
    );
  const opened = openRun(options.out, definition, keys.value, true);
  if (!opened.ok) return refuse(output, opened.error);
  // A run that goes on keeps the moments at which it publishes, whatever speed it is asked for now.
  const states = statesOf(opened.value.store, fresh, speed);
  const source = replaySource(read.value);
  const plan = replayPlan(source, states);
  const estimates = estimatesBeside(opened.value, plan, (line) => output.error(`cotejo: ${line}`));
  const code = await runConsole({
    opened: opened.value,
    plan: estimates.plan,
    beginsAt: source.beginsAt,
    pace: speed === null ? null : replayPace(speed),
    serve: options.serve === true ? { port, given: options.port !== undefined } : null,
    title: definition.election.name.en,
    output,
    desk: null,
  });
  await estimates.close();
  return code;
}

/** Whatever a folder says of itself: figures that come from files are a replay, on every page and in every payload. */
function asReplay(definition: ElectionDefinition): ElectionDefinition {
  return { ...definition, election: { ...definition.election, nature: 'replay' } };
}

function statesOf(
  store: { readMeta(n: string): string | null; writeMeta(n: string, v: string): void },
  fresh: boolean,
  speed: number | null,
): ReplayStates {
  const kept = fresh ? null : store.readMeta('states');
  const value = kept ?? (speed === null ? 'once' : String(Math.round(speed * 1000)));
  if (kept === null) store.writeMeta('states', value);
  return value === 'once' ? { kind: 'once' } : { kind: 'every', ms: Number(value) };
}

export function replaySource(folder: ImportedFolder): ReplaySource {
  const { definition, files } = folder;
  const counts = folder.counts.map((count) => {
    const file = files.find((f) => f.name.startsWith(`${count}.csv`));
    if (file === undefined) throw new Error(`assertion failed: ${count} was read from a file`);
    return {
      count,
      file: { name: file.name, sha256: toBase64(file.sha256), rows: file.rows },
      sheets: count === 'preliminary' ? folder.preliminary : folder.official,
    };
  });
  return { beginsAt: beginsAt(folder), counts };

  /** The first instant that anyone recorded, else the close of the polls, else the election day. */
  function beginsAt({ preliminary, official }: ImportedFolder): Instant {
    const first = [inPublicOrder(preliminary)[0], inPublicOrder(official)[0]].flatMap((s) => {
      const at = s === undefined ? null : visibleAt(s);
      return at === null ? [] : [at];
    });
    const known = first.length > 0 ? (Math.min(...first) as Instant) : definition.election.pollsClose;
    return known ?? expectOk(parseInstant(`${definition.election.date}T00:00:00Z`), 'a date was checked');
  }
}

function replayPace(speed: number): Pace {
  return (before, next) => {
    const gone = next[1].at - before[1].at;
    // Rows without instants have no pace of their own: about a thousand a second.
    return gone > 0 ? Math.min(gone / speed, IDLE_MS_MAX) : next[1].kind === 'publish' ? 0 : 1;
  };
}
