import { type Bytes, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import type { Contest, Election, ElectionDefinition, GpUnit, PollingStation } from './election.ts';
import { encodeCanvassRules } from './parse-canvass-rules.ts';
import { encodeDeskRules } from './parse-desk-rules.ts';
import { encodeEstimateRules } from './parse-estimate-rules.ts';
import { encodeRule } from './parse-rule.ts';
import { encodeSeatRule } from './parse-seat-rule.ts';

/** The three published files of a definition, in canonical bytes. */
export type DefinitionFiles = {
  /** `election.json`: one canonical object. */
  readonly election: Bytes;
  /** `units.json`: one canonical list, parents before children. */
  readonly units: Bytes;
  /** `stations.ndjson`: one canonical object a line, every line ended by `\n`. */
  readonly stations: Bytes;
};

/**
 * The published form of a definition. All of it is RFC 8785 text: keys sorted, no spaces, one spelling for each
 * definition, so that its hash stands for it. Instants are milliseconds, fractions are `"1/2"`, null is "not known".
 *
 * - `election.json`: `{contests, date, id, levels, name, nature, notes, pollsClose, runner, sources, timeZone, v}` with
 *   `v` 1 and each contest `{controls, electorate, id, name, others, rule, selections: [{id, name, party}]}`;
 *   `desk` is there only if the election has rules for its desk: see `docs/spec/election-folder.md`, every part and
 *   every key said; likewise `canvass` and `estimates`, and `seats` in a contest that fills an assembly;
 * - `units.json`: `[{id, level, name, parent}]`; the depth follows from the parent;
 * - `stations.ndjson`: `{id, place, registered, setting, table}`.
 */
export function encodeDefinition(definition: ElectionDefinition): DefinitionFiles {
  return {
    election: utf8(canonicalText(encodeElection(definition.election))),
    units: utf8(canonicalText(encodeUnits(definition.units))),
    stations: utf8(encodeStations(definition.stations)),
  };
}

/** The JSON of `election.json`. */
export function encodeElection(election: Election): Json {
  return {
    v: 1,
    id: election.id,
    name: { ...election.name },
    date: election.date,
    timeZone: election.timeZone,
    pollsClose: election.pollsClose,
    nature: election.nature,
    runner: { kind: election.runner.kind, name: { ...election.runner.name } },
    contests: election.contests.map(encodeContest),
    ...(election.desk === null ? {} : { desk: encodeDeskRules(election.desk) }),
    ...(election.canvass === null ? {} : { canvass: encodeCanvassRules(election.canvass) }),
    ...(election.estimates === undefined ? {} : { estimates: encodeEstimateRules(election.estimates) }),
    levels: election.levels,
    sources: election.sources,
    notes: election.notes,
  };
}

function encodeContest(contest: Contest): Json {
  return {
    id: contest.id,
    name: { ...contest.name },
    rule: encodeRule(contest.rule),
    selections: contest.selections.map(({ id, name, party }) => ({ id, name, party })),
    others: contest.others,
    controls: contest.controls,
    electorate: contest.electorate,
    ...(contest.seats === null ? {} : { seats: encodeSeatRule(contest.seats) }),
  };
}

/** The JSON of `units.json`. */
export function encodeUnits(units: readonly GpUnit[]): Json {
  return units.map(({ id, level, name, parent }) => ({ id, level, name, parent }));
}

/** The text of `stations.ndjson`. */
export function encodeStations(stations: readonly PollingStation[]): string {
  let out = '';
  for (const station of stations) out += `${canonicalText(encodeStation(station))}\n`;
  return out;
}

/** The JSON of one line of `stations.ndjson`. */
export function encodeStation(station: PollingStation): Json {
  const { id, place, registered, setting, table } = station;
  return { id, place, registered, setting, table };
}
