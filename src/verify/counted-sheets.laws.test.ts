import fc from 'fast-check';
import { expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { ChangingGeography } from '../model/changing-geography.ts';
import { layOutGeography } from '../model/geography.ts';
import { officeOfStations } from '../model/office-definition.ts';
import { Centre } from './centre.ts';
import { CountedSheets } from './counted-sheets.ts';
import { canvassRules, canvassToy } from './fixture-canvass.test-support.ts';

const name = (id: string) => ({ es: id, en: id });
const offices = [
  { id: 'OA', name: name('A'), units: ['u1' as never] },
  { id: 'OB', name: name('B'), units: ['u4' as never] },
];
const definition = canvassToy(canvassRules([], offices));
const places = ['u2', 'u3', 'u5'] as const;

const change = fc.record({
  what: fc.constantFrom('count', 'hold', 'move', 'add'),
  station: fc.nat({ max: 9 }),
  place: fc.constantFrom(...places),
});

it('are as many as a walk over all stations finds, in the whole and in each office, while stations are added and move', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const changing = new ChangingGeography(layOutGeography(definition));
      const { now } = changing;
      const centre = new Centre(now);
      const counted = new CountedSheets(now, centre);
      const officeOf = officeOfStations(now);
      changes.forEach(({ what, station, place }, record) => {
        const one = station % now.stations.length;
        const unit = present(now.unitIndex.get(place as never), 'a place');
        const version = { boxes: [], record, visibleAt: null, reasons: [], observations: [], corrections: [] };
        if (what === 'move') changing.move(one, unit);
        else if (what === 'add') {
          const like = present(now.stations[one], 'a station');
          changing.add({ ...like, id: `new${record}` as never, place: place as never });
        } else {
          const status = what === 'count' ? 'counted' : 'observed';
          centre.versions.set('official', 0, one, record, { ...version, status });
        }
        for (const office of [null, 'OA', 'OB', 'OC']) {
          let found = 0;
          for (const versions of centre.versions.current.official) {
            versions.forEach((known, s) => {
              if (known?.status === 'counted' && (office === null || officeOf(s) === office)) found++;
            });
          }
          expect(counted.of(office)).toBe(found);
        }
      });
    }),
  );
});
