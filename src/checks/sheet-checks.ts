import { CHECK_DEFAULTS, type CheckCode, mayObserve } from '../model/check-defaults.ts';
import { type CheckSetting, countingBoxes, type DeskRules } from '../model/desk-rules.ts';
import type { Language } from '../model/ids.ts';
import type { BoxCorrection } from '../model/votes.ts';
import type { CheckRule, FindingNumbers } from './check-rule.ts';
import { REGISTER, ruleOf } from './register.ts';
import { figuresOf, type SheetInput } from './sheet-figures.ts';

/** What the register needs of an election's desk. Without a desk nothing is checked: a replay is shown as published. */
export type CheckDesk = Pick<DeskRules, 'checks' | 'corrections'> | null;

/** A rule that a sheet meets. It says nothing of the figures but that: they are as they were. */
export type Finding = {
  readonly code: CheckCode;
  readonly effect: 'warns' | 'observes';
  readonly numbers: FindingNumbers;
};

export type SheetToCheck = SheetInput & {
  readonly desk: CheckDesk;
  /** Of the jury; they count in place of the boxes where the definition says so. */
  readonly corrections?: readonly BoxCorrection[];
};

/** Every rule that one contest of a sheet meets by itself, by code ascending. None where there are no figures (`boxes` is empty). */
export function sheetChecks(ask: SheetToCheck): Finding[] {
  const { desk, boxes, corrections = [] } = ask;
  if (desk === null || boxes.length === 0) return [];
  const sheet = figuresOf({ ...ask, boxes: countingBoxes({ boxes, corrections }, desk.corrections) });
  const findings: Finding[] = [];
  for (const rule of REGISTER) {
    const setting = settingOf(desk, rule);
    if (rule.find === null || setting.effect === 'off') continue;
    const numbers = rule.find(sheet, setting);
    if (numbers !== null) findings.push(findingOf(rule.code, setting, numbers));
  }
  return findings;
}

/** The codes that withhold a sheet until somebody rules on it, ascending: rules of E which this election lets observe. */
export function observingCodes(ask: SheetToCheck): CheckCode[] {
  return sheetChecks(ask).flatMap(({ code, effect }) => (effect === 'observes' ? [code] : []));
}

/** A finding as one sentence with its numbers. */
export function describeFinding(finding: Finding, language: Language): string {
  return ruleOf(finding.code).sentence(finding.numbers, language);
}

/** What a rule does in this election: what the definition says, else its default. */
export function settingOf(desk: NonNullable<CheckDesk>, rule: Pick<CheckRule, 'code'>): CheckSetting {
  return desk.checks[rule.code] ?? CHECK_DEFAULTS[rule.code];
}

/** The parser refuses a W rule that observes; a definition made in code does not come through it. */
export function findingOf(code: CheckCode, setting: CheckSetting, numbers: FindingNumbers): Finding {
  return { code, effect: setting.effect === 'observes' && mayObserve(code) ? 'observes' : 'warns', numbers };
}
