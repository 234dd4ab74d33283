import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../base/result.ts';
import type { Contest, ElectionDefinition, GpUnit } from './election.ts';
import { layOutGeography } from './geography.ts';
import type { ContestId, GpUnitId, StationId } from './ids.ts';
import { checkOffices, isOfOffice, officeDefinition, officeOf } from './office-definition.ts';

/** Root u0; departments u1, u2; places u3, u4 in u1 and u5 in u2; one station in u3, two in u4, one in u5. */
function definition(
  offices: readonly (readonly [string, readonly string[]])[],
  electorates: readonly (readonly string[] | null)[] = [null, ['u1'], ['u3', 'u5'], ['u5']],
): ElectionDefinition {
  const parents = [null, 0, 0, 1, 1, 2];
  const units = parents.map(
    (parent, i): GpUnit => ({
      id: `u${i}` as GpUnitId,
      parent: parent === null ? null : (`u${parent}` as GpUnitId),
      depth: i === 0 ? 0 : i < 3 ? 1 : 2,
      level: i === 0 ? 'election' : i < 3 ? 'department' : 'place',
      name: `Unit ${i}`,
    }),
  );
  const contests = electorates.map((electorate, i) => ({ id: `c${i}` as ContestId, electorate }) as Contest);
  const canvass = {
    offices: offices.map(([id, own]) => ({ id, name: { es: `Oficina ${id}`, en: `Office ${id}` }, units: own })),
    quorum: 1,
  };
  const boxes = contests.map(({ id }) => ({ contest: id, box: 'a' }));
  return {
    election: { id: 'e', name: { es: 'Elección', en: 'Election' }, contests, desk: { form: { boxes } }, canvass },
    units,
    stations: ['u3', 'u4', 'u4', 'u5'].map((place, i) => ({ id: `s${i}` as StationId, place: place as GpUnitId })),
  } as unknown as ElectionDefinition;
}

const TWO = definition([
  ['A', ['u1']],
  ['B', ['u2']],
]);

describe('the offices of a definition', () => {
  it('have each station once', () => {
    expect(checkOffices(TWO)).toBeNull();
    expect(checkOffices(definition([]))).toBeNull();
    expect([0, 1, 2, 3, 4].map(officeOf(TWO))).toEqual(['A', 'A', 'A', 'B', null]);
    expect(officeOf(definition([]))(0)).toBeNull();
  });

  it.each([
    [
      'twice the same',
      [
        ['A', ['u1']],
        ['A', ['u2']],
      ],
      { kind: 'repeated-office', office: 'A' },
    ],
    ['a unit nowhere', [['A', ['u1', 'u9']]], { kind: 'unknown-office-unit', office: 'A', unit: 'u9' }],
    [
      'one unit in two',
      [
        ['A', ['u0']],
        ['B', ['u0']],
      ],
      { kind: 'offices-overlap', offices: ['A', 'B'], unit: 'u0' },
    ],
    [
      'one below another',
      [
        ['A', ['u1']],
        ['B', ['u4', 'u2']],
      ],
      { kind: 'offices-overlap', offices: ['A', 'B'], unit: 'u4' },
    ],
    ['a station of none', [['A', ['u1']]], { kind: 'station-without-office', station: 's3' }],
    [
      'an office of none',
      [
        ['A', ['u0']],
        ['B', []],
      ],
      { kind: 'office-without-stations', office: 'B' },
    ],
  ] as const)('are refused: %s', (_, offices, problem) => {
    const bad = definition(offices);
    expect(checkOffices(bad)).toEqual(problem);
    expect(officeDefinition(bad, 'A')).toMatchObject({ ok: false });
  });

  it('have no station with a name that another could give to one of its own', () => {
    const named = (...names: readonly string[]) => ({
      ...TWO,
      stations: TWO.stations.map((station, i) => ({ ...station, id: (names[i] ?? station.id) as StationId })),
    });
    const problem = { kind: 'station-named-for-office', station: 'B.7', office: 'B' };
    expect(checkOffices(named('s0', 'B.7'))).toEqual(problem);
    expect(officeDefinition(named('s0', 'B.7'), 'A')).toEqual({ ok: false, error: problem });
    // Of its own office; of none that is there; and what no office would add.
    expect(checkOffices(named('A.1', 'C.7', 'B.', 'B.7'))).toBeNull();
    expect(checkOffices(named('B', 'B7', '.B.7', 'AB.7'))).toBeNull();
  });

  it('have people whose names begin with their own', () => {
    expect(['LP.k3', 'LP.', 'LPX.k3', 'LPk3', 'SC.LP.k3'].map((name) => isOfOffice('LP', name))).toEqual([
      ...[true, false, false, false, false],
    ]);
  });
});

describe('the definition of an office', () => {
  it('has its units with those above, its stations, and the contests that they vote in', () => {
    const { election, units, stations } = expectOk(officeDefinition(TWO, 'B'), 'B');
    expect(units.map(({ id }) => id)).toEqual(['u0', 'u2', 'u5']);
    expect(stations.map(({ id }) => id)).toEqual(['s3']);
    expect(election.contests.map(({ id, electorate }) => [id, electorate])).toEqual([
      ['c0', null],
      ['c2', null],
      ['c3', null],
    ]);
    expect(election.desk?.form.boxes.map(({ contest }) => contest)).toEqual(['c0', 'c2', 'c3']);
    expect(election.name).toEqual({ es: 'Elección · Oficina B', en: 'Election · Office B' });
    expect(election.canvass).toMatchObject({ offices: [], quorum: 1 });
  });

  it('cuts an electorate to what is there', () => {
    const { election } = expectOk(officeDefinition(TWO, 'A'), 'A');
    expect(election.contests.map(({ id, electorate }) => [id, electorate])).toEqual([
      ['c0', null],
      ['c1', null],
      ['c2', ['u3']],
    ]);
  });

  it('is refused to an office that is none', () => {
    expect(officeDefinition(TWO, 'C')).toEqual({ ok: false, error: { kind: 'unknown-office', office: 'C' } });
  });

  it('law: every station votes in the same contests there as in the whole', () => {
    const electorate = fc.option(
      fc.uniqueArray(fc.constantFrom('u0', 'u1', 'u2', 'u3', 'u4', 'u5'), { minLength: 1 }),
      {
        nil: null,
      },
    );
    const split = fc.constantFrom(
      [
        ['A', ['u1']],
        ['B', ['u2']],
      ] as const,
      [
        ['A', ['u3', 'u2']],
        ['B', ['u4']],
      ] as const,
      [
        ['A', ['u3']],
        ['B', ['u4']],
        ['C', ['u5']],
      ] as const,
    );
    fc.assert(
      fc.property(split, fc.array(electorate, { minLength: 1, maxLength: 4 }), (offices, electorates) => {
        const whole = definition(offices, electorates);
        const contestsOf = (d: ElectionDefinition) => {
          const { votesIn } = layOutGeography(d);
          const { contests } = d.election;
          return d.stations.map(({ id }, s) => [id, contests.filter((_, c) => votesIn[c]?.[s]).map((c) => c.id)]);
        };
        const parts = offices.flatMap(([id]) => contestsOf(expectOk(officeDefinition(whole, id), id)));
        expect(new Map(parts as [string, ContestId[]][])).toEqual(
          new Map(contestsOf(whole) as [string, ContestId[]][]),
        );
        expect(parts).toHaveLength(whole.stations.length);
      }),
    );
  });
});
