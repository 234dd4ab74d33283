import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import { formatFraction } from '../base/fraction.ts';
import type { Count, SelectionId } from '../model/ids.ts';
import { type CountKind, LANGUAGES } from '../model/ids.ts';
import { distancesOf, outcomeOf } from '../model/outcome.ts';
import type { OutcomeInput } from '../model/outcome-types.ts';
import { type AreaSums, eachCount } from '../tabulation/tabulation.ts';
import { buildSheets } from './build-sheet-data.ts';
import { collatedView } from './collation-view.ts';
import type { PublicView } from './public-view.ts';
import type {
  BothCounts,
  Brief,
  ChildData,
  CollatedCounts,
  Figures,
  HistoryData,
  StateData,
  UnitData,
} from './unit-data.ts';

export function pathsOfUnit(id: string): { readonly data: string; readonly pages: readonly string[] } {
  const isRoot = id === 'u0';
  return {
    data: `data/u/${id}.json`,
    pages: LANGUAGES.map((language) => (isRoot ? `${language}/index.html` : `${language}/u/${id}.html`)),
  };
}

/** The JSON of `data/u/<id>.json`: thresholds as `"n/d"`. */
export function encodeUnitData(data: UnitData): Json {
  const contests = Object.fromEntries(
    Object.entries(data.contests).map(([id, { preliminary, official, ...more }]) => {
      return [id, { preliminary: encodeFigures(preliminary), official: encodeFigures(official), ...more }];
    }),
  );
  return { ...(data as unknown as { [key: string]: Json }), contests };
}

export function encodeFigures(figures: Figures): Json {
  const { distances, ...rest } = figures;
  if (distances === undefined) return rest as unknown as Json;
  const encoded = distances.map((d) => ({ ...d, threshold: formatFraction(d.threshold) }));
  return { ...rest, distances: encoded } as unknown as Json;
}

/** Everything published of one unit in the view's present state: docs/spec/publication.md section 5. */
export function buildUnitData(view: PublicView, unit: number): UnitData {
  const { geography } = view;
  const { election } = geography.definition;
  const own = present(geography.units[unit], 'unit');
  const children = (geography.children[unit] ?? []).map((child) => buildChild(view, child));
  const devices = view.door.devicesOf(unit);
  const base = {
    v: 1,
    election: election.id,
    test: election.nature === 'rehearsal',
    nature: election.nature,
    unit: own.id,
    level: own.level,
    name: own.name,
    path: pathTo(view, unit),
    contests: byContest(view, unit, (count, contest) => figuresOf(view, count, contest, unit)),
    children,
    ...(devices.length === 0 ? {} : { devices }),
  } as const;
  if (unit === 0 && children.length > 0) return { ...base, settings: settingsOf(view) };
  const sheets = buildSheets(view, geography.stationsOf[unit] ?? []);
  if (children.length > 0) return base;
  return unit === 0 ? { ...base, settings: settingsOf(view), sheets } : { ...base, sheets };
}

export function buildChild(view: PublicView, child: number): ChildData {
  const { units, pageOf } = view.geography;
  const unit = present(units[child], 'child');
  return {
    unit: unit.id,
    page: present(units[pageOf[child] ?? child], 'page').id,
    name: unit.name,
    level: unit.level,
    contests: byContest(view, child, (count, contest) => briefOf(view, count, contest, child)),
  };
}

export function buildHistory(view: PublicView): HistoryData {
  const { contests } = view.geography.definition.election;
  return Object.fromEntries(contests.map((c, i) => [c.id, eachCount((count) => view.curves.points(count, i))]));
}

export function buildState(view: PublicView, size: number, at: StateData['at']): StateData {
  const { election } = view.geography.definition;
  const refused = view.door.refused();
  return {
    v: 1,
    election: election.id,
    test: election.nature === 'rehearsal',
    nature: election.nature,
    size,
    at,
    covers: view.covers(),
    ...(refused === null ? {} : { refused }),
    counts: eachCount((count) => view.countState(count)),
    notices: view.notices(),
    ...(view.canvass === null ? {} : { canvass: view.canvass.book.state() }),
  };
}

/**
 * The areas that divide the whole into parts small enough to compare: the root's children, with any child that holds more
 * than half of the registered voters replaced by its own children.
 */
export function buildFrontier(view: PublicView): ChildData[] {
  const registered = (unit: number) => view.tabulation.sums('official', 0, unit).registered;
  const half = registered(0) / 2;
  let areas: number[] = [...(view.geography.children[0] ?? [])];
  for (;;) {
    const big = areas.find((a) => registered(a) > half && (view.geography.children[a] ?? []).length > 0);
    if (big === undefined) break;
    areas = areas.flatMap((a) => (a === big ? (view.geography.children[a] ?? []) : [a]));
  }
  return areas.map((a) => buildChild(view, a));
}

