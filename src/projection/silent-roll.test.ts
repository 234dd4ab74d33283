import { describe, expect, it } from 'vitest';
import { madeElection, onlyIn, withStations } from './made-election.test-support.ts';
import { rollOf } from './moment.ts';
import type { ProjectionInput } from './projection-input.ts';
import { silenceOf } from './silent-roll.ts';

const WHOLE = madeElection({ seed: 8, departments: 3, places: 8 });
const { unitOf, registered } = WHOLE.stations;
const said = (input: ProjectionInput) => silenceOf(input, rollOf(input));
const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
const rollWhere = (isIn: (i: number) => boolean) => sum([...registered].filter((_, i) => isIn(i)));
const ROLL = rollWhere(() => true);

describe('the silent roll', () => {
  it('is the voters of places with no sheet, not those of sheets that are out', () => {
    const heard = new Set([...unitOf].filter((u) => u % 3 > 0));
    const first = new Map([...unitOf].map((u, i) => [u, i]));
    // Of a place that is heard one sheet is in.
    const found = said(onlyIn(WHOLE, (i) => heard.has(unitOf[i] as number) && first.get(unitOf[i] as number) === i));
    expect(found.silentRoll).toBeCloseTo(rollWhere((i) => !heard.has(unitOf[i] as number)) / ROLL, 12);
    const ins = new Set([...first].filter(([u]) => heard.has(u)).map(([, i]) => i));
    expect(found.rollOut).toBeCloseTo(rollWhere((i) => !ins.has(i)) / ROLL, 12);
  });

  it('is nothing when all is in, and everything when nothing is', () => {
    expect(said(WHOLE)).toEqual({ silentRoll: 0, rollOut: 0 });
    expect(said(onlyIn(WHOLE, () => false))).toEqual({ silentRoll: 1, rollOut: 1 });
  });

  it('counts stations where no roll is known, and leaves out what is not expected', () => {
    const half = onlyIn(WHOLE, (i) => (unitOf[i] as number) % 2 === 0);
    const stations = sum([...unitOf].map((u) => u % 2)) / unitOf.length;
    const unknown = new Float64Array(registered.length).fill(Number.NaN);
    expect(said(withStations(half, { registered: unknown })).silentRoll).toBeCloseTo(stations, 12);
    const expected = Uint8Array.from(unitOf, (u) => (u % 2 === 0 ? 1 : 0));
    expect(said(withStations(half, { expected }))).toEqual({ silentRoll: 0, rollOut: 0 });
  });

  it('takes a roll of places for one of the place, however many tables repeat it', () => {
    const ofPlace = new Map<number, number>();
    unitOf.forEach((u, i) => {
      ofPlace.set(u, (ofPlace.get(u) ?? 0) + (registered[i] as number));
    });
    const repeated = withStations(WHOLE, {
      registered: Float64Array.from(unitOf, (u) => ofPlace.get(u) as number),
      registeredOf: 'place',
    });
    const half = onlyIn(repeated, (i) => (unitOf[i] as number) % 2 === 0);
    expect(said(half).silentRoll).toBeCloseTo(rollWhere((i) => (unitOf[i] as number) % 2 === 1) / ROLL, 12);
  });

  it('of places with one table each goes by the areas above: a sample is not silent wherever it did not look', () => {
    const single = madeElection({ seed: 8, departments: 3, places: 20, tables: 1 });
    const found = said(onlyIn(single, (i) => i % 2 === 0));
    expect(found.silentRoll).toBe(0);
    expect(found.rollOut).toBeGreaterThan(0.3);
  });
});
