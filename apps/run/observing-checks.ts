import { observingCodes } from '../../src/checks/index.ts';
import type { ObservingChecks } from '../../src/entry/centre-state.ts';
import type { Geography } from '../../src/model/geography.ts';

/** What the definition's register of checks observes, for the decision that agrees on a sheet. */
export function observingChecks({ definition, stations, stationIndex, contestIndex }: Geography): ObservingChecks {
  const { desk, contests } = definition.election;
  return (contest, station, { boxes, corrections }) => {
    const of = contests[contestIndex.get(contest) ?? -1];
    const registered = stations[stationIndex.get(station) ?? -1]?.registered ?? null;
    return of === undefined ? [] : observingCodes({ contest: of, desk, registered, boxes, corrections });
  };
}
