import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import type { StationId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import { CollationCauses, type ReasonAsked } from './collation-causes.ts';
import { buildCollation, collationCsv, csvCell } from './collation-data.ts';
import { collatedView } from './collation-view.ts';
import { CanvassRecorder } from './little-canvass.test-support.ts';
import { boxes, contests, LITTLE_DESK, ViewRecorder } from './view-recorder.test-support.ts';

const P = 'preliminary';
const O = 'official';

function imported(): ViewRecorder {
  const run = new ViewRecorder();
  run.openBoth('imported');
  const row = (count: typeof P | typeof O, station: string, ...list: Parameters<typeof boxes>) =>
    run.import(count, 'pres', station, { boxes: boxes(...list) });
  row(P, 's0', 60, 40, 1);
  row(O, 's0', 60, 40, 1);
  row(P, 's1', 10, 20, 'empty');
  row(O, 's1', 30, 20, 0);
  row(P, 's2', 5, 5, 5);
  row(O, 's3', 1, 70, 1);
  row(P, 's4', 8, 8, 'illegible');
  row(O, 's4', 8, 5, 1);
  return run;
}

describe('the collation of published files', () => {
  it('has each sheet in one class, and the net effect of those counted in both', () => {
    const run = imported();
    run.publish();
    const collated = collatedView(run.view);
    expect(collated.of(0, 0)).toEqual({
      equal: 1,
      differs: 2,
      annulled: 0,
      onlyPreliminary: 1,
      onlyOfficial: 1,
      neither: 0,
      net: [20, -3, 1],
    });
    // An area in which nothing is counted in one of the counts has none, and neither has the contest that nobody counted.
    expect([3, 5].map((unit) => collated.of(0, unit))).toEqual([null, null]);
    expect(collated.of(1, 0)).toBeNull();
  });

  it('takes what is empty or cannot be read for neither a number nor each other, and adds nothing of it', () => {
    const run = imported();
    run.publish();
    const [first, second] = collatedView(run.view).differing(0);
    expect(first).toMatchObject({
      station: 1,
      change: 20,
      boxes: [
        [0, 10, 30],
        [2, 'empty', 0],
      ],
    });
    expect(second).toMatchObject({
      station: 4,
      change: 4,
      lead: -3 + 0,
      boxes: [
        [1, 8, 5],
        [2, 'illegible', 1],
      ],
    });
  });

  it('counts an annulled sheet as annulled, whatever the other count says, and follows a newer row', () => {
    const run = imported();
    run.publish();
    expect(collatedView(run.view).collation.netValid(0, 0)).toBe(20 - 3);
    run.import(O, 'pres', 's1', { boxes: boxes(30, 20, 0), status: 'annulled', version: 2 });
    run.publish();
    expect(collatedView(run.view).of(0, 0)).toMatchObject({ equal: 1, differs: 1, annulled: 1, net: [0, -3, 1] });
    expect(collatedView(run.view).sheet(0, 1)).toEqual({ class: 'annulled', reason: null });
    expect(collatedView(run.view).sheet(0, 0)).toBeNull();
    expect(
      collatedView(run.view)
        .differing(0)
        .map((s) => s.station),
    ).toEqual([4]);
    expect(collatedView(run.view).collation.netValid(0, 0)).toBe(-3);
  });

  it('does not hold written totals against each other', () => {
    const [definition] = contests;
    expect(definition?.selections.length).toBe(2);
    const run = new ViewRecorder();
    run.openBoth('imported');
    run.import(P, 'pres', 's0', { boxes: boxes(1, 2, 3, 6) });
    run.import(O, 'pres', 's0', { boxes: boxes(1, 2, 3, 999) });
    run.publish();
    expect(collatedView(run.view).of(0, 0)).toMatchObject({ equal: 1, differs: 0 });
  });

  it('says what the preliminary figures would make of the rule, which way each sheet moves the lead, and lists them', () => {
    const run = imported();
    run.publish();
    const file = buildCollation(collatedView(run.view));
    const pres = file.contests.get('pres')?.data;
    // Officially A has 99 and B 135; with the preliminary figures 79 and 138: B leads by 59 instead of 36.
    expect(pres?.leaders).toEqual(['B', 'A']);
    expect(pres?.direction).toEqual({ more: [0, 0], less: [2, 23], same: 0 });
    expect(pres?.result?.official).toEqual(pres?.result?.swapped);
    expect(pres?.reasons).toMatchObject({ none: 2, typing: 0 });
    expect(pres?.differing).toEqual([
      ['s1', 'u2', 20, -20, null],
      ['s4', 'u6', 4, -3, null],
    ]);
    expect(collationCsv(collatedView(run.view), file).split('\n')).toEqual([
      'station,unit,contest,change,lead,reason,box,preliminary,official',
      's1,u2,pres,20,-20,,A,10,30',
      's1,u2,pres,20,-20,,blank,empty,0',
      's4,u6,pres,4,-3,,B,8,5',
      's4,u6,pres,4,-3,,blank,illegible,1',
      '',
    ]);
  });

  it('says so where the rule gives another answer', () => {
    const run = new ViewRecorder();
    run.openBoth('imported');
    run.import(P, 'pres', 's0', { boxes: boxes(60, 40, 0) });
    run.import(O, 'pres', 's0', { boxes: boxes(40, 60, 0) });
    run.publish();
    const { official, swapped } = buildCollation(collatedView(run.view)).contests.get('pres')?.data.result ?? {};
    expect([official, swapped].map((r) => (r?.kind === 'won' ? r.by : r?.kind))).toEqual(['B', 'A']);
    // Of 22 valid votes 12 are a majority; of the 100 of the official sheet they would be none.
    run.import(P, 'pres', 's0', { boxes: boxes(12, 10, 0), version: 2 });
    run.publish();
    const fewer = buildCollation(collatedView(run.view)).contests.get('pres')?.data.result?.swapped;
    expect(fewer).toEqual({ kind: 'won', by: 'A' });
  });
});

it('says nothing of the rule where a candidate withdrew, whom the preliminary figures still have', () => {
  const run = new CanvassRecorder();
  run.openBoth();
  run.lift('pres');
  run.agree(P, 'pres', 's0', boxes(60, 40, 0));
  run.counted('pres', 's0', boxes(40, 60, 0));
  const result = () => buildCollation(collatedView(run.view)).contests.get('pres')?.data.result;
  run.publish();
  expect(result()).not.toBeNull();
  run.amend({ kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes: 'null' });
  run.publish();
  expect(result()).toBeNull();
});

describe('reasons from the record of a counting centre', () => {
  const lifted = () => {
    const run = new ViewRecorder(null, LITTLE_DESK);
    run.openBoth();
    run.lift('pres');
    run.lift('gov');
    return run;
  };
  const reason = (run: ViewRecorder, station: number) => {
    run.publish();
    return collatedView(run.view).sheet(0, station)?.reason;
  };

  it('is a typing error where one of two entries that differed agreed with the official figures', () => {
    const run = lifted();
    const of = { count: P, contest: 'pres', station: 's0' } as const;
    run.receive(P, 's0');
    const entries = [run.commit(of, 1, boxes(60, 40, 1)), run.commit(of, 2, boxes(60, 46, 1))] as const;
    run.reveal(of, entries, false);
    const resolved = run.act(
      {
        kind: 'DifferenceResolved',
        station: 's0' as StationId,
        sheet: run.sheetOf(P, 's0'),
        entries,
        boxes: boxes(60, 46, 1),
        corrections: [],
        observations: [],
      },
      { count: P, contest: 'pres', actor: 'ver' },
    );
    run.agreed(of, boxes(60, 46, 1), resolved);
    run.agree(O, 'pres', 's0', boxes(60, 40, 1));
    run.agree(P, 'pres', 's1', boxes(1, 1, 1));
    run.agree(O, 'pres', 's1', boxes(1, 2, 1));
    expect(reason(run, 0)).toBe('typing');
    expect(reason(run, 1)).toBeNull();
  });

  it('is a typing error where figures from the station agreed with the official ones', () => {
    const run = lifted();
    run.announce('s3', [['pres', boxes(7, 8, 9)]]);
    run.agree(P, 'pres', 's3', boxes(7, 80, 9));
    run.agree(O, 'pres', 's3', boxes(7, 8, 9));
    expect(reason(run, 3)).toBe('typing');
  });

  it('is another picture, or the picture of another station, where that is on record', () => {
    const run = lifted();
    const wrong = run.receive(P, 's0', 'B');
    run.withdraw(P, 's0', wrong, 'wrong-station');
    run.receive(P, 's0', 'C');
    run.agree(P, 'pres', 's0', boxes(1, 1, 1));
    run.agree(O, 'pres', 's0', boxes(1, 1, 2));
    const [a, b] = [run.receive(P, 's1', 'B'), run.receive(P, 's1', 'C')];
    run.dispute(P, 's1', [a, b]);
    run.withdraw(P, 's1', a, 'false-sheet');
    run.agree(P, 'pres', 's1', boxes(1, 1, 1), b);
    run.agree(O, 'pres', 's1', boxes(1, 1, 2));
    expect(reason(run, 0)).toBe('wrong-station');
    expect(reason(run, 1)).toBe('other-picture');
  });

  it('says nothing of an event that a stop of the publication holds back', () => {
    const run = lifted();
    run.agree(P, 'pres', 's0', boxes(1, 1, 1));
    run.agree(O, 'pres', 's0', boxes(1, 1, 2));
    run.publish();
    run.stop(P);
    run.receive(P, 's0', 'C');
    expect(reason(run, 0)).toBeNull();
    run.resume(P);
    run.dispute(P, 's0', [run.sheetOf(P, 's0'), run.sheetOf(P, 's0')]);
    expect(reason(run, 0)).toBeUndefined();
  });
});

describe('reasons from the record of a board', () => {
  const version = (record: number) => ({ status: 'counted', boxes: boxes(1, 2, 3), record });
  const asked: ReasonAsked = {
    class: 'differs',
    contest: 0,
    station: 7,
    preliminary: version(5),
    official: version(20),
    readings: [],
    covers: { preliminary: 100, official: 100 },
    compared: 3,
  };
  const causes = (...events: readonly (readonly [number, object, number?])[]) => {
    const made = new CollationCauses('correction');
    for (const [index, body, generation] of events) {
      const about = { count: O, contest: 0, station: 7 } as const;
      const header = { at: instant(0), ...(generation === undefined ? {} : { generation }) };
      made.note({ index, header, ...about, body: body as EventBody } as Parameters<CollationCauses['note']>[0]);
    }
    return made;
  };
  const agreed = [20, { kind: 'SheetAgreed', sheet: 10 }] as const;
  const ruled = (effect: string, sheet = 10) => [15, { kind: 'BoardRuled', sheet, effect }] as const;

  it.each(['correct', 'count', 'recount', 'retype'])('is a ruling: %s', (effect) => {
    expect(causes(ruled(effect), agreed).reasonOf(asked)).toBe('ruling');
    expect(causes(ruled(effect, 9), agreed).reasonOf(asked)).toBeNull();
    expect(causes(ruled(effect), agreed).reasonOf({ ...asked, contest: 1 })).toBeNull();
    expect(causes(ruled(effect), agreed).reasonOf({ ...asked, covers: { preliminary: 100, official: 15 } })).toBeNull();
  });

  it('is no ruling where the figures stand, and of an annulled sheet the annulment', () => {
    expect(causes(ruled('stands'), agreed).reasonOf(asked)).toBeNull();
    const annulled = [20, { kind: 'SheetAnnulled', sheet: 10 }] as const;
    expect(causes(ruled('annul'), annulled).reasonOf({ ...asked, class: 'annulled' })).toBe('ruling');
    expect(causes(ruled('correct'), annulled).reasonOf({ ...asked, class: 'annulled' })).toBeNull();
  });

  it('is a repeated vote or a copy where the sheet that counts is of one; a ruling comes first', () => {
    const repeated = [10, { kind: 'EnvelopeReceived' }, 2] as const;
    const copy = [10, { kind: 'CopyAdmitted' }] as const;
    expect(causes(repeated, agreed).reasonOf(asked)).toBe('repeat');
    expect(causes([10, { kind: 'EnvelopeReceived' }], agreed).reasonOf(asked)).toBeNull();
    expect(causes(copy, agreed).reasonOf(asked)).toBe('copy');
    expect(causes(copy, ruled('retype'), agreed).reasonOf(asked)).toBe('ruling');
  });
});

describe('a cell of the CSV', () => {
  it('is quoted where it has to be', () => {
    expect(['a', 'a,b', 'a"b', 'a\nb'].map(csvCell)).toEqual(['a', '"a,b"', '"a""b"', '"a\nb"']);
  });
});
