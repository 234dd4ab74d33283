import { present } from '../src/base/assert.ts';
import type { Instant } from '../src/base/instant.ts';
import type { Act } from '../src/canvass/acts.ts';
import type { ContestId } from '../src/model/ids.ts';

/** Stands for the record number that an act of the plan will have: its place in the order in which the plan was drawn. */
export type Label = number;

/**
 * One step of an official count, at a virtual instant. Sheets and objections are named by the label of the step that makes them,
 * because a plan knows nothing of record numbers: `numbered` puts those in.
 */
export type OfficialStep = { readonly at: Instant } & (
  | { readonly kind: 'act'; readonly label: Label; readonly act: Act }
  /** Publishes, and closes the session with minutes of that very state. */
  | { readonly kind: 'close-session'; readonly by: string }
  /** Publishes, and certifies what that state says. */
  | { readonly kind: 'certify'; readonly contest: ContestId; readonly area: string; readonly by: string }
  /** The keys are those of the office's own record. */
  | { readonly kind: 'declare-office'; readonly office: string; readonly by: readonly [string, string] }
);

/** The same act, by record numbers. */
export function numbered(act: Act, numberOf: (label: Label) => number | undefined): Act {
  const number = (label: Label) => present(numberOf(label), `the record number of step ${label}`);
  switch (act.kind) {
    case 'move-envelope':
    case 'open-envelope':
    case 'scan-sheet':
    case 'store-envelope':
    case 'raise-objection':
    case 'commit-entry':
    case 'resolve-difference':
      return { ...act, sheet: number(act.sheet) };
    case 'rule':
      return {
        ...act,
        sheet: act.sheet === null ? null : number(act.sheet),
        objections: act.objections.map(([label, upheld]) => [number(label), upheld] as const),
      };
    default:
      return act;
  }
}
