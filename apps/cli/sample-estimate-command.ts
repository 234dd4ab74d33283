import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { readProjectionFolder } from '../../adapters/election-folder/read-projection-folder.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { FolderFailure } from '../../src/model/folder/issue.ts';
import { COUNT_KINDS } from '../../src/model/ids.ts';
import { inputUntil } from '../../src/projection/input-until.ts';
import { normalQuantile } from '../../src/projection/normal-quantile.ts';
import { project } from '../../src/projection/project.ts';
import type { ProjectionAnswer } from '../../src/projection/projection-answer.ts';
import type { ProjectionInput } from '../../src/projection/projection-input.ts';
import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import { Chance } from '../../src/projection/random.ts';
import {
  bootstrapErrors,
  estimateSample,
  type SampleEstimate,
  withSampling,
} from '../../src/projection/sample/estimate-sample.ts';
import { inputOfSample } from '../../src/projection/sample/sample-input.ts';
import { receivedOf } from '../../src/projection/sample/sample-size.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { parseAsOf } from './results-command.ts';
import { estimateText, type SampleSaid } from './sample-estimate-text.ts';
import { readReceived, readSampleList, type SampleList } from './sample-received.ts';
import { seedOf } from './sample-words.ts';

export type SampleEstimateOptions = {
  readonly sample: string;
  readonly results?: string;
  readonly count?: string;
  readonly asOf?: string;
  readonly contest?: string;
  readonly seed?: string;
  readonly json?: boolean;
};

type Failure = { readonly code: ExitCode; readonly lines: readonly string[] };

const ROUNDS = 1000;
const MODEL_DRAWS = 1000;
/** Weights that differ by more than this factor are not alike enough for a model without weights. */
const ALIKE = 1.5;

/** `cotejo sample estimate FOLDER --sample FILE`: shares and lead from what came in of a sample. */
export function sampleEstimateCommand(folder: string, options: SampleEstimateOptions, output: Output): ExitCode {
  const said = estimateFrom(folder, options);
  if (!said.ok) {
    // What is wrong in a file says so by itself.
    for (const line of said.error.lines) {
      if (said.error.code === EXIT.badInput) output.error(line);
      else refuse(output, line);
    }
    return said.error.code;
  }
  if (options.json === true) output.line(JSON.stringify(asJson(said.value)));
  else for (const line of estimateText(said.value)) output.line(line);
  return EXIT.ok;
}

function estimateFrom(folder: string, options: SampleEstimateOptions): Result<SampleSaid, Failure> {
  const seed = seedOf(options.seed);
  if (seed === null) return usage('--seed is a whole number from 0 to 4294967295');
  const contestAsked = options.contest === undefined ? {} : { contest: options.contest };
  const read = readProjectionFolder(folder, { ...contestAsked, stationsOnly: options.results !== undefined });
  if (!read.ok) return badInput(read.error);
  const { source, contest, parsed } = read.value;
  if (source === null) return usage('the folder has no stations.csv');
  const list = readSampleList(options.sample, source);
  if (!list.ok) return badInput(list.error);
  const input = inputFor(source, options);
  if (!input.ok) return input;
  const sample = inputOfSample(input.value, list.value.stations);
  const came = [...sample.sheets.isIn.keys()].filter((i) => sample.sheets.isIn[i] === 1);
  const figures = { votes: sample.sheets.votes, base: sample.sheets.base, options: sample.options.length };
  const stratum = came.map((i) => list.value.stratum[i] ?? 0);
  const received = receivedOf(figures, came, stratum, list.value.sizes, list.value.design === 'systematic');
  const estimate = estimateSample(received);
  if (estimate === null) {
    const lines = [
      `of the ${sample.stations.size} sheets drawn ${came.length} are in: an estimate needs two with votes`,
    ];
    return err({ code: EXIT.originNotEstablished, lines });
  }
  const unequal = weighUnlike(list.value);
  const partial = came.length < sample.stations.size && !unequal;
  return ok({
    election: parsed.head.id,
    name: parsed.head.name.en,
    options: sample.options.map((id) => ({ id, name: contest.selections.find((s) => s.id === id)?.name ?? id })),
    list: list.value,
    received: came.length,
    estimate,
    times: studentQuantile(0.975, estimate.freedom),
    bootstrap: bootstrapErrors(received, estimate, ROUNDS, new Chance(seed)),
    turnout: turnoutOf(sample, came, stratum, list.value),
    model: partial ? project(sample, { seed, draws: MODEL_DRAWS }).answer : null,
    unequal,
  });
}

function usage(line: string): Result<never, Failure> {
  return err({ code: EXIT.usage, lines: [line] });
}

