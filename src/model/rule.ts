import { unreachable } from '../base/assert.ts';
import { type Fraction, fraction } from '../base/fraction.ts';
import type { SelectionId } from './ids.ts';

/** Of which votes a share is taken: the votes for a selection, or all ballots in the box (valid, blank, null ...). */
export type ShareBase = 'valid' | 'all';

/**
 * One way to win outright: every part that is present must hold. `shareOver` is strict; `shareAtLeast` and
 * `leadAtLeast` (share minus the next best share) are not. At least one part is present.
 */
export type WinCondition = {
  readonly shareOver?: Fraction;
  readonly shareAtLeast?: Fraction;
  readonly leadAtLeast?: Fraction;
};

/** How votes become an outcome: data, not code. Ranked and approval ballots are not here; the parser refuses them. */
export type Rule =
  /** Most votes wins. */
  | { readonly kind: 'plurality' }
  /** More than half of the base wins; otherwise nobody does. */
  | { readonly kind: 'majority'; readonly base: ShareBase }
  /** Any one of `outright` wins in the first round; otherwise the two with most votes meet again. */
  | { readonly kind: 'two-round'; readonly base: ShareBase; readonly outright: readonly WinCondition[] }
  /** The second round: exactly two selections, most votes wins. */
  | { readonly kind: 'runoff' }
  /** `yes` is approved by the condition, if the quorum (of registered voters) is reached. */
  | {
      readonly kind: 'referendum';
      readonly base: ShareBase;
      readonly yes: SelectionId;
      readonly approve: { readonly shareOver: Fraction } | { readonly shareAtLeast: Fraction };
      readonly quorum: Quorum | null;
    };

/** `turnout`: ballots in the box of all registered; `approval`: yes votes of all registered. */
export type Quorum = {
  readonly of: 'turnout' | 'approval';
  readonly threshold: { readonly atLeast: Fraction } | { readonly over: Fraction };
};

/** Every threshold that a rule names, in the order in which it names them. */
export function thresholdsOf(rule: Rule): readonly Fraction[] {
  switch (rule.kind) {
    case 'plurality':
    case 'runoff':
      return [];
    case 'majority':
      return [fraction(1, 2)];
    case 'two-round':
      return rule.outright.flatMap((c) => [c.shareOver, c.shareAtLeast, c.leadAtLeast].filter((f) => f !== undefined));
    case 'referendum': {
      const approve = 'shareOver' in rule.approve ? rule.approve.shareOver : rule.approve.shareAtLeast;
      if (rule.quorum === null) return [approve];
      const { threshold } = rule.quorum;
      return [approve, 'over' in threshold ? threshold.over : threshold.atLeast];
    }
    default:
      return unreachable(rule);
  }
}
