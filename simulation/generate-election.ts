import { assert } from '../src/base/assert.ts';
import { fraction } from '../src/base/fraction.ts';
import { type Instant, parseInstant } from '../src/base/instant.ts';
import { expectOk } from '../src/base/result.ts';
import { defaultDeskRules } from '../src/model/desk-defaults.ts';
import type { Contest, Election, ElectionDefinition } from '../src/model/election.ts';
import type { ContestId, ElectionId, GpUnitId, LocalizedText, SelectionId } from '../src/model/ids.ts';
import type { Rule } from '../src/model/rule.ts';
import { COUNTRY, GOVERNOR, type InventedSelection, PRESIDENT } from './invented-names.ts';
import { DEPARTMENTS, drawTerritory, LEVELS, type Territory } from './territory.ts';
import { drawLeanings, drawTallies, type StationTallies } from './voters.ts';

/** An invented election and what its papers say: the figures of the official count, and of an honest preliminary one. */
export type Rehearsal = {
  readonly definition: ElectionDefinition;
  readonly truth: ReadonlyMap<ContestId, StationTallies>;
};

export const MAX_STATIONS = 200_000;
export const PRESIDENT_ID = 'president' as ContestId;
export const GOVERNOR_ID = 'governor' as ContestId;

/** A Sunday. The zone has no summer time and names no real place (its sign is inverted: -04:00). */
export const REHEARSAL_DATE = '2026-10-18';
export const REHEARSAL_ZONE = 'Etc/GMT+4';
export const POLLS_CLOSE: Instant = expectOk(parseInstant(`${REHEARSAL_DATE}T16:00:00-04:00`), 'our own constant');

/** Over one half, or at least two fifths with a lead of at least one tenth. */
const PRESIDENT_RULE: Rule = {
  kind: 'two-round',
  base: 'valid',
  outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
};

/** The department that also votes for its governor: middling in size. */
const GOVERNED = 2;

/** One seed and size, one election: of the size and shape of Bolivia's in 2019 at 34,555 stations. */
export function generateElection(ask: { readonly seed: string; readonly stations: number }): Rehearsal {
  const { seed, stations } = ask;
  assert(
    Number.isSafeInteger(stations) && stations >= 1 && stations <= MAX_STATIONS,
    `1 to ${MAX_STATIONS} stations, not ${stations}`,
  );
  const territory = drawTerritory(seed, stations);
  const governed = governedDepartment(territory);
  const definition: ElectionDefinition = {
    election: electionOf(seed, governed),
    units: territory.units,
    stations: territory.stations,
  };
  return { definition, truth: drawTruth(seed, territory, governed.index) };
}

type Governed = { readonly index: number; readonly unit: GpUnitId; readonly name: string };

/** In an election of one or two stations the usual department may have none: then the first that has some. */
function governedDepartment(territory: Territory): Governed {
  for (const index of [GOVERNED, ...DEPARTMENTS.keys()]) {
    const unit = territory.departments[index];
    const name = DEPARTMENTS[index]?.name;
    if (unit && name !== undefined) return { index, unit, name };
  }
  throw new Error('assertion failed: some department has a station');
}

function drawTruth(seed: string, territory: Territory, governed: number): ReadonlyMap<ContestId, StationTallies> {
  const { places, stations } = territory;
  const leanings = drawLeanings(seed, places);
  const president = drawTallies(
    seed,
    { contest: PRESIDENT_ID, selections: PRESIDENT, places, leanings },
    stations,
    null,
  );
  const here = (_: unknown, p: number) => places[p]?.department === governed;
  const governor = drawTallies(
    seed,
    { contest: GOVERNOR_ID, selections: GOVERNOR, places: places.filter(here), leanings: leanings.filter(here) },
    stations,
    president,
  );
  return new Map([
    [PRESIDENT_ID, president],
    [GOVERNOR_ID, governor],
  ]);
}

function electionOf(seed: string, governed: Governed): Election {
  const contests = [
    contestOf(PRESIDENT_ID, { es: 'Presidencia', en: 'President' }, PRESIDENT_RULE, PRESIDENT, null),
    contestOf(
      GOVERNOR_ID,
      { es: `Gobernación de ${governed.name}`, en: `Governor of ${governed.name}` },
      { kind: 'plurality' },
      GOVERNOR,
      [governed.unit],
    ),
  ];
  return {
    id: `rehearsal-${REHEARSAL_DATE}` as ElectionId,
    name: { es: `Elección general de ${COUNTRY} (simulacro)`, en: `General election of ${COUNTRY} (rehearsal)` },
    date: REHEARSAL_DATE,
    timeZone: REHEARSAL_ZONE,
    pollsClose: POLLS_CLOSE,
    canvass: null,
    nature: 'rehearsal',
    runner: {
      kind: 'electoral-body',
      name: { es: `Junta Electoral de ${COUNTRY}`, en: `Electoral Board of ${COUNTRY}` },
    },
    contests,
    desk: defaultDeskRules(contests),
    levels: LEVELS,
    sources: [],
    notes: [`Invented country, places, parties, people and votes, drawn from the seed "${seed}".`],
  };
}

function contestOf(
  id: ContestId,
  name: LocalizedText,
  rule: Rule,
  selections: readonly InventedSelection[],
  electorate: readonly GpUnitId[] | null,
): Contest {
  return {
    id,
    name,
    rule,
    selections: selections.map((s) => ({ id: s.id as SelectionId, name: s.name, party: s.party })),
    others: ['blank', 'null'],
    controls: [],
    electorate,
    seats: null,
  };
}
