import { observingCodes } from '../../src/checks/index.ts';
import type { ObservingChecks } from '../../src/entry/centre-state.ts';
import { deskRulesOfCount } from '../../src/model/canvass-rules.ts';
import type { Geography } from '../../src/model/geography.ts';

/** What the definition's register of checks observes, for the decision that agrees on a sheet: of the official count its own. */
export function observingChecks({ definition, contestIndex }: Geography): ObservingChecks {
  const { desk, canvass, contests } = definition.election;
  const official = desk === null ? null : deskRulesOfCount(desk, canvass);
  return (contest, _station, { boxes, corrections }, count, registered) => {
    const of = contests[contestIndex.get(contest) ?? -1];
    const rules = count === 'official' ? official : desk;
    return of === undefined ? [] : observingCodes({ contest: of, desk: rules, registered, boxes, corrections });
  };
}
