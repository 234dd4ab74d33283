import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import { arrivalOrder, countedStations, visibleAt } from './arrival-order.ts';
import { type Cut, inputUntil } from './input-until.ts';
import { littleSource, sheetRow, unknown } from './projection-source.test-support.ts';
import type { ProjectionSource, SheetVersions } from './projection-source.ts';

const STATIONS = 6;
const stations = Array.from({ length: STATIONS }, (_, s) => ({ path: ['d', `t${s % 2}`, `p${s % 3}`], table: s + 1 }));

const time = fc.oneof({ weight: 1, arbitrary: fc.constant(unknown) }, { weight: 4, arbitrary: fc.nat(20) });
const row = fc
  .record({
    station: fc.nat(STATIONS - 1),
    version: fc.integer({ min: 1, max: 3 }),
    arrivedAt: time,
    publishedAt: time,
    status: fc.constantFrom('counted', 'counted', 'counted', 'observed', 'annulled', 'not_installed'),
    votes: fc.tuple(fc.nat(50), fc.nat(50)),
  })
  .map(({ votes, ...change }) => sheetRow(change.station, votes, { ...change, orderAt: change.arrivedAt }));
const rows = fc.uniqueArray(row, { maxLength: 15, selector: (r) => r.station * 10 + r.version });
const source = fc.record({ preliminary: rows, official: rows }).map((both) => littleSource({ stations, ...both }));
const count = fc.constantFrom('preliminary' as const, 'official' as const);

/** Everything that the model is given, as text. */
function bytesOf(of: ProjectionSource, cut: Cut): string {
  const made = inputUntil(of, cut);
  const list = (_: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value;
  return JSON.stringify(made, list);
}

/** The same versions with other figures wherever `isSeen` says no, and with other states where not even the version is open. */
function noisy(versions: SheetVersions, isSeen: (row: number) => boolean, isOpen = isSeen): SheetVersions {
  const votes = versions.votes.slice();
  const base = versions.base.slice();
  const status = versions.status.slice();
  for (let r = 0; r < status.length; r++) {
    if (isSeen(r)) continue;
    votes.set([90_000 + r, 80_000 - r], 2 * r);
    base[r] = 1_000_000 + r;
    if (!isOpen(r)) status[r] = versions.statuses.length;
  }
  return { ...versions, votes, base, status, statuses: [...versions.statuses, 'not_installed'] };
}

const none = () => false;
const stationOf = (versions: SheetVersions, r: number) =>
  versions.first.findIndex((_, s) => (versions.first[s + 1] ?? 0) > r);
/** The newest of the versions of a station that `isOpen` lets through: said here in the plainest way. */
const newest = (versions: SheetVersions, isOpen: (r: number) => boolean) => (r: number) => {
  const s = stationOf(versions, r);
  for (let later = r + 1; later < (versions.first[s + 1] ?? 0); later++) if (isOpen(later)) return false;
  return isOpen(r);
};

const otherOf = (which: 'preliminary' | 'official') => (which === 'official' ? 'preliminary' : 'official');

/** The source with noise in the other count and in whatever of this count is not seen. */
function withNoise(
  of: ProjectionSource,
  which: 'preliminary' | 'official',
  isSeen: (r: number) => boolean,
  isOpen: (r: number) => boolean,
) {
  const own = of[which] as SheetVersions;
  const other = otherOf(which);
  return { ...of, [which]: noisy(own, isSeen, isOpen), [other]: noisy(of[other] as SheetVersions, none) };
}

describe('no figure of a sheet that is not in', () => {
  it('reaches an input as of an instant', () => {
    const at = fc.integer({ min: -1, max: 21 });
    fc.assert(
      fc.property(source, count, at, (of, which, t) => {
        const versions = of[which] as SheetVersions;
        const cut: Cut = { count: which, by: { kind: 'as-of', instant: instant(t) }, figures: 'as-then' };
        const isOpen = (r: number) => visibleAt(versions, r) <= t;
        const isNewest = newest(versions, isOpen);
        const counted = (r: number) => isNewest(r) && versions.status[r] === 0;
        expect(bytesOf(withNoise(of, which, counted, isOpen), cut)).toBe(bytesOf(of, cut));
      }),
    );
  });

  it('reaches an input of the first so many sheets, whichever figures are asked for', () => {
    fc.assert(
      fc.property(source, count, fc.nat(7), fc.boolean(), (of, which, sheets, asThen) => {
        const versions = of[which] as SheetVersions;
        const order = asThen ? arrivalOrder(of, which) : countedStations(of, which);
        const chosen = [...order.slice(0, sheets)];
        const firstCounted = (s: number) => {
          for (let r = versions.first[s] ?? 0; r < (versions.first[s + 1] ?? 0); r++) {
            if (versions.status[r] === 0 && !Number.isNaN(versions.orderAt[r])) return versions.orderAt[r] ?? unknown;
          }
          return unknown;
        };
        const until = Math.max(...chosen.map(firstCounted));
        const isOpen = (r: number) => !asThen || (versions.orderAt[r] ?? unknown) <= until;
        const isNewest = newest(versions, isOpen);
        const isSeen = (r: number) =>
          chosen.includes(stationOf(versions, r)) && isNewest(r) && versions.status[r] === 0;
        const figures = asThen ? ('as-then' as const) : ('final' as const);
        const cut: Cut = { count: which, by: { kind: 'first', sheets, order }, figures };
        expect(bytesOf(withNoise(of, which, isSeen, isOpen), cut)).toBe(bytesOf(of, cut));
      }),
    );
  });

  it('is there at all: what is seen does reach it', () => {
    const of = littleSource({ stations, preliminary: [sheetRow(0, [3, 4], { arrivedAt: 5 })] });
    const cut: Cut = { count: 'preliminary', by: { kind: 'as-of', instant: instant(5) }, figures: 'as-then' };
    const changed = { ...of, preliminary: noisy(of.preliminary as SheetVersions, none) };
    expect(bytesOf(changed, cut)).not.toBe(bytesOf(of, cut));
  });
});

describe('an input', () => {
  it('only gains sheets and corrections with time', () => {
    fc.assert(
      fc.property(source, fc.nat(20), fc.nat(5), (of, t, more) => {
        const at = (instantOf: number) =>
          inputUntil(of, {
            count: 'preliminary',
            by: { kind: 'as-of', instant: instant(instantOf) },
            figures: 'as-then',
          });
        const [early, late] = [at(t), at(t + more)];
        if (!early.ok || !late.ok) return;
        const seen = (i: typeof early.value, s: number) =>
          i.sheets.isIn[s] === 1 || i.sheets.setAside[s] === 1 || i.stations.expected[s] === 0;
        for (let s = 0; s < STATIONS; s++) if (seen(early.value, s)) expect(seen(late.value, s)).toBe(true);
      }),
    );
  });

  it('has figures only where a sheet is in, and sets no sheet aside that is in', () => {
    fc.assert(
      fc.property(source, (of) => {
        const input = expectOk(
          inputUntil(of, { count: 'preliminary', by: { kind: 'all' }, figures: 'as-then' }),
          'cut',
        );
        const { sheets } = input;
        for (let s = 0; s < STATIONS; s++) {
          const figures = [sheets.votes[2 * s], sheets.votes[2 * s + 1], sheets.base[s]];
          if (sheets.isIn[s] === 0) expect(figures).toEqual([0, 0, 0]);
          else expect([sheets.setAside[s], input.stations.expected[s]]).toEqual([0, 1]);
        }
      }),
    );
  });
});
