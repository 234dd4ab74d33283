import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../normal-quantile.ts';
import { baseline } from './all-baselines.ts';
import { BASELINES, type BaselineId, type Forecast } from './baseline.ts';
import { fewestUnits, trainingPart } from './conformal.ts';
import { quantileFunction } from './quantile-function.ts';
import { drawnElection, type TestStation, testInput } from './small-election.test-support.ts';

function forecast(id: BaselineId, ...of: Parameters<typeof testInput>): Forecast {
  const answer = baseline(id, testInput(...of), 1, 200);
  if (answer.kind === 'none') throw new Error(`${id}: ${answer.why}`);
  return answer.forecast;
}
const totals = (id: BaselineId, ...of: Parameters<typeof testInput>) => [...forecast(id, ...of).totals];

const station = (place: string, registered: number, votes: readonly number[], more: Partial<TestStation> = {}) => ({
  department: place.slice(0, 1),
  place,
  registered,
  votes,
  isIn: true,
  ...more,
});
const out = { isIn: false };

describe('raw share', () => {
  it('blows the counted sheets up to all', () => {
    const stations = [station('a1', 100, [30, 20]), station('a2', 100, [10, 40]), station('b1', 100, [0, 0], out)];
    expect(totals('raw', stations)).toEqual([60, 90, 150]);
  });

  it('says nothing without a vote', () => {
    const answer = baseline('raw', testInput([station('a1', 100, [9, 9], out)]), 1, 1);
    expect(answer).toEqual({ kind: 'none', why: 'no-sheets' });
  });
});

describe('fill', () => {
  it('takes the smallest unit around a sheet with any sheet in, by registered voter', () => {
    const stations = [
      station('a1', 200, [80, 20]),
      station('a1', 100, [0, 0], out),
      station('a2', 100, [10, 60]),
      station('a3', 300, [0, 0], out),
      station('b1', 100, [0, 0], out),
    ];
    // a1: 0.4 and 0.1 a voter; a3 from the department, b1 from the whole: 90 and 80 of 300.
    expect(totals('fill', stations)).toEqual([
      80 + 10 + 40 + 90 + 30,
      20 + 60 + 10 + 80 + 80 / 3,
      expect.closeTo(446.667, 3),
    ]);
  });

  it('takes votes by sheet where a roll is unknown or zero, and never divides by it', () => {
    const special = station('a2', 0, [0, 0], out);
    const unknown = station('a3', Number.NaN, [0, 0], out);
    const stations = [station('a1', 100, [50, 10]), station('a1', 0, [70, 30]), special, unknown];
    expect(totals('fill', stations)).toEqual([240, 80, 320]);
    const noRoll = [station('a1', 0, [6, 4]), station('a1', 100, [0, 0], out)];
    expect(totals('fill', noRoll)).toEqual([12, 8, 20]);
  });

  it('splits a roll that is known by place only among its tables', () => {
    const stations = [station('a1', 400, [90, 10]), station('a1', 400, [0, 0], out), station('a2', 100, [0, 0], out)];
    expect(totals('fill', stations, { registeredOf: 'place' })).toEqual([225, 25, 250]);
  });

  it('keeps a base that holds other votes too', () => {
    const stations = [station('a1', 100, [30, 20], { base: 60 }), station('a1', 50, [0, 0], { ...out, base: 0 })];
    expect(totals('fill', stations)).toEqual([45, 30, 90]);
  });
});

