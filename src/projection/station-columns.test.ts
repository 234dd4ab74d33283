import { describe, expect, it } from 'vitest';
import { type LittleStation, stationColumns } from './projection-source.test-support.ts';
import { makeStations } from './station-columns.ts';

/** Places of 1 to 6 tables, thirty of each; `registered` says what stands on a table. */
function places(registered: (tables: number, table: number) => number): LittleStation[] {
  return Array.from({ length: 180 }, (_, p) => p).flatMap((p) => {
    const tables = (p % 6) + 1;
    return Array.from({ length: tables }, (_, t) => ({
      path: ['d', `t${p % 7}`, `p${p}`],
      table: t + 1,
      registered: registered(tables, t + 1),
    }));
  });
}

const codes = (made: ReturnType<typeof makeStations>) => made.notes.map((n) => n.code);

describe('what registered voters are of', () => {
  it('is the place where its number is on every table and grows with the tables', () => {
    const made = makeStations(stationColumns(places((tables) => 280 * tables + (tables % 3))));
    expect(made.table.registeredOf).toBe('place');
    expect(codes(made)).toContain('registered-by-place-inferred');
  });

  it('is the table where every table has the same number, whatever the place (as in Peru)', () => {
    const made = makeStations(stationColumns(places(() => 300)));
    expect(made.table.registeredOf).toBe('table');
    expect(codes(made)).not.toContain('registered-by-place-inferred');
  });

  it('is the table where tables of many places differ', () => {
    const inPart = places((tables, t) => 280 * tables - (tables % 2 === 0 ? t : 0));
    expect(makeStations(stationColumns(inPart)).table.registeredOf).toBe('table');
  });

  it('is not guessed where all places have as many tables', () => {
    const made = makeStations(stationColumns(places((tables) => 500 + tables).filter((s) => (s.table ?? 0) <= 1)));
    expect(made.table.registeredOf).toBe('table');
    const twice = Array.from({ length: 40 }, (_, i) => ({
      path: ['d', 't', `p${i >> 1}`],
      table: (i % 2) + 1,
      registered: 400 + (i >> 1),
    }));
    expect(codes(makeStations(stationColumns(twice)))).toContain('registered-repeats');
  });

  it('is what the source says, and a number of another area is left out', () => {
    const said = places((tables) => 300 * tables).map((s, i) => ({
      ...s,
      registeredLevel: i === 0 ? 'town' : 'place',
    }));
    const made = makeStations(stationColumns(said));
    expect(made.table.registeredOf).toBe('place');
    expect([made.table.registered[0], made.table.registered[1]]).toEqual([Number.NaN, 600]);
    expect(codes(made)).toEqual(expect.arrayContaining(['registered-by-place', 'registered-of-other-area']));
  });

  it('keeps unknown and zero apart', () => {
    const { table } = makeStations(
      stationColumns([{ path: ['d', 't', 'p'] }, { path: ['d', 't', 'p'], registered: 0 }]),
    );
    expect([...table.registered]).toEqual([Number.NaN, 0]);
  });
});

describe('the deepest level', () => {
  const known = (stations: readonly LittleStation[], levels: readonly string[]) =>
    makeStations(stationColumns(stations, levels)).table.placesKnown;

  it('is a place by its name', () => {
    expect(known([{ path: ['d', 'x'] }], ['department', 'recinto'])).toBe(true);
    expect(known([{ path: ['d', 'x'] }], ['department', 'polling_place'])).toBe(true);
  });

  it('is no place where numbers of tables start again inside it, or where an area shares few stations', () => {
    const towns = places(() => 300).map((s) => ({ ...s, path: s.path.slice(0, 2) }));
    expect(known(towns, ['department', 'town'])).toBe(false);
    expect(
      known(
        [{ path: ['d', 'a'] }, { path: ['d', 'a'] }, { path: ['d', 'b'] }, { path: ['d', 'b'] }],
        ['department', 'municipality'],
      ),
    ).toBe(false);
  });

  it('is no place under another name either, where numbers stand twice in it', () => {
    const pairs = places(() => 300).map((s) => ({ ...s, path: ['d', `c${Number(s.path[2]?.slice(1)) >> 1}`] }));
    expect(known(pairs, ['department', 'cluster'])).toBe(false);
  });

  it('is a place where tables are numbered in it, under any name', () => {
    expect(
      known(
        places(() => 300).map((s) => ({ ...s, path: s.path.slice(1) })),
        ['zone', 'section'],
      ),
    ).toBe(true);
  });
});

describe('units', () => {
  it('are known by all their levels, and a blank level is none', () => {
    const levels = ['department', 'town', 'place'];
    const { table, notes } = makeStations(
      stationColumns(
        [
          ['a', 'x', 'school'],
          ['b', 'x', 'school'],
          ['a', '', 'school'],
          ['a', 'x', ''],
          ['', '', ''],
        ].map((path) => ({ path })),
        levels,
      ),
    );
    expect(new Set(table.unitOf).size).toBe(5);
    expect(table.unitOf[4]).toBe(0);
    const level = (s: number) => table.tree.level[table.unitOf[s] as number];
    expect([0, 2, 3].map(level)).toEqual([3, 3, 2]);
    expect(table.tree.level[table.tree.parent[table.unitOf[2] as number] as number]).toBe(1);
    expect(notes).toContainEqual({ code: 'levels-blank', facts: { stations: 3 } });
    for (let u = 1; u < table.tree.parent.length; u++) expect(table.tree.parent[u]).toBeLessThan(u);
  });
});

describe('the position of a table', () => {
  it('is its number in the place, its rank where numbers run on over places, and unknown without numbers', () => {
    const at = (tables: readonly (number | undefined)[]) => {
      const stations = tables.map((table) => ({ path: ['d', 't', 'p'], ...(table === undefined ? {} : { table }) }));
      return [...makeStations(stationColumns(stations)).table.position];
    };
    expect(at([1, 2, 3, 4])).toEqual([0.125, 0.375, 0.625, 0.875]);
    expect(at([1002, 1001])).toEqual([0.75, 0.25]);
    expect(at([undefined, 1])).toEqual([Number.NaN, 0.5]);
  });
});
