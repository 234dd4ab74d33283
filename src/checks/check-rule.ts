import type { CheckCode } from '../model/check-defaults.ts';
import type { CheckSetting } from '../model/desk-rules.ts';
import type { Contest } from '../model/election.ts';
import type { Language, LocalizedText } from '../model/ids.ts';
import type { SheetFigures } from './sheet-figures.ts';

/** What a paper or a station must have for a rule to say anything. */
export type CheckNeed =
  | 'valid'
  | 'total'
  | 'voters'
  | 'some-control'
  | 'blank'
  | 'null'
  | 'two-options'
  | 'registered'
  | 'words'
  | 'place';

/** The numbers of a finding, by the names that its rule gives them. */
export type FindingNumbers = Readonly<Record<string, number>>;

/** One rule of the register. Its setting, unless the definition has another, is that of `CHECK_DEFAULTS`. */
export type CheckRule = {
  readonly code: CheckCode;
  readonly title: LocalizedText;
  readonly needs: readonly CheckNeed[];
  /** The finding's numbers, or null; null as a whole for a rule that compares the stations of a place. */
  readonly find: ((sheet: SheetFigures, setting: CheckSetting) => FindingNumbers | null) | null;
  readonly sentence: (numbers: FindingNumbers, language: Language) => string;
};

type Sentences<N extends string> = Readonly<Record<Language, (numbers: Readonly<Record<N, number>>) => string>>;

/** A rule whose sentences can use exactly the numbers that it finds. */
export function checkRule<N extends string>(spec: {
  readonly code: CheckCode;
  readonly title: LocalizedText;
  readonly needs: readonly CheckNeed[];
  readonly find: ((sheet: SheetFigures, setting: CheckSetting) => Readonly<Record<N, number>> | null) | null;
  readonly sentences: Sentences<N>;
}): CheckRule {
  const { code, title, needs, find, sentences } = spec;
  return {
    ...{ code, title, needs, find },
    sentence: (numbers, language) => sentences[language](numbers as Readonly<Record<N, number>>),
  };
}

/** Whether the paper of a contest has what a rule needs (what a station lacks shows only on its sheets). */
export function appliesTo(rule: CheckRule, contest: Contest): boolean {
  return rule.needs.every((need) => {
    if (need === 'valid' || need === 'total' || need === 'voters') return contest.controls.includes(need);
    if (need === 'blank' || need === 'null') return contest.others.includes(need);
    if (need === 'some-control') return contest.controls.length > 0;
    return need !== 'two-options' || contest.selections.length >= 2;
  });
}

/** A number with its noun. */
export function several(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
