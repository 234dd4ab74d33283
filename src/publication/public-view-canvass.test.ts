import { describe, expect, it } from 'vitest';
import { buildState, buildUnitData } from './build-unit-data.ts';
import { CanvassRecorder, LITTLE_OFFICES } from './little-canvass.test-support.ts';
import type { SheetData } from './unit-data.ts';
import { boxes } from './view-recorder.test-support.ts';

const O = 'official';
const S0 = 0;

function begun(definition?: ConstructorParameters<typeof CanvassRecorder>[0]): CanvassRecorder {
  const r = new CanvassRecorder(definition);
  r.openBoth();
  r.lift('pres');
  r.lift('gov');
  return r;
}
/** s0 counted in both contests: its sheet. */
function counted() {
  const r = begun();
  const { sheet, agreed } = r.counted('pres', 's0', boxes(60, 30, 5));
  r.agree(O, 'gov', 's0', boxes(50, 40), sheet);
  return { r, s0: { station: 's0', sheet }, agreed };
}
const versionOf = (r: CanvassRecorder, contest = 0, station = S0) => r.view.tabulation.current(O, contest, station);
const sheetOf = (r: CanvassRecorder, unit: number, station: string): SheetData => {
  const found = buildUnitData(r.view, unit).sheets?.find((sheet) => sheet.station === station);
  if (found === undefined) throw new Error(`no sheet ${station}`);
  return found;
};
const canvassOf = (r: CanvassRecorder, contest = 'pres', unit = 0) =>
  buildUnitData(r.view, unit).contests[contest]?.official.canvass;

describe('an objection', () => {
  it('leaves the figures in the total where its ground does not hold, and is counted beside them', () => {
    const { r, s0 } = counted();
    r.object('pres', s0);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', objections: 1 });
    expect(r.sums(O, 0).votes).toEqual([60, 30]);
  });

  it('takes them out at once where its ground holds, until the board lets them stand', () => {
    const { r, s0, agreed } = counted();
    const objection = r.object('pres', s0, 'false-sheet');
    r.publish();
    expect(versionOf(r)).toEqual({ status: 'objected', boxes: boxes(60, 30, 5), record: objection });
    expect(r.sums(O, 0).votes).toEqual([0, 0]);
    expect(canvassOf(r)).toMatchObject({ objected: 1 });
    const ruling = r.ruleBoard('pres', s0, 'stands', [[objection, false]]);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', record: agreed });
    expect(versionOf(r)).not.toHaveProperty('objections');
    expect(canvassOf(r)).toMatchObject({ objected: 0 });
    expect(sheetOf(r, 2, 's0').objections?.[0]?.slice(5)).toEqual([ruling, false]);
  });

  it('touches no other contest of the sheet', () => {
    const { r, s0 } = counted();
    r.object('pres', s0, 'false-sheet');
    r.publish();
    expect(versionOf(r, 1)).toMatchObject({ status: 'counted' });
  });
});

describe('a ruling', () => {
  it('annuls: the figures stay to be seen and leave the total for good', () => {
    const { r, s0 } = counted();
    const from = r.ruleBoard('pres', s0, 'annul');
    const annulled = r.annul('pres', s0, from);
    r.publish();
    expect(versionOf(r)).toEqual({ status: 'annulled', boxes: boxes(60, 30, 5), record: annulled });
    expect(r.sums(O, 0)).toMatchObject({ counted: 0, void: 1, registeredVoid: 90_000 });
    expect(canvassOf(r)).toMatchObject({ annulled: 1 });
  });

  it('corrects: the figures that the board states count, and say so', () => {
    const { r, s0 } = counted();
    const objection = r.object('pres', s0, 'false-sheet');
    const from = r.ruleBoard('pres', s0, 'correct', [[objection, true]]);
    const corrected = r.correct('pres', s0, boxes(61, 29, 5), from);
    r.publish();
    expect(versionOf(r)).toEqual({ status: 'counted', boxes: boxes(61, 29, 5), record: corrected, corrected: true });
    expect(r.sums(O, 0).votes).toEqual([61, 29]);
    expect(canvassOf(r)).toMatchObject({ corrected: 1, objected: 0 });
    expect(sheetOf(r, 2, 's0').contests['pres']?.official).toMatchObject({ corrected: true });
  });

  it('has a recount typed: what counts then says that it is from one', () => {
    const { r, s0 } = counted();
    r.ruleBoard('pres', s0, 'recount');
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'recount', boxes: boxes(60, 30, 5) });
    expect(r.sums(O, 0)).toMatchObject({ counted: 0, void: 0 });
    expect(sheetOf(r, 2, 's0').papers[0]?.contests['pres']).toBe('typed');
    r.agree(O, 'pres', 's0', boxes(58, 32, 5), s0.sheet);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', boxes: boxes(58, 32, 5), basis: 'recount' });
  });

  it('sends it back to be typed: nothing is known of it until it is', () => {
    const { r, s0 } = counted();
    r.ruleBoard('pres', s0, 'retype');
    r.publish();
    expect(versionOf(r)).toBeNull();
    r.agree(O, 'pres', 's0', boxes(1, 2, 3), s0.sheet);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'counted', boxes: boxes(1, 2, 3) });
    expect(versionOf(r)).not.toHaveProperty('basis');
  });

  it('declares lost what has no paper; a copy that turns up is counted all the same', () => {
    const r = begun();
    r.miss('s3');
    const ruling = r.ruleBoard('pres', { station: 's3', sheet: null }, 'lost');
    r.publish();
    expect(versionOf(r, 0, 3)).toEqual({ status: 'lost', boxes: [], record: ruling });
    expect(r.sums(O, 0).void).toBe(1);
    expect(canvassOf(r)).toMatchObject({ missing: 1, lost: 1 });
    r.agree(O, 'pres', 's3', boxes(7, 6, 5), r.copy('s3'));
    r.publish();
    expect(versionOf(r, 0, 3)).toMatchObject({ status: 'counted', basis: 'copy' });
  });
});

