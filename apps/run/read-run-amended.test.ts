import { expect, it } from 'vitest';
import { CanvassRecorder } from '../../src/publication/little-canvass.test-support.ts';
import { boxes } from '../../src/publication/view-recorder.test-support.ts';
import { geographyNow, type ReadRun, viewAsOf } from './read-run.ts';

/** u5 is in the south (u4), u6 is abroad: the same is voted on in both. */
function recorded(imported: boolean) {
  const r = new CanvassRecorder();
  r.act({ kind: 'CountOpened', mode: 'entered', files: [] }, { count: 'official' });
  if (imported) r.act({ kind: 'CountOpened', mode: 'imported', files: [] }, { count: 'preliminary' });
  r.lift('pres');
  r.counted('pres', 's3', boxes(60, 30, 5));
  r.publish();
  const before = r.lastAt;
  r.amend({ kind: 'station-moved', station: 's3' as never, place: 'u6' });
  const said = { table: null, registered: 10 as never, setting: 'rural' } as const;
  r.amend({ kind: 'station-added', station: 's9' as never, place: 'u5', ...said });
  r.counted('pres', 's9', boxes(1, 2, 3));
  if (imported) r.import('preliminary', 'pres', 's9', { boxes: boxes(1, 2, 3), publishedAt: r.lastAt });
  r.publish();
  const run: ReadRun = {
    ...{ geography: r.geography, size: r.events.length, close: () => {} },
    *events() {
      for (const [index, event] of r.events.entries()) yield { index, ...event };
    },
  };
  return { before, run };
}

it.each([false, true])(
  'a station lies where it lay then, and is expected from when it was added (imported: %s)',
  (imported) => {
    const { before, run } = recorded(imported);
    const sums = (asOf: typeof before | null) => {
      const { tabulation } = viewAsOf(run, asOf).view;
      return [0, 5, 6].map((unit) => {
        const { expected, votes } = tabulation.sums('official', 0, unit);
        return [expected, votes[0]];
      });
    };
    expect(sums(before)).toEqual([
      [5, 60],
      [1, 60],
      [1, 0],
    ]);
    expect(sums(null)).toEqual([
      [6, 61],
      [1, 1],
      [2, 60],
    ]);
  },
);

it('what is printed for stations is printed for those that were added, where they are now', () => {
  const geography = geographyNow(recorded(false).run);
  const placeOf = (id: string) => {
    const at = geography.stationIndex.get(id as never) ?? -1;
    return [geography.stations[at]?.id, geography.units[geography.placeOf[at] ?? -1]?.id];
  };
  expect(['s3', 's9', 's1'].map(placeOf)).toEqual([
    ['s3', 'u6'],
    ['s9', 'u5'],
    ['s1', 'u2'],
  ]);
});