function pathTo(view: PublicView, unit: number): [string, string][] {
  const path: [string, string][] = [];
  const { parent, units } = view.geography;
  for (let u = parent[unit] ?? -1; u >= 0; u = parent[u] ?? -1) {
    const above = present(units[u], 'ancestor');
    path.unshift([above.id, above.name]);
  }
  return path;
}

function byContest<T>(
  view: PublicView,
  area: number,
  make: (count: CountKind, contest: number) => T,
): Record<string, CollatedCounts<T>> {
  const out: Record<string, CollatedCounts<T>> = {};
  // Settings stand behind the units, and have none.
  const collated = area < view.geography.units.length ? collatedView(view) : null;
  view.geography.definition.election.contests.forEach((contest, c) => {
    if (view.tabulation.sums('official', c, area).expected === 0) return;
    const collation = collated?.of(c, area) ?? null;
    const counts = eachCount((count) => make(count, c));
    out[contest.id] = collation === null ? counts : { ...counts, collation };
  });
  return out;
}

function briefOf(view: PublicView, count: CountKind, contest: number, area: number): Brief {
  return briefFrom(view, count, contest, area, view.tabulation.sums(count, contest, area));
}

function briefFrom(view: PublicView, count: CountKind, contest: number, area: number, sums: AreaSums): Brief {
  const desk = view.desk(count, contest, area, sums);
  // Written out: a hundred thousand of them are made in a night, and a spread with a rest costs several times as much.
  const brief = {
    expected: sums.expected,
    counted: sums.counted,
    received: view.received(count, contest, area),
    notCounted: sums.notCounted,
    void: sums.void,
    registered: sums.registered,
    registeredCounted: sums.registeredCounted,
    registeredVoid: sums.registeredVoid,
    registeredUnknown: sums.registeredUnknown,
    votes: sums.votes,
    others: sums.others,
    valid: sums.valid,
    cast: sums.cast,
    castRegistered: sums.castRegistered,
  };
  const told = desk === null ? brief : { ...brief, desk };
  if (view.canvass === null || count === 'preliminary') return told;
  return { ...told, canvass: view.canvass.stations.figures(contest, area) };
}

function figuresOf(view: PublicView, count: CountKind, contest: number, unit: number): Figures {
  const sums = view.tabulation.sums(count, contest, unit);
  const brief = briefFrom(view, count, contest, unit, sums);
  if (unit !== 0 && unit !== view.geography.electorateUnit[contest]) return brief;
  const { id, rule } = present(view.geography.definition.election.contests[contest], 'contest');
  const { ids, input } = standingFor(view, count, contest, sums);
  const own = present(view.geography.units[unit], 'unit').id;
  const certificate = count === 'official' ? view.canvass?.book.certificateOf(id, own) : null;
  const figures = { ...brief, outcome: outcomeOf(rule, ids, input), distances: distancesOf(rule, ids, input) };
  return certificate ? { ...figures, certificate } : figures;
}

/** Who can win a contest, and what the outcome follows from: selections that withdrew are not among them. */
export function standingFor(
  view: PublicView,
  count: CountKind,
  contest: number,
  sums: AreaSums,
): { readonly ids: readonly SelectionId[]; readonly input: OutcomeInput } {
  const { selections } = present(view.geography.definition.election.contests[contest], 'contest');
  const withdrawn = view.tabulation.withdrawnOf(count, contest);
  const ids = selections.map((s) => s.id).filter((_, i) => !withdrawn.has(i));
  return { ids, input: outcomeInputOf(sums, withdrawn) };
}

/** What an outcome follows from. `withdrawn`: the places of selections that nobody can win with any more; see `Tabulation`. */
export function outcomeInputOf(sums: AreaSums, withdrawn: ReadonlySet<number> = new Set()): OutcomeInput {
  return {
    votes: (sums.votes as readonly Count[]).filter((_, i) => !withdrawn.has(i)),
    unlisted: (sums.valid - sums.votes.reduce((a, b) => a + b, 0)) as Count,
    othersTotal: sums.others.reduce((a, b) => a + b, 0) as Count,
    sheetsOut: (sums.expected - sums.counted - sums.void) as Count,
    registeredOut:
      sums.registeredUnknown > 0 ? null : ((sums.registered - sums.registeredCounted - sums.registeredVoid) as Count),
    registered: sums.unknownTotal > 0 ? null : (sums.registered as Count),
  };
}

function settingsOf(view: PublicView): Record<string, Record<string, BothCounts<Brief>>> {
  const out: Record<string, Record<string, BothCounts<Brief>>> = {};
  view.tabulation.settings.forEach((setting, i) => {
    const area = view.geography.units.length + i;
    out[setting] = byContest(view, area, (count, contest) => briefOf(view, count, contest, area));
  });
  return out;
}
