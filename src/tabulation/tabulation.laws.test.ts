import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contest, ElectionDefinition } from '../model/election.ts';
import { type Geography, layOutGeography } from '../model/geography.ts';
import { COUNT_KINDS, type CountKind } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { type AreaSums, type SheetVersion, Tabulation } from './tabulation.ts';

/*
 * Against a plain addition that starts afresh after every step: the sums of every unit and setting, of both contests and
 * counts. The second contest is voted in by one district alone, and its paper writes its own total.
 */

const CONTESTS = [
  { id: 'a', selections: ['x', 'y'], others: ['blank'], controls: ['valid'], electorate: null },
  { id: 'b', selections: ['p'], others: ['blank', 'null'], controls: ['voters', 'total'], electorate: ['u1'] },
  { id: 'c', selections: ['q', 'r'], others: [], controls: [], electorate: ['u3', 'u4'] },
];
/** Root, two districts; the second has a single place, the first two. */
const UNITS = [
  ['u0', null],
  ['u1', 'u0'],
  ['u2', 'u1'],
  ['u3', 'u1'],
  ['u4', 'u0'],
  ['u5', 'u4'],
] as const;
const STATIONS = [
  ['u2', 300, 'urban'],
  ['u2', 0, 'urban'],
  ['u2', null, null],
  ['u3', 120, 'rural'],
  ['u3', null, 'rural'],
  ['u5', 80, null],
  ['u5', 41, 'abroad'],
] as const;

const definition = {
  election: { contests: CONTESTS.map((c) => ({ ...c, selections: c.selections.map((id) => ({ id })) })) },
  units: UNITS.map(([id, parent]) => ({ id, parent })),
  stations: STATIONS.map(([place, registered, setting], i) => ({ id: `s${i}`, place, registered, setting })),
} as unknown as ElectionDefinition;
const geography: Geography = layOutGeography(definition);
const contests: readonly Contest[] = definition.election.contests;

type Step = {
  readonly count: CountKind;
  readonly contest: number;
  readonly station: number;
  readonly version: SheetVersion | null;
};

const box = fc.oneof(
  { weight: 6, arbitrary: fc.nat(300).map((n) => n as Box) },
  { weight: 2, arbitrary: fc.constantFrom<Box>('empty', 'illegible') },
  { weight: 1, arbitrary: fc.constant(0 as Box) },
);
const places = CONTESTS.flatMap((_, c) =>
  STATIONS.flatMap((__, s) => (geography.votesIn[c]?.[s] === true ? [[c, s] as const] : [])),
);
/** `gone`: nothing is known of the sheet any more. */
const STATUSES = [
  'counted',
  'counted',
  'disputed',
  'observed',
  'annulled',
  'unsigned',
  'not_installed',
  'merged',
  'lost',
  '__proto__',
  'gone',
];
const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.constantFrom(...COUNT_KINDS),
    fc.constantFrom(...places),
    fc.constantFrom(...STATUSES),
    fc.array(box, { minLength: 5, maxLength: 5 }),
    fc.nat(9999),
  )
  .map(([count, [contest, station], status, boxes, record]) => {
    const known = contests[contest];
    const width = known === undefined ? 0 : known.selections.length + known.others.length + known.controls.length;
    const version = status === 'gone' ? null : { status, boxes: boxes.slice(0, width), record };
    return { count, contest, station, version };
  });
const steps = fc.array(step, { minLength: 1, maxLength: 40 });

const VOID = ['annulled', 'not_installed', 'merged', 'lost'];
const numberIn = (b: Box | undefined) => (typeof b === 'number' ? b : 0);
const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

/** The valid votes of one sheet, contest by contest as its paper says. */
function validOf(contest: number, boxes: readonly Box[]): number {
  const n = boxes.map(numberIn);
  const at = (i: number) => n[i] ?? 0;
  if (contest === 0) return Math.max(at(0) + at(1), at(3));
  if (contest === 1) return Math.max(at(0), at(4) - at(1) - at(2));
  return at(0) + at(1);
}

/** Ballots in the box by one sheet: what is counted out of it, or what the paper itself says, if that is more. */
function castOf(contest: number, boxes: readonly Box[]): number {
  const n = boxes.map(numberIn);
  const at = (i: number) => n[i] ?? 0;
  const valid = validOf(contest, boxes);
  if (contest === 0) return valid + at(2);
  return contest === 1 ? Math.max(valid + at(1) + at(2), at(3), at(4)) : valid;
}