describe('swing', () => {
  const before = [
    [40, 60],
    [70, 30],
    [20, 80],
  ];
  const then = (options: readonly string[]) => ({ previous: { options, votes: before } });
  const AB = { options: ['A', 'B'] };

  it('uniform: adds the same to each share', () => {
    const stations = [
      station('a1', 100, [50, 50], { before: 0 }),
      station('a2', 100, [80, 20], { before: 1 }),
      station('a3', 100, [0, 0], { ...out, before: 2 }),
    ];
    expect(totals('swing-uniform', stations, { ...AB, ...then(['b?', 'B']) })[2]).toBe(300);
    expect(totals('swing-uniform', stations, { ...AB, ...then(['a', 'b']) })).toEqual([
      expect.closeTo(160, 9),
      expect.closeTo(140, 9),
      300,
    ]);
  });

  it('proportional: multiplies each share', () => {
    const stations = [
      station('a1', 100, [20, 80], { before: 0 }),
      station('a2', 100, [35, 65], { before: 1 }),
      station('a3', 100, [0, 0], { ...out, before: 2 }),
    ];
    // A halves; B is 145/90 of what it was: 0.1 against 1.2889, of 100 votes.
    const a = 0.1 / (0.1 + (0.8 * 145) / 90);
    expect(totals('swing-proportional', stations, { ...AB, ...then(['A', 'B']) })[0]).toBeCloseTo(55 + 100 * a, 6);
  });

  it('of an area: only where the area has sheets enough', () => {
    const many = (place: string, votes: readonly number[], row: number) =>
      Array.from({ length: 10 }, () => station(place, 100, votes, { before: row }));
    const stations = [
      ...many('a1', [50, 50], 0),
      ...many('b1', [60, 40], 1),
      station('a2', 100, [0, 0], { ...out, before: 2 }),
      station('b2', 100, [0, 0], { ...out, before: 2 }),
      station('c1', 100, [90, 10], { before: 1 }),
      station('c2', 100, [0, 0], { ...out, before: 2 }),
    ];
    // +10 in a, -10 in b; c has one sheet alone and reads the whole, which is 20 of 2,100 votes up.
    const [a = 0] = totals('swing-uniform-area', stations, { ...AB, ...then(['A', 'B']) });
    expect(a).toBeCloseTo(1190 + 30 + 10 + 20 + 100 * (20 / 2100), 6);
  });

  it('by other options before: the odds of the pair move with the previous leader, whichever way they go together', () => {
    // The previous leader (70 of 100 where A is weak) goes against A.
    const stations = [
      station('a1', 100, [60, 40], { before: 0 }),
      station('a2', 100, [30, 70], { before: 1 }),
      station('a3', 100, [0, 0], { ...out, before: 2 }),
    ];
    const no = {
      options: ['A', 'B'],
      previous: {
        options: ['yes', 'no'],
        votes: [
          [40, 60],
          [70, 30],
          [80, 50],
        ],
      },
    };
    const [a = 0] = totals('swing-proportional', stations, no);
    expect(a).toBeGreaterThan(90);
    // Pair 0.45 now; before, seen from A, 0.45: the odds stay as they were, 50 against 80.
    expect(a).toBeCloseTo(90 + (100 * 5) / 13, 6);
    expect(totals('swing-uniform', stations, no)[0]).toBeCloseTo(90 + (100 * 5) / 13, 6);
    // A in front, against whom the previous leader goes: from 0.45 to 0.5.
    const ahead = stations.map((s, i) => (i === 0 ? { ...s, votes: [70, 30] } : s));
    const three = {
      options: ['yes', 'no', 'other'],
      votes: [
        [40, 40, 20],
        [70, 20, 10],
        [80, 30, 20],
      ],
    };
    const partly = { ...three, votes: [...three.votes, [Number.NaN, 5, 5]] };
    const [known, unknown] = [three, partly].map((p) => totals('swing-uniform', ahead, { ...no, previous: p }));
    expect(unknown).toEqual(known);
    expect(totals('swing-uniform', ahead, no)[0]).toBeCloseTo(100 + 100 * (5 / 13 + 0.05), 6);
    const odds = ((5 / 8) * 0.55) / 0.45;
    expect(totals('swing-proportional', ahead, no)[0]).toBeCloseTo(100 + (100 * odds) / (1 + odds), 6);
  });

  it('fills where nothing is known from before, and says nothing without a previous election', () => {
    const stations = [station('a1', 100, [50, 10], { before: 0 }), station('a1', 100, [0, 0], out)];
    expect(totals('swing-uniform', stations, { ...AB, ...then(['A', 'B']) })).toEqual([100, 20, 120]);
    expect(baseline('swing-uniform', testInput(stations), 1, 1)).toEqual({ kind: 'none', why: 'no-previous-election' });
    const unmatched = stations.map((s) => ({ ...s, before: -1 }));
    const answer = baseline('swing-uniform', testInput(unmatched, { ...AB, ...then(['A', 'B']) }), 1, 1);
    expect(answer).toEqual({ kind: 'none', why: 'nothing-matched' });
  });
});

