import { present } from '../src/base/assert.ts';
import { PARAMETERS } from '../src/projection/parameters.ts';
import { type Constants, DRAWS, GRID, type GridScore } from './fit-grid.ts';
import { FOLDERS, type PointDone } from './fit-points.ts';

const SHIPPED: Constants = {
  slopeSd: 1,
  weightPower: PARAMETERS.weightPower,
  shockReach: PARAMETERS.shockReach,
  shockPrior: 1,
};

/** Mean scores of one election by one point of the grid. */
type Mean = {
  readonly error: number;
  readonly crps: number;
  /** CRPS over the mean absolute error of `fill`. */
  readonly ratio: number;
  readonly width: number;
  readonly in80: number;
  readonly in95: number;
  readonly log: number;
  readonly points: number;
};

function meanOf(points: readonly PointDone[], at: number): Mean {
  const scores = points.map((point) => present(point.scores[at], 'a score'));
  const mean = (of: (s: GridScore) => number) => scores.reduce((sum, s) => sum + of(s), 0) / scores.length;
  const crps = mean((s) => s.crps);
  const fill = points.reduce((sum, point) => sum + point.fill, 0) / points.length;
  return {
    error: mean((s) => Math.abs(s.error)),
    crps,
    ratio: crps / fill,
    width: mean((s) => s.width),
    in80: mean((s) => Number(s.in80)),
    in95: mean((s) => Number(s.in95)),
    log: mean((s) => s.log),
    points: scores.length,
  };
}

/** What is made small: see the text below. */
function objective({ ratio, in80, in95 }: Mean): number {
  return ratio + Math.max(0, 0.8 - in80) + Math.max(0, 0.95 - in95);
}

type Fit = { readonly leftOut: string; readonly best: number; readonly values: readonly number[] };

/** `docs/projection/constants.md`. */
export function constantsText(points: readonly PointDone[]): readonly string[] {
  const of = new Map(FOLDERS.map((folder) => [folder, points.filter((p) => p.folder === folder)]));
  const means = new Map(FOLDERS.map((f) => [f, GRID.map((_, at) => meanOf(present(of.get(f), f), at))]));
  const fitOn = (folders: readonly string[], leftOut: string): Fit => {
    const values = GRID.map(
      (_, at) => folders.reduce((sum, f) => sum + objective(present(means.get(f)?.[at], 'a mean')), 0) / folders.length,
    );
    return { leftOut, best: values.indexOf(Math.min(...values)), values };
  };
  const fits = FOLDERS.map((leftOut) =>
    fitOn(
      FOLDERS.filter((f) => f !== leftOut),
      leftOut,
    ),
  );
  const all = fitOn(FOLDERS, 'none');
  const mean = (folder: string, at: number) => present(means.get(folder)?.[at], 'a mean');
  return [...head(of), ...fitted([...fits, all]), ...scored(fits, mean), ...flatness([...fits, all]), ...notFitted()];
}

const shippedAt = () =>
  GRID.findIndex((c) => (Object.keys(c) as (keyof Constants)[]).every((key) => c[key] === SHIPPED[key]));

function head(of: ReadonlyMap<string, readonly PointDone[]>): readonly string[] {
  const counts = [...of].map(([folder, points]) => `${folder} ${points.length}`).join(', ');
  return [
    '# Constants, each election left out once',
    '',
    `Made by \`node bench/fit-constants.ts --out docs/projection/constants.md\`: a grid of ${GRID.length} combinations, ${DRAWS} draws, one seed, the`,
    `real order with the figures as they were then (points: ${counts}; they are listed in \`bench/fit-points.ts\`).`,
    '',
    'Four constants are fitted here: those that the scores of a night can tell apart. Each election in turn is left out, the constants',
    'that did best on the other two are taken, and the one left out is scored with them. **The values that the program ships were not set',
    'by this grid**: they were chosen by hand while all three elections were looked at. So every figure of the shipped values on these three',
    'is in sample; the rows "fitted on the other two" are not, as far as these four constants go.',
    '',
    'What is made small, for an election: the mean CRPS of the lead over its points, divided by the mean absolute error of `fill` over the',
    'same points, plus what the 80 % intervals of the lead cover less than 80 % of the points, plus what the 95 % intervals cover less than',
    '95 %. Of two elections the mean. Refusals are not counted: a moment is scored also where the projection would not speak.',
    '',
  ];
}

const tableHead = (cells: readonly string[]) => [`| ${cells.join(' | ')} |`, `|${' --- |'.repeat(cells.length)}`];
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

function fitted(fits: readonly Fit[]): readonly string[] {
  const name = (fit: Fit) => (fit.leftOut === 'none' ? 'all three' : `without ${fit.leftOut}`);
  const line = (title: string, key: keyof Constants) =>
    row([title, ...fits.map((fit) => present(GRID[fit.best], 'a point')[key]), SHIPPED[key]]);
  return [
    '## Each constant under the three fits',
    '',
    ...tableHead(['constant', ...fits.map(name), 'shipped']),
    line('`weightPower` (1, 2, 3)', 'weightPower'),
    line('`shockReach` (0, 0.2, 0.4)', 'shockReach'),
    line('`shockPrior`, all four times (0.5, 1, 2)', 'shockPrior'),
    line('`slopeSd`, all four times (0.5, 1, 2)', 'slopeSd'),
    row([
      'objective, there / of the shipped values',
      ...fits.map((fit) => `${number(fit.values[fit.best])} / ${number(fit.values[shippedAt()])}`),
      '',
    ]),
    '',
    ...agreement(fits.filter((fit) => fit.leftOut !== 'none')),
    'What does better here does so on three nights, late in their one real way. Nights whose lateness depends on the vote are not in it',
    '([other orders](backtests-orders.md)), and there a narrow prior of the shock has not been tried.',
    '',
  ];
}

