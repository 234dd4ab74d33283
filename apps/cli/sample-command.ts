import { existsSync, writeFileSync } from 'node:fs';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { type ProjectionFolder, readProjectionFolder } from '../../adapters/election-folder/read-projection-folder.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { inputUntil } from '../../src/projection/input-until.ts';
import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import { Chance } from '../../src/projection/random.ts';
import { drawSample } from '../../src/projection/sample/draw-sample.ts';
import { frameOf, type SampleFrame } from '../../src/projection/sample/sample-frame.ts';
import {
  type KnownFigures,
  measureSpread,
  sizeForMargin,
  statedSpread,
} from '../../src/projection/sample/sample-size.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { sampleCsv } from './sample-csv.ts';
import { listText, sampleText } from './sample-text.ts';
import { type Measure, type SampleOptions, type SampleWords, sampleWords } from './sample-words.ts';
import type { Sampled, Spread } from './sampled.ts';

/** Samples drawn to measure the spread: sd to about 5 %; and fewer while the size is looked for. */
const ROUNDS = 200;
const ROUNDS_OF_SEARCH = 60;

/** `cotejo sample FOLDER`: draws a quick-count sample and prints its list. */
export function sampleCommand(folder: string, options: SampleOptions, output: Output): ExitCode {
  const words = sampleWords(options);
  if (!words.ok) return refuse(output, words.error, EXIT.usage);
  const { out } = options;
  if (out !== undefined && existsSync(out) && options.force !== true) {
    return refuse(output, `${out} is there already; --force replaces it`, EXIT.usage);
  }
  const contest = options.contest === undefined ? {} : { contest: options.contest };
  const read = readProjectionFolder(folder, { ...contest, stationsOnly: words.value.measure !== 'official' });
  if (!read.ok) {
    for (const line of describeFailure(read.error)) output.error(line);
    return EXIT.badInput;
  }
  const sampled = drawFrom(read.value, words.value);
  if (!sampled.ok) return refuse(output, sampled.error, EXIT.usage);
  if (out !== undefined) writeFileSync(out, sampleCsv(sampled.value));
  if (options.json === true) output.line(JSON.stringify(asJson(sampled.value)));
  else {
    for (const line of sampleText(sampled.value)) output.line(line);
    for (const line of listText(sampled.value)) output.line(line);
  }
  return EXIT.ok;
}

function drawFrom(read: ProjectionFolder, words: SampleWords): Result<Sampled, string> {
  const { source } = read;
  if (source === null) return err('the folder has no stations.csv, so there is no list to draw from');
  const level = words.design === 'stratified' ? (words.by ?? source.stations.tree.levels[0] ?? null) : null;
  const frame = frameOf(source.stations, level);
  if ('kind' in frame) return err(`there is no level ${frame.level}; there are: ${frame.levels.join(', ') || 'none'}`);
  const known = figuresOf(source, words.measure);
  if (!known.ok) return known;
  const spreadAt = (size: number, rounds: number): Spread => spreadOf(frame, known.value, words, size, rounds);
  const { margin } = words;
  const searched = (n: number) => spreadAt(n, ROUNDS_OF_SEARCH).sd;
  const size = margin === null ? words.size : sizeForMargin(frame.size, margin, searched);
  if (size === null)
    return err(`even all ${frame.size} stations do not give a margin of ${100 * (margin ?? 0)} points`);
  const sample = drawSample(frame, words.design, size, new Chance(words.seed));
  if (!sample.ok) return err(`a sample has 2 to ${sample.error.of} stations, not ${sample.error.size}`);
  const spread = spreadAt(size, ROUNDS);
  const { head } = read.parsed;
  return ok({ election: head.id, name: head.name.en, source, frame, sample: sample.value, words, level, spread });
}

type Known = { readonly source: Measure; readonly figures: KnownFigures | null };

/** The previous election where there is one, unless something else is asked for. */
function figuresOf(source: ProjectionSource, asked: Measure | null): Result<Known, string> {
  if (asked === 'table' || (asked === null && source.previous === null)) return ok({ source: 'table', figures: null });
  if (asked === 'official') {
    const input = inputUntil(source, { count: 'official', by: { kind: 'all' }, figures: 'final' });
    if (!input.ok) return err(`there are no official figures to measure on (${input.error.code})`);
    const { votes, base } = input.value.sheets;
    return ok({ source: 'official', figures: { votes, base, options: input.value.options.length } });
  }
  const figures = previousFigures(source);
  return figures === null
    ? err('the folder has no previous election to measure on')
    : ok({ source: 'previous', figures });
}

/** Votes of a station where nobody knows its voters: only the scale of all, which does not count. */
const USUAL_BASE = 200;

/**
 * Shares of the area of the previous election that a station lies in, at the size that the station has now: an area may be
 * wider than the stations matched to it, so its votes are not theirs.
 */
function previousFigures({ previous, stations }: ProjectionSource): KnownFigures | null {
  if (previous === null) return null;
  const K = previous.options.length;
  const votes = new Float64Array(stations.size * K);
  const base = new Float64Array(stations.size);
  previous.areaOf.forEach((area, s) => {
    if (area < 0) return;
    const own = Array.from(previous.votes.subarray(area * K, (area + 1) * K), (v) => v || 0);
    const sum = own.reduce((a, b) => a + b, 0);
    const registered = stations.registeredOf === 'table' ? (stations.registered[s] ?? Number.NaN) : Number.NaN;
    const size = Number.isNaN(registered) ? USUAL_BASE : registered;
    if (sum === 0 || size === 0) return;
    own.forEach((v, k) => {
      votes[s * K + k] = (size * v) / sum;
    });
    base[s] = size;
  });
  return { votes, base, options: K };
}

function spreadOf(frame: SampleFrame, known: Known, words: SampleWords, size: number, rounds: number): Spread {
  if (known.figures !== null) {
    const measured = measureSpread(frame, known.figures, words.design, size, rounds, words.seed);
    if (measured !== null) {
      return { source: known.source, sd: measured.sd, effect: (measured.sd / measured.ifVotersWereDrawn) ** 2 };
    }
  }
  return { source: 'table', sd: statedSpread(words.design, size), effect: null };
}

function asJson({ election, source, frame, sample, words, level, spread }: Sampled) {
  return {
    v: 1,
    kind: 'sample',
    election,
    design: sample.design,
    by: level,
    seed: words.seed,
    listed: frame.size,
    drawn: sample.stations.length,
    spread,
    strata: Array.from(sample.sizes, (listed, h) => ({
      name: level === null ? '' : (frame.strata[h] ?? ''),
      listed,
      drawn: sample.drawn[h] ?? 0,
    })),
    stations: Array.from(sample.stations, (s) => source.stations.ids[s]),
  };
}
