import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import { formatFraction } from '../base/fraction.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import type { ContestResult, Outcome, ThresholdDistance } from '../model/outcome-types.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { Added, Sums } from './addition.ts';
import { collationBook } from './collation-book.ts';
import { certificateJson, stateCanvassJson } from './derived-canvass.ts';
import { type DerivedOutcome, outcomeOfSums } from './derived-outcome.ts';
import { devicesJson } from './derived-readings.ts';
import { deriveSheets } from './derived-sheet.ts';
import type { ReadLog } from './log-check.ts';
import type { Replay } from './replay.ts';
import { type ByCount, byCount, type State, type StateChain, type StopBody } from './state-chain.ts';

/** All that the published files of a state are derived from. */
export type Derivation = {
  readonly geography: Geography;
  readonly headers: readonly (EventHeader | null)[];
  /** Those that are open. */
  readonly bodies: readonly (EventBody | null)[];
  /** The log as it was read: with it how far each office was taken in. */
  readonly log: Pick<ReadLog, 'headers' | 'offices'>;
  readonly chain: StateChain;
  readonly state: State;
  readonly replayed: Replay;
  readonly added: Added;
  /** By count and contest, the agreed sheets of the state that are not due. */
  readonly held: ByCount<ReadonlyMap<string, number>>;
};

const NOTICES_MAX = 20;

/** The outcome and distances of a contest in an area, from its sums. */
export function outcomeAt(derivation: Derivation, contest: number, count: CountKind, sums: Sums): DerivedOutcome {
  const { amended } = derivation.replayed.centre;
  const withdrawn = count === 'official' ? amended.withdrawnOf(contest) : NOBODY;
  return outcomeOfSums(contestAt(derivation, contest), sums, withdrawn);
}

const NOBODY: ReadonlyMap<number, unknown> = new Map();

/** What `data/u/<id>.json` has to say: publication.md section 5. */
export function deriveUnit(derivation: Derivation, unit: number): Json {
  const { geography, added } = derivation;
  const { election } = geography.definition;
  const own = present(geography.units[unit], 'unit');
  const children = geography.children[unit] ?? [];
  const isRoot = unit === 0;
  const devices = devicesJson(derivation, unit);
  return {
    v: 1,
    election: election.id,
    test: election.nature === 'rehearsal',
    nature: election.nature,
    unit: own.id,
    level: own.level,
    name: own.name,
    path: pathTo(geography, unit),
    contests: byContest(derivation, unit, (sums, contest, count) =>
      figuresJson(derivation, unit, contest, count, sums),
    ),
    children: children.map((child) => childJson(derivation, child)),
    ...(isRoot ? { settings: settingsJson(derivation, added.settings) } : {}),
    ...(devices.length > 0 ? { devices } : {}),
    ...(children.length === 0 ? { sheets: deriveSheets(derivation, unit) } : {}),
  };
}

/** What `data/state.json` has to say. */
export function deriveState(derivation: Derivation): Json {
  const { election } = derivation.geography.definition;
  const { size, at, covers } = derivation.state;
  const { refused } = derivation.chain;
  return {
    v: 1,
    election: election.id,
    test: election.nature === 'rehearsal',
    nature: election.nature,
    size,
    at,
    covers: { ...covers },
    ...(refused.size > 0 ? { refused: Object.fromEntries(refused) } : {}),
    counts: byCount((count) => {
      const { mode, stopped, stops, closedAt } = derivation.chain.courses[count];
      return {
        mode,
        open: mode !== null,
        stopped: stopped && { at: stopped.at, ...stopJson(stopped.body) },
        stops: stops.map(({ from, to, body }) => ({ from, to, ...stopJson(body) })),
        closed: closedAt < Number.POSITIVE_INFINITY,
        held: Object.fromEntries(election.contests.map(({ id }) => [id, derivation.held[count].get(id) ?? 0])),
      };
    }),
    notices: derivation.chain.notices
      .slice(-NOTICES_MAX)
      .reverse()
      .map(({ at: given, text }) => ({ at: given, text: { ...text } })),
    ...(election.canvass === null ? {} : { canvass: stateCanvassJson(derivation) }),
  };
}

