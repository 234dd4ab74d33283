import { CoordinateSampler } from './coordinate-sampler.ts';
import { logistic } from './logistic.ts';
import { neededUnits } from './needed-units.ts';
import { predictor } from './predict-mean.ts';
import type { Chance } from './random.ts';
import { drawShocks, type ShockScale, shockIndex } from './shock.ts';
import type { FittedVariant, Setup } from './variant-fit.ts';

/** Sums of the groups of every draw: votes of each option and the base (row-major), and the same two figures of the lead by part. */
export type VotesOut = {
  readonly votes: Float64Array;
  /** Row-major, draw x part: base votes, and votes of the leader less those of the second. */
  readonly partBase: Float64Array;
  readonly partLead: Float64Array;
};

/** Which part (area or setting) each group belongs to. */
export type Parts = {
  readonly count: number;
  readonly areaCount: number;
  readonly areaOf: Int32Array;
  readonly settingOf: Int32Array;
};

/** Draws `count` completions by one variant into `out` from draw `from` on. */
export function drawVotes(
  setup: Setup,
  fitted: FittedVariant,
  shocks: readonly ShockScale[],
  parts: Parts,
  chance: Chance,
  from: number,
  count: number,
  out: VotesOut,
  needed = neededUnits(setup.tree, fitted.groups),
): void {
  const { chain, parameters, tree } = setup;
  const { groups, fit } = fitted;
  const fits = [fit.turnout, ...fit.splits, fit.sizes];
  const expectedBase = Float64Array.from({ length: groups.count }, (_, g) => groupBase(fitted, g));
  const samplers = fits.map((f, k) => {
    if (f === null) return null;
    return new CoordinateSampler(
      f,
      tree,
      groups,
      needed,
      k === 0 ? groups.roll : k === fits.length - 1 ? groups.unrolled : expectedBase,
    );
  });
  const [above, below] = [0, 1].map(() => fits.map(() => new Float64Array(groups.count))) as [P, P];
  const shifts = new Float64Array(2 * parts.areaCount);
  const shiftOf = shockIndex(parts.areaOf, parts.areaCount, groups.setAside);
  // So many for all variants together: a coefficient drawn anew costs as much as ten draws.
  const every = 2 * Math.ceil(out.votes.length / (setup.input.options.length + 1) / parameters.slopeDraws / 2);
  const row = new Sums(setup, parts, out);
  for (let d = 0; d < count; d += 2) {
    if (d % every === 0) for (const s of samplers) s?.redraw(chance);
    samplers.forEach((s, k) => {
      if (s === null) return;
      // Votes a station shift with the turnout's scale.
      drawShocks((k <= chain.splits.length ? shocks[k] : shocks[0]) as ShockScale, chance, parameters, shifts);
      s.drawTwo(chance, shifts, shiftOf, above[k] as Float64Array, below[k] as Float64Array);
    });
    row.add(from + d, fitted, above, chance);
    if (d + 1 < count) row.add(from + d + 1, fitted, below, chance);
  }
}

/** Of each coordinate, one a group. */
type P = Float64Array[];

/** Base votes of a group, roughly: for the size of chance at the ballot box. */
function groupBase({ groups, fit }: FittedVariant, g: number): number {
  const roll = groups.roll[g] as number;
  const fromRoll = fit.turnout === null ? 0 : roll * logistic(predictor(fit.turnout, groups, g));
  const sizes =
    fit.sizes === null ? 0 : (groups.unrolled[g] as number) * Math.exp(Math.min(predictor(fit.sizes, groups, g), 16));
  return fromRoll + sizes;
}

/** Adds the groups of a draw up along the chain. */
class Sums {
  readonly #setup: Setup;
  readonly #parts: Parts;
  readonly #out: VotesOut;

  constructor(setup: Setup, parts: Parts, out: VotesOut) {
    this.#setup = setup;
    this.#parts = parts;
    this.#out = out;
  }

  add(draw: number, { groups, fit }: FittedVariant, p: readonly Float64Array[], chance: Chance): void {
    const { chain, input } = this.#setup;
    const { areaOf, settingOf, count } = this.#parts;
    const { partBase, partLead } = this.#out;
    const splits = chain.splits.length;
    const others = chain.own.length - 2;
    const sums = new Float64Array(others + 3);
    const turnout = fit.turnout === null ? null : (p[0] as Float64Array);
    const sizes = fit.sizes === null ? null : (p[splits + 1] as Float64Array);
    const [pair, two] = [p[1] as Float64Array, splits > 1 ? (p[2] as Float64Array) : null];
    const { roll, unrolled } = groups;
    const at = draw * count;
    let [firsts, seconds, rests] = [0, 0, 0];
    for (let g = 0; g < pair.length; g++) {
      let base = turnout === null ? 0 : (roll[g] as number) * (turnout[g] as number);
      if (sizes !== null) base += (unrolled[g] as number) * (sizes[g] as number);
      const both = two === null ? base : base * (two[g] as number);
      const first = both * (pair[g] as number);
      firsts += first;
      seconds += both - first;
      let rest = base - both;
      for (let o = 0; o < others; o++) {
        const votes = o + 2 < splits ? rest * ((p[o + 3] as Float64Array)[g] as number) : rest;
        sums[o + 2] = (sums[o + 2] as number) + votes;
        rest -= votes;
      }
      rests += rest;
      const lead = 2 * first - both;
      const [a, s] = [at + (areaOf[g] as number), at + (settingOf[g] as number)];
      partBase[a] = (partBase[a] as number) + base;
      partLead[a] = (partLead[a] as number) + lead;
      partBase[s] = (partBase[s] as number) + base;
      partLead[s] = (partLead[s] as number) + lead;
    }
    [sums[0], sums[1], sums[others + 2]] = [firsts, seconds, rests];
    this.#store(draw * (input.options.length + 1), sums, chance);
  }

  #store(at: number, sums: Float64Array, chance: Chance): void {
    const { chain, input, parameters } = this.#setup;
    const { votes } = this.#out;
    chain.own.forEach((k, o) => {
      votes[at + k] = sums[o] as number;
    });
    const rest = sums[sums.length - 1] as number;
    // The tail is split as so far, give or take what small options vary by.
    const shares = chain.tailShares.map((share) => share * Math.exp(parameters.tailSd * chance.normal()));
    const none = Math.max(0, 1 - chain.tailShares.reduce((a, b) => a + b, 0));
    const whole = shares.reduce((a, b) => a + b, none);
    chain.tail.forEach((k, t) => {
      votes[at + k] = whole === 0 ? 0 : (rest * (shares[t] as number)) / whole;
    });
    let base = 0;
    for (const x of sums) base += x;
    votes[at + input.options.length] = base;
  }
}
