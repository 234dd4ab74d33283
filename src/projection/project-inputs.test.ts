import { describe, expect, it } from 'vitest';
import { each, estimateOf, missing, NIGHT, refusedFor, SIZE, unknown, WHOLE } from './little-night.test-support.ts';
import { sumsOf, withSheets, withStations } from './made-election.test-support.ts';
import { project } from './project.ts';
import type { Estimate } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';

/** The units of a place directly below the whole, or more of them one below the other. */
function withLevels(
  input: ProjectionInput,
  levels: readonly string[],
  isKept: (level: number) => boolean,
): ProjectionInput {
  const { tree, unitOf } = input.stations;
  const kept = [...tree.parent.keys()].filter((u) => u === 0 || isKept(tree.level[u] as number));
  const at = new Map(kept.map((u, n) => [u, n]));
  const nearest = (u: number): number => {
    let own = u;
    while (!at.has(own)) own = tree.parent[own] as number;
    return at.get(own) as number;
  };
  const levelOf = new Map([1, 2].filter(isKept).map((level, n) => [level, n + 1]));
  return withStations(input, {
    tree: {
      levels,
      parent: Int32Array.from(kept, (u) => (u === 0 ? -1 : nearest(tree.parent[u] as number))),
      level: Uint8Array.from(kept, (u) => (u === 0 ? 0 : (levelOf.get(tree.level[u] as number) as number))),
      names: kept.map((u) => tree.names[u] as string),
    },
    unitOf: unitOf.map(nearest),
  });
}

/** Every unit twice, one below the other: twice as many levels. */
function deeper(input: ProjectionInput): ProjectionInput {
  const { tree, unitOf } = input.stations;
  const [parent, level, names]: [number[], number[], string[]] = [[-1], [0], ['whole']];
  const at = [0];
  for (let u = 1; u < tree.parent.length; u++) {
    parent.push(at[tree.parent[u] as number] as number, parent.length);
    level.push(2 * (tree.level[u] as number) - 1, 2 * (tree.level[u] as number));
    names.push(`${tree.names[u]}a`, `${tree.names[u]}b`);
    at.push(parent.length - 1);
  }
  return withStations(input, {
    tree: { levels: ['a', 'b', 'c', 'd'], parent: Int32Array.from(parent), level: Uint8Array.from(level), names },
    unitOf: unitOf.map((u) => at[u] as number),
  });
}

/** Half of the places stand directly below the whole: their department is blank. */
function blankLevels(input: ProjectionInput): ProjectionInput {
  const { tree } = input.stations;
  return withStations(input, {
    tree: { ...tree, parent: tree.parent.map((above, u) => (tree.level[u] === 2 && u % 2 === 0 ? 0 : above)) },
  });
}

describe('any geography', () => {
  it.each<readonly [string, (input: ProjectionInput) => ProjectionInput]>([
    ['places alone', (input) => withLevels(input, ['place'], (l) => l === 2)],
    [
      'departments alone, no places',
      (input) =>
        withStations(
          withLevels(input, ['department'], (l) => l === 1),
          { placesKnown: false },
        ),
    ],
    ['four levels', deeper],
    ['levels blank in some rows', blankLevels],
    ['places that are not known to be places', (input) => withStations(input, { placesKnown: false })],
    [
      'some stations of no area at all',
      (input) => withStations(input, { unitOf: input.stations.unitOf.map((u, i) => (i % 9 === 0 ? 0 : u)) }),
    ],
    [
      'stations that hang in a wider area',
      (input) =>
        withStations(input, {
          unitOf: input.stations.unitOf.map((u, i) => (i % 9 === 0 ? (input.stations.tree.parent[u] as number) : u)),
        }),
    ],
    ['no table numbers', (input) => withStations(input, { position: missing() })],
    [
      'table numbers of some',
      (input) => withStations(input, { position: input.stations.position.map((x, i) => (i % 3 === 0 ? unknown : x)) }),
    ],
  ])('%s', (_, change) => {
    estimateOf(change(NIGHT));
    const done = project(change(WHOLE), { seed: 1, draws: 30 }).answer;
    expect(done.kind === 'estimate' && done.options.map((o) => o.votes.in95)).toEqual(
      sumsOf(WHOLE)
        .slice(0, 3)
        .map((v) => [v, v]),
    );
  });

  it.each<readonly [string, ProjectionInput]>([
    [
      'no levels',
      withStations(NIGHT, {
        tree: { levels: [], parent: Int32Array.of(-1), level: Uint8Array.of(0), names: [''] },
        unitOf: new Int32Array(SIZE),
      }),
    ],
    ['levels that are blank in every row', withStations(NIGHT, { unitOf: new Int32Array(SIZE) })],
  ])('none is refused while sheets are out, and none is needed for the totals: %s', (_, input) => {
    expect(refusedFor(input)).toBe('no-geography');
    const complete = withStations(WHOLE, input.stations);
    const { answer } = project(complete, { seed: 1, draws: 20 });
    const sums = sumsOf(complete);
    if (answer.kind !== 'estimate') throw new Error(answer.code);
    expect(answer.options.map(({ votes }) => votes.in95)).toEqual(answer.options.map((_, k) => [sums[k], sums[k]]));
    expect(answer.outcomes.map(({ probability }) => probability)).toEqual([1]);
  });
});

