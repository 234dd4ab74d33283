import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { Assignments } from './assignments.ts';
import { Centre, GOV, PRES, read, words } from './centre-example.test-support.ts';

const LASTS = 60_000;
const low = () => 0;
const high = () => 0.999_999;
const at = (centre: Centre, more = 0) => instant(centre.at + more);

function ready(...stations: string[]) {
  const centre = Centre.open();
  const sheets = stations.map((id, i) => centre.receive(id, i + 1));
  return { centre, sheets, desk: new Assignments(centre.state, LASTS) };
}

describe('a typist asks for work', () => {
  it('and gets it by chance among what waits, with an end', () => {
    const { centre, sheets, desk } = ready('s2', 's0');
    const [first, last] = sheets;
    expect(desk.next('tia', 'typist', at(centre), low)).toEqual({
      sheet: first,
      contest: PRES,
      person: 'tia',
      role: 'typist',
      from: at(centre),
      until: at(centre, LASTS),
    });
    expect(desk.next('tom', 'typist', at(centre), high)).toMatchObject({ sheet: last, contest: GOV });
  });

  it('and keeps what she has, whatever chance says', () => {
    const { centre, desk } = ready('s2', 's0');
    const lease = desk.next('tia', 'typist', at(centre), low);
    expect(desk.next('tia', 'typist', at(centre, 5), high)).toEqual(lease);
    expect(desk.next('tia', 'verifier', at(centre, 5), high)).toBe(null);
  });

  it('and keeps nothing of a count that is closed', () => {
    const { centre, desk } = ready('s2', 's0');
    const lease = desk.next('tia', 'typist', at(centre), low);
    centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    expect(desk.holder(lease?.sheet ?? 0, PRES, 'tia', at(centre))).toBe(null);
    expect(desk.next('tia', 'typist', at(centre), low)).toBe(null);
  });

  it('and never of a sheet that a desk has nothing to show of', () => {
    const { centre, sheets } = ready('s2', 's0');
    const desk = new Assignments(centre.state, LASTS, (sheet) => sheet !== sheets[0]);
    expect(desk.next('tia', 'typist', at(centre), low)?.sheet).toBe(sheets[1]);
  });

  it('chance reaches the 64 longest waiting and not one more', () => {
    const centre = Centre.open();
    const sheets = Array.from({ length: 70 }, (_, i) => {
      const sheet = centre.receive('s2', i + 1);
      // Only one can stand; each makes room for the next.
      if (i < 69) centre.do({ kind: 'withdraw-sheet', sheet, code: 'other', by: ['sol', 'sam'], reason: words('x') });
      return sheet;
    });
    const desk = new Assignments(centre.state, LASTS);
    expect(desk.next('tia', 'typist', at(centre), high)).toMatchObject({ sheet: sheets.at(-1) });
    const many = Array.from({ length: 70 }, (_, i) => i);
    const { toType } = centre.state.waiting;
    // Works that nothing else knows: what is asked of them is only who typed them.
    for (const i of many) toType.add(100_000 + 2 * i, at(centre));
    expect(desk.next('tom', 'typist', at(centre), high)).toMatchObject({ sheet: 50_000 + 62 });
  });

  it('two may have it at once, not three; when one is in, one', () => {
    const { centre, sheets, desk } = ready('s2');
    const [sheet = 0] = sheets;
    expect(desk.next('tia', 'typist', at(centre), low)).not.toBe(null);
    expect(desk.next('tom', 'typist', at(centre), low)).not.toBe(null);
    expect(desk.next('tess', 'typist', at(centre), low)).toBe(null);
    centre.commit(sheet, 'tia', read([1, 2, 3]));
    expect(desk.next('tess', 'typist', at(centre), low)).toBe(null);
    desk.release(sheet, PRES, 'tom');
    expect(desk.next('tess', 'typist', at(centre), low)).not.toBe(null);
    expect(desk.next('tom', 'typist', at(centre), low)).toBe(null);
  });

  it('never again a sheet that was before her, typed or not, in another contest or not', () => {
    const { centre, sheets, desk } = ready('s0');
    const [sheet = 0] = sheets;
    desk.next('tia', 'typist', at(centre), low);
    desk.release(sheet, PRES, 'tia');
    expect(desk.next('tia', 'typist', at(centre), low)).toBe(null);
    expect(desk.shownTo('tia')).toBe(1);
    // A new desk, as after a restart, still knows who typed.
    centre.commit(sheet, 'tom', read([1, 2, 3]));
    expect(new Assignments(centre.state, LASTS).next('tom', 'typist', at(centre), high)).toBe(null);
  });

  it('and a lease that is over goes to others, and is no longer hers', () => {
    const { centre, sheets, desk } = ready('s2');
    const [sheet = 0] = sheets;
    desk.next('tia', 'typist', at(centre), low);
    desk.next('tom', 'typist', at(centre, 10), low);
    expect(desk.holder(sheet, PRES, 'tia', at(centre, LASTS - 1))).not.toBe(null);
    expect(desk.holder(sheet, PRES, 'tia', at(centre, LASTS))).toBe(null);
    expect(desk.next('tess', 'typist', at(centre, LASTS), low)).not.toBe(null);
    expect(desk.next('tim', 'typist', at(centre, LASTS), low)).toBe(null);
  });

  it('a dispute ends a lease and begins none: nothing of the sheet is typed until two people chose', () => {
    const { centre, sheets, desk } = ready('s2');
    const [sheet = 0] = sheets;
    desk.next('tia', 'typist', at(centre), low);
    centre.receive('s2', 9);
    expect(desk.holder(sheet, PRES, 'tia', at(centre))).toBe(null);
    for (const person of ['tia', 'tom']) expect(desk.next(person, 'typist', at(centre), low)).toBe(null);
    centre.do({ kind: 'withdraw-sheet', sheet, code: 'other', by: ['sol', 'sam'], reason: words('x') });
    expect(desk.holder(sheet, PRES, 'tia', at(centre))).toBe(null);
    expect(desk.next('tia', 'typist', at(centre), low)).not.toBe(null);
  });

  it('nobody without the role gets any', () => {
    const { centre, desk } = ready('s2');
    for (const person of ['val', 'sol', 'nobody']) expect(desk.next(person, 'typist', at(centre), low)).toBe(null);
    expect(desk.holder(7, 'nothing' as typeof PRES, 'tia', at(centre))).toBe(null);
    desk.release(7, 'nothing' as typeof PRES, 'tia');
  });
});

describe('a verifier asks for work', () => {
  it('and gets what differs, one person at a time, and again after she let it go', () => {
    const { centre, sheets, desk } = ready('s2', 's0');
    const [sheet = 0] = sheets;
    expect(desk.next('val', 'verifier', at(centre), low)).toBe(null);
    centre.commit(sheet, 'tia', read([1, 2, 3]));
    centre.commit(sheet, 'tom', read([1, 2, 4]));
    expect(desk.next('val', 'verifier', at(centre), low)).toMatchObject({ sheet, contest: PRES, role: 'verifier' });
    expect(desk.next('vic', 'verifier', at(centre), low)).toBe(null);
    desk.release(sheet, PRES, 'val');
    expect(desk.next('val', 'verifier', at(centre), low)).not.toBe(null);
  });
});
