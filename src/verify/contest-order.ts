import type { Geography } from '../model/geography.ts';

/** The contests in the order in which canonical text has their ids. */
export type ContestOrder = {
  /** Places in the definition. */
  readonly places: readonly number[];
  /** Whether an object whose keys are put in by this order keeps it: keys that are whole numbers go in front of all others. */
  readonly asKeys: boolean;
};

const orders = new WeakMap<Geography, ContestOrder>();

export function contestsInOrder(geography: Geography): ContestOrder {
  const known = orders.get(geography) ?? orderOf(geography.definition.election.contests);
  orders.set(geography, known);
  return known;
}

function orderOf(contests: readonly { readonly id: string }[]): ContestOrder {
  const sorted = contests.map(({ id }, place) => ({ id, place })).sort((a, b) => (a.id < b.id ? -1 : 1));
  const keys = Object.keys(Object.fromEntries(sorted.map(({ id }) => [id, 0])));
  return { places: sorted.map(({ place }) => place), asKeys: sorted.every(({ id }, i) => keys[i] === id) };
}
