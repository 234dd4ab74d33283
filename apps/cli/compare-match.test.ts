import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matching, matchCodes, matchNamed, normalised } from './compare-match.ts';

const NONE = new Map<string, string>();
const named = (...list: readonly (readonly [string | null, ...string[]])[]) =>
  list.map(([id, ...names]) => ({ id, names }));
const pairs = ({ matches }: Matching) => matches.map(({ a, b, by }) => [a, b, by]);

describe('codes of stations', () => {
  it('are the same to the letter, else but for leading zeros and letter case', () => {
    const found = matchCodes(['12', '0034', 'ab-7', '9', '0'], ['AB-7', '12', '34', '8', '000'], NONE);
    expect(pairs(found)).toEqual([
      [0, 1, 'code'],
      [1, 2, 'normalised'],
      [2, 0, 'normalised'],
      [4, 4, 'normalised'],
    ]);
    expect([found.onlyA, found.onlyB]).toEqual([[3], [3]]);
    expect(['0', '000', '007', '0a', 'A0', '0-1'].map(normalised)).toEqual(['0', '0', '7', 'a', 'a0', '-1']);
  });

  it('that could mean several are matched with none, and said', () => {
    const two = matchCodes(['007'], ['7', '07'], NONE);
    expect([two.matches, two.ambiguousA, two.ambiguousB]).toEqual([[], [0], [0, 1]]);
    const claimed = matchCodes(['7', '07'], ['0007'], NONE);
    expect([claimed.matches, claimed.ambiguousA, claimed.ambiguousB]).toEqual([[], [0, 1], [0]]);
    // One of the two is the same to the letter: the other is left out all the same, and not taken for a new station.
    const taken = matchCodes(['7'], ['7', '07'], NONE);
    expect([pairs(taken), taken.ambiguousB, taken.onlyB]).toEqual([[[0, 0, 'code']], [1], []]);
    const other = matchCodes(['7', '07'], ['7'], NONE);
    expect([pairs(other), other.ambiguousA, other.onlyA]).toEqual([[[0, 0, 'code']], [1], []]);
  });

  it('go first by the map, which may name what a side does not have', () => {
    const map = new Map([
      ['a', 'x'],
      ['q', 'b'],
      ['b', 'nobody'],
    ]);
    const found = matchCodes(['a', 'b'], ['a', 'x', 'b'], map);
    expect(pairs(found)).toEqual([
      [0, 1, 'map'],
      [1, 2, 'code'],
    ]);
    expect(found.unknown).toEqual(['q', 'nobody']);
    // What the map gave away is not taken again.
    const given = matchCodes(['x', '07'], ['7'], new Map([['x', '7']]));
    expect([pairs(given), given.ambiguousA]).toEqual([[[0, 0, 'map']], [1]]);
  });

  it('are each in one place of the report, and the same whichever side is asked first', () => {
    const code = fc.stringMatching(/^0{0,2}[abAB1]{1,2}$/);
    const side = fc.uniqueArray(code, { maxLength: 12 });
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [found, back] = [matchCodes(a, b, NONE), matchCodes(b, a, NONE)];
        const placesA = [...found.matches.map((m) => m.a), ...found.onlyA, ...found.ambiguousA];
        const placesB = [...found.matches.map((m) => m.b), ...found.onlyB, ...found.ambiguousB];
        expect(placesA.sort((x, y) => x - y)).toEqual(a.map((_, i) => i));
        expect(placesB.sort((x, y) => x - y)).toEqual(b.map((_, i) => i));
        const swapped = back.matches.map((m) => `${m.b} ${m.a}`).sort();
        expect(found.matches.map((m) => `${m.a} ${m.b}`).sort()).toEqual(swapped);
        for (const m of found.matches) {
          if (m.by !== 'normalised') continue;
          const key = normalised(a[m.a] ?? '');
          expect(a.filter((c) => normalised(c) === key).length).toBe(1);
          expect(b.filter((c) => normalised(c) === key).length).toBe(1);
        }
      }),
    );
  });
});

describe('contests and options', () => {
  it('go by id, else by a name that only one of each side has', () => {
    const a = named(['MAS', 'Evo Morales', 'MAS-IPSP'], ['CC', 'Carlos Mesa', 'Indep.'], ['X', 'Somebody', 'Indep.']);
    const b = named(['carlos  mesa', 'Indep.'], ['mas'], ['y', 'Somebody else', 'Indep.']);
    const found = matchNamed(a, b, NONE);
    expect(pairs(found)).toEqual([
      [0, 1, 'name'],
      [1, 0, 'name'],
    ]);
    expect([found.onlyA, found.onlyB]).toEqual([[2], [2]]);
  });

  it('a map names what has no name, as an empty text', () => {
    expect(pairs(matchNamed(named([null]), named(['p'], ['q']), new Map([['', 'q']])))).toEqual([[0, 1, 'map']]);
    expect(matchNamed(named([null]), named(['p'], ['q']), NONE).matches).toEqual([]);
  });
});
