import { describe, expect, it } from 'vitest';
import { picturePath } from './pictures.ts';
import type { SheetData } from './unit-data.ts';
import { boxes, LITTLE_DESK, ViewRecorder } from './view-recorder.test-support.ts';

const P = 'preliminary';
const pres = (station: string) => ({ count: P, contest: 'pres', station }) as const;

/** A night with everything lifted and one sheet of s3 counted: its picture is of B. */
function counted() {
  const night = new ViewRecorder(null, LITTLE_DESK);
  night.openBoth();
  night.lift('pres');
  night.lift('gov');
  const sheet = night.receive(P, 's3', 'B');
  const agreed = night.agree(P, 'pres', 's3', boxes(100, 50, 7));
  night.publish();
  return { night, sheet, ...agreed };
}
/** The sheet of s3 as its place tells it. */
function told(night: ViewRecorder): SheetData {
  return (night.json('data/u/u5.json')['sheets'] as unknown as SheetData[])[0] as SheetData;
}
const version = (night: ViewRecorder) => told(night).contests['pres']?.preliminary;
const deskOf = (night: ViewRecorder) => night.view.desk(P, 0, 0);

describe('a dispute', () => {
  it('takes the figures out at once, shows them as such, and gives them back to whom two people choose', () => {
    const { night, sheet, agreed } = counted();
    expect(night.sums(P, 0)).toMatchObject({ counted: 1, votes: [100, 50], valid: 150, cast: 157 });
    const other = night.receive(P, 's3', 'C');
    const dispute = night.dispute(P, 's3', [sheet, other]);
    night.publish();
    expect(night.sums(P, 0)).toMatchObject({
      counted: 0,
      notCounted: 1,
      votes: [0, 0],
      others: [0],
      valid: 0,
      cast: 0,
    });
    expect(deskOf(night)).toEqual({ typed: 1, observed: 0, disputed: 1, disputedValid: 150, late: 0 });
    expect(version(night)).toEqual({ status: 'disputed', boxes: [100, 50, 7], record: dispute });
    expect(told(night).papers.map(({ state, pictures }) => [state, pictures.length])).toEqual([
      ['disputed', 1],
      ['disputed', 1],
    ]);
    night.choose(P, 's3', sheet, [other]);
    night.publish();
    expect(night.sums(P, 0)).toMatchObject({ counted: 1, votes: [100, 50], valid: 150, cast: 157 });
    expect(version(night)).toEqual({ status: 'counted', boxes: [100, 50, 7], record: agreed });
    expect(told(night).papers.map(({ state }) => state)).toEqual(['standing', 'superseded']);
  });

  it('ends with the figures of the other sheet when that is chosen and typed: the total moves by the difference', () => {
    const { night, sheet } = counted();
    night.agree(P, 'pres', 's0', boxes(1000, 2000, 3));
    const other = night.receive(P, 's3', 'C');
    night.dispute(P, 's3', [sheet, other]);
    night.choose(P, 's3', other, [sheet]);
    night.publish();
    expect(night.sums(P, 0)).toMatchObject({ counted: 1, votes: [1000, 2000] });
    expect(version(night)).toBeNull();
    night.agree(P, 'pres', 's3', boxes(90, 61, 7), other);
    night.publish();
    expect(night.sums(P, 0)).toMatchObject({ counted: 2, votes: [1100 - 10, 2050 + 11] });
  });

  it('by a third sheet keeps the figures that left, and ends when all but one are withdrawn', () => {
    const { night, sheet, agreed } = counted();
    const [b, c] = [night.receive(P, 's3', 'C'), night.receive(P, 's3', 'D')];
    night.dispute(P, 's3', [sheet, b]);
    const third = night.dispute(P, 's3', [sheet, b, c]);
    night.withdraw(P, 's3', c);
    night.publish();
    expect(version(night)).toEqual({ status: 'disputed', boxes: [100, 50, 7], record: third });
    night.withdraw(P, 's3', b);
    night.publish();
    expect(version(night)?.record).toBe(agreed);
  });

  it('in every contest of the station, with no figures where none had counted', () => {
    const { night } = counted();
    const [a, b] = [night.receive(P, 's0'), night.receive(P, 's0')];
    const record = night.dispute(P, 's0', [a, b]);
    night.publish();
    for (const contest of [0, 1]) {
      expect(night.view.tabulation.current(P, contest, 0)).toEqual({ status: 'disputed', boxes: [], record });
      expect(night.sums(P, contest)).toMatchObject({ disputed: 1, disputedValid: 0 });
    }
  });

  it('that begins during a stop changes nothing before the publication goes on', () => {
    const { night, sheet } = counted();
    night.stop();
    const other = night.receive(P, 's3', 'C');
    night.dispute(P, 's3', [sheet, other]);
    night.publish();
    expect(night.sums(P, 0)).toMatchObject({ counted: 1, disputed: 0 });
    expect(version(night)?.status).toBe('counted');
    expect(told(night).papers.map(({ state, pictures }) => [state, pictures.length])).toEqual([
      ['standing', 1],
      ['received', 0],
    ]);
    night.resume();
    night.publish();
    expect(night.sums(P, 0)).toMatchObject({ counted: 0, disputed: 1, disputedValid: 150 });
  });

  it('before the embargo is lifted has no figures, and after it those that had been agreed', () => {
    const night = new ViewRecorder(null, LITTLE_DESK);
    night.openBoth();
    const sheet = night.receive(P, 's3', 'B');
    night.agree(P, 'pres', 's3', boxes(100, 50, 7));
    const other = night.receive(P, 's3', 'C');
    night.dispute(P, 's3', [sheet, other]);
    night.publish();
    expect(version(night)).toMatchObject({ status: 'disputed', boxes: [] });
    expect(night.view.pictures.due()).toEqual([]);
    night.lift('pres');
    night.publish();
    expect(version(night)).toMatchObject({ status: 'disputed', boxes: [100, 50, 7] });
    expect(night.view.pictures.newlyDue()).toHaveLength(2);
  });
});

