import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { layOutGeography } from '../model/geography.ts';
import { deriveFind } from '../verify/derived-find.ts';
import { findFile, findPlaces } from './find-index.ts';

type Unit = readonly [id: string, parent: string | null, name: string, level?: string];

function laidOut(units: readonly Unit[], stations: readonly (readonly [id: string, place: string])[]) {
  return layOutGeography({
    election: { id: 'e', nature: 'replay', contests: [] },
    units: units.map(([id, parent, name, level = 'any']) => ({ id, parent, name, level })),
    stations: stations.map(([id, place]) => ({ id, place })),
  } as unknown as ElectionDefinition);
}

const all = (place: string, ids: readonly string[]) => ids.map((id) => [id, place] as const);

describe('the index of places', () => {
  it('has every unit without children, under its own page, with the names above it', () => {
    const geography = laidOut(
      [
        ['u0', null, 'All'],
        ['u1', 'u0', 'North'],
        ['u2', 'u1', 'Ñandú'],
        ['u3', 'u2', 'School'],
        ['u4', 'u0', 'South'],
        ['u5', 'u4', ''],
        ['u6', 'u5', 'South'],
        ['u7', 'u6', 'Hall'],
        ['u8', 'u4', 'South'],
      ],
      [...all('u3', ['7']), ...all('u7', ['9', '8']), ...all('u8', ['b', 'a'])],
    );
    expect(findPlaces(geography)).toEqual([
      // u1 and u2 have one child only: a link to any of the three leads to u3.
      ['u3', 'School', 'North · Ñandú', ['7']],
      ['u7', 'Hall', 'South', ['9', '8']],
      ['u8', 'South', 'South', ['b', 'a']],
    ]);
  });

  it('lists each part of a large place with its own stations, and calls it by the place', () => {
    const ids = Array.from({ length: 250 }, (_, i) => String(1001 + i));
    const geography = laidOut(
      [
        ['u0', null, 'All'],
        ['u1', 'u0', 'Town'],
        ['u2', 'u1', 'Fair'],
        ['u3', 'u2', '1–200', 'part'],
        ['u4', 'u2', '201–250', 'part'],
      ],
      [...all('u3', ids.slice(0, 200)), ...all('u4', ids.slice(200))],
    );
    expect(findPlaces(geography)).toEqual([
      ['u3', 'Fair · 1–200', 'Town', ['1001 1200']],
      ['u4', 'Fair · 201–250', 'Town', ['1201 1250']],
    ]);
  });

  it('writes a run only for decimal ids of equal length that count up one by one', () => {
    const runs = (ids: readonly string[]) =>
      findPlaces(
        laidOut(
          [
            ['u0', null, ''],
            ['u1', 'u0', 'P'],
          ],
          all('u1', ids),
        ),
      )[0]?.[3];
    expect(runs(['8', '9', '10', '11'])).toEqual(['8 9', '10 11']);
    expect(runs(['008', '009', '010', '012'])).toEqual(['008 010', '012']);
    expect(runs(['3', '2', '1'])).toEqual(['3', '2', '1']);
    expect(runs(['a1', 'a2', '1-2', '1-3'])).toEqual(['a1', 'a2', '1-2', '1-3']);
    expect(runs(['199999999999999999998', '199999999999999999999', '200000000000000000000'])).toEqual([
      '199999999999999999998 200000000000000000000',
    ]);
    expect(runs([])).toEqual([]);
  });

  it('is of one place where the election is one', () => {
    expect(findPlaces(laidOut([['u0', null, 'Club']], all('u0', ['1', '2'])))).toEqual([['u0', 'Club', '', ['1 2']]]);
  });

  it('is byte for byte what the verifier derives on its own way', () => {
    const name = fc.constantFrom('', 'A', 'B', 'A · B', 'Ñandú');
    const id = fc.oneof(
      fc.nat(30).map(String),
      fc.nat(30).map((n) => String(n).padStart(3, '0')),
      fc.constantFrom('a', '1-2', '99', '100', '0', '٣', '1e3'),
    );
    const tree = fc.array(fc.tuple(fc.nat(), name, fc.constantFrom('x', 'x', 'part')), { maxLength: 20 });
    fc.assert(
      fc.property(tree, fc.array(fc.tuple(id, fc.nat()), { maxLength: 60 }), fc.boolean(), (nodes, cells, sorted) => {
        const below = nodes.map(([parent, own, level], i): Unit => [`u${i + 1}`, `u${parent % (i + 1)}`, own, level]);
        const units: readonly Unit[] = [['u0', null, 'root'], ...below];
        const leaves = units.filter(([u]) => !units.some(([, parent]) => parent === u)).map(([u]) => u);
        const rows = cells.map(([s, n]) => [s, leaves[n % leaves.length] ?? 'u0'] as const);
        if (sorted) rows.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
        const geography = laidOut(units, rows);
        const derived: Json = deriveFind(geography);
        expect(findFile(geography).bytes).toEqual(canonicalBytes(derived));
      }),
    );
  });
});
