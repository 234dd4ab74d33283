import { present } from '../../../src/base/assert.ts';
import type { ContestId, GpUnitId } from '../../../src/model/ids.ts';
import {
  type Completeness,
  completenessSchema,
  type OpenOnes,
  openOnesQuerySchema,
  openOnesSchema,
} from '../api-schemas.ts';
import type { CanvassLists } from '../canvass-lists.ts';
import type { CountingCentre } from '../centre-types.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { placeOf } from './place-of.ts';
import { refusalTrouble, refuse } from './trouble.ts';
import { pathOfUnit } from './unit-path.ts';

const GENERATIONS_MOST = 99;
const SEES = ['publisher', 'member', 'secretary', 'supervisor', 'auditor'] as const;

/** What stands between the count and its certificates: where every sheet ended, and what is open and why. */
export function layCompleteness(app: DeskApp, { centre, lists }: Desk): void {
  app.get(
    '/api/completeness',
    { config: { access: SEES, polled: true }, schema: { response: { 200: completenessSchema, ...PROBLEMS } } },
    async () => completenessOf(centre, lists),
  );
  app.get(
    '/api/completeness/open',
    {
      config: { access: SEES },
      schema: { querystring: openOnesQuerySchema, response: { 200: openOnesSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { contest, area, limit } = request.query;
      const { geography } = centre.state;
      const of = geography.contestIndex.get(contest as ContestId);
      if (of === undefined) return refuse(reply, refusalTrouble({ kind: 'unknown-contest', contest }));
      const unit = geography.unitIndex.get(area as GpUnitId);
      if (unit === undefined) return refuse(reply, refusalTrouble({ kind: 'unknown-unit', unit: area }));
      return openOnesOf(centre, of, unit, limit);
    },
  );
}

function completenessOf({ state, canvass }: CountingCentre, lists: CanvassLists): Completeness {
  const { geography } = state;
  const results = lists.contests().map(({ expected, ends, why }, contest) => {
    const unit = geography.electorateUnit[contest] ?? 0;
    return {
      contest: present(geography.definition.election.contests[contest], 'contest').id,
      area: present(geography.units[unit], 'unit').id,
      areaName: pathOfUnit(geography, unit).join(' · '),
      expected,
      ends: Object.fromEntries(ends),
      open: ends.get('open') ?? 0,
      why: Object.fromEntries(why),
      certified: canvass.certified(contest, unit),
      repeats: repeatsOf(state, contest),
    };
  });
  return { results };
}

/** The numbers of a contest may have gaps: a station that repeats two contests at once gives both the higher. */
function repeatsOf({ repeats }: CountingCentre['state'], contest: number): Completeness['results'][number]['repeats'] {
  const all: Completeness['results'][number]['repeats'] = [];
  for (let generation = 2; generation <= GENERATIONS_MOST; generation++) {
    const until = repeats.untilOf(contest, generation);
    if (until !== null) all.push({ generation, until, lifted: repeats.lifted(contest, generation) });
  }
  return all;
}

function openOnesOf({ state, canvass }: CountingCentre, contest: number, unit: number, limit: number): OpenOnes {
  const { geography } = state;
  const stations: OpenOnes['stations'] = [];
  let total = 0;
  for (const place of stationsUnder(state, unit)) {
    if (geography.votesIn[contest]?.[place] !== true) continue;
    const end = canvass.endOf(place, contest);
    if (end?.kind !== 'open') continue;
    const { why, until } = end;
    total++;
    if (stations.length < limit) stations.push({ ...placeOf(geography, place), why, until });
  }
  return { total, stations };
}

function* stationsUnder({ geography }: CountingCentre['state'], unit: number): IterableIterator<number> {
  for (const [place, own] of geography.placeOf.entries()) {
    let at = own;
    while (at > 0 && at !== unit) at = geography.parent[at] ?? 0;
    if (at === unit) yield place;
  }
}
