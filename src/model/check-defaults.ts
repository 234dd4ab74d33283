import { type Fraction, fraction } from '../base/fraction.ts';
import type { CheckSetting } from './desk-rules.ts';
import type { Count } from './ids.ts';

/**
 * What each rule of the register (src/checks) does where a definition does not say otherwise: nothing is withheld, what
 * is odd is shown. A number here never changes once released, and a rule added later is `off`: a definition of an older
 * election, and so the pages derived from it, would mean something else.
 */
const DEFAULTS = {
  E101: warns(),
  E102: warns(),
  E103: warns(),
  E201: warns(),
  E202: warns(),
  E203: warns(),
  E301: warns(),
  E401: warns(),
  E402: warns(),
  W101: warns({ votes: 50 }),
  W102: warns({ votes: 50 }),
  W201: warns({ share: fraction(1, 5), votes: 20 }),
  W202: warns({ share: fraction(1, 5), votes: 20 }),
  W301: warns(),
  W302: warns(),
  W303: warns(),
  W401: warns({ votes: 50 }),
} satisfies Readonly<Record<string, CheckSetting>>;

export type CheckCode = keyof typeof DEFAULTS;

/** By code, ascending. */
export const CHECK_DEFAULTS: Readonly<Record<CheckCode, CheckSetting>> = DEFAULTS;
export const CHECK_CODES = Object.keys(DEFAULTS).sort() as readonly CheckCode[];

export function isCheckCode(code: string): code is CheckCode {
  return Object.hasOwn(DEFAULTS, code);
}

/** Whether a rule may withhold a sheet: only what contradicts the sheet itself, never what is merely unlikely. */
export function mayObserve(code: CheckCode): boolean {
  return code.startsWith('E');
}

function warns(thresholds: { readonly share?: Fraction; readonly votes?: number } = {}): CheckSetting {
  return {
    effect: 'warns',
    share: thresholds.share ?? null,
    votes: (thresholds.votes as Count | undefined) ?? null,
    source: null,
  };
}
