import fc from 'fast-check';
import type { EventBody } from './bodies.ts';
import { BODIES, type Bodies } from './sample-bodies.test-support.ts';
import { CANVASS_BODIES } from './sample-canvass.test-support.ts';

/** A body of every kind; the compiler asks for one more when a kind is added. */
export const ALL_BODIES: Bodies = { ...BODIES, ...(CANVASS_BODIES as unknown as Omit<Bodies, keyof typeof BODIES>) };
export const someBody: fc.Arbitrary<EventBody> = fc.oneof(...Object.values(ALL_BODIES));
