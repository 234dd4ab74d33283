import { describe, expect, it } from 'vitest';
import type { ElectionDefinition } from '../model/election.ts';
import { layOutGeography } from '../model/geography.ts';
import type { ElectionId, StationId } from '../model/ids.ts';
import { printedCode } from '../model/sheet-code.ts';
import { layOutForm } from '../model/sheet-form.ts';
import { parseSmsMessage, smsFigures } from './sms-message.ts';

const selection = (id: string) => ({ id, name: id, party: '' });
const words = (es: string) => ({ es, en: es });
const contests = [
  {
    ...{ id: 'pres', name: words('P'), rule: { kind: 'plurality' }, electorate: null, seats: null },
    ...{ selections: [selection('A'), selection('B')], others: ['blank'], controls: [] },
  },
  {
    ...{ id: 'gov', name: words('G'), rule: { kind: 'plurality' }, electorate: ['u1'] },
    ...{ selections: [selection('C'), selection('D')], others: [], controls: [] },
  },
] as unknown as ElectionDefinition['election']['contests'];
const stationAt = (id: string, place: string) => ({ id, place, table: 1, registered: 300, setting: null });
const definition = {
  election: { id: 'little', contests, desk: { form: layOutForm(contests) } },
  units: [
    { id: 'u0', parent: null, depth: 0, level: 'election', name: '' },
    { id: 'u1', parent: 'u0', depth: 1, level: 'district', name: 'North' },
    { id: 'u2', parent: 'u0', depth: 1, level: 'district', name: 'South' },
  ],
  stations: [stationAt('s-0', 'u1'), stationAt('s1', 'u2'), stationAt('AB', 'u2'), stationAt('aB', 'u2')],
} as unknown as ElectionDefinition;
const geography = layOutGeography(definition);
const code = (station: string, page = 1) =>
  printedCode({ election: 'little' as ElectionId, station: station as StationId, page });
const parse = (text: string) => parseSmsMessage(text, geography);
const SECRET = 'ABCDEFGH';
const kindOf = (text: string) => {
  const read = parse(text);
  return read.ok ? 'ok' : read.error.kind;
};

describe('a message', () => {
  it('has the figures of the paper in its order, by contest', () => {
    expect(parse(`COTEJO ${code('s-0')} ${SECRET} 10 20 X 7 0 37`)).toEqual({
      ok: true,
      value: {
        ...{ station: 's-0', secret: SECRET, sum: 37 },
        figures: [
          { contest: 'gov', boxes: [7, 0] },
          { contest: 'pres', boxes: [10, 20, 'empty'] },
        ],
      },
    });
  });

  it('has only the contests that the station votes in', () => {
    expect(parse(`COTEJO ${code('s1')} ${SECRET} 1 2 3 6`)).toMatchObject({
      value: { figures: [{ contest: 'pres', boxes: [1, 2, 3] }] },
    });
    expect([smsFigures(geography, 's-0' as StationId), smsFigures(geography, 's1' as StationId)]).toEqual([5, 3]);
  });

  it('is read in any case, with any space, and with leading zeros', () => {
    for (const text of [
      `  cotejo ${code('s1').toLowerCase()}\n${SECRET.toLowerCase()}\u00a01\t02   3 006 `,
      `Cotejo ${code('s1').toUpperCase()} abcd-efgh 1 2 3 6`,
    ]) {
      expect(parse(text), text).toMatchObject({ ok: true, value: { station: 's1', secret: SECRET, sum: 6 } });
    }
    expect(kindOf(`COTEJO ${code('s1')} ${SECRET} x X x 0`)).toBe('ok');
  });

  it('is of the station that is written so where two differ in capitals alone', () => {
    for (const id of ['AB', 'aB']) {
      expect(parse(`COTEJO ${code(id)} ${SECRET} 1 2 3 6`)).toMatchObject({ value: { station: id } });
    }
  });

  it.each([
    ['', 'not-ours'],
    ['hello', 'not-ours'],
    [`COTEJ0 ${code('s1')} ${SECRET} 1 2 3 6`, 'not-ours'],
    [`COTEJO ${'9 '.repeat(3000)}`, 'not-ours'],
    ['COTEJO', 'too-short'],
    [`COTEJO ${code('s1')} ${SECRET}`, 'too-short'],
    [`COTEJO ${code('s1', 2)} ${SECRET} 1 2 3 6`, 'wrong-code'],
    [`COTEJO ${code('nowhere')} ${SECRET} 1 2 3 6`, 'wrong-code'],
    [`COTEJO s1-1-${code('s1').endsWith('A') ? 'B' : 'A'} ${SECRET} 1 2 3 6`, 'wrong-code'],
    [`COTEJO s1 ${SECRET} 1 2 3 6`, 'wrong-code'],
    [`COTEJO __proto__-1-A ${SECRET} 1 2 3 6`, 'wrong-code'],
    [`COTEJO ${code('s1')} ABCDEFG 1 2 3 6`, 'not-a-secret'],
    [`COTEJO ${code('s1')} 1 2 3 6`, 'not-a-secret'],
  ])('%j is none', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each([
    ['1 2 6', { kind: 'wrong-number-of-figures', expected: 3, found: 2 }],
    ['1 2 3 0 6', { kind: 'wrong-number-of-figures', expected: 3, found: 4 }],
    ['1 -2 3 6', { kind: 'not-a-figure', at: 2 }],
    ['1 2 3.0 6', { kind: 'not-a-figure', at: 3 }],
    ['1 2 1234567890 6', { kind: 'not-a-figure', at: 3 }],
    ['1 2 ٣ 6', { kind: 'not-a-figure', at: 3 }],
    ['1 2 3 six', { kind: 'not-a-figure', at: 4 }],
    ['1 2 3 X', { kind: 'not-a-figure', at: 4 }],
    ['1 2 4 6', { kind: 'wrong-sum', sum: 7, said: 6 }],
  ])('that does not add up says where: %s', (figures, error) => {
    expect(parse(`COTEJO ${code('s1')} ${SECRET} ${figures}`)).toEqual({ ok: false, error });
  });
});
