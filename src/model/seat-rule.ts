import type { Fraction } from '../base/fraction.ts';

/** How seats follow from votes. */
export const SEAT_METHODS = ['dhondt', 'sainte-lague'] as const;
export type SeatMethod = (typeof SEAT_METHODS)[number];

/** A contest whose selections are lists for an assembly. */
export type SeatRule = {
  readonly seats: number;
  readonly method: SeatMethod;
  /** Least share of the valid votes with which a list takes part; null: none. */
  readonly threshold: Fraction | null;
};
