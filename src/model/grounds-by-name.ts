import type { ObjectionGround } from './canvass-rules.ts';
import { BOLIVIA_LAW_026_GROUNDS } from './grounds-bolivia-law-026.ts';
import { NEUTRAL_GROUNDS } from './grounds-neutral.ts';

/** Sets of grounds that a folder may name instead of listing its own; the published definition says each ground. */
export const GROUND_SETS: ReadonlyMap<string, readonly ObjectionGround[]> = new Map([
  ['neutral', NEUTRAL_GROUNDS],
  ['bolivia-law-026', BOLIVIA_LAW_026_GROUNDS],
]);
