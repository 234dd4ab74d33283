import { type Column, designOf } from './design.ts';
import type { ProjectionInput, StationTable } from './projection-input.ts';

/** The columns of a regression, with the facts that they were made from. */
export type KnownDesign = {
  readonly columns: readonly Column[];
  readonly of: Pick<ProjectionInput, 'stations' | 'previous'>;
};

/** The columns for an input: those known, where they were made from the same facts; else made anew. */
export function designFrom(input: ProjectionInput, known: KnownDesign | null): KnownDesign {
  if (known === null || known.of.previous !== input.previous || !isSame(known.of.stations, input.stations))
    return { columns: designOf(input), of: { stations: input.stations, previous: input.previous } };
  return known;
}

/** Facts are compared by identity, and only what is judged anew at each moment one by one. */
function isSame(a: StationTable, b: StationTable): boolean {
  return (
    a.tree === b.tree &&
    a.unitOf === b.unitOf &&
    a.placesKnown === b.placesKnown &&
    a.position === b.position &&
    a.registered === b.registered &&
    a.setting === b.setting &&
    a.covariates === b.covariates &&
    a.expected.every((x, i) => x === b.expected[i])
  );
}