describe('an observed sheet', () => {
  it('is shown with its reasons and not counted, until a ruling counts it, corrections and observations beside', () => {
    const { night } = counted();
    const of = pres('s0');
    const read = { corrections: [[1, 5 as never]] as const, observations: ['torn', 'unsigned'] as const };
    const entries = [night.commit(of, 1, boxes(60, 40, 2), read), night.commit(of, 2, boxes(60, 40, 2), read)] as const;
    night.reveal(of, entries);
    const observed = night.observe(of, ['E101', 'unsigned'], entries[0]);
    night.publish();
    const beside = { observations: ['torn', 'unsigned'], corrections: [[1, 40, 5]] };
    const seen = () =>
      (night.json('data/u/u2.json')['sheets'] as unknown as SheetData[])[0]?.contests['pres']?.preliminary;
    // The definition lets the jury's correction count.
    expect(seen()).toMatchObject({
      ...{ status: 'observed', boxes: [60, 5, 2], record: observed, reasons: ['E101', 'unsigned'] },
      ...beside,
    });
    expect(night.sums(P, 0)).toMatchObject({ counted: 1, notCounted: 1, observed: 1, votes: [100, 50] });
    const agreed = night.agreed(of, boxes(60, 5, 2), night.rule(of, 'count'));
    night.publish();
    expect(seen()).toMatchObject({ status: 'counted', boxes: [60, 5, 2], record: agreed, ...beside });
    expect(seen()).not.toHaveProperty('reasons');
    expect(night.sums(P, 0)).toMatchObject({ counted: 2, observed: 0, votes: [160, 55] });
  });

  it('is gone when it is to be typed again', () => {
    const { night } = counted();
    const of = pres('s0');
    const entries = [night.commit(of, 1, []), night.commit(of, 2, [])] as const;
    night.reveal(of, entries);
    night.observe(of, ['illegible'], entries[0]);
    night.rule(of, 'retype');
    night.publish();
    expect(night.view.tabulation.current(P, 0, 0)).toBeNull();
    expect(deskOf(night)).toMatchObject({ typed: 2, observed: 0 });
  });
});

it('a version is told with the warnings of the register where the election has a desk', () => {
  const { night } = counted();
  night.agree(P, 'pres', 's4', boxes(80, 0, 0));
  night.publish();
  const [sheet] = night.json('data/u/u6.json')['sheets'] as unknown as SheetData[];
  expect(sheet?.contests['pres']?.preliminary?.warnings).toEqual(['W102']);
  expect(version(night)).not.toHaveProperty('warnings');
});