/** Stations below a unit (or of a setting), found by climbing from each station. */
function stationsIn(area: number): number[] {
  return STATIONS.flatMap(([place, , setting], s) => {
    if (area >= UNITS.length) return SETTINGS[area - UNITS.length] === (setting ?? '') ? [s] : [];
    for (let id: string | null = place; id !== null; id = UNITS.find(([u]) => u === id)?.[1] ?? null) {
      if (UNITS[area]?.[0] === id) return [s];
    }
    return [];
  });
}
const SETTINGS = ['urban', '', 'rural', 'abroad'];
const AREAS = [...UNITS.keys(), ...SETTINGS.map((_, i) => UNITS.length + i)];
const WITHIN = AREAS.map(stationsIn);

type Known = ReadonlyMap<string, SheetVersion | null>;
const keyOf = (count: CountKind, contest: number, station: number) => `${count}/${contest}/${station}`;

function naiveSums(known: Known, count: CountKind, contest: number, area: number): AreaSums {
  const own = CONTESTS[contest];
  const inside = (WITHIN[area] ?? []).filter((s) => geography.votesIn[contest]?.[s] === true);
  const registeredOf = (s: number) => STATIONS[s]?.[1] ?? null;
  const of = (list: readonly number[]) => total(list.map((s) => registeredOf(s) ?? 0));
  const version = (s: number) => known.get(keyOf(count, contest, s));
  const counted = inside.filter((s) => version(s)?.status === 'counted');
  const withStatus = (status: string) => inside.filter((s) => version(s)?.status === status);
  const gone = inside.filter((s) => VOID.includes(version(s)?.status ?? ''));
  const votes = (own?.selections ?? []).map((_, i) => total(counted.map((s) => numberIn(version(s)?.boxes[i]))));
  const first = own?.selections.length ?? 0;
  const others = (own?.others ?? []).map((_, i) => total(counted.map((s) => numberIn(version(s)?.boxes[first + i]))));
  const valid = total(counted.map((s) => validOf(contest, version(s)?.boxes ?? [])));
  return {
    expected: inside.length,
    counted: counted.length,
    notCounted: inside.filter((s) => version(s)).length - counted.length,
    void: gone.length,
    observed: withStatus('observed').length,
    disputed: withStatus('disputed').length,
    disputedValid: total(withStatus('disputed').map((s) => validOf(contest, version(s)?.boxes ?? []))),
    registered: of(inside),
    registeredCounted: of(counted),
    registeredVoid: of(gone),
    registeredUnknown: inside.filter((s) => !registeredOf(s) && !counted.includes(s) && !gone.includes(s)).length,
    unknownTotal: inside.filter((s) => registeredOf(s) === null).length,
    votes,
    others,
    valid,
    cast: total(counted.map((s) => castOf(contest, version(s)?.boxes ?? []))),
    castRegistered: total(counted.map((s) => (registeredOf(s) ? castOf(contest, version(s)?.boxes ?? []) : 0))),
  };
}

function allSums(tabulation: Tabulation): AreaSums[] {
  return COUNT_KINDS.flatMap((count) =>
    CONTESTS.flatMap((_, contest) => AREAS.map((area) => tabulation.sums(count, contest, area))),
  );
}

function apply(tabulation: Tabulation, { count, contest, station, version }: Step): void {
  tabulation.set(count, contest, station, version);
}

/** The last version of each sheet: what remains of a sequence. */
function lastOf(list: readonly Step[]): Step[] {
  return [...new Map(list.map((s) => [keyOf(s.count, s.contest, s.station), s])).values()];
}

describe('the sums of every area', () => {
  it('are a plain addition of the newest version of each sheet, after every step', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const tabulation = new Tabulation(geography);
        expect(tabulation.settings).toEqual(SETTINGS);
        const known = new Map<string, SheetVersion | null>();
        for (const next of list) {
          apply(tabulation, next);
          known.set(keyOf(next.count, next.contest, next.station), next.version);
          expect(tabulation.current(next.count, next.contest, next.station)).toBe(next.version);
          const naive = COUNT_KINDS.flatMap((count) =>
            CONTESTS.flatMap((_, contest) => AREAS.map((area) => naiveSums(known, count, contest, area))),
          );
          expect(allSums(tabulation)).toEqual(naive);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('do not depend on the order of sheets, nor on what was corrected on the way', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), (list, dice) => {
        const straight = new Tabulation(geography);
        for (const next of list) apply(straight, next);
        const shuffled = lastOf(list)
          .map((s) => [dice.next().value ?? 0, s] as const)
          .sort(([a], [b]) => a - b);
        const other = new Tabulation(geography);
        for (const [, next] of shuffled) apply(other, next);
        expect(allSums(other)).toEqual(allSums(straight));
      }),
    );
  });

  it('never fall when a sheet that was not in is counted', () => {
    const counted = steps.map((list) =>
      lastOf(list.flatMap((s) => (s.version === null ? [] : [{ ...s, version: { ...s.version, status: 'counted' } }]))),
    );
    fc.assert(
      fc.property(counted, (list) => {
        const tabulation = new Tabulation(geography);
        let before = allSums(tabulation);
        for (const next of list) {
          apply(tabulation, next);
          const after = allSums(tabulation);
          after.forEach((sums, i) => {
            const old = before[i];
            const keys = ['counted', 'registeredCounted', 'valid', 'cast'] as const;
            const fallen = keys.filter((key) => sums[key] < (old?.[key] ?? 0));
            const votes = sums.votes.filter((v, k) => v < (old?.votes[k] ?? 0));
            const grown = sums.registeredUnknown > (old?.registeredUnknown ?? 0);
            if (fallen.length + votes.length > 0 || grown) expect({ fallen, votes, grown }).toBe(null);
          });
          before = after;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of the parts are the sums of the whole: children, and settings', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const tabulation = new Tabulation(geography);
        for (const next of list) apply(tabulation, next);
        for (const count of COUNT_KINDS) {
          for (const contest of CONTESTS.keys()) {
            const of = (areas: readonly number[]) => merged(areas.map((a) => tabulation.sums(count, contest, a)));
            for (const [unit, children] of geography.children.entries()) {
              if (children.length > 0) expect(of([unit])).toEqual(of(children));
            }
            expect(of(AREAS.slice(UNITS.length))).toEqual(of([0]));
          }
        }
      }),
    );
  });

  it('take no sheet of a station that does not vote in the contest', () => {
    const tabulation = new Tabulation(geography);
    expect(() => tabulation.set('official', 1, 5, { status: 'counted', boxes: [], record: 1 })).toThrow(/votes in/);
  });
});

