import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../base/canonical.ts';
import type { Count } from '../model/ids.ts';
import { COLLATION_CLASSES } from './collation.ts';
import { CollatedView, collatedView } from './collation-view.ts';
import { night, play } from './little-centre.test-support.ts';
import type { SheetVersionData, UnitData } from './unit-data.ts';
import type { ViewRecorder } from './view-recorder.test-support.ts';

const figure = (seed: number) => (seed % 5) as Count;
type Sheet = NonNullable<UnitData['sheets']>[number];

/** The collation of the whole, from what the payloads say of each sheet: nothing of the code under test. */
function plainly(run: ViewRecorder, contest: string) {
  const classes = { equal: 0, differs: 0, annulled: 0, onlyPreliminary: 0, onlyOfficial: 0, neither: 0 };
  const net: number[] = [];
  const compared = contest === 'pres' ? 3 : 2;
  for (const [path, text] of run.payloads()) {
    if (!path.startsWith('data/u/')) continue;
    for (const sheet of ((JSON.parse(text) as { sheets?: Sheet[] }).sheets ?? []) as Sheet[]) {
      const both = sheet.contests[contest];
      if (both === undefined) continue;
      const boxes = (v: SheetVersionData | null) => (v?.status === 'counted' ? v.boxes.slice(0, compared) : null);
      const [p, o] = [boxes(both.preliminary), boxes(both.official)];
      if (both.official?.status === 'annulled') classes.annulled++;
      else if (p !== null && o !== null) classes[JSON.stringify(p) === JSON.stringify(o) ? 'equal' : 'differs']++;
      else classes[p === null ? (o === null ? 'neither' : 'onlyOfficial') : 'onlyPreliminary']++;
      for (let i = 0; p !== null && o !== null && i < compared; i++) {
        net[i] = (net[i] ?? 0) + Number(o[i] ?? 0) - Number(p[i] ?? 0);
      }
    }
  }
  return { classes, net: Array.from({ length: compared }, (_, i) => net[i] ?? 0) };
}

describe('the collation of a night', () => {
  it('is the same whichever states were published before', () => {
    fc.assert(
      fc.property(night, (acts) => {
        play(acts, figure, ({ view, geography }) => {
          const [kept, fresh] = [collatedView(view), new CollatedView(view, view)];
          for (const c of geography.definition.election.contests.keys()) {
            expect(kept.differing(c)).toEqual(fresh.differing(c));
            for (const unit of geography.units.keys()) {
              expect(kept.of(c, unit)).toEqual(fresh.of(c, unit));
              expect(kept.collation.netValid(c, unit)).toBe(fresh.collation.netValid(c, unit));
            }
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is what its sheets say, and every station is in one class', () => {
    fc.assert(
      fc.property(night, (acts) => {
        const run = play([...acts, { kind: 'lift', contest: 'pres' }, { kind: 'publish' }], figure);
        const { totals } = (run.json('data/collation.json')['contests'] as { pres?: { totals: Json } }).pres ?? {};
        const { classes, net } = plainly(run, 'pres');
        const of = collatedView(run.view).of(0, 0);
        if (of === null) expect(classes.equal + classes.differs).toBe(0);
        else {
          expect(of).toEqual({ ...classes, net });
          expect(totals).toEqual(of);
          expect(COLLATION_CLASSES.reduce((sum, name) => sum + of[name], 0)).toBe(5);
        }
      }),
      { numRuns: 40 },
    );
  });
});