describe('before the embargo is lifted', () => {
  const SECRET = ['48611', '17389', '20743', '33587', '62473'];
  const [a, b, c, d, e] = SECRET.map(Number) as [number, number, number, number, number];
  /** As it is, or with any sign between thousands. */
  const isTold = (text: string) =>
    SECRET.some((n) => new RegExp(`${n.slice(0, 2)}[.,\\s\\u00a0\\u202f]?${n.slice(2)}`).test(text));

  function dark(): ViewRecorder {
    const night = new ViewRecorder(null, LITTLE_DESK);
    night.openBoth();
    const of = pres('s0');
    const read = { corrections: [[1, c as never]] as const, observations: ['unsigned'] as const };
    const entries = [night.commit(of, 1, boxes(a, b, 1), read), night.commit(of, 2, boxes(a, b, 1), read)] as const;
    night.reveal(of, entries);
    night.observe(of, ['E101'], entries[0]);
    const sheet = night.receive(P, 's3', 'B');
    night.agree(P, 'pres', 's3', boxes(d, 0, 0));
    night.dispute(P, 's3', [sheet, night.receive(P, 's3', 'C')]);
    const voided = { ...pres('s4'), sheet: night.receive(P, 's4', 'D') };
    night.voidEntry(voided, night.commit(voided, 1, boxes(e, 0, 0)), 'withdrawn');
    night.withdraw(P, 's4', voided.sheet);
    night.close(P);
    night.publish();
    return night;
  }

  it('nothing of a result is in any payload: of no observed, disputed, corrected or voided sheet, nor any picture', () => {
    const night = dark();
    const telling = () => [...night.payloads()].flatMap(([path, text]) => (isTold(text) ? [path] : []));
    expect(telling()).toEqual([]);
    const all = [...night.payloads().values()].join('\n');
    expect(all).not.toMatch(/E101|"reasons"|<img|pictures\//);
    expect(night.view.pictures.due()).toEqual([]);
    night.lift('pres');
    night.lift('gov');
    night.publish();
    // The same search finds them all then: it can fail.
    for (const path of ['data/u/u2.json', 'es/u/u2.html', 'en/u/u5.html', 'bodies']) expect(telling()).toContain(path);
    const open = [...night.payloads().values()].join('\n');
    expect(open).toMatch(/E101/);
    expect(open).toMatch(/<img/);
  });
});

describe('a voided entry', () => {
  const ready = () => {
    const { night } = counted();
    const of = { ...pres('s0'), sheet: night.receive(P, 's0') };
    const first = night.commit(of, 1, boxes(1, 2, 3));
    const due = () => {
      night.publish();
      return night.view.isDue(first);
    };
    return { night, of, first, due };
  };

  it('stays sealed as long as it could help who types the sheet again', () => {
    const { night, of, first, due } = ready();
    night.voidEntry(of, first);
    expect(due()).toBe(false);
    const entries = [
      night.commit(of, 1, boxes(4, 5, 6), { actor: 'cem' }),
      night.commit(of, 2, boxes(4, 5, 6)),
    ] as const;
    expect(due()).toBe(false);
    night.reveal(of, entries);
    expect(due()).toBe(true);
  });

  it('is not opened by what was revealed before it', () => {
    const { night, of, first, due } = ready();
    const entries = [first, night.commit(of, 2, boxes(1, 2, 3))] as const;
    night.reveal(of, entries);
    night.observe(of, ['unclear-correction'], first);
    night.rule(of, 'retype');
    const again = night.commit(of, 1, boxes(1, 2, 3), { actor: 'cem' });
    night.voidEntry(of, again);
    expect(due()).toBe(true);
    expect(night.view.isDue(again)).toBe(false);
  });

  it.each(['before', 'after'] as const)('opens with the withdrawal of its sheet, voided %s', (when) => {
    const { night, of, first, due } = ready();
    if (when === 'before') night.voidEntry(of, first, 'withdrawn');
    night.withdraw(P, 's0', of.sheet);
    if (when === 'after') night.voidEntry(of, first, 'withdrawn');
    expect(due()).toBe(true);
  });

  it('opens with the close, and not while the publication is stopped', () => {
    const { night, of, first, due } = ready();
    night.stop();
    night.close(P);
    night.voidEntry(of, first, 'closed');
    expect(due()).toBe(false);
    night.resume();
    expect(due()).toBe(true);
  });

  it('never opens when it is lost', () => {
    const { night, of, first, due } = ready();
    night.voidEntry(of, first, 'lost');
    night.close(P);
    expect(due()).toBe(false);
  });
});

describe('a late sheet', () => {
  it('is shown with its picture and changes nothing', () => {
    const { night } = counted();
    night.close(P);
    night.receive(P, 's3', 'D');
    night.receive(P, 's0', 'E');
    night.publish();
    expect(told(night).papers.map(({ state, pictures }) => [state, pictures.length])).toEqual([
      ['standing', 1],
      ['late', 1],
    ]);
    expect(night.sums(P, 0)).toMatchObject({ counted: 1, disputed: 0, votes: [100, 50] });
    expect(deskOf(night)).toMatchObject({ late: 2 });
    // s3 votes for president alone.
    expect(night.view.desk(P, 1, 0)).toMatchObject({ late: 1 });
  });

  it('shows its picture also while a stop keeps the sheet itself out of sight', () => {
    const { night } = counted();
    night.close(P);
    night.publish();
    night.stop();
    night.receive(P, 's0', 'E');
    night.publish();
    expect(night.view.pictures.due()).toHaveLength(2);
    expect(night.view.pictures.newlyDue()).toHaveLength(2);
  });

  it('never stands, though nothing else came in for the station and something is said of it', () => {
    const { night } = counted();
    night.close(P);
    night.agree(P, 'pres', 's0', boxes(1, 1, 1));
    night.publish();
    expect(night.sums(P, 0).counted).toBe(1);
  });
});

describe('pictures', () => {
  it('lie by their hash, and leave when two people saw that they are something else', () => {
    const { night } = counted();
    const [hex = ''] = night.view.pictures.newlyDue();
    expect(picturePath(hex)).toBe(`pictures/${hex.slice(0, 2)}/${hex}.jpg`);
    const other = night.receive(P, 's3', 'C');
    night.dispute(P, 's3', [told(night).papers[0]?.sheet ?? 0, other]);
    night.publish();
    night.view.clearTouched();
    expect(night.view.pictures.due()).toHaveLength(2);
    night.withdraw(P, 's3', other, 'not-a-sheet');
    night.publish();
    expect(night.view.pictures.due()).toEqual([hex]);
    expect(night.view.pictures.newlyWithheld()).toHaveLength(1);
  });

  it('of the same bytes stay as long as one of their sheets shows them', () => {
    const { night } = counted();
    const twin = night.receive(P, 's4', 'B');
    night.withdraw(P, 's4', twin);
    night.publish();
    night.view.clearTouched();
    night.withdraw(P, 's3', told(night).papers[0]?.sheet ?? 0, 'not-a-sheet');
    night.publish();
    expect([night.view.pictures.due().length, night.view.pictures.newlyWithheld()]).toEqual([1, []]);
  });
});

describe('the state', () => {
  it('tells who stopped, what is held and the newest notices', () => {
    const { night } = counted();
    for (let i = 0; i < 25; i++) night.act({ kind: 'Notice', text: { es: `n${i}`, en: `n${i}` } });
    night.stop();
    night.agree(P, 'pres', 's0', boxes(1, 1, 1));
    night.agree(P, 'gov', 's0', boxes(1, 1));
    night.agree('official', 'gov', 's0', boxes(1, 1));
    night.publish();
    const state = night.json('data/state.json') as unknown as {
      counts: { [count: string]: { stopped: { by: string[] } | null; held: { [contest: string]: number } } };
      notices: { text: { en: string } }[];
    };
    expect(state.counts[P]?.stopped?.by).toEqual(['per', 'sup']);
    expect([state.counts[P]?.held, state.counts['official']?.held]).toEqual([
      { pres: 1, gov: 1 },
      { pres: 0, gov: 0 },
    ]);
    expect([state.notices.length, state.notices[0]?.text.en, state.notices[19]?.text.en]).toEqual([20, 'n24', 'n5']);
  });

  it('has no desk where there is nothing to tell: no page is written again because a count opens', () => {
    const night = new ViewRecorder(null, LITTLE_DESK);
    night.publish();
    const before = night.json('data/u/u1.json');
    night.openBoth();
    night.publish();
    expect(night.json('data/u/u1.json')).toEqual(before);
  });
});
