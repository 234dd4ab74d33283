import type { Fitted } from './fit-coordinate.ts';
import { logistic } from './logistic.ts';
import type { Groups } from './moment.ts';
import type { NeededUnits } from './needed-units.ts';
import type { Chance } from './random.ts';
import { backward } from './small-algebra.ts';
import type { TreeShape } from './tree-pass.ts';

/*
 * Draws one coordinate of every group from the joint posterior: coefficients, then the units from the top down, then the tables of
 * a group together. The coefficients are drawn once for several draws (`redraw`): they cost as much as the whole tree. With them
 * draws are made in twos, as far above what the coefficients say as below: the second costs no chance and no tree, and the middle
 * of the draws does not hang on their luck.
 */
export class CoordinateSampler {
  readonly #fit: Fitted;
  readonly #groups: Groups;
  readonly #needed: NeededUnits;
  readonly #gain: Float64Array;
  /** Variance of each unit given its parent. */
  readonly #variance: Float64Array;
  readonly #value: Float64Array;
  readonly #groupSd: Float64Array;
  /** Chance at the ballot box, on this scale: see `#spread`. */
  readonly #chanceShift: Float64Array;
  /** Tables differ within a group. The mean of a logit-normal by the probit approximation: predictors times this. */
  readonly #shrink: Float64Array;
  /** The mean of a log-normal: counts times this. */
  readonly #flatten: Float64Array;
  /** What the coefficients in use say of each group. */
  readonly #centre: Float64Array;
  readonly #branches: Branches;
  readonly #normals: Float64Array;
  readonly #estimate: Explained;
  readonly #deviation: Explained;
  #isMirrored = true;

