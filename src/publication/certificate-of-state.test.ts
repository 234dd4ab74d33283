import { describe, expect, it } from 'vitest';
import { canonicalText, type Json } from '../base/canonical.ts';
import { fraction } from '../base/fraction.ts';
import { expectOk } from '../base/result.ts';
import type { ElectionDefinition } from '../model/election.ts';
import type { ContestId } from '../model/ids.ts';
import type { SeatRule } from '../model/seat-rule.ts';
import { buildUnitData, encodeUnitData } from './build-unit-data.ts';
import { certificateOfState, resultOfState, type StateAbout } from './certificate-of-state.ts';
import { boxes, LITTLE, ViewRecorder } from './view-recorder.test-support.ts';

const PRES = 'pres' as ContestId;
const ABOUT: StateAbout = { size: 7, root: 'root', offices: [['LP', 3, 'r']], lot: null, partial: null };
const STATIONS = ['s0', 's1', 's2', 's3', 's4'];

/** All stations but those named agree on these figures; the state is published. */
function counted(figures: readonly number[], except: readonly string[] = [], definition = LITTLE): ViewRecorder {
  const r = new ViewRecorder(null, definition);
  r.openBoth();
  r.lift('pres');
  for (const station of STATIONS)
    if (!except.includes(station)) r.agree('official', 'pres', station, boxes(...figures));
  r.publish();
  return r;
}

function withSeats(seats: SeatRule): ElectionDefinition {
  const [pres, ...more] = LITTLE.election.contests;
  if (pres === undefined) throw new Error('no contest');
  const lists = { ...pres, rule: { kind: 'plurality' }, seats } as const;
  return { ...LITTLE, election: { ...LITTLE.election, contests: [lists, ...more] } };
}

