import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { dice } from '../entry/centre-walk.test-support.ts';
import { dumpCentre } from '../entry/dump.ts';
import { canvassDefinition, OfficialCentre } from './canvass-example.test-support.ts';
import { OfficialJudge, VOTES } from './canvass-judge.test-support.ts';
import type { ContestEnd } from './canvass-types.ts';
import { certificateFor } from './canvass-walk.test-support.ts';
import { refuseEvent } from './refuse-event.ts';
import { actAmongChanges, withEast } from './station-changes-walk.test-support.ts';

const STEPS = 400;

function rulesOf(seed: number) {
  return { scans: seed % 2 === 0, quorum: 2, partial: seed % 3 === 0 };
}

/** A canvass of random acts; signatures and published states are always good. */
function walk(seed: number, steps = STEPS, met = new Set<string>()): OfficialCentre {
  const d = dice(seed);
  const centre: OfficialCentre = OfficialCentre.open(withEast(canvassDefinition(rulesOf(seed))), {
    verify: () => true,
    judge: (_contest, area) => certificateFor(area, centre.centre.size, false),
    newestState: () => centre.centre.size,
  });
  for (const contest of ['pres', 'gov'] as const)
    centre.do({ kind: 'lift-embargo', contest: contest as never, by: 'pam' });
  centre.session();
  const closing = d.pick([400, 5000, 5000]);
  for (let i = 0; i < steps; i++) {
    centre.try(actAmongChanges(centre, d, closing));
    for (const place of [0, 1, 2, 3]) met.add(centre.word(place)).add(said(centre.end(place)));
  }
  return centre;
}

function said(end: ContestEnd | null): string {
  if (end === null) return 'none';
  if (end.kind !== 'counted') return end.kind;
  return `counted ${end.from}${end.corrected ? ' corrected' : ''}`;
}

function wholeDump(centre: OfficialCentre): string {
  return JSON.stringify([dumpCentre(centre.centre, true), centre.state.dump()]);
}

describe('any sequence of acts of an official count', () => {
  it('is a record that a plain reading finds nothing wrong with, and ends everywhere as that says', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const centre = walk(seed, STEPS, met);
        const judge = new OfficialJudge(centre.events, rulesOf(seed));
        expect(judge.faults).toEqual([]);
        Object.entries(VOTES).forEach(([station, contests], place) => {
          contests.forEach((contest, at) => {
            const end = centre.state.endOf(place, at);
            expect(`${station} ${contest} ${said(end)}`).toBe(
              `${station} ${contest} ${judge.ends.get(`${station} ${contest}`)}`,
            );
          });
        });
        for (const { body } of centre.events) {
          met.add(body.kind);
          if (body.kind === 'DefinitionAmended') met.add(body.change.kind);
        }
      }),
      // There a vote was put off that was being repeated, once its first paper was withdrawn.
      { numRuns: lawRuns(120), examples: [[1402910293]] },
    );
    for (const what of [
      'annulled',
      'counted copy',
      'counted original',
      'counted original corrected',
      'counted recount',
      'counted repeat',
      'lost',
      'merged',
      'not-installed',
      'open disputed',
      'open expected',
      'open missing',
      'open nothing-found',
      'open objected',
      'open observed',
      'open recount',
      'open repeat',
      'open sealed',
      'open typing',
      'ResultCertified',
      'CourtOrdered',
      'SessionClosed',
      'SheetSuperseded',
      'station-added',
      'station-moved',
      'date-moved',
    ]) {
      expect(met).toContain(what);
    }
  });

  it('gives each station and contest one end, and every unit the sums of them', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { state, centre } = walk(seed, 150);
        const { units, stations, votesIn, placeOf, parent } = centre.geography;
        const inside = (place: number, unit: number) => {
          for (let up = placeOf[place] ?? -1; up >= 0; up = parent[up] ?? -1) if (up === unit) return true;
          return false;
        };
        for (const contest of [0, 1]) {
          units.forEach((_, unit) => {
            const voting = stations.flatMap((_s, place) =>
              votesIn[contest]?.[place] === true && inside(place, unit) ? [place] : [],
            );
            const plain: Record<string, number> = {
              annulled: 0,
              counted: 0,
              lost: 0,
              merged: 0,
              'not-installed': 0,
              open: 0,
            };
            for (const place of voting) {
              const { kind } = state.endOf(place, contest) ?? { kind: 'none' };
              plain[kind] = (plain[kind] ?? 0) + 1;
            }
            expect(state.ends(contest, unit)).toEqual(plain);
          });
        }
        const counted = [0, 1].reduce((sum, contest) => sum + state.ends(contest, 0).counted, 0);
        expect(state.endings.counted).toBe(counted);
      }),
      { numRuns: 40 },
    );
  });

  it('replayed in a fresh centre gives the same centre, and a refused act leaves no trace', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const centre = walk(seed, 200);
        const d = dice(seed + 1);
        const before = wholeDump(centre);
        expect(wholeDump(centre.replay())).toBe(before);
        for (let i = 0; i < 25; i++) {
          const size = centre.events.length;
          const now = wholeDump(centre);
          if (!centre.try(actAmongChanges(centre, d, 50)).ok) {
            expect(centre.events.length).toBe(size);
            expect(wholeDump(centre)).toBe(now);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is taken in event by event by whoever asks first whether each may follow', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const centre = walk(seed, 250);
        const fresh = new OfficialCentre(centre.centre.geography.definition, centre.options);
        for (const { header, body } of centre.events) {
          const ofOffice = header.count === 'official' && header.office === undefined;
          if (
            ofOffice &&
            body.kind !== 'CountOpened' &&
            body.kind !== 'CountClosed' &&
            !body.kind.startsWith('Publication')
          ) {
            expect(`${body.kind} ${refuseEvent(fresh.state, header, body)}`).toBe(`${body.kind} null`);
          }
          fresh.take(header, body);
        }
      }),
      { numRuns: 60 },
    );
  });
});
