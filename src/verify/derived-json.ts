import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import { formatFraction } from '../base/fraction.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import type { ContestResult, Outcome, ThresholdDistance } from '../model/outcome-types.ts';
import type { EventBody } from '../record/index.ts';
import type { Added, Sums } from './addition.ts';
import { collationBook } from './collation-book.ts';
import { contestsInOrder } from './contest-order.ts';
import { certificateJson, stateCanvassJson } from './derived-canvass.ts';
import { type DerivedOutcome, outcomeOfSums } from './derived-outcome.ts';
import { devicesJson } from './derived-readings.ts';
import { deriveSheets } from './derived-sheet.ts';
import type { ReadLog } from './log-check.ts';
import type { ReadHeader } from './read-header.ts';
import type { Replay } from './replay.ts';
import { type ByCount, byCount, type State, type StateChain, type StopBody } from './state-chain.ts';

/** All that the published files of a state are derived from. */
export type Derivation = {
  readonly geography: Geography;
  readonly headers: readonly (ReadHeader | null)[];
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
    children: children.map((child) => childJson(derivation, child)),
    contests: byContest(derivation, unit, (sums, contest, count) =>
      figuresJson(derivation, unit, contest, count, sums),
    ),
    ...(devices.length > 0 ? { devices } : {}),
    election: election.id,
    level: own.level,
    name: own.name,
    nature: election.nature,
    path: pathTo(geography, unit),
    ...(isRoot ? { settings: settingsJson(derivation, added.settings) } : {}),
    ...(children.length === 0 ? { sheets: deriveSheets(derivation, unit) } : {}),
    test: election.nature === 'rehearsal',
    unit: own.id,
    v: 1,
  };
}

/**
 * The text of the same at once, where everything is made with its keys in canonical order; null where something is not: results and
 * settings, and contests whose ids are numbers, which an object puts in an order of its own.
 */
export function unitTextInOrder(derivation: Derivation, unit: number): string | null {
  const { geography } = derivation;
  if (unit === 0 || geography.electorateUnit.includes(unit) || !contestsInOrder(geography).asKeys) return null;
  return JSON.stringify(deriveUnit(derivation, unit));
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
  const hasCanvass = count === 'official' && derivation.geography.definition.election.canvass !== null;
  const desk = derivation.chain.courses[count].mode === 'entered' ? deskJson(sums) : null;
  return {
    ...(hasCanvass ? { canvass: canvassJson(sums) } : {}),
    cast: sums.cast,
    castRegistered: sums.castRegistered,
    counted: sums.counted,
    ...(desk === null ? {} : { desk }),
    expected: sums.expected,
    notCounted: sums.notCounted,
    others: sums.others,
    received: sums.received,
    registered: sums.registered,
    registeredCounted: sums.registeredCounted,
    registeredUnknown: sums.registeredUnknown,
    registeredVoid: sums.registeredVoid,
    valid: sums.valid,
    void: sums.void,
    votes: sums.votes,
  };
}

function canvassJson({ canvass }: Sums): Json {
  return {
    annulled: canvass.annulled,
    broken: canvass.broken,
    corrected: canvass.corrected,
    lost: canvass.lost,
    merged: canvass.merged,
    missing: canvass.missing,
    notInstalled: canvass.notInstalled,
    objected: canvass.objected,
    opened: canvass.opened,
    received: canvass.received,
    recount: canvass.recount,
    repeat: canvass.repeat,
    stored: canvass.stored,
  };
}

/** null where the desks did nothing yet. */
function deskJson({ desk }: Sums): Json | null {
  const { announced, disputed, disputedValid, late, observed, readingsDiffer, typed } = desk;
  const fromStations = announced + readingsDiffer > 0;
  if (!fromStations && disputed + disputedValid + late + observed + typed === 0) return null;
  return {
    ...(fromStations ? { announced } : {}),
    disputed,
    disputedValid,
    late,
    observed,
    ...(fromStations ? { readingsDiffer } : {}),
    typed,
  };
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
  return { contests: byContest(derivation, child, brief), level, name, page, unit: id };
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
  for (const c of contestsInOrder(derivation.geography).places) {
    const sumsIn = (count: CountKind) => present(derivation.added.sums[count][c]?.[area], 'sums');
    if (sumsIn('official').expected === 0) continue;
    // Settings stand behind the units, and have no collation.
    const isUnit = area < derivation.geography.units.length;
    const collation = isUnit ? collationBook(derivation).json(c, area) : null;
    const official = make(sumsIn('official'), c, 'official');
    const preliminary = make(sumsIn('preliminary'), c, 'preliminary');
    const counts = { official, preliminary };
    out[contestAt(derivation, c).id] = collation === null ? counts : { collation, ...counts };
  }
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