function badInput(failure: FolderFailure): Result<never, Failure> {
  return err({ code: EXIT.badInput, lines: describeFailure(failure) });
}

/** The sheets in: of the table of results, or of a count of the folder. */
function inputFor(source: ProjectionSource, options: SampleEstimateOptions): Result<ProjectionInput, Failure> {
  const count =
    options.count ?? (source.preliminary === null && options.results === undefined ? 'official' : 'preliminary');
  const kind = COUNT_KINDS.find((c) => c === count);
  if (kind === undefined) return usage(`--count is preliminary or official, not ${options.count}`);
  const asOf = parseAsOf(options.asOf);
  if (!asOf.ok) return usage(asOf.error);
  if (options.results !== undefined) {
    const sheets = readReceived(options.results, source);
    if (!sheets.ok) return badInput(sheets.error);
    const { options: ids, rule, stations, previous } = source;
    const base = sheets.value.base.some((b, s) => b !== sumOf(sheets.value.votes, s, ids.length)) ? 'total' : 'options';
    return ok({ options: ids, base, rule, count: kind, stations, sheets: sheets.value, previous });
  }
  const by = asOf.value === null ? { kind: 'all' as const } : { kind: 'as-of' as const, instant: asOf.value };
  const input = inputUntil(source, { count: kind, by, figures: 'as-then' });
  return input.ok
    ? input
    : err({ code: EXIT.badInput, lines: [`cotejo: the folder has no figures for this (${input.error.code})`] });
}

function sumOf(votes: Float64Array, station: number, K: number): number {
  let sum = 0;
  for (let k = 0; k < K; k++) sum += votes[station * K + k] ?? 0;
  return sum;
}

function weighUnlike(list: SampleList): boolean {
  const drawn = list.sizes.map(() => 0);
  for (const h of list.stratum) drawn[h] = (drawn[h] ?? 0) + 1;
  const weights = list.sizes.map((size, h) => size / (drawn[h] ?? 1));
  return Math.max(...weights) > ALIKE * Math.min(...weights);
}

/** Weighted base votes over weighted registered voters of the same sheets. */
function turnoutOf(
  sample: ProjectionInput,
  came: readonly number[],
  stratum: readonly number[],
  list: SampleList,
): number | null {
  const { registered, registeredOf } = sample.stations;
  if (registeredOf === 'place' || came.some((i) => Number.isNaN(registered[i] ?? Number.NaN))) return null;
  const votes = Float64Array.from(came, (i) => sample.sheets.base[i] ?? 0);
  const base = Float64Array.from(came, (i) => registered[i] ?? 0);
  const ratio = estimateSample({ systematic: false, sizes: list.sizes, stratum, votes, base, options: 1 });
  return ratio?.shares[0] ?? null;
}

/** Student's t from the normal, to the first order in 1 / freedom (Fisher and Cornish 1960). */
function studentQuantile(p: number, freedom: number): number {
  const z = normalQuantile(p);
  return z + (z ** 3 + z) / (4 * freedom);
}

function asJson({
  election,
  options,
  list,
  received,
  estimate,
  times,
  bootstrap,
  turnout,
  model,
  unequal,
}: SampleSaid) {
  const { lead, shares, errors, collapsed } = estimate;
  const interval = (point: number, error: number) => [point - times * error, point + times * error];
  return {
    v: 1,
    kind: 'estimate-from-a-sample',
    election,
    design: list.design,
    drawn: list.stations.length,
    received,
    missingAtRandom: received < list.stations.length ? 'not-known' : null,
    options: options.map(({ id }, k) => ({
      id,
      share: shares[k],
      in95: interval(shares[k] ?? 0, errors[k] ?? 0),
      error: errors[k],
      bootstrapError: bootstrap.shares[k],
    })),
    lead: {
      of: options[lead.of]?.id,
      over: options[lead.over]?.id,
      share: lead.point,
      in95: interval(lead.point, lead.error),
      error: lead.error,
      bootstrapError: bootstrap.lead,
    },
    turnout,
    strataJoined: collapsed.joined.map((h) => list.strata[h] ?? ''),
    model: model === null ? null : model.kind === 'refused' ? { refused: model.code } : modelFigures(model, estimate),
    weightsUnequal: unequal,
  };
}

function modelFigures(model: Extract<ProjectionAnswer, { kind: 'estimate' }>, estimate: SampleEstimate) {
  return {
    options: model.options.map((o, k) => ({
      id: o.id,
      share: o.share.point,
      in95: withSampling(o.share.in95, estimate.errors[k] ?? 0),
    })),
    lead: {
      of: model.lead.of,
      over: model.lead.over,
      share: model.lead.band.point,
      in95: withSampling(model.lead.band.in95, estimate.lead.error),
    },
  };
}
