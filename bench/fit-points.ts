import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readElectionToTry } from '../apps/cli/backtest-folder.ts';
import type { Election } from '../apps/cli/backtest-run.ts';
import { present } from '../src/base/assert.ts';
import { parseInstant } from '../src/base/instant.ts';
import { expectOk } from '../src/base/result.ts';
import { arrivalOrder } from '../src/projection/arrival-order.ts';
import { baseline } from '../src/projection/baselines/all-baselines.ts';
import { type CutBy, type CutInput, inputUntil } from '../src/projection/input-until.ts';
import { type ScoredAgainst, scoreForecast } from '../src/projection/scores-forecast.ts';
import { DRAWS, type GridScore, scoreOnGrid } from './fit-grid.ts';

/** A moment of the real order of an election: so many sheets, or an instant as the public could see it. */
export type Point = { readonly folder: string; readonly sheets?: number; readonly asOf?: string };

const sheetsOf = (folder: string, sheets: readonly number[]): Point[] => sheets.map((s) => ({ folder, sheets: s }));

/** 20, 40, 60 and 90 % of 34,555, and the stop; the moments of the quick count; two days of a runoff. */
export const POINTS: readonly Point[] = [
  { folder: 'peru-2021-runoff', asOf: '2021-06-08T16:15:44Z' },
  { folder: 'peru-2021-runoff', asOf: '2021-06-09T01:12:42Z' },
  ...sheetsOf('bolivia-2019', [6911, 13822, 20733, 28975, 31100]),
  ...sheetsOf('mexico-2018-quickcount', [1557, 2336, 3893, 5451, 6307]),
];
export const FOLDERS: readonly string[] = [...new Set(POINTS.map(({ folder }) => folder))].sort();

const shared = fileURLToPath(new URL('../../shared/elections', import.meta.url));
const pathOf = (folder: string) => `${shared}/${folder}`;

/** Folders that are not beside this checkout. */
export const foldersMissing = () => FOLDERS.filter((folder) => !existsSync(pathOf(folder)));

export const nameOf = ({ folder, sheets, asOf }: Point) => `${folder} ${sheets ?? asOf}`;

export type PointDone = {
  readonly name: string;
  readonly folder: string;
  readonly draws: number;
  /** Absolute error of the lead by `fill`. */
  readonly fill: number;
  readonly scores: readonly GridScore[];
};

let held: { readonly folder: string; readonly election: Election } | null = null;

export function readPoint({ folder, sheets, asOf }: Point): {
  readonly input: CutInput;
  readonly against: ScoredAgainst;
} {
  if (held?.folder !== folder) {
    held = { folder, election: expectOk(readElectionToTry(pathOf(folder), null), folder) };
  }
  const { source, truth } = held.election;
  const by: CutBy =
    asOf === undefined
      ? { kind: 'first', sheets: present(sheets, 'sheets'), order: arrivalOrder(source, 'preliminary') }
      : { kind: 'as-of', instant: expectOk(parseInstant(asOf), asOf) };
  const input = expectOk(inputUntil(source, { count: 'preliminary', by, figures: 'as-then' }), folder);
  const { rule } = source;
  const votes = input.options.map((id) => truth.options[source.options.indexOf(id)] ?? null);
  return { input, against: { rule, options: input.options, votes, base: truth.base, registered: null } };
}

export function tryPoint(point: Point): PointDone {
  const { input, against } = readPoint(point);
  const fill = baseline('fill', input, 1, 1);
  if (fill.kind === 'none') throw new Error(`fill says nothing of ${point.folder}: ${fill.why}`);
  return {
    name: nameOf(point),
    folder: point.folder,
    draws: DRAWS,
    fill: scoreForecast(against, fill.forecast).lead.crps,
    scores: scoreOnGrid(input, against),
  };
}
