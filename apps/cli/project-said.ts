import type { Instant } from '../../src/base/instant.ts';
import type { ProjectionAnswer } from '../../src/projection/projection-answer.ts';
import type { InputNote, InputRefusal } from '../../src/projection/projection-source.ts';
import type { Start, Subject } from './project-sources.ts';

/** What an estimate can be made without, to see what it does. */
export const LEFT = ['trend', 'previous', 'shock'] as const;
export type Left = (typeof LEFT)[number];

/** What is said of an election at a moment, and from what. */
export type Said = {
  readonly subject: Subject;
  readonly start: Start;
  readonly asOf: Instant | null;
  readonly seed: number;
  readonly draws: number;
  readonly without: readonly Left[];
  readonly answer: ProjectionAnswer | InputRefusal;
  readonly notes: readonly InputNote[];
};
