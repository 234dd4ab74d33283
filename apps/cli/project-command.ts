import { err, ok, type Result } from '../../src/base/result.ts';
import { COUNT_KINDS } from '../../src/model/ids.ts';
import { ruleSentence } from '../../src/model/rule-sentence.ts';
import { projectAreas } from '../../src/projection/areas/project-areas.ts';
import { project } from '../../src/projection/project.ts';
import { refusalText } from '../../src/projection/refusal-text.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { LEFT, type Left, type Said } from './project-said.ts';
import { type Asked, type Found, findStart } from './project-sources.ts';
import { projectText, seenText } from './project-text.ts';
import { parseAsOf } from './results-command.ts';

export type ProjectOptions = {
  readonly asOf?: string;
  readonly count?: string;
  readonly contest?: string;
  readonly with?: string;
  readonly seed?: string;
  readonly draws?: string;
  readonly without?: string;
  readonly json?: boolean;
};

type Words = Asked & { readonly seed: number; readonly draws: number; readonly without: readonly Left[] };

const DEFAULT_SEED = 1;
const DEFAULT_DRAWS = 1000;

/** `cotejo project DIR|FOLDER`: what the sheets in say about the whole, or why they say nothing. */
export function projectCommand(folder: string, options: ProjectOptions, output: Output): ExitCode {
  const words = parseWords(options);
  if (!words.ok) return refuse(output, words.error, EXIT.usage);
  const found = findStart(folder, words.value);
  if (!found.ok) {
    for (const line of found.error.lines) output.error(line);
    return found.error.kind === 'usage' ? EXIT.usage : EXIT.badInput;
  }
  const said = say(found.value, words.value);
  if (options.json === true) output.line(JSON.stringify(asJson(said)));
  else for (const line of projectText(said)) output.line(line);
  return said.answer.kind === 'estimate' ? EXIT.ok : EXIT.originNotEstablished;
}

function parseWords(options: ProjectOptions): Result<Words, string> {
  const asOf = parseAsOf(options.asOf);
  if (!asOf.ok) return asOf;
  const count = COUNT_KINDS.find((c) => c === options.count) ?? null;
  if (options.count !== undefined && count === null) {
    return err(`--count is preliminary or official, not ${options.count}`);
  }
  const seed = wholeIn(options.seed, DEFAULT_SEED, 0, 4_294_967_295);
  if (seed === null) return err('--seed is a whole number from 0 to 4294967295');
  const draws = wholeIn(options.draws, DEFAULT_DRAWS, 100, 20_000);
  if (draws === null) return err('--draws is a whole number from 100 to 20000');
  const without: Left[] = [];
  for (const name of (options.without ?? '').split(',').filter((part) => part !== '')) {
    const known = LEFT.find((left) => left === name.trim());
    if (known === undefined) return err(`--without takes ${LEFT.join(', ')}, separated by commas, not ${name}`);
    without.push(known);
  }
  const { contest = null, with: facts = null } = options;
  return ok({ asOf: asOf.value, count, contest, with: facts, seed, draws, without });
}

function wholeIn(text: string | undefined, fallback: number, least: number, most: number): number | null {
  if (text === undefined) return fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

function say({ subject, start }: Found, words: Words): Said {
  const { asOf, seed, draws, without } = words;
  const said = { subject, start, asOf, seed, draws, without };
  switch (start.kind) {
    case 'nothing':
      return { ...said, answer: start.refusal, notes: [] };
    case 'areas': {
      const { answer } = projectAreas(start.snapshots, { seed, draws, asOf: start.until });
      return { ...said, answer, notes: answer.diagnostics?.notes ?? [] };
    }
    case 'sheets': {
      const uses = (left: Left) => !without.includes(left);
      const use = { trend: uses('trend'), previous: uses('previous'), shock: uses('shock') };
      const { answer } = project(start.input, { seed, draws, use });
      return { ...said, answer, notes: [...start.input.notes, ...(answer.diagnostics?.notes ?? [])] };
    }
  }
}

function asJson(said: Said) {
  const { subject, start, asOf, seed, draws, without, answer, notes } = said;
  const { contest } = subject;
  const nameOf = (id: string) => contest.selections.find((s) => s.id === id)?.name ?? id;
  const about = {
    v: 1,
    kind: 'estimate-of-an-incomplete-count',
    election: subject.election,
    nature: subject.nature,
    test: subject.nature === 'rehearsal',
    contest: contest.id,
    rule: { es: ruleSentence(contest.rule, 'es', nameOf), en: ruleSentence(contest.rule, 'en', nameOf) },
    asOf,
    seen: seenText(said),
    from: start.kind,
    count: start.kind === 'areas' ? null : start.count,
    base: start.kind === 'sheets' ? start.input.base : null,
    seed,
    draws,
    without,
    notes,
    sources: subject.sources,
  };
  if (answer.kind === 'estimate') return { ...about, answer };
  const text = { es: refusalText(answer.code, answer.facts, 'es'), en: refusalText(answer.code, answer.facts, 'en') };
  return { ...about, answer: { ...answer, kind: 'refused', text } };
}
