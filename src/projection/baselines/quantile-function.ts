import { normalQuantile } from '../normal-quantile.ts';

/** Values at some levels, read in between along the normal distribution; outside the last two on their line. */
export function quantileFunction(known: readonly (readonly [level: number, value: number])[]): {
  readonly at: (level: number) => number;
} {
  const levels = known.map(([level]) => level).sort((x, y) => x - y);
  // Bounds that were estimated apart may cross: in order they are the nearest ones that do not.
  const values = known.map(([, value]) => value).sort((x, y) => x - y);
  const z = levels.map(normalQuantile);
  const last = levels.length - 1;
  return {
    at: (level) => {
      const exact = levels.indexOf(level);
      if (exact >= 0) return values[exact] as number;
      if (last === 0) return values[0] as number;
      const x = normalQuantile(level);
      let i = 1;
      while (i < last && x > (z[i] as number)) i++;
      const [z0, z1] = [z[i - 1] as number, z[i] as number];
      const [v0, v1] = [values[i - 1] as number, values[i] as number];
      return v0 + ((v1 - v0) * (x - z0)) / (z1 - z0);
    },
  };
}