describe('conformal', () => {
  it('splits the units as its source does', () => {
    expect(trainingPart(200, 0.95)).toBeCloseTo(0.805, 9);
    expect(trainingPart(1000, 0.95)).toBe(0.9);
    expect([fewestUnits(0.7), fewestUnits(0.9)]).toEqual([6, 20]);
  });

  it('says nothing of few units', () => {
    const answer = baseline('conformal', testInput(drawnElection(1, { departments: 1, places: 10 })), 1, 10);
    expect(answer).toEqual({ kind: 'none', why: 'too-few-units' });
  });

  it('gives the same draws for a seed, none below what is counted, the base their sum', () => {
    const stations = drawnElection(5, { places: 120 });
    const [one, two] = [forecast('conformal', stations), forecast('conformal', stations)];
    expect(one.draws).toEqual(two.draws);
    const counted = [0, 1, 2].map((k) => stations.reduce((sum, s) => sum + (s.isIn ? (s.votes[k] ?? 0) : 0), 0));
    for (let d = 0; d < one.drawCount; d++) {
      const row = one.draws?.subarray(d * 4, d * 4 + 4) ?? [];
      counted.forEach((votes, k) => {
        expect(row[k]).toBeGreaterThanOrEqual(votes);
      });
      expect(row[3]).toBe((row[0] ?? 0) + (row[1] ?? 0) + (row[2] ?? 0));
    }
  });

  it('finds the truth where sheets are out at random', () => {
    const stations = drawnElection(8, { places: 120 });
    const truth = [0, 1].map((k) => stations.reduce((sum, s) => sum + (s.votes[k] ?? 0), 0));
    const lead = (truth[0] ?? 0) - (truth[1] ?? 0);
    const { draws, drawCount } = forecast('conformal', stations);
    const leads = Array.from({ length: drawCount }, (_, d) => (draws?.[d * 4] ?? 0) - (draws?.[d * 4 + 1] ?? 0)).sort(
      (a, b) => a - b,
    );
    expect(leads[2]).toBeLessThan(lead);
    expect(leads.at(-3)).toBeGreaterThan(lead);
  });

  it('reads its quantiles along the normal', () => {
    expect([0.025, 0.5, 0.9, 0.001].map(normalQuantile)).toEqual(
      [-1.959964, 0, 1.281552, -3.090232].map((z) => expect.closeTo(z, 6)),
    );
    const f = quantileFunction([
      [0.5, 10],
      [0.025, 8],
      [0.975, 13],
    ]);
    expect([f.at(0.5), f.at(0.025), f.at(0.975)]).toEqual([10, 8, 13]);
    expect(f.at(0.25)).toBeCloseTo(10 - (2 * 0.67449) / 1.959964, 4);
    expect(f.at(0.999)).toBeCloseTo(10 + (3 * 3.090232) / 1.959964, 4);
  });
});

describe('every baseline', () => {
  it('gives the exact totals when all is in', () => {
    const stations = drawnElection(3, { places: 20 }).map((s, i) => ({ ...s, isIn: true, before: i % 3 }));
    const votes = [
      [40, 60],
      [70, 30],
      [20, 80],
    ];
    const truth = [0, 1, 2].map((k) => stations.reduce((sum, s) => sum + (s.votes[k] ?? 0), 0));
    for (const id of BASELINES) {
      const given = totals(id, stations, { previous: { options: ['o0', 'o1'], votes } });
      expect(given.slice(0, 3), id).toEqual(truth);
    }
  });

  it('gives relabelled options relabelled totals', () => {
    const stations = drawnElection(4, { places: 120 }).map((s, i) => ({ ...s, before: i % 3 }));
    const votes = [
      [40, 60],
      [70, 30],
      [20, 80],
    ];
    const turned = stations.map((s) => ({ ...s, votes: [...s.votes].reverse() }));
    for (const id of BASELINES) {
      const one = totals(id, stations, { options: ['x', 'y', 'z'], previous: { options: ['x', 'z'], votes } });
      const two = totals(id, turned, { options: ['z', 'y', 'x'], previous: { options: ['x', 'z'], votes } });
      [two[2], two[1], two[0], two[3]].forEach((v, k) => {
        expect(v, id).toBeCloseTo(one[k] ?? 0, 3);
      });
    }
  });
});
