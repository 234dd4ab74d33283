import type { Parameters } from './parameters.ts';
import type { Chance } from './random.ts';

/*
 * What arrives late is not like what came early, even where place and covariates are alike: a shift shared by all sheets out. Its scale
 * is learnt from how far the night's own earlier forecasts of then-late sheets were off, with a prior; its tails are those of Student's t,
 * because one night is one draw.
 */

export type ShockScale = { readonly name: string; readonly scale: number; readonly freedom: number };

/** A discrepancy of an earlier forecast in one coordinate, with the weight of its variant. */
export type Discrepancy = { readonly coordinate: number; readonly size: number; readonly weight: number };

/** Scales of all coordinates (turnout first). `out`: share of the roll that is out, in [0, 1]. */
export function shockScales(
  names: readonly string[],
  discrepancies: readonly Discrepancy[],
  out: number,
  parameters: Parameters,
): readonly ShockScale[] {
  const { shockFreedom: nu, shockPrior, shockReach, shockEarly, shockEarlyFor, shockThin } = parameters;
  const thin = Math.sqrt(Math.min(out / shockThin, 1));
  const farther = Math.max(1 - out, 0.01) ** (-2 * shockReach);
  return names.map((name, k) => {
    const prior = thin * priorOf(name, shockPrior) * (1 + shockEarly * Math.exp(-(1 - out) / shockEarlyFor));
    let [squares, count] = [0, 0];
    for (const d of discrepancies) {
      if (d.coordinate !== k) continue;
      squares += d.weight * d.size * d.size * farther;
      count += d.weight;
    }
    return { name, scale: Math.sqrt((nu * prior * prior + squares) / (nu + count)), freedom: nu + count };
  });
}

function priorOf(name: string, prior: Parameters['shockPrior']): number {
  return name === 'turnout' || name === 'pair' || name === 'two' ? prior[name] : prior.smaller;
}

/** Where each group's shock stands in what `drawShocks` makes: by area, those set aside after all the others. */
export function shockIndex(areaOf: Int32Array, areaCount: number, setAside: Uint8Array): Int32Array {
  return areaOf.map((a, g) => (setAside[g] === 1 ? areaCount + a : a));
}

/** Shared and area shocks of one draw, one an area, then the same for what is set aside. */
export function drawShocks(scale: ShockScale, chance: Chance, parameters: Parameters, out: Float64Array): void {
  const areas = out.length / 2;
  const shared = scale.scale * chance.student(scale.freedom);
  for (let a = 0; a < areas; a++) out[a] = shared + scale.scale * parameters.areaShock * chance.student(scale.freedom);
  const aside = parameters.setAsideShock * scale.scale * chance.student(scale.freedom);
  for (let a = 0; a < areas; a++) out[areas + a] = (out[a] as number) + aside;
}
