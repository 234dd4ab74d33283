import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { present } from '../../src/base/assert.ts';
import { CONSTANTS_SET_ON } from '../../src/projection/in-sample.ts';
import { readElectionToTry } from './backtest-folder.ts';
import { type BacktestOptions, type Plan, readPlan, readThreads } from './backtest-plan.ts';
import { runTrials, trialsOf } from './backtest-pool.ts';
import type { NightTried } from './backtest-run.ts';
import { type ElectionTried, ordersOf, summariseNights } from './backtest-summary.ts';
import { backtestSvg } from './backtest-svg.ts';
import { backtestText } from './backtest-text.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

/** `cotejo backtest FOLDER...`: the projection and its baselines on elections whose end is known. */
export async function backtestCommand(
  folders: readonly string[],
  options: BacktestOptions,
  output: Output,
): Promise<ExitCode> {
  const plan = readPlan(options);
  if (!plan.ok) return refuse(output, plan.error, EXIT.usage);
  const threads = readThreads(options, availableParallelism());
  if (!threads.ok) return refuse(output, threads.error, EXIT.usage);
  for (const file of [options.svg, options.out]) {
    if (file === undefined || !existsSync(file) || options.force === true) continue;
    return refuse(output, `${file} is there already; --force replaces it`, EXIT.badInput);
  }
  const read = readAll(folders, plan.value, output);
  if (read === null) return EXIT.badInput;
  const trials = trialsOf(folders.length, plan.value);
  const work = { folders, plan: plan.value };
  const tried = await runTrials(work, trials, threads.value, progressOf(trials.length, output));
  if (!tried.ok) return refuse(output, tried.error, EXIT.cannotRun);
  const elections = read.map((head, folder): ElectionTried => {
    const nights = tried.value.filter((_, at) => trials[at]?.folder === folder);
    return { ...head, lead: present(nights[0], 'a night').lead, nights };
  });
  write(elections, plan.value, options, output);
  return EXIT.ok;
}

/** Figures are published with the version that made them. */
function programVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version = typeof file === 'object' && file !== null && 'version' in file ? file.version : null;
  return typeof version === 'string' ? version : 'of no version';
}

type Head = Pick<ElectionTried, 'id' | 'inSample' | 'stations'>;

/** Every folder is read before anything is tried: an hour is not spent to find a fault in the last one. */
function readAll(folders: readonly string[], plan: Plan, output: Output): readonly Head[] | null {
  const heads: Head[] = [];
  let isGood = true;
  for (const folder of folders) {
    const read = readElectionToTry(folder, plan.contest);
    if (read.ok) {
      const { id, source } = read.value;
      heads.push({ id, inSample: CONSTANTS_SET_ON.includes(id), stations: source.stations.size });
      continue;
    }
    isGood = false;
    for (const line of read.error) output.error(line);
  }
  return isGood ? heads : null;
}

/** A line at every tenth of the work. */
function progressOf(all: number, output: Output): (done: number) => void {
  let told = 0;
  return (done) => {
    const tenth = Math.floor((10 * done) / all);
    if (tenth === told || all < 10) return;
    told = tenth;
    output.error(`${done} of ${all} nights`);
  };
}

function write(elections: readonly ElectionTried[], plan: Plan, options: BacktestOptions, output: Output): void {
  const text = backtestText(elections, plan, programVersion());
  if (options.svg !== undefined) writeFileSync(options.svg, backtestSvg(elections));
  if (options.out !== undefined) writeFileSync(options.out, `${text.join('\n').trimEnd()}\n`);
  if (options.json) output.line(JSON.stringify(asJson(elections, plan), infiniteAsText));
  else if (options.out === undefined) for (const line of text) output.line(line);
}

function asJson(elections: readonly ElectionTried[], plan: Plan) {
  return {
    v: 1,
    version: programVersion(),
    plan,
    elections: elections.map((election) => ({
      ...election,
      summaries: {
        all: summariseNights(election.nights),
        ...Object.fromEntries(
          ordersOf(election).map((order) => [order, summariseNights(nightsOf(election.nights, order))]),
        ),
      },
    })),
    all: summariseNights(elections.flatMap(({ nights }) => nights)),
  };
}

function nightsOf(nights: readonly NightTried[], order: string): readonly NightTried[] {
  return nights.filter((night) => night.order === order);
}

/** JSON has no infinity, and null would mean not known. */
function infiniteAsText(_: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? 'infinite' : value;
}
