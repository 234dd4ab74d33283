import { describe, expect, it } from 'vitest';
import { expectOk } from '../../base/result.ts';
import type { SelectionId } from '../../model/ids.ts';
import type { SnapshotFacts } from './area-snapshots.ts';
import { parseAreaSnapshots } from './parse-area-snapshots.ts';
import { csvTable } from './snapshots.test-support.ts';

const FACTS: SnapshotFacts = {
  options: ['A', 'B'] as SelectionId[],
  others: ['blank'],
  rule: { kind: 'plurality' },
  levels: ['department', 'province'],
  described: [],
};
const HEAD = 'at,department,province,sheets_expected,sheets_counted,A,B';
const T = '2024-02-04T20:00:00-06:00';

const parse = (lines: readonly string[], facts: Partial<SnapshotFacts> = {}) =>
  parseAreaSnapshots({ ...FACTS, ...facts }, csvTable('snapshots.csv', lines));
const parsed = (lines: readonly string[], facts: Partial<SnapshotFacts> = {}) =>
  expectOk(parse(lines, facts), 'these rows are good');

describe('parseAreaSnapshots', () => {
  it('puts rows in the order of instants, not of the file or of their text', () => {
    const late = '2024-02-04T19:30:00-07:00';
    const s = parsed([HEAD, `${late},X,P,10,4,40,30`, `${T},X,P,10,2,20,10`]);
    expect([...s.counted]).toEqual([2, 4]);
    expect([...s.votes]).toEqual([20, 10, 40, 30]);
  });

  it('takes all levels together as the area, and a row without any as the whole', () => {
    const s = parsed([HEAD, `${T},,,30,3,9,9`, `${T},Y,P,10,1,3,3`, `${T},X,P,10,1,3,3`, `${T},X,,10,1,3,3`]);
    expect(s.areas.map((a) => [a.path.join('/'), a.whole])).toEqual([
      ['', true],
      ['X', false],
      ['X/P', false],
      ['Y/P', false],
    ]);
    expect([...s.area]).toEqual([0, 3, 2, 1]);
  });

  it('keeps what is not known apart from zero', () => {
    const s = parsed([HEAD, `${T},X,P,,0,0,`]);
    expect(s.expected[0]).toBeNaN();
    expect(s.counted[0]).toBe(0);
    expect(s.votes[1]).toBeNaN();
  });

  it('reads scopes: words for the whole are no areas, others are', () => {
    const head = 'at,scope,sheets_expected,sheets_counted,A,B';
    const whole = parsed([head, `${T},all,10,5,3,2`, `${T},home,9,5,3,2`]);
    expect(whole.areas.every((a) => a.whole)).toBe(true);
    const areas = parsed([head, `${T},all,10,5,3,2`, `${T},Lima,9,5,3,2`]);
    expect(areas.areas.map((a) => a.whole)).toEqual([true, false]);
    expect(areas.levels).toEqual(['scope']);
  });

  it('sees what was processed and not counted as set aside', () => {
    const head = 'at,area,sheets_expected,sheets_counted,sheets_processed,A,B';
    expect([...parsed([head, `${T},X,10,5,7,3,2`]).setAside]).toEqual([2]);
  });

  it('takes shares of all ballots where the rule does and they are known', () => {
    const s = parsed([`${HEAD},blank`, `${T},X,P,10,5,3,2,4`], { rule: { kind: 'majority', base: 'all' } });
    expect([s.base, s.baseVotes[0]]).toEqual(['total', 9]);
    expect(parsed([`${HEAD},blank`, `${T},X,P,10,5,3,2,4`]).baseVotes[0]).toBe(5);
  });

  it('keeps kinds of vote apart, as rows and as columns', () => {
    const head = 'at,area,kind,votes_expected,A,B';
    const s = parsed([head, `${T},X,mail,90,5,5`, `${T},X,election_day,10,5,5`]);
    expect(s.areas.map((a) => a.kind)).toEqual(['election_day', 'mail']);
    expect(s.unit).toBe('votes');
    expect([...s.counted]).toEqual([10, 10]);
    const columns = parsed([`${HEAD},mail_counted`, `${T},X,P,10,5,3,2,4`], { described: ['mail_counted'] });
    expect(columns.kindColumns).toEqual(['mail_counted']);
  });

  it.each([
    ['a missing option', ['at,area,A', `${T},X,1`], 'missing-column', 1, 'B'],
    ['an unknown column', [`${HEAD},C`, `${T},X,P,10,5,3,2,4`], 'unknown-column', 1, 'C'],
    ['a time without offset', [HEAD, '2024-02-04T20:00:00,X,P,10,5,3,2'], 'time-without-offset', 2, 'at'],
    ['no time', [HEAD, `${T},X,P,10,5,3,2`, ',X,P,10,5,3,2'], 'missing-value', 3, 'at'],
    ['a negative figure', [HEAD, `${T},X,P,10,5,-3,2`], 'negative-number', 2, 'A'],
    ['a cut row', [HEAD, `${T},X,P`], 'wrong-field-count', 2, null],
    ['no row', [HEAD], 'missing-value', null, null],
    ['nothing', [], 'empty-file', null, null],
  ])('names file, line and field of %s', (_, lines, kind, line, field) => {
    const result = parse(lines);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error.errors[0]).toMatchObject({ kind, file: 'snapshots.csv', line, field });
  });
});