function stopJson({ office, by, reason }: StopBody): { readonly [key: string]: Json } {
  return { office: { ...office }, by: by && [...by], reason: { ...reason } };
}

function figuresJson(derivation: Derivation, unit: number, contest: number, count: CountKind, sums: Sums): Json {
  const brief = briefJson(derivation, count, sums);
  if (unit !== 0 && unit !== derivation.geography.electorateUnit[contest]) return brief;
  const { outcome, distances } = outcomeAt(derivation, contest, count, sums);
  const certificate = count === 'official' ? certificateJson(derivation, contest, unit) : null;
  return {
    ...brief,
    outcome: outcomeJson(outcome),
    distances: distances.map(distanceJson),
    ...(certificate === null ? {} : { certificate }),
  };
}

function briefJson(derivation: Derivation, count: CountKind, sums: Sums): { [key: string]: Json } {
  const { unknownTotal: _, desk, canvass, ...figures } = sums;
  const hasCanvass = count === 'official' && derivation.geography.definition.election.canvass !== null;
  const brief = { ...figures, ...(hasCanvass ? { canvass: { ...canvass } } : {}) };
  const hasDesk = derivation.chain.courses[count].mode === 'entered' && Object.values(desk).some((n) => n > 0);
  if (!hasDesk) return brief;
  const { announced, readingsDiffer, ...typing } = desk;
  const fromStations = announced + readingsDiffer > 0;
  return { ...brief, desk: { ...typing, ...(fromStations ? { announced, readingsDiffer } : {}) } };
}

function outcomeJson(outcome: Outcome): Json {
  if (outcome.kind === 'settled') return { ...outcome, result: resultJson(outcome.result) };
  const { kind, ofTheSheetsIn, possible } = outcome;
  return { kind, ofTheSheetsIn: resultJson(ofTheSheetsIn), possible: possible.map(resultJson) };
}

function resultJson(result: ContestResult): Json {
  return { ...result };
}

function distanceJson(distance: ThresholdDistance): Json {
  return { ...distance, threshold: formatFraction(distance.threshold) };
}

function childJson(derivation: Derivation, child: number): Json {
  const { units, pageOf } = derivation.geography;
  const { id, name, level } = present(units[child], 'child');
  const page = present(units[pageOf[child] ?? child], 'page').id;
  const brief = (sums: Sums, _: number, count: CountKind) => briefJson(derivation, count, sums);
  return { unit: id, page, name, level, contests: byContest(derivation, child, brief) };
}

function settingsJson(derivation: Derivation, settings: readonly string[]): Json {
  const first = derivation.geography.units.length;
  const brief = (sums: Sums, _: number, count: CountKind) => briefJson(derivation, count, sums);
  return Object.fromEntries(settings.map((name, i) => [name, byContest(derivation, first + i, brief)]));
}

/** Both counts of each contest in which stations of the area vote. */
function byContest(
  derivation: Derivation,
  area: number,
  make: (sums: Sums, contest: number, count: CountKind) => Json,
): { [id: string]: Json } {
  const out: { [id: string]: Json } = {};
  derivation.geography.definition.election.contests.forEach((contest, c) => {
    const sumsIn = (count: CountKind) => present(derivation.added.sums[count][c]?.[area], 'sums');
    if (sumsIn('official').expected === 0) return;
    // Settings stand behind the units, and have no collation.
    const isUnit = area < derivation.geography.units.length;
    const collation = isUnit ? collationBook(derivation).json(c, area) : null;
    const counts = byCount((count) => make(sumsIn(count), c, count));
    out[contest.id] = collation === null ? counts : { ...counts, collation };
  });
  return out;
}

function pathTo(geography: Geography, unit: number): Json {
  const path: Json[] = [];
  for (let u = geography.parent[unit] ?? -1; u >= 0; u = geography.parent[u] ?? -1) {
    const { id, name } = present(geography.units[u], 'ancestor');
    path.unshift([id, name]);
  }
  return path;
}

function contestAt(derivation: Derivation, contest: number) {
  return present(derivation.geography.definition.election.contests[contest], 'contest');
}
