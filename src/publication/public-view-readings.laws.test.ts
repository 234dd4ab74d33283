import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { COUNT_KINDS } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { buildUnitData } from './build-unit-data.ts';
import { type Act, night, play } from './little-centre.test-support.ts';
import { isDue, plainlySent, plainReadings } from './plain-reading.test-support.ts';
import type { ViewRecorder } from './view-recorder.test-support.ts';

/* Figures that stations send: sealed until they help nobody, and counted for nothing. */

const typed = (seed: number) => (seed % 17 === 4 ? 'illegible' : (seed * 37) % 251) as Box;
const others = (seed: number) => ((seed * 53) % 401) as Box;
/** As they are typed, but for some seeds: so that some readings differ, and some are illegible or empty. */
const nearly = (seed: number) =>
  seed % 11 === 3 ? ('illegible' as Box) : seed % 13 === 5 ? ('empty' as Box) : typed(seed);

/** A night on which most figures are due soon. */
const openNight = night.map((acts): Act[] => [
  { kind: 'lift', contest: 'pres' },
  { kind: 'lift', contest: 'gov' },
  ...acts,
  { kind: 'publish' },
]);

/** All that is counted, with its record numbers. */
function counted({ view, geography }: ViewRecorder) {
  return COUNT_KINDS.map((count) =>
    geography.definition.election.contests.map((_, c) => ({
      versions: geography.stations.map((_, s) => view.tabulation.current(count, c, s)),
      sums: geography.units.map((_, u) => view.tabulation.sums(count, c, u)),
      curve: [...view.curves.points(count, c)],
    })),
  );
}

describe('figures that stations sent', () => {
  it('change no version, no total and no curve: a night with them counts what the same night without them counts', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const states: unknown[] = [];
        play(acts, typed, (r) => states.push(counted(r)), { figure: others });
        let i = 0;
        play(acts, typed, (r) => expect(counted(r)).toEqual(states[i++]), { silent: true });
      }),
      { numRuns: lawRuns(30) },
    );
  });

  it('stand in the data as the plain reading says: sealed or open, alike or not', () => {
    fc.assert(
      fc.property(openNight, (acts) => {
        play(
          acts,
          typed,
          (r) => {
            const sheets = [1, 2, 3, 5, 6].flatMap((unit) => buildUnitData(r.view, unit).sheets ?? []);
            for (const { station, readings } of sheets) {
              const plain = plainReadings(r, station);
              const shown = readings?.map(({ contest, record, device, boxes, differs }) => {
                const box = (b: number | null | 'illegible') => (b === null ? 'empty' : b) as Box;
                return { contest, record, device, boxes: boxes === null ? null : boxes.map(box), differs };
              });
              expect(shown ?? []).toEqual(plain);
              if (plain.length === 0) expect(readings).toBeUndefined();
            }
          },
          { figure: nearly },
        );
      }),
      { numRuns: lawRuns(40) },
    );
  });

  it('are summed in every area as the plain reading does it, and told only where there are any', () => {
    fc.assert(
      fc.property(openNight, (acts) => {
        const check = (r: ViewRecorder) => {
          const { view, geography } = r;
          const inside = (unit: number) => (station: number) => view.tabulation.areas(station).includes(unit);
          geography.definition.election.contests.forEach(({ id }, c) => {
            geography.units.forEach((_, unit) => {
              const plain = plainlySent(r, id, inside(unit));
              const { announced = 0, readingsDiffer = 0 } = view.desk('preliminary', c, unit) ?? {};
              expect({ announced, readingsDiffer }).toEqual(plain);
              expect('announced' in (view.desk('preliminary', c, unit) ?? {})).toBe(announced + readingsDiffer > 0);
              expect(view.desk('official', c, unit) ?? {}).not.toHaveProperty('announced');
            });
          });
        };
        play(acts, typed, check, { figure: nearly });
      }),
      { numRuns: lawRuns(40) },
    );
  });

  it('are in no payload before they are due, whatever else is open', () => {
    // Each figure is a number of its own, so that it is known where it escapes.
    fc.assert(
      fc.property(night, (acts) => {
        let n = 0;
        const r = play([...acts, { kind: 'publish' }], typed, () => {}, { figure: () => (7_000_001 + n++) as Box });
        const all = [...r.payloads().values()].join('\n').replace(/(\d)[.,](?=\d{3})/g, '$1');
        r.events.forEach(({ body }, i) => {
          if (body.kind !== 'FiguresRead') return;
          for (const box of body.boxes) expect([i, all.includes(String(box))]).toEqual([i, isDue(r, i)]);
        });
      }),
      { numRuns: 12 },
    );
  });
});
