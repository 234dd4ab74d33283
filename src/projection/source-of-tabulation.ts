import { present } from '../base/assert.ts';
import type { Contest } from '../model/election.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Tabulation } from '../tabulation/tabulation.ts';
import type { ProjectionSource } from './projection-source.ts';
import { type CountColumns, decideBase, VersionsBuilder } from './sheet-versions.ts';
import { makeStations } from './station-columns.ts';
import { UnitColumns } from './unit-columns.ts';

/** What a count shows at a moment, and when each sheet of it came in. */
export type ShownCount = {
  readonly geography: Geography;
  readonly tabulation: Tabulation;
  readonly count: CountKind;
  /** Position of the contest in the definition. */
  readonly contest: number;
  /** By station of the geography, in ms: when its sheet was first counted; NaN where nobody recorded it. */
  readonly arrivedAt: Float64Array;
};

/** The source of one count of a run, as it is shown now: the newest version of each sheet and nothing before or after it. */
export function sourceOfTabulation({ geography, tabulation, count, contest, arrivedAt }: ShownCount): ProjectionSource {
  const { election } = geography.definition;
  const asked = present(election.contests[contest], 'contest');
  const voting = [...geography.stations.keys()].filter((s) => geography.votesIn[contest]?.[s] === true);
  const units = new UnitColumns(election.levels);
  const pathOf = unitPaths(geography);
  const stations = voting.map((s) => present(geography.stations[s], 'station'));
  const { table, notes } = makeStations({
    ids: stations.map((station) => station.id),
    units,
    levels: election.levels,
    unitOf: voting.map((s) => units.visit(pathOf(present(geography.placeOf[s], 'place')))),
    table: stations.map((station) => station.table ?? Number.NaN),
    registered: voting.map((s) => tabulation.registeredOf(count, s) ?? Number.NaN),
    setting: stations.map((station) => station.setting ?? ''),
    covariates: [],
    registeredLevel: null,
    placesStated: null,
  });
  const columns = columnsOf(asked);
  const base = decideBase(asked.rule, [columns]);
  const frame = { stations: voting.length, columns, base, isResult: count === 'official', figures: 'as-then' as const };
  const builder = new VersionsBuilder(frame);
  voting.forEach((s, station) => {
    const shown = tabulation.current(count, contest, s);
    if (shown === null) return;
    const at = present(arrivedAt[s], 'instant of a station');
    const when = { arrivedAt: at, publishedAt: Number.NaN, orderAt: at };
    builder.add({ station, version: 1, ...when, status: shown.status, ...boxesOf(asked, shown.boxes) });
  });
  const named = base.kind === 'control' ? base.name : base.kind;
  return {
    options: asked.selections.map((s) => s.id),
    base: base.kind === 'options' ? 'options' : 'total',
    rule: asked.rule,
    stations: table,
    previous: null,
    preliminary: null,
    official: null,
    [count]: builder.finish(),
    states: null,
    notes: [...notes, { code: 'base', facts: { of: named } }],
  };
}

/** The names of a place by level; the slices that a large place is cut into are no units of the election. */
function unitPaths(geography: Geography): (place: number) => readonly string[] {
  const { levels } = geography.definition.election;
  const known = new Map<number, readonly string[]>();
  return (place) => {
    let path = known.get(place);
    if (path !== undefined) return path;
    const names = levels.map(() => '');
    for (let u = place; u > 0; u = present(geography.parent[u], 'parent')) {
      const { level, name } = present(geography.units[u], 'unit');
      const at = levels.indexOf(level);
      if (at >= 0) names[at] = name;
    }
    path = names;
    known.set(place, path);
    return path;
  };
}

function columnsOf(contest: Contest): CountColumns {
  return {
    options: contest.selections.map(() => true),
    others: contest.others.map(() => true),
    valid: contest.controls.includes('valid'),
    total: contest.controls.includes('total'),
  };
}

function boxesOf(contest: Contest, boxes: readonly Box[]) {
  const votes = contest.selections.length + contest.others.length;
  const figure = (at: number) => {
    const box = boxes[at];
    return typeof box === 'number' ? box : Number.NaN;
  };
  const control = (name: string) =>
    contest.controls.includes(name) ? figure(votes + contest.controls.indexOf(name)) : Number.NaN;
  return {
    options: Float64Array.from(contest.selections, (_, i) => figure(i)),
    others: Float64Array.from(contest.others, (_, i) => figure(contest.selections.length + i)),
    valid: control('valid'),
    total: control('total'),
  };
}