/** What all three say, where it is not what is shipped. */
function agreement(fits: readonly Fit[]): readonly string[] {
  const keys = Object.keys(SHIPPED) as (keyof Constants)[];
  const lines = keys.flatMap((key) => {
    const chosen = new Set(fits.map((fit) => present(GRID[fit.best], 'a point')[key]));
    const [value] = chosen;
    if (chosen.size > 1 || value === undefined || value === SHIPPED[key]) return [];
    const levels = GRID.map((c) => c[key]);
    const isEdge = value === Math.min(...levels) || value === Math.max(...levels);
    return [
      `- All three fits take ${value} for \`${key}\`, shipped is ${SHIPPED[key]}${isEdge ? '; it lies at the edge of the grid' : ''}.`,
    ];
  });
  return lines.length === 0 ? ['The three fits agree on nothing that is not shipped.', ''] : [...lines, ''];
}

function scored(fits: readonly Fit[], mean: (folder: string, at: number) => Mean): readonly string[] {
  const line = (what: string, m: Mean) =>
    row([
      what,
      points(m.error),
      points(m.width),
      points(m.crps),
      m.ratio.toFixed(2),
      `${Math.round(m.in80 * m.points)} and ${Math.round(m.in95 * m.points)} of ${m.points}`,
      number(m.log),
      number(objective(m)),
    ]);
  return [
    '## The election left out',
    '',
    'Of the lead, in percentage points. The log score is minus the logarithm of the probability given to what happened, none below 0.001.',
    '',
    ...tableHead([
      'left out',
      'mean absolute error',
      'width 95',
      'CRPS',
      'of that of fill',
      'in 80 and 95 %',
      'log score',
      'objective',
    ]),
    ...fits.flatMap((fit) => [
      line(`${fit.leftOut}, fitted on the other two`, mean(fit.leftOut, fit.best)),
      line(`${fit.leftOut}, shipped (in sample)`, mean(fit.leftOut, shippedAt())),
    ]),
    '',
  ];
}

function flatness(fits: readonly Fit[]): readonly string[] {
  const line = (fit: Fit) => {
    const least = Math.min(...fit.values);
    const near = fit.values.filter((v) => v <= 1.05 * least).length;
    const rank = fit.values.filter((v) => v < (fit.values[shippedAt()] ?? 0)).length + 1;
    const sorted = [...fit.values].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)];
    return row([
      fit.leftOut === 'none' ? 'all three' : `without ${fit.leftOut}`,
      number(least),
      number(middle),
      number(sorted.at(-1)),
      near,
      `${rank} of ${GRID.length}`,
    ]);
  };
  return [
    '## How flat it is',
    '',
    ...tableHead([
      'fit',
      'best',
      'median of the grid',
      'worst',
      'within 5 % of the best',
      'rank of the shipped values',
    ]),
    ...fits.map(line),
    '',
    'The same objective along one constant, the best of the others taken at each value (all three elections):',
    '',
    ...along(present(fits.at(-1), 'the fit on all')),
    '',
  ];
}

function along({ values }: Fit): readonly string[] {
  const keys = Object.keys(SHIPPED) as (keyof Constants)[];
  return keys.map((key) => {
    const levels = [...new Set(GRID.map((c) => c[key]))];
    const best = (level: number) => Math.min(...values.filter((_, at) => GRID[at]?.[key] === level));
    return `- \`${key}\`: ${levels.map((level) => `${level} gives ${number(best(level))}`).join(', ')}`;
  });
}

function notFitted(): readonly string[] {
  return [
    '## Not fitted',
    '',
    '- `shockFreedom`, `areaShock`, `shockEarly`, `shockEarlyFor`, `setAsideShock`: three nights are three draws of a shock; its tails, and what',
    '  it does in the first tenth of a count, cannot be told from that. They are judgements, on the wide side.',
    '- `correction`, `wrongBox`: from what was corrected between the preliminary and the official sheets of 2018 and 2019, not from scores.',
    '- `origins`, `weightFloor`, `trendReach`: where the looks back lie, what differences they do not go by, how far a trend is carried on; set by',
    '  hand. `shockFreedom` to `trendReach` were set while all three elections could be looked at: leaving one out does not make them blind.',
    '- `tauFreedom`, `tauPrior`: a prior of the weight of two edges; a night has thousands.',
    '- `tailSd`, `ownCoordinateFrom`, `mostCoordinates`, `coldSteps`, `warmSteps`, `updateSteps`, `updateLeast`, `updateNew`, `slopeDraws`: size of the computation, and options that move no lead.',
    '- `silentMost`, `silentMostBare`, `widestLead`, `speakBelow`, `fewestSheets`: when to be silent is a rule, not a forecast.',
  ];
}

const number = (value: number | undefined) => (value === undefined ? '' : value.toFixed(3));
const points = (value: number) => (100 * value).toFixed(3);
