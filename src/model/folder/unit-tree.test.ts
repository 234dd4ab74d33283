import { expect, test } from 'vitest';
import { UnitTree } from './unit-tree.ts';

test('all levels together are the identity of a place', () => {
  const tree = new UnitTree(['town', 'place']);
  const paths = [
    ['Uyuni', 'School'],
    ['Sella', 'School'],
    ['', 'School'],
    ['Uyuni', 'School'],
  ];
  const places = paths.map((path) => tree.visit(path)).map((node) => tree.place(node));
  expect(places).toEqual(['u2', 'u4', 'u6', 'u2']);
  expect(tree.find(['Sella'])).toBe('u3');
  expect(tree.find(['Sella', 'Market'])).toBeNull();
  expect(tree.units().map((u) => [u.id, u.parent, u.depth])).toEqual([
    ['u0', null, 0],
    ['u1', 'u0', 1],
    ['u2', 'u1', 2],
    ['u3', 'u0', 1],
    ['u4', 'u3', 2],
    ['u5', 'u0', 1],
    ['u6', 'u5', 2],
  ]);
});

test('a place is cut only above 200 stations, in the order of the file', () => {
  for (const [stations, parts] of [
    [200, []],
    [201, ['1–200', '201–201']],
    [600, ['1–200', '201–400', '401–600']],
  ] as const) {
    const tree = new UnitTree([]);
    const nodes = Array.from({ length: stations }, () => tree.visit([]));
    const places = nodes.map((node) => tree.place(node));
    const units = tree.units();
    expect(units.slice(1).map((u) => u.name)).toEqual(parts);
    expect(places[0]).toBe(parts.length === 0 ? 'u0' : 'u1');
    expect(places.at(-1)).toBe(units.at(-1)?.id);
  }
});

test('parts of a place are numbered when a station first needs them', () => {
  const tree = new UnitTree(['place']);
  const nodes = Array.from({ length: 402 }, (_, i) => tree.visit([i % 2 === 0 ? 'A' : 'B']));
  for (const node of nodes) tree.place(node);
  expect(tree.units().map((u) => `${u.id} ${u.parent} ${u.name}`)).toEqual([
    'u0 null ',
    'u1 u0 A',
    'u2 u1 1–200',
    'u3 u0 B',
    'u4 u3 1–200',
    'u5 u1 201–201',
    'u6 u3 201–201',
  ]);
});