describe('any roll', () => {
  it.each<readonly [string, Float64Array]>([
    ['unknown', missing()],
    ['zero at special stations', each((i) => (i % 10 === 0 ? 0 : (WHOLE.stations.registered[i] as number)))],
    ['zero everywhere', new Float64Array(SIZE)],
    ['unknown of some', each((i) => (i % 4 === 0 ? unknown : (WHOLE.stations.registered[i] as number)))],
    [
      'known only of the sheets out',
      each((i) => (NIGHT.sheets.isIn[i] === 1 ? unknown : (WHOLE.stations.registered[i] as number))),
    ],
    [
      'known only of the sheets in',
      each((i) => (NIGHT.sheets.isIn[i] === 0 ? unknown : (WHOLE.stations.registered[i] as number))),
    ],
    ['less than the votes', each((i) => Math.floor((WHOLE.stations.registered[i] as number) / 3))],
  ])('%s', (name, registered) => {
    const input = withStations(NIGHT, { registered });
    const said = estimateOf(input);
    const out = (sumsOf(WHOLE)[3] as number) - (sumsOf(NIGHT)[3] as number);
    // Votes that are still out, give or take: never none, never many times as many.
    if (name !== 'less than the votes') {
      expect(said.votesOut.point / out).toBeGreaterThan(0.8);
      expect(said.votesOut.point / out).toBeLessThan(1.2);
    }
    expect(said.turnout === null).toBe(registered.some(Number.isNaN) || registered.every((r) => r === 0));
  });

  it('of places, repeated on their tables, is not summed over them', () => {
    const ofPlace = new Map<number, number>();
    WHOLE.stations.unitOf.forEach((u, i) => {
      ofPlace.set(u, (ofPlace.get(u) ?? 0) + (WHOLE.stations.registered[i] as number));
    });
    const registered = each((i) => ofPlace.get(WHOLE.stations.unitOf[i] as number) as number);
    const said = estimateOf(withStations(NIGHT, { registered, registeredOf: 'place' }));
    const whole = WHOLE.stations.registered.reduce((a, b) => a + b, 0);
    expect(Math.abs((said.turnout?.point ?? 0) - (sumsOf(WHOLE)[3] as number) / whole)).toBeLessThan(0.05);
  });

  it('a sheet with no vote, and one with more votes than voters', () => {
    const votes = NIGHT.sheets.votes.slice();
    const base = NIGHT.sheets.base.slice();
    const [a, b] = [...NIGHT.sheets.isIn.keys()].filter((i) => NIGHT.sheets.isIn[i] === 1) as [number, number];
    votes.fill(0, 3 * a, 3 * a + 3);
    base[a] = 0;
    votes.set([900, 0, 0], 3 * b);
    base[b] = 900;
    estimateOf(withSheets(NIGHT, { votes, base }), WHOLE, 0.1);
  });
});

describe('facts in part', () => {
  const values = each((i) => (i % 3 === 0 ? unknown : i % 17));
  it.each<readonly [string, Parameters<typeof withStations>[1]]>([
    ['no setting', { setting: new Uint8Array(SIZE) }],
    ['settings of some', { setting: Uint8Array.from({ length: SIZE }, (_, i) => i % 5) }],
    ['a covariate of some', { covariates: [{ name: 'c', values }] }],
    ['a covariate of none', { covariates: [{ name: 'c', values: missing() }] }],
    ['a covariate that is everywhere the same', { covariates: [{ name: 'c', values: each(() => 5) }] }],
    [
      'a census of counts',
      {
        covariates: [
          { name: 'all', values: each((i) => 20 + (i % 7)) },
          { name: 'part', values: each((i) => i % 5) },
        ],
      },
    ],
  ])('%s', (_, change) => {
    estimateOf(withStations(NIGHT, change));
  });

  it('stations that are not installed are nobody’s', () => {
    const expected = Uint8Array.from({ length: SIZE }, (_, i) => (NIGHT.sheets.isIn[i] === 0 && i % 5 === 0 ? 0 : 1));
    const said = estimateOf(withStations(NIGHT, { expected }));
    expect(said.diagnostics.expected).toBe(expected.reduce((a, b) => a + b, 0));
  });

  it('sheets that the authority sets aside widen the interval', () => {
    const setAside = Uint8Array.from({ length: SIZE }, (_, i) => (NIGHT.sheets.isIn[i] === 0 ? 1 : 0));
    const width = (e: Estimate) => e.lead.band.in80[1] - e.lead.band.in80[0];
    expect(width(estimateOf(withSheets(NIGHT, { setAside })))).toBeGreaterThan(1.1 * width(estimateOf(NIGHT)));
  });
});