function merged(list: readonly AreaSums[]): unknown {
  const [first] = list;
  if (first === undefined) return null;
  const keys = Object.keys(first) as (keyof AreaSums)[];
  return Object.fromEntries(
    keys.map((key) => {
      if (key === 'votes' || key === 'others')
        return [key, first[key].map((_, i) => total(list.map((s) => s[key][i] ?? 0)))];
      return [key, total(list.map((s) => s[key] as number))];
    }),
  );
}

describe('amendments of the definition', () => {
  const areas = UNITS.length + new Set(STATIONS.map(([, , setting]) => setting)).size;
  const sumsOf = (tabulation: Tabulation, count: CountKind): AreaSums[] =>
    contests.flatMap((_, contest) =>
      Array.from({ length: areas }, (__, area) => tabulation.sums(count, contest, area)),
    );
  const amended = fc.array(fc.tuple(fc.nat(STATIONS.length - 1), fc.option(fc.nat(900), { nil: null })), {
    maxLength: 4,
  });

  it('make the official sums those of a definition that said so from the start, and no others', () => {
    fc.assert(
      fc.property(steps, amended, fc.nat(40), (list, changes, when) => {
        const tabulation = new Tabulation(geography);
        const amend = () => {
          for (const [station, registered] of changes) tabulation.setRegistered(station, registered);
        };
        for (const [i, { count, contest, station, version }] of list.entries()) {
          if (i === when) amend();
          tabulation.set(count, contest, station, version);
        }
        if (when >= list.length) amend();
        const newest = new Map(changes);
        const stations = definition.stations.map((station, s) =>
          newest.has(s) ? { ...station, registered: newest.get(s) ?? null } : station,
        );
        const other = layOutGeography({ ...definition, stations } as ElectionDefinition);
        for (const [count, from] of [
          ['official', other],
          ['preliminary', geography],
        ] as const) {
          const plain = new Tabulation(from);
          for (const { count: c, contest, station, version } of list) plain.set(c, contest, station, version);
          expect(sumsOf(tabulation, count)).toEqual(sumsOf(plain, count));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('move the votes for who withdrew, and lose no ballot', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom('kept' as const, 'null' as const), (list, votes) => {
        const [plain, tabulation] = [new Tabulation(geography), new Tabulation(geography)];
        tabulation.withdraw(1, 0, votes);
        for (const { count, contest, station, version } of list) {
          for (const one of [plain, tabulation]) one.set(count, contest, station, version);
        }
        expect(sumsOf(tabulation, 'preliminary')).toEqual(sumsOf(plain, 'preliminary'));
        for (let area = 0; area < areas; area++) {
          const [before, after] = [plain.sums('official', 1, area), tabulation.sums('official', 1, area)];
          const lost = before.votes[0] ?? 0;
          const isNull = votes === 'null';
          expect(after.votes).toEqual([0]);
          expect(after.valid).toBe(before.valid - (isNull ? lost : 0));
          expect(after.others).toEqual([before.others[0], (before.others[1] ?? 0) + (isNull ? lost : 0)]);
          expect(after.cast).toBe(before.cast);
          expect(tabulation.sums('official', 0, area)).toEqual(plain.sums('official', 0, area));
        }
      }),
      { numRuns: 60 },
    );
  });
});
