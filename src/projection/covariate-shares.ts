import type { Covariate } from './projection-input.ts';

/*
 * A census counts dwellings, and dwellings with a telephone. As counts they all say how large a place is; what tells places apart is the share.
 * Where one column of whole numbers is nowhere below any of the others, the others are taken as shares of it.
 */

/** Rows that may break the rule: a census has its own errors. */
const EXCEPTIONS = 0.005;

export function asShares(covariates: readonly Covariate[]): readonly Covariate[] {
  if (covariates.length < 2 || !covariates.every(isCount)) return covariates;
  const whole = covariates.find((c) => covariates.every((other) => other === c || isWithin(other, c)));
  if (whole === undefined) return covariates;
  const size = whole.values.map((x) => Math.log(x + 1));
  return covariates.map((c) =>
    c === whole
      ? { name: `log ${c.name}`, values: size }
      : {
          name: `${c.name} of ${whole.name}`,
          values: c.values.map((x, i) =>
            (whole.values[i] as number) > 0 ? x / (whole.values[i] as number) : Number.NaN,
          ),
        },
  );
}

function isCount({ values }: Covariate): boolean {
  return values.every((x) => Number.isNaN(x) || (x >= 0 && Number.isInteger(x)));
}

function isWithin(part: Covariate, whole: Covariate): boolean {
  let [known, over] = [0, 0];
  for (let i = 0; i < whole.values.length; i++) {
    const [a, b] = [part.values[i] as number, whole.values[i] as number];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    known++;
    if (a > b) over++;
  }
  return known > 0 && over <= EXCEPTIONS * known;
}