describe('a repeated vote', () => {
  function repeated() {
    const { r, s0 } = counted();
    const ruling = r.ruleBoard('pres', s0, 'repeat', [], r.lastAt + 5000);
    const sheet = r.envelope('s0', 'whole', 2);
    r.open({ station: 's0', sheet }, 'sheet', 'whole', 2);
    const { agreed } = r.agree(O, 'pres', 's0', boxes(40, 45, 1), sheet, 2);
    return { r, s0, ruling, sheet, agreed };
  }

  it('keeps the old figures in sight, struck, until its own embargo is lifted', () => {
    const { r, ruling, agreed } = repeated();
    r.publish();
    expect(versionOf(r)).toEqual({ status: 'repeat', boxes: boxes(60, 30, 5), record: ruling });
    expect(r.view.isDue(agreed)).toBe(false);
    expect([...r.payloads().values()].join('')).not.toMatch(/\b45\b/);
    r.liftRepeat('pres', 2);
    r.publish();
    expect(r.view.isDue(agreed)).toBe(true);
    expect(versionOf(r)).toMatchObject({ status: 'counted', boxes: boxes(40, 45, 1), basis: 'repeat' });
  });

  it('is not opened by the embargo of the first vote, nor by that of another contest', () => {
    const { r, agreed } = repeated();
    r.liftRepeat('gov', 2);
    r.liftRepeat('pres', 3);
    r.publish();
    expect(r.view.isDue(agreed)).toBe(false);
  });

  it('leaves the other contests with the first sheet', () => {
    const { r } = repeated();
    r.liftRepeat('pres', 2);
    r.publish();
    expect(versionOf(r, 1)).toMatchObject({ status: 'counted', boxes: boxes(50, 40) });
  });

  it('shows its pictures with its own embargo, and those of the first vote before', () => {
    const { r, s0, sheet } = repeated();
    r.scan(s0, 'F');
    r.scan({ station: 's0', sheet }, 'G', 'sheet', 2);
    r.publish();
    expect(r.view.pictures.due()).toHaveLength(1);
    expect(sheetOf(r, 2, 's0').papers.map(({ pages, pictures }) => [pages, pictures.length])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    r.liftRepeat('pres', 2);
    r.publish();
    expect(r.view.pictures.due()).toHaveLength(2);
  });
});

describe('a copy', () => {
  it('stands for an envelope that held no sheet, and is a paper of its own', () => {
    const r = begun();
    const empty = r.envelope('s3');
    r.open({ station: 's3', sheet: empty }, 'nothing');
    const copy = r.copy('s3');
    r.agree(O, 'pres', 's3', boxes(9, 8, 7), copy);
    r.publish();
    expect(versionOf(r, 0, 3)).toMatchObject({ status: 'counted', basis: 'copy' });
    expect(sheetOf(r, 5, 's3').papers.map((paper) => paper.sheet)).toEqual([empty, copy]);
    expect(r.view.received(O, 0, 0)).toBe(1);
  });

  it('keeps its place when the envelope comes after all', () => {
    const r = begun();
    r.miss('s3');
    const { agreed } = r.agree(O, 'pres', 's3', boxes(9, 8, 7), r.copy('s3'));
    const late = r.envelope('s3');
    r.agree(O, 'pres', 's3', boxes(1, 1, 1), late);
    r.publish();
    expect(versionOf(r, 0, 3)).toMatchObject({ record: agreed, basis: 'copy' });
    expect(canvassOf(r)).toMatchObject({ received: 1, missing: 0 });
  });
});

describe('custody', () => {
  it('is told act by act, with seal, condition and place, and as numbers by area', () => {
    const r = begun();
    const sheet = r.envelope('s3');
    const s3 = { station: 's3', sheet };
    r.move(s3, 'lorry 2', 'broken');
    r.open(s3);
    r.store(s3);
    r.miss('s4');
    r.publish();
    const steps = sheetOf(r, 5, 's3').custody?.map(([, kind, , ...rest]) => [kind, ...rest]);
    expect(steps).toEqual([
      ['EnvelopeReceived', 'P-17', 'whole', 'courier 4', null],
      ['EnvelopeMoved', 'P-17', 'broken', 'lorry 2', null],
      ['EnvelopeOpened', 'P-17', 'whole', null, 'sheet'],
      ['EnvelopeStored', null, null, 'vault 3', null],
    ]);
    expect(canvassOf(r)).toMatchObject({ received: 1, opened: 1, stored: 1, missing: 1, broken: 1 });
    expect(canvassOf(r, 'pres', 1)).toMatchObject({ received: 0, missing: 0 });
    expect(sheetOf(r, 5, 's3')).not.toHaveProperty('rulings');
  });
});

describe('a scan', () => {
  it('is to be seen once its sheet was typed, also where it comes while the publication is stopped', () => {
    const { r, s0 } = counted();
    r.publish();
    r.stop(O);
    r.scan(s0, 'F', 'recount');
    r.publish();
    expect(r.view.pictures.due()).toHaveLength(1);
  });
});

describe('an amendment', () => {
  it('ends a station that was not installed, whatever comes of it later', () => {
    const r = begun();
    const record = r.amend({ kind: 'station-not-installed', station: 's0' as never });
    r.counted('pres', 's0', boxes(1, 2, 3));
    r.publish();
    expect(versionOf(r)).toEqual({ status: 'not_installed', boxes: [], record });
    expect(versionOf(r, 1)).toMatchObject({ status: 'not_installed' });
    expect(r.sums(O, 0)).toMatchObject({ counted: 0, void: 1 });
    expect(r.sums('preliminary', 0).void).toBe(0);
    expect(canvassOf(r)).toMatchObject({ notInstalled: 1 });
  });

  it('ends it whatever was counted before, and the first one stays', () => {
    const { r } = counted();
    const record = r.amend({ kind: 'station-not-installed', station: 's0' as never });
    r.amend({ kind: 'station-merged', station: 's0' as never, into: 's1' as never, registered: null });
    r.publish();
    expect(versionOf(r)).toEqual({ status: 'not_installed', boxes: [], record });
    expect(r.sums(O, 0).votes).toEqual([0, 0]);
  });

  it('is in force before anybody opens the count', () => {
    const r = new CanvassRecorder();
    r.amend({ kind: 'station-not-installed', station: 's3' as never });
    r.publish();
    expect(versionOf(r, 0, 3)).toMatchObject({ status: 'not_installed' });
  });

  it('joins a station to another, which then has the voters of both', () => {
    const { r } = counted();
    r.amend({ kind: 'station-merged', station: 's2' as never, into: 's0' as never, registered: 150_000 });
    r.publish();
    r.agree('preliminary', 'pres', 's0', boxes(60, 30, 5));
    r.publish();
    expect(r.sums('preliminary', 0).registeredCounted).toBe(90_000);
    const sums = r.sums(O, 0);
    expect(sums).toMatchObject({ registered: 330_000, registeredCounted: 150_000, registeredVoid: 0, void: 1 });
    expect(r.sums('preliminary', 0).registered).toBe(360_000);
    expect(sheetOf(r, 2, 's0').registered).toBe(150_000);
    expect(canvassOf(r)).toMatchObject({ merged: 1 });
  });

  it('makes the votes for who withdrew null votes, or nobody-s, and nobody can win with them', () => {
    const night = (votes: 'kept' | 'null') => {
      const { r } = counted();
      r.publish();
      r.view.clearTouched();
      r.amend({ kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes });
      r.publish();
      return r;
    };
    expect(night('kept').sums(O, 0)).toMatchObject({ votes: [0, 30], valid: 90, cast: 95 });
    expect(night('null').sums(O, 0)).toMatchObject({ votes: [0, 30], valid: 30, cast: 95 });
    expect(night('null').sums('preliminary', 0).votes).toEqual([0, 0]);
    expect([...night('kept').view.touchedPages].sort()).toEqual([0, 1, 2, 3, 5, 6]);
    const { outcome } = buildUnitData(night('null').view, 0).contests['pres']?.official ?? {};
    expect(JSON.stringify(outcome)).not.toContain('"A"');
  });

  it('waits while the publication is stopped', () => {
    const r = begun();
    r.publish();
    r.stop(O);
    r.amend({ kind: 'station-not-installed', station: 's0' as never });
    r.publish();
    expect(versionOf(r)).toBeNull();
    r.resume(O);
    r.publish();
    expect(versionOf(r)).toMatchObject({ status: 'not_installed' });
  });
});

describe('the board', () => {
  it('is told: members, sessions, certificates, and which is in force', () => {
    const r = begun();
    r.seat('m1', 'Ana Arce');
    const opened = r.openSession(1);
    r.publish();
    const closed = r.closeSession(1);
    const first = r.certify('pres', 'u0', 'two stations are open');
    r.publish();
    const state = buildState(r.view, r.view.size, r.lastAt).canvass;
    expect(state?.members).toEqual([['m1', 'Ana Arce', { es: 'Member (es)', en: 'Member' }, true]]);
    expect(state?.sessions.map(([n, record, , c, end, office]) => [n, record, c, end, office])).toEqual([
      [1, opened, 0, closed, null],
    ]);
    expect(state?.certificates.map(([record, contest, area]) => [record, contest, area])).toEqual([
      [first, 'pres', 'u0'],
    ]);
    const figures = () => buildUnitData(r.view, 0).contests['pres']?.official;
    expect(figures()?.certificate).toMatchObject({ record: first, partial: { en: 'two stations are open' } });
    expect(buildUnitData(r.view, 1).contests['pres']?.official).not.toHaveProperty('certificate');
    r.court('pres');
    r.publish();
    expect(figures()).not.toHaveProperty('certificate');
    const second = r.certify('pres', 'u0');
    r.publish();
    expect(figures()?.certificate).toMatchObject({ record: second, partial: null });
  });

  it('certifies the whole no more when a court reopens the contest in an office', () => {
    const r = begun(LITTLE_OFFICES);
    r.certify('pres', 'u0');
    r.court('pres', { office: { id: 'NO', index: 0, at: r.lastAt } });
    r.publish();
    expect(buildUnitData(r.view, 0).contests['pres']?.official).not.toHaveProperty('certificate');
  });

  it('writes every page again that a certificate is of', () => {
    const r = begun();
    r.publish();
    r.view.clearTouched();
    r.certify('gov', 'u1');
    expect([...r.view.touchedPages].sort()).toEqual([1, 2, 3]);
  });
});

describe('offices', () => {
  it('are taken in as they wrote: what only says something in their own record says nothing here', () => {
    const r = begun(LITTLE_OFFICES);
    const of = (index: number) => ({ id: 'NO', index, at: (r.lastAt - 50_000) as never });
    r.act({ kind: 'CountClosed' }, { count: O, office: of(0) });
    r.act({ kind: 'EmbargoLifted' }, { contest: 'gov', office: of(1) });
    r.openSession(1, { office: of(2) });
    r.certify('gov', 'u0', null, { office: of(3) });
    r.publish();
    const state = buildState(r.view, r.view.size, r.lastAt);
    expect(state.counts.official.closed).toBe(false);
    expect(state.canvass?.offices.map(([id, taken, , forked]) => [id, taken, forked])).toEqual([
      ['NO', 4, false],
      ['RE', 0, false],
    ]);
    expect(state.canvass?.sessions[0]?.[5]).toBe('NO');
    expect(buildUnitData(r.view, 0).contests['gov']?.official).not.toHaveProperty('certificate');
    expect(r.view.touchedPages.has(3)).toBe(true);
    r.act({ kind: 'OfficeForked', office: 'NO', index: 1, leaf: '', proof: [], other: '' });
    expect(buildState(r.view, r.view.size, r.lastAt).canvass?.offices[0]?.[3]).toBe(true);
  });
});
