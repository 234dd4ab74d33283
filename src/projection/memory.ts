import type { Earlier } from './earlier.ts';
import type { KnownDesign } from './known-design.ts';
import type { Variant } from './projection-answer.ts';
import type { ProjectionInput, SheetTable } from './projection-input.ts';
import type { FittedVariant, Setup, Warm } from './variant-fit.ts';

/*
 * From one projection of a night to the next. Some sheets come in; the variances, the slopes and where every other table stands hardly
 * move, so that a fit that starts there is done in one step.
 */

/** What a later call may start from. */
export type Memory = {
  readonly earlier: Earlier;
  readonly warm: ReadonlyMap<Variant, Warm>;
  /** Names of the options, and the splits with the options of each: what `warm` is of. */
  readonly splits: string;
  /** Columns of facts known before the count: they are made again only where those changed. */
  readonly design: KnownDesign;
  /** The sheets that `warm` is of, and their order: what is the same of them is not found out again. */
  readonly sheets: SheetTable;
  readonly order: Int32Array;
};

/** Where an update starts from. */
export type WarmStart = { readonly of: Memory['warm']; readonly isNew: Uint8Array | null };

/** Fits of an update before are a start only for the same splits: once the leader is another one, they are of something else. */
export function warmFrom(memory: Memory | undefined, setup: Setup, design: KnownDesign): WarmStart | null {
  if (memory === undefined) return null;
  if (memory.splits !== splitsIn(setup)) return { of: new Map(), isNew: null };
  return { of: memory.warm, isNew: memory.design === design ? newSince(memory.sheets, setup.input) : null };
}

/** Votes for no option that come for the first time make one split more: what stood in its place is of another scale. */
function splitsIn({ input, chain }: Setup): string {
  return JSON.stringify([input.options, chain.splits.map(({ name, successes }) => [name, successes])]);
}

/** Which stations' sheets are in and were not, or said something else. */
function newSince(before: SheetTable, { sheets: now, options, stations }: ProjectionInput): Uint8Array {
  const width = options.length;
  const isNew = new Uint8Array(stations.size);
  for (let i = 0; i < isNew.length; i++) {
    let isSame = now.isIn[i] === before.isIn[i] && now.base[i] === before.base[i];
    for (let at = i * width; isSame && at < (i + 1) * width; at++) isSame = now.votes[at] === before.votes[at];
    if (!isSame) isNew[i] = 1;
  }
  return isNew;
}

/** What is left to a later call. What a variant that was not fitted this time leaves are variances and coefficients: where tables stood is of another moment. */
export function memoryOf(
  setup: Setup,
  earlier: Earlier,
  fits: readonly FittedVariant[],
  design: KnownDesign,
  before: WarmStart | null,
): Memory {
  const warm = new Map<Variant, Warm>();
  for (const [variant, starts] of before?.of ?? [])
    warm.set(
      variant,
      starts.map((s) => (s === null ? null : { ...s, known: null })),
    );
  for (const { variant, warm: left } of fits) warm.set(variant, left);
  const { input, arrivals } = setup;
  return { earlier, warm, splits: splitsIn(setup), design, sheets: input.sheets, order: arrivals.order };
}
