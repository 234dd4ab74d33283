import type { Arrivals } from './arrivals.ts';
import type { Chain } from './coordinates.ts';
import type { Column } from './design.ts';
import { type Fitted, fitCoordinate, type Space, type Start, spaceFor } from './fit-coordinate.ts';
import {
  columnsAt,
  type Figures,
  figuresOf,
  type Groups,
  groupsOf,
  type Joined,
  joinedOf,
  type Moment,
  momentOf,
  observe,
  regressorsOf,
} from './moment.ts';
import type { Parameters } from './parameters.ts';
import type { VariantFit } from './predict-mean.ts';
import type { Variant } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';
import type { TreeShape } from './tree-pass.ts';

/** What all fits of one election share. */
export type Setup = {
  readonly input: ProjectionInput;
  readonly tree: TreeShape;
  readonly chain: Chain;
  readonly design: readonly Column[];
  readonly roll: Float64Array;
  readonly arrivals: Arrivals;
  readonly expectedCount: number;
  readonly parameters: Parameters;
};

/** A moment: the sheets that are in, the share of the expected sheets that they end at, and what is asked for until `last`. */
export type Asked = {
  readonly tables: Int32Array;
  readonly seen: number;
  readonly last: number;
  readonly stations: Int32Array;
};

/** What every coordinate (turnout, splits, sizes) starts from. Where tables stood is kept one a station. */
export type Warm = readonly (Start | null)[];

/** What a fit is of: a look back, a moment that others may follow, or one that follows another (of which sheets are `isNew` since). */
export type Occasion =
  | { readonly kind: 'back' }
  | { readonly kind: 'first' }
  | { readonly kind: 'update'; readonly isNew: Uint8Array | null };

/** What a variant uses. `tables`: the trend within places too. */
export type Uses = { readonly trend: boolean; readonly tables: boolean; readonly previous: boolean };

const USES: Readonly<Record<Variant, Uses>> = {
  plain: { trend: false, tables: false, previous: false },
  trend: { trend: true, tables: false, previous: false },
  tables: { trend: true, tables: true, previous: false },
  previous: { trend: false, tables: false, previous: true },
  both: { trend: true, tables: false, previous: true },
  'both-tables': { trend: true, tables: true, previous: true },
};

export const usesOf = (variant: Variant): Uses => USES[variant];

export type FittedVariant = {
  readonly variant: Variant;
  readonly fit: VariantFit;
  readonly groups: Groups;
  readonly warm: Warm;
};

/** A roll that is known of no sheet in tells nothing of those out: then they are taken to have none. */
function rollToGoBy({ roll }: Setup, { tables }: Asked): Float64Array {
  return tables.some((i) => roll[i] !== 0) ? roll : new Float64Array(roll.length);
}

/** What all variants see alike at a moment. */
export type Seen = {
  readonly roll: Float64Array;
  readonly moment: Moment;
  readonly figures: Figures;
  readonly joined: Joined;
  readonly space: Space;
};

export function seenAt(setup: Setup, asked: Asked): Seen {
  const { input, chain, arrivals, parameters } = setup;
  const roll = rollToGoBy(setup, asked);
  return {
    roll,
    moment: momentOf(input, arrivals, asked.tables, asked.seen, asked.last, parameters),
    figures: figuresOf(input, chain, roll, asked.tables),
    joined: joinedOf(input, roll, asked.stations),
    space: spaceFor(asked.tables.length),
  };
}

/** Fits every coordinate of a variant at a moment and joins the stations asked for; null when a fit fails. */
export function fitVariant(
  setup: Setup,
  asked: Asked,
  variant: Variant,
  warm: Warm | null,
  seen: Seen = seenAt(setup, asked),
  occasion: Occasion = { kind: 'back' },
): FittedVariant | null {
  const { input, tree, chain, design, parameters } = setup;
  const { moment, figures, joined, space } = seen;
  const columns = columnsAt(design, moment, usesOf(variant), input.stations.placesKnown);
  const ridge = Float64Array.from(columns.kinds, (kind) => 1 / parameters.slopeSd[kind] ** 2);
  const groups = groupsOf(joined, columns);
  const withSizes = groups.unrolled.some((n) => n > 0);
  const regressors = regressorsOf(columns, asked.tables, input.stations.unitOf, tree.parent.length);
  const data = observe(figures, regressors, withSizes);
  const next: (Start | null)[] = [];
  const fitted = data.map((d, k): Fitted | null | 'none' => {
    next.push(null);
    if (d.link === 'logit' && d.trials.every((n) => n === 0)) return k === 0 ? 'none' : null;
    const start = startOf(warm?.[k] ?? null, occasion, parameters, asked.tables, space.eta);
    const course = { steps: stepsOf(start, occasion, parameters), forLater: occasion.kind !== 'back', space };
    const found = fitCoordinate(tree, d, ridge, parameters, course, start);
    if (found === null) return null;
    next[k] = byStation(found.next, asked.tables, input.stations.size);
    return found.fitted;
  });
  if (fitted.some((f) => f === null)) return null;
  const whole = fitted.map((f) => (f === 'none' ? null : f));
  const splits = whole.slice(1, 1 + chain.splits.length).filter((f) => f !== null);
  const sizes = withSizes ? (whole.at(-1) ?? null) : null;
  return { variant, groups, fit: { turnout: whole[0] ?? null, splits, sizes }, warm: next };
}

function stepsOf(start: Start | null, { kind }: Occasion, parameters: Parameters): number {
  if (start === null) return parameters.coldSteps;
  return kind === 'update' ? parameters.updateSteps : parameters.warmSteps;
}

/** Only an update starts from coefficients too, and from where tables stood (put into `stood`) if most are in and say the same as then. */
function startOf(
  start: Start | null,
  occasion: Occasion,
  { updateNew }: Parameters,
  tables: Int32Array,
  stood: Float64Array,
): Start | null {
  if (start === null) return null;
  if (occasion.kind !== 'update') return { ...start, beta: null, known: null };
  const { isNew } = occasion;
  if (start.known === null || isNew === null) return { ...start, known: null };
  const before = start.known.tables;
  let others = 0;
  for (let t = 0; t < tables.length; t++) {
    const i = tables[t] as number;
    stood[t] = isNew[i] === 1 ? Number.NaN : (before[i] as number);
    others += isNew[i] as number;
  }
  const known = others > updateNew * tables.length ? null : { units: start.known.units, tables: stood };
  return { ...start, known };
}

/** Kept one a station: other tables are in by the next time, and the room of these is used again. */
function byStation(start: Start, tables: Int32Array, size: number): Start {
  if (start.known === null) return start;
  const stand = new Float32Array(size).fill(Number.NaN);
  for (let t = 0; t < tables.length; t++) stand[tables[t] as number] = start.known.tables[t] as number;
  return { ...start, known: { units: start.known.units, tables: stand } };
}
