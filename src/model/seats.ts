import { assert, present, unreachable } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { SeatMethod, SeatRule } from './seat-rule.ts';
import { isAtLeast } from './shares.ts';

/**
 * Equal quotients over the last seats: `among` (indexes, in the order of the contest) compete for `seats` of them, one each
 * at most. Who gets them is for a lot to say.
 */
export type SeatTie = { readonly among: readonly number[]; readonly seats: number };

/** Seats of each selection, in the order of the contest, and the tie that a lot broke, if there was one. */
export type Apportionment = { readonly seats: readonly number[]; readonly tie: SeatTie | null };

export type SeatsProblem =
  /** Only a lot can tell. */
  | ({ readonly kind: 'tie' } & SeatTie)
  /** The order drawn by lot does not rank everybody who competes, or ranks somebody twice. */
  | ({ readonly kind: 'lot-incomplete' } & SeatTie)
  /** No list has a vote, or none reaches the threshold: there is nobody to give the seats to. */
  | { readonly kind: 'no-list' };

/**
 * Seats by the highest quotients: votes divided by 1, 2, 3 ... (D'Hondt) or 1, 3, 5 ... (Sainte-Laguë), as many as there
 * are seats; of the lists that have at least the threshold's share of `valid`. All by whole numbers, nothing is rounded.
 * `lot` is the order drawn, indexes of selections, first who is served first; it is asked only where quotients are equal.
 */
export function apportion(
  rule: SeatRule,
  votes: readonly number[],
  valid: number,
  lot: readonly number[] | null,
): Result<Apportionment, SeatsProblem> {
  const exact = votes.map(BigInt);
  const takesPart = exact.map(
    (v) => v > 0n && (rule.threshold === null || isAtLeast(v, BigInt(valid), rule.threshold)),
  );
  if (!takesPart.includes(true)) return err({ kind: 'no-list' });
  const seats = votes.map(() => 0);
  let left = rule.seats;
  while (left > 0) {
    const next = highest(rule.method, exact, seats, takesPart);
    if (next.length > left) {
      const tie: SeatTie = { among: next, seats: left };
      if (lot === null) return err({ kind: 'tie', ...tie });
      const served = firstOf(lot, tie);
      if (served === null) return err({ kind: 'lot-incomplete', ...tie });
      for (const one of served) give(seats, one);
      return ok({ seats, tie });
    }
    // Equal quotients that all get a seat need no lot, whatever their order.
    for (const one of next) give(seats, one);
    left -= next.length;
  }
  return ok({ seats, tie: null });
}

/** Every list with the highest next quotient, in the order of the contest. */
function highest(
  method: SeatMethod,
  votes: readonly bigint[],
  seats: readonly number[],
  takesPart: readonly boolean[],
): readonly number[] {
  let best: number[] = [];
  for (let i = 0; i < votes.length; i++) {
    if (takesPart[i] !== true) continue;
    const order = best[0] === undefined ? 1 : compareQuotients(method, votes, seats, i, best[0]);
    if (order > 0) best = [i];
    else if (order === 0) best.push(i);
  }
  assert(best.length > 0, 'somebody takes part');
  return best;
}

/** a/b against c/d as a*d against c*b: no quotient is ever divided. */
function compareQuotients(
  method: SeatMethod,
  votes: readonly bigint[],
  seats: readonly number[],
  one: number,
  other: number,
): number {
  const left = present(votes[one], 'votes') * divisor(method, present(seats[other], 'seats'));
  const right = present(votes[other], 'votes') * divisor(method, present(seats[one], 'seats'));
  return left > right ? 1 : left < right ? -1 : 0;
}

function divisor(method: SeatMethod, seats: number): bigint {
  switch (method) {
    case 'dhondt':
      return BigInt(seats + 1);
    case 'sainte-lague':
      return BigInt(2 * seats + 1);
    default:
      return unreachable(method);
  }
}

function give(seats: number[], one: number): void {
  seats[one] = present(seats[one], 'seats') + 1;
}

/** Whom the lot serves. It may rank others too: it may have been drawn among all. */
function firstOf(lot: readonly number[], { among, seats }: SeatTie): readonly number[] | null {
  const ranked = lot.filter((one) => among.includes(one));
  return new Set(ranked).size === among.length && ranked.length === among.length ? ranked.slice(0, seats) : null;
}
