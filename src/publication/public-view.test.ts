import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import type { StationId } from '../model/ids.ts';
import { boxes, ViewRecorder } from './view-recorder.test-support.ts';

/** Figures that stand nowhere else: five digits, with any sign between thousands. */
const SECRET = [48_611, 17_389, 20_743, 33_587, 51_929, 62_473];
const spellings = SECRET.map((n) => new RegExp(`${Math.floor(n / 1000)}[.,\\s\\u00a0\\u202f]?${n % 1000}`));

function night(): ViewRecorder {
  const night = new ViewRecorder();
  night.openBoth();
  for (const count of ['preliminary', 'official'] as const) {
    for (const station of ['s0', 's1', 's2', 's3', 's4']) night.receive(count, station);
    night.agree(count, 'pres', 's0', boxes(48_611, 17_389, 20_743));
    night.agree(count, 'pres', 's3', boxes(33_587, 0, 0));
    night.agree(count, 'gov', 's0', boxes(51_929, 62_473));
  }
  night.publish();
  return night;
}

function leaksOf(recorder: ViewRecorder): string[] {
  return [...recorder.payloads()].flatMap(([path, content]) => (spellings.some((s) => s.test(content)) ? [path] : []));
}

describe('before the embargo is lifted', () => {
  it('no payload tells a figure of any sheet, though all are agreed', () => {
    const before = night();
    expect(leaksOf(before)).toEqual([]);
    expect(before.payloads().size).toBe(2 + 4 + 3 * 6 + 1);
    const after = night();
    after.lift('pres');
    after.lift('gov');
    after.publish();
    // The same search finds them once they are due: it can fail.
    expect(leaksOf(after)).toEqual(
      expect.arrayContaining(['data/u/u0.json', 'es/index.html', 'en/u/u2.html', 'bodies']),
    );
  });

  it('figures are zero, versions null, histories without figures, and outcomes those of an empty count', () => {
    const before = night();
    const root = JSON.stringify(before.json('data/u/u0.json'));
    for (const key of ['counted', 'notCounted', 'void', 'valid', 'cast', 'registeredCounted', 'registeredVoid']) {
      expect([key, new Set([...root.matchAll(new RegExp(`"${key}":(\\d+)`, 'g'))].map((m) => m[1]))]).toEqual([
        key,
        new Set(['0']),
      ]);
    }
    expect(new Set([...root.matchAll(/"(?:votes|others)":\[([\d,]*)\]/g)].map((m) => m[1]))).toEqual(
      new Set(['0,0', '0', '']),
    );
    expect(root).toContain('"ofTheSheetsIn":{"kind":"no-votes"}');
    const place = before.json('data/u/u2.json') as unknown as {
      sheets: { contests: { [c: string]: unknown }; history: [string, string, number, string][] }[];
    };
    for (const sheet of place.sheets) {
      for (const counts of Object.values(sheet.contests)) expect(counts).toEqual({ preliminary: null, official: null });
      const kinds = new Set(sheet.history.map(([, , , kind]) => kind));
      for (const kind of ['EntryCommitted', 'SheetAgreed', 'DifferenceResolved']) expect(kinds.has(kind)).toBe(false);
    }
    const { contests } = before.json('data/history.json') as unknown as {
      contests: { [contest: string]: { [count: string]: unknown[][] } };
    };
    expect(Object.keys(contests)).toEqual(['gov', 'pres']);
    for (const counts of Object.values(contests)) {
      expect(Object.keys(counts)).toEqual(['official', 'preliminary']);
      for (const points of Object.values(counts)) expect(points.map((p) => p.slice(1))).toEqual([[0, 0, [0, 0]]]);
    }
  });

  it('received is told, against expected', () => {
    const before = night();
    expect(before.view.received('preliminary', 0, 0)).toBe(5);
    expect(before.view.received('official', 1, 0)).toBe(3);
  });

  it('one contest lifted says nothing of the other', () => {
    const half = night();
    half.lift('pres');
    half.publish();
    expect(half.sums('official', 0).votes).toEqual([48_611 + 33_587, 17_389]);
    expect(half.sums('official', 1).counted).toBe(0);
    const text = [...half.payloads().values()].join('\n');
    for (const secret of spellings.slice(4)) expect(text).not.toMatch(secret);
    expect(text).toMatch(spellings[0] as RegExp);
  });

  it('a lift shows nothing before the next published state', () => {
    const lifted = night();
    lifted.lift('pres');
    expect(leaksOf(lifted)).toEqual([]);
    expect(lifted.sums('preliminary', 0).counted).toBe(0);
  });
});

