import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import { arrivalOrder, visibleAt } from './arrival-order.ts';
import { type Cut, inputUntil } from './input-until.ts';
import { madeElection } from './made-election.test-support.ts';
import { project } from './project.ts';
import { littleSource, sheetRow } from './projection-source.test-support.ts';
import type { ProjectionSource, SheetVersions } from './projection-source.ts';
import { Chance } from './random.ts';

/** A night of two counts: the official figures of a sheet are its preliminary ones, corrected by some votes. */
function sourceOf(seed: number): ProjectionSource {
  const made = madeElection({ seed, options: 2, departments: 3, places: 15 });
  const { stations, sheets } = made;
  const chance = new Chance(seed);
  const placeOf = (i: number) => stations.tree.names[stations.unitOf[i] as number] as string;
  const rows = Array.from({ length: stations.size }, (_, i) => {
    const votes = [sheets.votes[2 * i] as number, sheets.votes[2 * i + 1] as number];
    const arrivedAt = sheets.arrivedAt[i] as number;
    return { i, votes, arrivedAt, missing: chance.uniform() < 0.05, corrected: votes.map((v) => v + chance.below(3)) };
  });
  return littleSource({
    stations: rows.map(({ i }) => ({
      path: [placeOf(i).slice(0, 2), 'town', placeOf(i)],
      table: i + 1,
      registered: stations.registered[i] as number,
    })),
    preliminary: rows
      .filter((r) => !r.missing)
      .map((r) => sheetRow(r.i, r.votes, { arrivedAt: r.arrivedAt, publishedAt: r.arrivedAt + 60_000 })),
    official: rows.map((r) => sheetRow(r.i, r.corrected, { arrivedAt: r.arrivedAt + 5e6 })),
  });
}

/** Other figures, far from any real ones, wherever `isSeen` says no. */
function noisy(versions: SheetVersions, seed: number, isSeen: (row: number) => boolean): SheetVersions {
  const chance = new Chance(seed);
  const [votes, base] = [versions.votes.slice(), versions.base.slice()];
  for (let r = 0; r < base.length; r++) {
    if (isSeen(r)) continue;
    votes.set([chance.below(100_000), chance.below(100_000)], 2 * r);
    base[r] = chance.below(200_000) + 200_000;
  }
  return { ...versions, votes, base };
}

function bytesOf(source: ProjectionSource, cut: Cut, isSaid = false): string {
  const input = expectOk(inputUntil(source, cut), 'this source can be cut');
  const { answer, draws } = project(input, { seed: 1, draws: 40 });
  if (isSaid) expect(answer.kind).toBe('estimate');
  return JSON.stringify([answer, [...draws]]);
}

const nights = fc.record({ seed: fc.nat(500), noise: fc.nat(), part: fc.double({ min: 0.55, max: 1, noNaN: true }) });

describe('the figures of sheets that are not in', () => {
  it('change no byte of an answer as of an instant, nor do those of the other count', () => {
    fc.assert(
      fc.property(nights, ({ seed, noise, part }) => {
        const source = sourceOf(seed);
        const versions = source.preliminary as SheetVersions;
        const until = Math.round(1_060_000 + part * 1000 * source.stations.size);
        const cut: Cut = {
          count: 'preliminary',
          by: { kind: 'as-of', instant: instant(until) },
          figures: 'as-then',
        };
        const other = {
          ...source,
          preliminary: noisy(versions, noise, (r) => visibleAt(versions, r) <= until),
          official: noisy(source.official as SheetVersions, noise, () => false),
        };
        expect(bytesOf(other, cut)).toBe(bytesOf(source, cut));
      }),
      { numRuns: lawRuns(5) },
    );
  });

  it('nor of the first so many sheets in an order', () => {
    fc.assert(
      fc.property(nights, ({ seed, noise, part }) => {
        const source = sourceOf(seed);
        const versions = source.preliminary as SheetVersions;
        const order = arrivalOrder(source, 'preliminary');
        const sheets = Math.round(part * order.length);
        const cut: Cut = { count: 'preliminary', by: { kind: 'first', sheets, order }, figures: 'as-then' };
        const chosen = new Set(order.subarray(0, sheets));
        const stationOf = (r: number) => versions.first.findIndex((_, s) => (versions.first[s + 1] ?? 0) > r);
        const other = { ...source, preliminary: noisy(versions, noise, (r) => chosen.has(stationOf(r))) };
        expect(bytesOf(other, cut)).toBe(bytesOf(source, cut));
      }),
      { numRuns: lawRuns(5) },
    );
  });

  it('while one vote of a sheet that is in changes it', () => {
    const source = sourceOf(1);
    const cut: Cut = { count: 'preliminary', by: { kind: 'all' }, figures: 'as-then' };
    const versions = source.preliminary as SheetVersions;
    const other = { ...versions, votes: versions.votes.map((v, at) => (at === 0 ? v + 1 : v)) };
    const moved = { ...other, base: versions.base.map((v, at) => (at === 0 ? v + 1 : v)) };
    expect(bytesOf({ ...source, preliminary: moved }, cut)).not.toBe(bytesOf(source, cut, true));
  });
});
