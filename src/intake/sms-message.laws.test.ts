import fc from 'fast-check';
import { expect, it } from 'vitest';
import { littleDefinition } from '../entry/centre-example.test-support.ts';
import { layOutGeography } from '../model/geography.ts';
import type { ElectionId, StationId } from '../model/ids.ts';
import { printedCode } from '../model/sheet-code.ts';
import { parseSmsMessage, smsFigures } from './sms-message.ts';

const geography = layOutGeography(littleDefinition());
const SIGNS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const secret = fc.array(fc.constantFrom(...SIGNS), { minLength: 8, maxLength: 8 }).map((signs) => signs.join(''));
const figure = fc.oneof(fc.nat(999_999_999), fc.constant('X' as const));
const sumOf = (figures: readonly (number | 'X')[]) =>
  figures.reduce<number>((sum, one) => sum + (one === 'X' ? 0 : one), 0);
const message = fc
  .constantFrom('s0', 's1', 's2')
  .chain((id) => {
    const n = smsFigures(geography, id as StationId);
    return fc.tuple(fc.constant(id), secret, fc.array(figure, { minLength: n, maxLength: n }));
  })
  .map(([id, of, figures]) => {
    const code = printedCode({ election: 'little' as ElectionId, station: id as StationId, page: 1 });
    return { id, of, figures, words: ['COTEJO', code, of, ...figures.map(String), String(sumOf(figures))] };
  });

it('reads what somebody wrote, whatever its case and spaces', () => {
  fc.assert(
    fc.property(
      message,
      fc.constantFrom(' ', '  ', '\n', '\t'),
      fc.boolean(),
      ({ id, of, figures, words }, gap, small) => {
        const text = words.join(gap);
        const read = parseSmsMessage(small ? text.toLowerCase() : text, geography);
        expect(read).toMatchObject({ ok: true, value: { station: id, secret: of, sum: sumOf(figures) } });
        const boxes = read.ok ? read.value.figures.flatMap((one) => one.boxes) : [];
        const sorted = (list: readonly unknown[]) => list.map(String).toSorted();
        expect(sorted(boxes)).toEqual(sorted(figures.map((one) => (one === 'X' ? 'empty' : one))));
      },
    ),
  );
});

it('does not take it with one figure wrong, one left out, or one too many', () => {
  fc.assert(
    fc.property(message, fc.nat(), fc.integer({ min: 1, max: 999 }), ({ figures, words }, where, more) => {
      const at = 3 + (where % figures.length);
      const old = words[at] === 'X' ? 0 : Number(words[at]);
      for (const wrong of [words.with(at, String(old + more)), words.toSpliced(at, 1), words.toSpliced(at, 0, '1')]) {
        expect(parseSmsMessage(wrong.join(' '), geography).ok).toBe(false);
      }
    }),
  );
});

it('answers whatever comes', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('COTEJO', 's0-1-A', 'X', '٣', '-1-'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(parseSmsMessage(pieces.join(' '), geography).ok).toBe(false);
      expect(parseSmsMessage(`COTEJO ${pieces.join(' ')}`, geography).ok).toBe(false);
    }),
  );
});