describe('a stop', () => {
  function stopped(): ViewRecorder {
    const night = new ViewRecorder();
    night.openBoth();
    night.lift('pres');
    night.receive('preliminary', 's0');
    night.agree('preliminary', 'pres', 's0', boxes(10, 20, 1));
    night.publish();
    night.stop();
    night.receive('preliminary', 's3');
    night.agree('preliminary', 'pres', 's3', boxes(48_611, 5, 0));
    night.agree('official', 'pres', 's0', boxes(11, 20, 1));
    night.publish();
    return night;
  }

  it('holds the covers and the figures of its count where they were', () => {
    const night = stopped();
    const [before, during] = night.states;
    expect(during?.covers).toEqual({ preliminary: before?.size, official: during?.size });
    expect(night.sums('preliminary', 0).votes).toEqual([10, 20]);
    expect(leaksOf(night)).toEqual([]);
  });

  it('lets sheets be received and the other count go on, and says since when and why', () => {
    const night = stopped();
    expect(night.view.received('preliminary', 0, 0)).toBe(2);
    expect(night.sums('official', 0).votes).toEqual([11, 20]);
    const at = night.events.find((e) => e.body.kind === 'PublicationStopped')?.header.at;
    expect(night.view.countState('preliminary').stopped).toMatchObject({ at, reason: { en: 'why' } });
    expect(night.view.countState('official').stopped).toBeNull();
  });

  it('ended releases what came meanwhile in the next state', () => {
    const night = stopped();
    night.resume();
    expect(night.sums('preliminary', 0).counted).toBe(1);
    night.publish();
    expect(night.sums('preliminary', 0).votes).toEqual([48_621, 25]);
    expect(night.view.covers()).toEqual({
      preliminary: night.states.at(-1)?.size,
      official: night.states.at(-1)?.size,
    });
  });

  it('does not show what was agreed between the last state and the stop', () => {
    const night = new ViewRecorder();
    night.openBoth();
    night.lift('pres');
    night.publish();
    night.agree('preliminary', 'pres', 's0', boxes(48_611, 20, 1));
    night.stop();
    night.publish();
    expect(night.sums('preliminary', 0).counted).toBe(0);
    expect(leaksOf(night)).toEqual([]);
  });

  it('covers that fall are a bug, not a state', () => {
    const night = stopped();
    expect(() => night.view.advance({ preliminary: 0, official: 99 }, instant(0))).toThrow(/never shrinks/);
  });
});

describe('an entry', () => {
  it('is sealed until both are revealed and the revelation is covered', () => {
    const night = new ViewRecorder();
    night.openBoth();
    night.lift('pres');
    const of = { count: 'preliminary', contest: 'pres', station: 's0' } as const;
    night.receive('preliminary', 's0');
    const first = night.commit(of, 1, boxes(1, 1, 3));
    night.publish();
    expect(night.view.isDue(first)).toBe(false);
    const second = night.commit(of, 2, boxes(1, 2, 3));
    night.publish();
    expect([first, second].map((i) => night.view.isDue(i))).toEqual([false, false]);
    const revealed = night.reveal(of, [first, second], false);
    expect(night.view.isDue(revealed)).toBe(true);
    expect([first, second].map((i) => night.view.isDue(i))).toEqual([false, false]);
    night.view.clearTouched();
    night.publish();
    expect([first, second].map((i) => night.view.isDue(i))).toEqual([true, true]);
    expect([...night.view.newlyDue].sort()).toEqual([first, second]);
    expect(night.sums('preliminary', 0).counted).toBe(0);
  });
});

it('a resolution alone counts nothing: only an agreement does', () => {
  const night = new ViewRecorder();
  night.openBoth();
  night.lift('pres');
  const of = { count: 'preliminary', contest: 'pres', station: 's0' } as const;
  const sheet = night.receive('preliminary', 's0');
  const content = { boxes: boxes(7, 8, 9), corrections: [], observations: [] };
  const resolved = night.act(
    { kind: 'DifferenceResolved', station: 's0' as StationId, sheet, ...content, entries: [3, 4] },
    { count: 'preliminary', contest: 'pres', actor: 'cem' },
  );
  night.publish();
  expect(night.view.isDue(resolved)).toBe(true);
  expect(night.sums('preliminary', 0).counted).toBe(0);
  night.agreed(of, boxes(7, 8, 9), resolved);
  night.publish();
  expect(night.sums('preliminary', 0)).toMatchObject({ counted: 1, votes: [7, 8], others: [9] });
});

