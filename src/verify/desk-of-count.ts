import { deskRulesOfCount } from '../model/canvass-rules.ts';
import { deskRulesOf } from '../model/desk-defaults.ts';
import type { DeskRules } from '../model/desk-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';

/** The desk's rules in this count: those of an official count from the paper may be stricter. Null: nothing is checked. */
export function deskOfCount({ definition: { election } }: Geography, count: CountKind): DeskRules | null {
  return election.desk === null
    ? null
    : deskRulesOfCount(election.desk, count === 'official' ? election.canvass : null);
}

/** The same, with what holds where the definition has no desk. */
export function rulesOfCount({ definition: { election } }: Geography, count: CountKind) {
  return deskRulesOfCount(deskRulesOf(election), count === 'official' ? election.canvass : null);
}