  constructor(fit: Fitted, tree: TreeShape, groups: Groups, needed: NeededUnits, trials: Float64Array) {
    this.#fit = fit;
    this.#groups = groups;
    this.#needed = needed;
    const units = needed.units.length;
    [this.#gain, this.#variance, this.#value] = arrays(3, units) as [F, F, F];
    for (let a = 1; a < units; a++) {
      const u = needed.units[a] as number;
      const tau2 = fit.scales.units[tree.level[u] as number] as number;
      const keep = 1 / (1 + tau2 * (fit.up.precision[u] as number));
      this.#gain[a] = keep;
      this.#variance[a] = tau2 * keep;
    }
    [this.#centre, this.#groupSd, this.#chanceShift] = arrays(3, groups.count) as [F, F, F];
    [this.#shrink, this.#flatten] = arrays(2, groups.count) as [F, F];
    for (let g = 0; g < groups.count; g++) this.#spread(g, trials[g] as number);
    [this.#estimate, this.#deviation] = [explained(units, groups.count), explained(units, groups.count)];
    this.#explain(fit.up.beta, 1, this.#estimate);
    this.#branches = this.#branch(Math.sqrt(1 / (fit.up.precision[0] as number)));
    this.#normals = new Float64Array(this.#branches.sd.length + groups.count);
  }

  /** A unit with one group and nothing below it is drawn together with the group: half the normal deviates. */
  #branch(rootSd: number): Branches {
    const { parentAt, groupAt } = this.#needed;
    const uses = new Int32Array(parentAt.length);
    for (const a of parentAt) if (a >= 0) uses[a] = 2;
    for (const a of groupAt) uses[a] = (uses[a] as number) + 1;
    const isLeaf = (a: number) => a > 0 && uses[a] === 1;
    // Positions among the units that are drawn by themselves; parents come first.
    const at = new Int32Array(parentAt.length);
    let count = 0;
    for (let a = 0; a < at.length; a++) at[a] = isLeaf(a) ? -1 : count++;
    const [parent, gain, sd] = [new Int32Array(count), new Float64Array(count), new Float64Array(count)];
    sd[0] = rootSd;
    for (let a = 1; a < at.length; a++) {
      const b = at[a] as number;
      if (b < 0) continue;
      parent[b] = at[parentAt[a] as number] as number;
      gain[b] = this.#gain[a] as number;
      sd[b] = Math.sqrt(this.#variance[a] as number);
    }
    const of = new Int32Array(groupAt.length);
    const [ofGain, ofSd] = [new Float64Array(of.length), new Float64Array(of.length)];
    for (let g = 0; g < of.length; g++) {
      const a = groupAt[g] as number;
      const [leaf, own, shrink] = [isLeaf(a), this.#groupSd[g] as number, this.#shrink[g] as number];
      of[g] = at[leaf ? (parentAt[a] as number) : a] as number;
      ofGain[g] = leaf ? shrink * (this.#gain[a] as number) : shrink;
      ofSd[g] = shrink * (leaf ? Math.sqrt(own ** 2 + (this.#variance[a] as number)) : own);
    }
    return { parent, gain, sd, value: new Float64Array(count), of, ofGain, ofSd };
  }

  /** Within a group: the mean of its tables' own deviations, and chance at the ballot box. */
  #spread(g: number, trials: number): void {
    const table = this.#fit.scales.table;
    const stations = this.#groups.stations[g] as number;
    let mean = this.#fit.down.mean[this.#groups.unit[g] as number] as number;
    const { beta } = this.#fit.up;
    for (let j = 0; j < beta.length; j++)
      mean += (beta[j] as number) * (this.#groups.columns[g * beta.length + j] as number);
    const p = logistic(mean);
    const chance = this.#fit.link === 'log' ? 1 / Math.max(trials, 2) : 1 / Math.max(trials * p * (1 - p), 2);
    // Chance at the ballot box leaves the expected votes as they are; on this scale it would draw lopsided places to the middle.
    this.#chanceShift[g] = this.#fit.link === 'log' ? -chance / 2 : chance * (p - 0.5);
    this.#groupSd[g] = Math.sqrt(table / stations + chance);
    const within = table * (1 - 1 / stations);
    this.#shrink[g] = this.#fit.link === 'log' ? 1 : 1 / Math.sqrt(1 + (Math.PI / 8) * within);
    this.#flatten[g] = Math.exp(within / 2);
  }

  /** New coefficients from their posterior; each second time the mirror image. */
  redraw(chance: Chance): void {
    if (this.#isMirrored) this.#deviate(chance);
    this.#isMirrored = !this.#isMirrored;
    const sign = this.#isMirrored ? -1 : 1;
    const { parentAt, groupAt } = this.#needed;
    const [value, gain, centre] = [this.#value, this.#gain, this.#centre];
    const [at, off] = [this.#estimate, this.#deviation];
    for (let a = 0; a < value.length; a++) {
      const shift = (at.shift[a] as number) + sign * (off.shift[a] as number);
      value[a] = a === 0 ? shift : (gain[a] as number) * (value[parentAt[a] as number] as number) + shift;
    }
    for (let g = 0; g < centre.length; g++) {
      const fixed = (at.fixed[g] as number) + sign * (off.fixed[g] as number);
      centre[g] = (this.#shrink[g] as number) * ((value[groupAt[g] as number] as number) + fixed);
    }
  }

  /** What coefficients make of the units' own means and of the groups' fixed parts. */
  #explain(beta: Float64Array, withData: number, to: Explained): void {
    const { precision, sums } = this.#fit.up;
    const { units } = this.#needed;
    const size = beta.length;
    for (let a = 0; a < units.length; a++) {
      const u = units[a] as number;
      if (precision[u] === 0) continue;
      let sum = 0;
      for (let j = 0, at = u * (size + 1); j < size; j++) sum -= (beta[j] as number) * (sums[at + j] as number);
      sum += withData * (sums[u * (size + 1) + size] as number);
      to.shift[a] = a === 0 ? sum / (precision[0] as number) : (this.#variance[a] as number) * sum;
    }
    const { columns } = this.#groups;
    for (let g = 0, at = 0; g < to.fixed.length; g++) {
      let sum = withData * (this.#chanceShift[g] as number);
      for (let j = 0; j < size; j++) sum += (beta[j] as number) * (columns[at++] as number);
      to.fixed[g] = sum;
    }
  }

  /** By how much the next coefficients deviate from their estimate, and what that makes. */
  #deviate(chance: Chance): void {
    const { factor, beta } = this.#fit.up;
    const drawn = Float64Array.from(beta, () => chance.normal());
    backward(factor, beta.length, drawn);
    this.#explain(drawn, 0, this.#deviation);
  }

  /**
   * Two draws, each the mirror image of the other: of each group a probability (or votes a station). `shocks` and everything drawn
   * are added to the linear predictor in `above` and taken from it in `below`; `shockOf` says which shock is a group's.
   */
  drawTwo(chance: Chance, shocks: Float64Array, shockOf: Int32Array, above: Float64Array, below: Float64Array): void {
    const { parent, gain, sd, value, of, ofGain, ofSd } = this.#branches;
    const [centre, normals] = [this.#centre, this.#normals];
    chance.normals(normals, normals.length);
    for (let b = 0; b < value.length; b++)
      value[b] =
        (gain[b] as number) * (value[parent[b] as number] as number) + (sd[b] as number) * (normals[b] as number);
    const shrink = this.#shrink;
    for (let g = 0, n = value.length; g < of.length; g++, n++) {
      const off =
        (ofGain[g] as number) * (value[of[g] as number] as number) +
        (shrink[g] as number) * (shocks[shockOf[g] as number] as number) +
        (ofSd[g] as number) * (normals[n] as number);
      const at = centre[g] as number;
      above[g] = at + off;
      below[g] = at - off;
    }
    this.#unlink(above);
    this.#unlink(below);
  }

  /** From linear predictors to probabilities (or votes a station), in place. */
  #unlink(etas: Float64Array): void {
    if (this.#fit.link === 'logit') for (let g = 0; g < etas.length; g++) etas[g] = logistic(etas[g] as number);
    else
      for (let g = 0; g < etas.length; g++)
        etas[g] = Math.exp(Math.min(etas[g] as number, 16)) * (this.#flatten[g] as number);
  }
}

/** The units that are drawn by themselves, and what of them goes into each group. */
type Branches = {
  /** Of each unit: the position of its parent among these, what it takes of that one's deviation, and the sd of its own. */
  readonly parent: Int32Array;
  readonly gain: Float64Array;
  readonly sd: Float64Array;
  readonly value: Float64Array;
  /** Of each group: its unit, or that one's parent if it is drawn with the group; what it takes of it; the sd of its own. */
  readonly of: Int32Array;
  readonly ofGain: Float64Array;
  readonly ofSd: Float64Array;
};

type Explained = { readonly shift: Float64Array; readonly fixed: Float64Array };

function explained(units: number, groups: number): Explained {
  return { shift: new Float64Array(units), fixed: new Float64Array(groups) };
}

type F = Float64Array;

function arrays(count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, () => new Float64Array(length));
}
