import type { Instant } from '../../src/base/instant.ts';
import type { CanvassState } from '../../src/canvass/canvass-state.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import type { Draft } from '../../src/record/index.ts';

/**
 * What a run does next: record an event, or publish the state so far. A plan of steps is the same each time it is made, so
 * a run that was killed makes it again and walks along what is already in the record.
 */
export type Step =
  /**
   * One act: recorded whole or not at all. What it records is decided only when it is taken, because people at desks act
   * between the steps; nothing, where somebody was quicker.
   */
  | { readonly kind: 'record'; readonly at: Instant; readonly drafts: () => readonly Draft[] }
  | { readonly kind: 'publish'; readonly at: Instant; readonly complete: boolean }
  /**
   * One act that names files made of the newest published state, as people do it: while they are made others may act, so what it
   * records is decided behind that. On the way along an old record it was done, or could not be done, and is not tried again.
   */
  | { readonly kind: 'make'; readonly at: Instant; readonly make: () => Promise<() => readonly Draft[]> };

/** What a plan may see of the run that plays it: where the record stands, and what people did meanwhile. */
export type PlanView = {
  readonly nextRecord: () => number;
  readonly centre: CentreState;
  readonly canvass: CanvassState;
};

export type Plan = {
  /** Everything that has a length: acts of a rehearsal, rows of a replay. For progress and pace. */
  readonly length: number;
  /** Whether people act too while it is played. */
  readonly withPeople: boolean;
  /** Steps in order, each with the position (0 to length) it belongs to. */
  readonly steps: (view: PlanView) => Iterable<readonly [position: number, step: Step]>;
};
