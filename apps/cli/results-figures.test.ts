import { expect, it } from 'vitest';
import { CanvassRecorder } from '../../src/publication/little-canvass.test-support.ts';
import { boxes } from '../../src/publication/view-recorder.test-support.ts';
import { resultsOf } from './results-figures.ts';

it('nobody wins, and no threshold is held against, with votes for a candidate who withdrew', () => {
  const r = new CanvassRecorder();
  r.openBoth();
  r.lift('pres');
  r.counted('pres', 's0', boxes(60, 30, 5));
  r.amend({ kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes: 'null' });
  r.publish();
  const official = resultsOf(r.view, 'official', 0, 0);
  expect(official).toMatchObject({ valid: 30, selections: [{ votes: 0 }, { votes: 30 }] });
  expect(JSON.stringify([official.outcome, official.distances])).not.toContain('"A"');
  expect(JSON.stringify(resultsOf(r.view, 'preliminary', 0, 0).outcome)).toContain('"A"');
});
