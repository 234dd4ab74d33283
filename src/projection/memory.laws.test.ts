import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { drawnFrom, type Earlier } from './earlier.ts';
import { firstIn, madeElection } from './made-election.test-support.ts';
import type { Memory } from './memory.ts';
import { PARAMETERS } from './parameters.ts';
import { type ProjectionWithMemory, project } from './project.ts';
import type { Variant } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';
import { Chance } from './random.ts';

/** However little is in, it is said: what is tried here is what is said. */
const TALKATIVE = { ...PARAMETERS, silentMost: 1, silentMostBare: 1, widestLead: 2 };
const DRAWS = 400;

function memoryOf({ memory }: ProjectionWithMemory): Memory {
  if (memory === null) throw new Error('this is not refused');
  return memory;
}

const update = (input: ProjectionInput, memory: Memory) =>
  project(input, { seed: 1, draws: DRAWS, memory, parameters: TALKATIVE });

/** The same weights, but every variant fitted from nothing and in many steps. */
const settled = (input: ProjectionInput, memory: Memory) =>
  project(input, {
    seed: 1,
    draws: DRAWS,
    memory: { ...memory, warm: new Map() },
    parameters: { ...TALKATIVE, coldSteps: 40, updateLeast: 0 },
  });

/** How far the shares that each variant expects are from the others', at most. */
function apart(a: ProjectionWithMemory, b: ProjectionWithMemory): number {
  const [x, y] = [a, b].map(({ answer }) => answer.diagnostics?.variants ?? []);
  return Math.max(
    ...(x ?? []).flatMap(({ variant, shares }) =>
      shares.map((s, k) => Math.abs(s - (y?.find((v) => v.variant === variant)?.shares[k] ?? Number.NaN))),
    ),
  );
}

function expectNear(a: ProjectionWithMemory, b: ProjectionWithMemory): void {
  if (a.answer.kind !== 'estimate' || b.answer.kind !== 'estimate') throw new Error('this is said');
  const [x, y] = [a.answer.lead.band, b.answer.lead.band];
  const width = ([low, high]: readonly [number, number]) => high - low;
  expect(Math.abs(x.point - y.point)).toBeLessThan(0.2 * width(y.in80) + 1e-3);
  expect(width(x.in80) / width(y.in80)).toBeGreaterThan(0.7);
  expect(width(x.in80) / width(y.in80)).toBeLessThan(1.4);
}

const nights = fc.record({
  seed: fc.nat(),
  drift: fc.constantFrom(0, 0.6),
  part: fc.double({ min: 0.4, max: 0.8, noNaN: true }),
});
const wholeOf = (seed: number, drift: number) => madeElection({ seed, drift, departments: 5, places: 40, options: 3 });

describe('an update', () => {
  it('after some more sheets says nearly what a fit from nothing says', () => {
    fc.assert(
      fc.property(nights, fc.integer({ min: 1, max: 4 }), ({ seed, drift, part }, updates) => {
        const whole = wholeOf(seed, drift);
        let memory = memoryOf(project(firstIn(whole, part), { seed: 1, draws: 20, parameters: TALKATIVE }));
        for (let n = 1; n < updates; n++) memory = memoryOf(update(firstIn(whole, part + 0.01 * n), memory));
        const now = firstIn(whole, part + 0.01 * updates);
        const [warm, cold] = [update(now, memory), settled(now, memory)];
        expect(apart(warm, cold)).toBeLessThan(0.002);
        expectNear(warm, cold);
      }),
      { numRuns: lawRuns(6) },
    );
  });

  it('after a jump, too', () => {
    fc.assert(
      fc.property(nights, ({ seed, drift, part }) => {
        const whole = wholeOf(seed, drift);
        const memory = memoryOf(project(firstIn(whole, part), { seed: 1, draws: 20, parameters: TALKATIVE }));
        const now = firstIn(whole, part + 0.15);
        const [warm, cold] = [update(now, memory), settled(now, memory)];
        expect(apart(warm, cold)).toBeLessThan(0.004);
        expectNear(warm, cold);
      }),
      { numRuns: lawRuns(6) },
    );
  });

  it('takes up sheets that say something else now', () => {
    const whole = wholeOf(3, 0);
    const before = firstIn(whole, 0.6);
    // One sheet in thirty has the votes of the first two options on one line at first: far from where it is.
    const chance = new Chance(9);
    const votes = before.sheets.votes.slice();
    for (let i = 0; i < before.stations.size; i++) {
      if (before.sheets.isIn[i] !== 1 || chance.uniform() > 1 / 30) continue;
      [votes[3 * i], votes[3 * i + 1]] = [(votes[3 * i] as number) + (votes[3 * i + 1] as number), 0];
    }
    const wrong = { ...before, sheets: { ...before.sheets, votes } };
    const memory = memoryOf(project(wrong, { seed: 1, draws: 20, parameters: TALKATIVE }));
    const [warm, cold] = [update(before, memory), settled(before, memory)];
    expect(apart(warm, cold)).toBeLessThan(0.003);
    expectNear(warm, cold);
  });

  it('of the same memory is the same bytes', () => {
    const whole = wholeOf(5, 0.6);
    const memory = memoryOf(project(firstIn(whole, 0.5), { seed: 1, draws: 20, parameters: TALKATIVE }));
    const [once, again] = [update(firstIn(whole, 0.52), memory), update(firstIn(whole, 0.52), memory)];
    expect(again).toEqual(once);
  });
});

describe('the variants drawn from', () => {
  const of = (weights: Partial<Record<Variant, number>>): Earlier['variants'] =>
    Object.entries(weights).map(([variant, weight]) => ({ variant: variant as Variant, weight, error: null }));
  const said = (weights: Partial<Record<Variant, number>>, light: number) =>
    Object.fromEntries(
      drawnFrom(of(weights), light).map(({ variant, weight }) => [variant, Number(weight.toFixed(6))]),
    );

  it('are all but those that hardly weigh anything', () => {
    expect(said({ plain: 0.02, trend: 0.975, tables: 0.005 }, 0)).toEqual({ plain: 0.02, trend: 0.975 });
  });

  it('of an update are less: a light one is drawn by its sister', () => {
    expect(said({ trend: 0.03, tables: 0.04, previous: 0.13, both: 0.8 }, 0.05)).toEqual({
      tables: 0.07,
      previous: 0.13,
      both: 0.8,
    });
  });

  it('or left out, but of all draws no more than a light one has', () => {
    expect(said({ plain: 0.03, previous: 0.04, both: 0.93 }, 0.05)).toEqual({ previous: 0.04, both: 0.93 });
  });

  it('are never none, and never weigh more than all', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (raw, light) => {
        const sum = raw.reduce((a, b) => a + b, 0);
        const names: readonly Variant[] = ['plain', 'trend', 'tables', 'previous', 'both', 'both-tables'];
        const all = names.map((variant, v) => ({ variant, weight: (raw[v] as number) / sum, error: null }));
        const drawn = drawnFrom(all, light);
        const whole = drawn.reduce((total, v) => total + v.weight, 0);
        expect(drawn.length).toBeGreaterThan(0);
        expect(whole).toBeLessThan(1 + 1e-9);
        // Those below a hundredth are never drawn from.
        expect(whole).toBeGreaterThan(1 - light - 0.06 - 1e-9);
      }),
    );
  });
});
