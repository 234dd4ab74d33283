import { describe, expect, it } from 'vitest';
import { buildUnitData } from './build-unit-data.ts';
import { CanvassRecorder } from './little-canvass.test-support.ts';
import { boxes } from './view-recorder.test-support.ts';

const O = 'official';
const LATER = 9_000_000_000_000;

function begun(): CanvassRecorder {
  const r = new CanvassRecorder();
  r.openBoth();
  r.lift('pres');
  r.lift('gov');
  return r;
}
const versionOf = (r: CanvassRecorder) => r.view.tabulation.current(O, 0, 0);
const papersOf = (r: CanvassRecorder) =>
  buildUnitData(r.view, 2)
    .sheets?.find(({ station }) => station === 's0')
    ?.papers.map(({ sheet, state }) => [sheet, state]);

describe('which envelope of an official count stands', () => {
  it('is the next one, where that which came was not found any more', () => {
    const r = begun();
    const lost = r.envelope('s0');
    r.publish();
    expect(papersOf(r)).toEqual([[lost, 'standing']]);
    r.miss('s0');
    r.publish();
    expect(papersOf(r)).toEqual([[lost, 'gone']]);
    const { sheet } = r.counted('pres', 's0', boxes(60, 30, 5));
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', boxes: boxes(60, 30, 5) });
    expect(papersOf(r)).toEqual([
      [lost, 'gone'],
      [sheet, 'standing'],
    ]);
  });

  it('is none, where the board took out the copy that stood for an empty one', () => {
    const r = begun();
    const empty = r.envelope('s0');
    r.open({ station: 's0', sheet: empty }, 'nothing');
    const copy = r.copy('s0');
    r.agree(O, 'pres', 's0', boxes(60, 30, 5), copy);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', basis: 'copy' });
    r.withdraw(O, 's0', copy);
    r.publish();
    expect(versionOf(r)).toBeNull();
    expect(papersOf(r)).toEqual([
      [empty, 'gone'],
      [copy, 'withdrawn'],
    ]);
  });

  it('is still disputed, where one of the two held no sheet', () => {
    const r = begun();
    const [one, other] = [r.envelope('s0'), r.envelope('s0')];
    r.dispute(O, 's0', [one, other]);
    r.open({ station: 's0', sheet: other }, 'nothing');
    r.publish();
    expect(papersOf(r)).toEqual([
      [one, 'disputed'],
      [other, 'disputed'],
    ]);
  });
});

describe('a copy for the envelope of a repeated vote', () => {
  it('stands beside the old sheet, under the embargo of its vote', () => {
    const r = begun();
    const { sheet } = r.counted('pres', 's0', boxes(60, 30, 5));
    r.ruleBoard('pres', { station: 's0', sheet }, 'repeat', [], LATER);
    const empty = r.envelope('s0', 'whole', 2);
    r.open({ station: 's0', sheet: empty }, 'nothing', 'whole', 2);
    const copy = r.copy('s0', 2);
    r.agree(O, 'pres', 's0', boxes(50, 40, 1), copy, 2);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'repeat', boxes: boxes(60, 30, 5) });
    r.liftRepeat('pres', 2);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', boxes: boxes(50, 40, 1), basis: 'copy' });
    expect(papersOf(r)).toEqual([
      [sheet, 'standing'],
      [empty, 'gone'],
      [copy, 'standing'],
    ]);
  });

  it('says that it is from a recount where it was recounted', () => {
    const r = begun();
    r.miss('s0');
    const copy = r.copy('s0');
    r.agree(O, 'pres', 's0', boxes(60, 30, 5), copy);
    r.ruleBoard('pres', { station: 's0', sheet: copy }, 'recount');
    r.agree(O, 'pres', 's0', boxes(61, 29, 5), copy);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', basis: 'recount' });
  });

  it('is shown with its embargo, whatever holds back a contest that was not repeated', () => {
    const r = new CanvassRecorder();
    r.openBoth();
    r.lift('pres');
    const { sheet } = r.counted('pres', 's0', boxes(60, 30, 5));
    r.ruleBoard('pres', { station: 's0', sheet }, 'repeat', [], LATER);
    const again = r.envelope('s0', 'whole', 2);
    r.open({ station: 's0', sheet: again }, 'sheet', 'whole', 2);
    r.scan({ station: 's0', sheet: again }, 'F', 'sheet', 2);
    r.agree(O, 'pres', 's0', boxes(50, 40, 1), again, 2);
    const shown = () => {
      r.publish();
      const [sheets] = buildUnitData(r.view, 2).sheets ?? [];
      return sheets?.papers.map(({ pictures }) => pictures.length);
    };
    expect(shown()).toEqual([0, 0]);
    r.liftRepeat('pres', 2);
    expect(shown()).toEqual([0, 1]);
  });
});