describe('an imported count', () => {
  const at = (n: number) => instant(1_767_484_800_000 + n * 60_000);

  it('takes the row with the highest record number, whatever its version says', () => {
    const run = new ViewRecorder();
    run.openBoth('imported');
    run.import('official', 'pres', 's0', { version: 2, boxes: boxes(10, 20, 1), publishedAt: at(1) });
    run.import('official', 'pres', 's0', { version: 1, boxes: boxes(11, 22, 2), publishedAt: at(2) });
    run.publish();
    expect(run.sums('official', 0)).toMatchObject({ counted: 1, votes: [11, 22], others: [2] });
    run.import('official', 'pres', 's0', {
      version: 3,
      boxes: boxes(99, 99, 9),
      status: 'annulled',
      publishedAt: at(3),
    });
    run.publish();
    expect(run.sums('official', 0)).toMatchObject({
      counted: 0,
      notCounted: 1,
      void: 1,
      votes: [0, 0],
      registeredVoid: 90_000,
    });
  });

  it('adds no row that is not counted, and tells those that are void from those that may still come', () => {
    const run = new ViewRecorder();
    run.openBoth('imported');
    ['annulled', 'not_installed', 'lost', 'unsigned'].forEach((status, i) => {
      run.import('official', 'pres', `s${i}`, { status, boxes: boxes(500, 500, 500) });
    });
    run.publish();
    expect(run.sums('official', 0)).toMatchObject({ counted: 0, notCounted: 4, void: 3, valid: 0, cast: 0 });
    expect(run.json('data/u/u3.json')['sheets']).toMatchObject([
      { contests: { pres: { official: { status: 'lost', boxes: [500, 500, 500] } } } },
    ]);
  });

  it('has no embargo', () => {
    const run = new ViewRecorder();
    run.openBoth('imported');
    run.import('preliminary', 'pres', 's0', { boxes: boxes(10, 20, 1), publishedAt: at(1) });
    run.publish();
    expect(run.sums('preliminary', 0).counted).toBe(1);
  });

  it('as of an instant shows what was published by then, else received by then, and nothing without an instant', () => {
    const rows = [
      ['s0', { publishedAt: at(1), arrivedAt: at(0) }],
      ['s1', { publishedAt: null, arrivedAt: at(2) }],
      // Received long before, published after: the public could not see it.
      ['s2', { publishedAt: at(3), arrivedAt: at(0) }],
      ['s3', { publishedAt: null, arrivedAt: null }],
    ] as const;
    const countedBy = (minute: number | null) => {
      const run = new ViewRecorder(minute === null ? null : at(minute));
      run.openBoth('imported');
      for (const [station, times] of rows)
        run.import('preliminary', 'pres', station, { ...times, boxes: boxes(1, 1, 1) });
      run.publish();
      return run.sums('preliminary', 0).counted;
    };
    expect([0, 1, 2, 3, 9, null].map(countedBy)).toEqual([0, 1, 2, 3, 3, 4]);
    const justBefore = new ViewRecorder(at(1) - 1);
    justBefore.openBoth('imported');
    justBefore.import('preliminary', 'pres', 's0', { publishedAt: at(1), boxes: boxes(1, 1, 1) });
    justBefore.publish();
    expect(justBefore.sums('preliminary', 0).counted).toBe(0);
    expect(justBefore.view.isDue(2)).toBe(false);
  });

  it('a version that came later does not take the place of the one that was visible then', () => {
    const run = new ViewRecorder(at(5));
    run.openBoth('imported');
    run.import('preliminary', 'pres', 's0', { publishedAt: at(1), boxes: boxes(10, 1, 0) });
    run.import('preliminary', 'pres', 's0', { publishedAt: at(6), boxes: boxes(77, 1, 0), version: 2 });
    run.publish();
    expect(run.sums('preliminary', 0).votes).toEqual([10, 1]);
  });

  it('draws its curve by visible instants, and none where an instant is missing', () => {
    const run = new ViewRecorder();
    run.openBoth('imported');
    run.import('preliminary', 'pres', 's0', { publishedAt: at(1), boxes: boxes(10, 1, 0) });
    run.import('preliminary', 'pres', 's1', { arrivedAt: at(1), boxes: boxes(5, 5, 0) });
    run.import('preliminary', 'pres', 's2', { publishedAt: at(4), boxes: boxes(1, 0, 0) });
    run.publish();
    expect(run.view.curves.points('preliminary', 0)).toEqual([
      [at(1), 2, 21, [15, 6]],
      [at(4), 3, 22, [16, 6]],
    ]);
    run.import('preliminary', 'pres', 's3', { boxes: boxes(1, 0, 0) });
    run.publish();
    expect(run.view.curves.points('preliminary', 0)).toEqual([]);
  });
});

describe('what a state has to write', () => {
  it('is each page above a sheet that changed, its chain led to the page', () => {
    const night = new ViewRecorder();
    night.openBoth();
    night.lift('pres');
    night.publish();
    night.view.clearTouched();
    night.receive('preliminary', 's3');
    // s3 lies in u5, the only child of u4: u4 has no page.
    expect([...night.view.touchedPages].sort()).toEqual([0, 5]);
    night.publish();
    night.view.clearTouched();
    night.agree('preliminary', 'pres', 's0', boxes(1, 2, 3));
    night.publish();
    expect([...night.view.touchedPages].sort()).toEqual([0, 1, 2]);
  });

  it('has the history of a sheet in record order, entries that came due late in their place', () => {
    const night = new ViewRecorder();
    night.openBoth();
    night.receive('preliminary', 's0');
    const { first, second, revealed, agreed } = night.agree('preliminary', 'pres', 's0', boxes(1, 2, 3));
    night.receive('official', 's0');
    night.publish();
    expect(night.view.historyOf(0).map((h) => [h[2], h[3]])).toEqual([
      [2, 'SheetReceived'],
      [revealed, 'EntriesRevealed'],
      [agreed + 1, 'EnvelopeReceived'],
    ]);
    night.lift('pres');
    night.publish();
    expect(night.view.historyOf(0).map((h) => h[2])).toEqual([2, first, second, revealed, agreed, agreed + 1]);
  });
});
