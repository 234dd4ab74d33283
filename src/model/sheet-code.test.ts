import { describe, expect, it } from 'vitest';
import type { ElectionId, StationId } from './ids.ts';
import { checkCharacter, encodeSheetCode, parsePrintedCode, parseSheetCode, printedCode } from './sheet-code.ts';

const code = (station: string, page = 1, election = 'bo-2019') => ({
  election: election as ElectionId,
  station: station as StationId,
  page,
});

describe('the text of the QR code', () => {
  it('is the format that others may implement', () => {
    expect(encodeSheetCode(code('10021'))).toBe('cotejo:1:bo-2019:10021:1');
    expect(encodeSheetCode(code('a:b%c', 12))).toBe('cotejo:1:bo-2019:a%3Ab%25c:12');
  });

  it.each(['10021', 'MX-09-1234-B1', 'a:b', '100%', 'a%3A', 'a%253A', 'ñandú', '选举', 'x'.repeat(64)])(
    'reads back %s',
    (id) => {
      const text = encodeSheetCode(code(id, 99, id));
      expect(parseSheetCode(text)).toEqual({ ok: true, value: code(id, 99, id) });
    },
  );

  it.each([
    ['', 'not-a-sheet-code'],
    ['https://example.org/cotejo:1:a:b:1', 'not-a-sheet-code'],
    ['COTEJO:1:a:b:1', 'not-a-sheet-code'],
    [' cotejo:1:a:b:1', 'not-a-sheet-code'],
    ['cotejo:2:a:b:1', 'unknown-code-version'],
    ['cotejo:2:whatever comes', 'unknown-code-version'],
    ['cotejo::a:b:1', 'bad-sheet-code'],
    ['cotejo:01:a:b:1', 'bad-sheet-code'],
    ['cotejo:1', 'bad-sheet-code'],
    ['cotejo:1:a:b', 'bad-sheet-code'],
    ['cotejo:1:a:b:', 'bad-sheet-code'],
    ['cotejo:1:a:b:0', 'bad-sheet-code'],
    ['cotejo:1:a:b:01', 'bad-sheet-code'],
    ['cotejo:1:a:b:100', 'bad-sheet-code'],
    ['cotejo:1:a:b:-1', 'bad-sheet-code'],
    ['cotejo:1:a:b:1:', 'bad-sheet-code'],
    ['cotejo:1:a:b:1:more', 'bad-sheet-code'],
    ['cotejo:1:a:b:1\n', 'bad-sheet-code'],
    ['cotejo:1:a::1', 'bad-sheet-code'],
    ['cotejo:1:a:__proto__:1', 'bad-sheet-code'],
    ['cotejo:1:a:<script>:1', 'bad-sheet-code'],
    ['cotejo:1:a:b c:1', 'bad-sheet-code'],
    ['cotejo:1:a:b%41:1', 'bad-sheet-code'],
    ['cotejo:1:a:b%3a:1', 'bad-sheet-code'],
    ['cotejo:1:a:\u202eb:1', 'bad-sheet-code'],
    [`cotejo:1:a:${'b'.repeat(65)}:1`, 'bad-sheet-code'],
  ])('refuses %j', (text, kind) => {
    expect(parseSheetCode(text)).toEqual({ ok: false, error: { kind } });
  });

  it('refuses a text without end', () => {
    const error = { kind: 'bad-sheet-code' };
    expect(parseSheetCode(`cotejo:1:${':'.repeat(1_000_000)}`)).toEqual({ ok: false, error });
  });

  it('is never made of what cannot be read back', () => {
    for (const bad of [code('a b'), code(''), code('a', 0), code('a', 1.5), code('a', 100)]) {
      expect(() => encodeSheetCode(bad)).toThrow('assertion failed');
    }
  });
});

describe('the check character', () => {
  it('is that of ISO 7064 MOD 37-2, as on a bag of blood (ISBT 128)', () => {
    expect(checkCharacter('G123498654321')).toBe('H');
  });

  it('finds every wrong sign and every two neighbours that changed places', () => {
    const text = 'BO2019X10021';
    const right = checkCharacter(text);
    for (let i = 0; i < text.length; i++) {
      for (const sign of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        if (sign !== text[i]) expect(checkCharacter(text.slice(0, i) + sign + text.slice(i + 1))).not.toBe(right);
      }
      const [a = '', b = ''] = text.slice(i, i + 2);
      if (a !== b && b !== '') expect(checkCharacter(text.slice(0, i) + b + a + text.slice(i + 2))).not.toBe(right);
    }
  });
});

describe('the code for people', () => {
  it.each(['10021', 'MX-09-1234-B1', 'a:b', 'ñandú'])('reads back %s', (station) => {
    const text = printedCode(code(station, 2));
    expect(text.startsWith(`${station}-2-`)).toBe(true);
    expect(parsePrintedCode(` ${text} `, 'bo-2019' as ElectionId)).toEqual({ ok: true, value: code(station, 2) });
    const small = text.slice(0, -1) + text.slice(-1).toLowerCase();
    expect(parsePrintedCode(small, 'bo-2019' as ElectionId).ok).toBe(true);
  });

  it('takes 1 for I and 0 for O in the check sign, which look alike on paper, and no other sign for another', () => {
    const checks = new Map<string, string>();
    for (let n = 10_000; n < 10_500; n++) {
      const text = printedCode(code(String(n)));
      checks.set(text.slice(-1), text.slice(0, -1));
    }
    const passes = (right: string, typed: string) =>
      parsePrintedCode(`${checks.get(right)}${typed}`, 'bo-2019' as ElectionId).ok;
    for (const [right, like] of ['I1', '1I', 'O0', '0O'].map((two) => [...two] as [string, string])) {
      for (const typed of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*') {
        expect([right, typed, passes(right, typed)]).toEqual([right, typed, typed === right || typed === like]);
      }
    }
  });

  it('of another election, of another page, or mistyped is refused', () => {
    const text = printedCode(code('10021'));
    const wrong = { ok: false, error: { kind: 'wrong-check-character' } };
    expect(parsePrintedCode(text, 'bo-2020' as ElectionId)).toEqual(wrong);
    expect(parsePrintedCode(text.replace('-1-', '-2-'), 'bo-2019' as ElectionId)).toEqual(wrong);
    expect(parsePrintedCode(text.replace('10021', '10012'), 'bo-2019' as ElectionId)).toEqual(wrong);
  });

  it.each(['', '-', '10021', '10021-1', '10021--K', '-1-K', '10021-0-K', '10021-100-K', 'a b-1-K', 'x'.repeat(500)])(
    'refuses %j',
    (text) => {
      expect(parsePrintedCode(text, 'bo-2019' as ElectionId)).toEqual({
        ok: false,
        error: { kind: 'not-a-sheet-code' },
      });
    },
  );
});