describe('the result of a published state', () => {
  it('has the figures of the unit, and its outcome as it is published', () => {
    const r = counted([60, 30, 5]);
    const result = expectOk(resultOfState(r.view, ABOUT, PRES, 'u0'), 'complete');
    expect(result).toMatchObject({
      ...{ area: 'u0', size: 7, root: 'root', offices: [['LP', 3, 'r']], seats: null, partial: null },
      figures: {
        ...{ expected: 5, counted: 5, annulled: 0, notInstalled: 0, lost: 0, open: 0, registered: null },
        ...{ votes: [300, 150], others: [25], valid: 450, cast: 475 },
      },
    });
    const unit = encodeUnitData(buildUnitData(r.view, 0)) as { contests: { pres: { official: { outcome: Json } } } };
    expect(result.outcome).toBe(canonicalText(unit.contests.pres.official.outcome));
  });

  it('says where every sheet ended', () => {
    const r = new ViewRecorder();
    r.openBoth();
    const ends = ['counted', 'annulled', 'not_installed', 'merged', 'lost'];
    for (const [i, status] of ends.entries()) {
      const figures = status === 'counted' ? [9, 8, 7] : [];
      r.view.tabulation.set('official', 0, i, { status, boxes: boxes(...figures), record: i });
    }
    expect(resultOfState(r.view, ABOUT, PRES, 'u0')).toMatchObject({
      value: { figures: { expected: 5, counted: 1, annulled: 1, notInstalled: 2, lost: 1, open: 0, cast: 24 } },
    });
    r.view.tabulation.set('official', 0, 4, { status: 'recount', boxes: [], record: 9 });
    expect(certificateOfState(r.view, ABOUT, PRES, 'u0')?.figures).toMatchObject({ lost: 0, open: 1 });
  });

  it('is partial only while something of it is open', () => {
    const partial = { es: 'por orden', en: 'by order' };
    const asked = { ...ABOUT, partial };
    const complete = counted([60, 30, 5]);
    expect(certificateOfState(complete.view, asked, PRES, 'u0')?.partial).toBeNull();
    // An objection can still change what counts meanwhile.
    const objected = { status: 'counted', boxes: boxes(60, 30, 5), record: 9, objections: 1 };
    complete.view.tabulation.set('official', 0, 2, objected);
    expect(certificateOfState(complete.view, asked, PRES, 'u0')).toMatchObject({ partial, figures: { open: 0 } });
    expect(certificateOfState(counted([60, 30, 5], ['s4']).view, asked, PRES, 'u0')?.partial).toEqual(partial);
  });

  it('is of the electorate alone, and of a contest that is there', () => {
    const r = counted([60, 30, 5]);
    for (const [contest, area, kind] of [
      ['pres', 'u1', 'unknown-area'],
      ['pres', 'u99', 'unknown-area'],
      ['mayor', 'u0', 'unknown-contest'],
    ] as const) {
      expect(resultOfState(r.view, ABOUT, contest as ContestId, area)).toEqual({ ok: false, error: { kind } });
      expect(certificateOfState(r.view, ABOUT, contest as ContestId, area)).toBeNull();
    }
    expect(certificateOfState(r.view, ABOUT, 'gov' as ContestId, 'u1')?.figures.expected).toBe(3);
  });

  it('is none while anything of it is held back', () => {
    const r = new ViewRecorder();
    r.openBoth();
    r.agree('official', 'pres', 's0', boxes(1, 2, 3));
    r.publish();
    expect(resultOfState(r.view, ABOUT, PRES, 'u0')).toEqual({
      ok: false,
      error: { kind: 'figures-held-back', held: 1 },
    });
    r.lift('pres');
    r.publish();
    expect(resultOfState(r.view, ABOUT, PRES, 'u0')).toMatchObject({ value: { figures: { counted: 1, open: 4 } } });
    r.stop('official');
    r.publish();
    expect(resultOfState(r.view, ABOUT, PRES, 'u0')).toEqual({ ok: false, error: { kind: 'publication-stopped' } });
  });

  it('leaves who withdrew out of the outcome, as the page of the unit does', () => {
    const r = counted([60, 30, 5], ['s3']);
    r.view.tabulation.withdraw(0, 0, 'kept');
    const { outcome = '' } = certificateOfState(r.view, ABOUT, PRES, 'u0') ?? {};
    const unit = encodeUnitData(buildUnitData(r.view, 0)) as { contests: { pres: { official: { outcome: Json } } } };
    expect(outcome).toBe(canonicalText(unit.contests.pres.official.outcome));
    expect(outcome).not.toContain('"A"');
  });

  it('takes nothing of the preliminary count', () => {
    const r = counted([60, 30, 5]);
    const before = certificateOfState(r.view, ABOUT, PRES, 'u0');
    for (const station of STATIONS) r.agree('preliminary', 'pres', station, boxes(0, 99, 9));
    r.publish();
    expect(certificateOfState(r.view, ABOUT, PRES, 'u0')).toEqual(before);
  });

  it('needs a lot where equal votes decide', () => {
    const r = counted([40, 40, 5], [], {
      ...LITTLE,
      election: {
        ...LITTLE.election,
        contests: LITTLE.election.contests.map((c) => ({ ...c, rule: { kind: 'plurality' } })),
      },
    });
    expect(resultOfState(r.view, ABOUT, PRES, 'u0')).toEqual({
      ok: false,
      error: { kind: 'lot-needed', among: ['A', 'B'] },
    });
    expect(certificateOfState(r.view, { ...ABOUT, lot: ['B'] }, PRES, 'u0')).toBeNull();
    expect(certificateOfState(r.view, { ...ABOUT, lot: ['B', 'A'] }, PRES, 'u0')?.outcome).toContain('"tie"');
  });
});

describe('seats of a published state', () => {
  const rule: SeatRule = { seats: 4, method: 'dhondt', threshold: fraction(1, 10) };
  it('follow from the votes, for each list that has any', () => {
    expect(certificateOfState(counted([70, 25, 5], [], withSeats(rule)).view, ABOUT, PRES, 'u0')?.seats).toEqual([
      ['A', 3],
      ['B', 1],
    ]);
    expect(certificateOfState(counted([95, 5, 0], [], withSeats(rule)).view, ABOUT, PRES, 'u0')?.seats).toEqual([
      ['A', 4],
    ]);
  });

  it('need a lot only where the last seats are level, not where two lists lead', () => {
    const level = counted([50, 50, 0], [], withSeats(rule)).view;
    expect(certificateOfState(level, ABOUT, PRES, 'u0')?.seats).toEqual([
      ['A', 2],
      ['B', 2],
    ]);
    const three = counted([50, 50, 0], [], withSeats({ ...rule, seats: 3 })).view;
    expect(resultOfState(three, ABOUT, PRES, 'u0')).toEqual({
      ok: false,
      error: { kind: 'lot-needed', among: ['A', 'B'] },
    });
    expect(certificateOfState(three, { ...ABOUT, lot: ['B', 'A'] }, PRES, 'u0')?.seats).toEqual([
      ['A', 1],
      ['B', 2],
    ]);
  });

  it('are nobody’s where nobody has a vote', () => {
    const none = counted([0, 0, 9], [], withSeats(rule)).view;
    expect(resultOfState(none, ABOUT, PRES, 'u0')).toEqual({ ok: false, error: { kind: 'no-list' } });
  });
});
