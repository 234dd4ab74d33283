import { present } from '../base/assert.ts';
import type { CheckCode } from '../model/check-defaults.ts';
import type { LocalizedText } from '../model/ids.ts';
import { ARITHMETIC_RULES } from './arithmetic-rules.ts';
import type { CheckRule } from './check-rule.ts';
import { PLAUSIBILITY_RULES } from './plausibility-rules.ts';

/** Every rule, by code ascending. docs/spec/checks.md is written from it. */
export const REGISTER: readonly CheckRule[] = [...ARITHMETIC_RULES, ...PLAUSIBILITY_RULES];

const BY_CODE: ReadonlyMap<string, CheckRule> = new Map(REGISTER.map((rule) => [rule.code, rule]));

/** The rule of a code of the register. */
export function ruleOf(code: CheckCode): CheckRule {
  return present(BY_CODE.get(code), `rule ${code}`);
}

/** What each rule is called, by code and language. */
export const checkTexts = Object.fromEntries(REGISTER.map(({ code, title }) => [code, title])) as Readonly<
  Record<CheckCode, LocalizedText>
>;
