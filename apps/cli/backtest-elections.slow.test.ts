import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { parseInstant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { arrivalOrder, countedStations } from '../../src/projection/arrival-order.ts';
import { baseline } from '../../src/projection/baselines/all-baselines.ts';
import type { BaselineId } from '../../src/projection/baselines/baseline.ts';
import { type CutBy, inputUntil } from '../../src/projection/input-until.ts';
import { mainAreas } from '../../src/projection/main-areas.ts';
import { orderOfArrival } from '../../src/projection/orders.ts';
import { Chance } from '../../src/projection/random.ts';
import { backtestCommand } from './backtest-command.ts';
import { readElectionToTry } from './backtest-folder.ts';
import type { Election } from './backtest-run.ts';
import { EXIT } from './exit-codes.ts';

/*
 * The baselines on real elections, against errors that were measured with other programs. Left out, by name, where the folders are
 * not beside the repository.
 */

const shared = fileURLToPath(new URL('../../../shared/elections', import.meta.url));

function real(name: string, tests: (election: () => Election, folder: string) => void): void {
  const folder = `${shared}/${name}`;
  describe.skipIf(!existsSync(folder))(`${name} (needs the shared folder of elections)`, () => {
    let held: Election | null = null;
    const election = () => {
      held ??= expectOk(readElectionToTry(folder, null), name);
      return held;
    };
    tests(election, folder);
  });
}

/** Percentage points by which a baseline errs on the lead of one option over another. */
function error(of: Election, id: BaselineId, by: CutBy, [first, second]: readonly [string, string]): number {
  const input = expectOk(inputUntil(of.source, { count: 'preliminary', by, figures: 'as-then' }), id);
  const answer = baseline(id, input, 1, 100);
  if (answer.kind === 'none') throw new Error(`${id}: ${answer.why}`);
  const { totals } = answer.forecast;
  const at = (option: string) => present(totals[input.options.indexOf(option)], option);
  const true_ = (option: string) => present(of.truth.options[of.source.options.indexOf(option)], option);
  const said = (at(first) - at(second)) / present(totals[input.options.length], 'the base');
  return 100 * (said - (true_(first) - true_(second)) / of.truth.base);
}

const asOf = (text: string): CutBy => ({ kind: 'as-of', instant: expectOk(parseInstant(text), text) });

real('bolivia-2019', (election) => {
  const pair = ['MAS', 'CC'] as const;
  const first = (sheets: number): CutBy => ({
    kind: 'first',
    sheets,
    order: arrivalOrder(election().source, 'preliminary'),
  });
  const share = (percent: number) => first(Math.round((percent / 100) * 34_555));

  it.each([
    [30, -11.5, -1.92],
    [45, -8.42, -1.27],
    [50, -7.54, -1.28],
    [60, -5.52, -0.99],
  ])('raw and fill at %i %% of the sheets', (percent, raw, fill) => {
    expect(Math.abs(error(election(), 'raw', share(percent), pair) - raw)).toBeLessThan(0.02);
    expect(Math.abs(error(election(), 'fill', share(percent), pair) - fill)).toBeLessThan(0.02);
  });

  it('raw and fill at the stop and at the end', () => {
    const stop = asOf('2019-10-20T19:40:57-04:00');
    expect(error(election(), 'raw', stop, pair)).toBeCloseTo(-2.69, 1);
    expect(error(election(), 'fill', stop, pair)).toBeCloseTo(-0.48, 1);
    expect(error(election(), 'raw', first(32_806), pair)).toBeCloseTo(-0.42, 1);
    expect(error(election(), 'fill', first(32_806), pair)).toBeCloseTo(-0.12, 1);
  });

  it('the main areas are the departments, not the countries', () => {
    const { stations } = election().source;
    const names = new Set(Array.from(mainAreas(stations), (unit) => stations.tree.names[unit]));
    expect(names).toContain('Cochabamba');
    expect(names).not.toContain('Bolivia');
  });

  it('an earlier referendum gives a swing, though it had other options', () => {
    for (const id of ['swing-uniform', 'swing-proportional-area'] as const) {
      expect(Math.abs(error(election(), id, share(60), pair))).toBeLessThan(3);
    }
  });

  it('its orders hold the sheets of the count, the country side behind the towns', () => {
    const { source } = election();
    const counted = countedStations(source, 'preliminary');
    const all = { kind: 'first', sheets: counted.length, order: counted } as const;
    const whole = expectOk(inputUntil(source, { count: 'preliminary', by: all, figures: 'final' }), 'whole');
    const order = expectOk(orderOfArrival('rural-last', whole, new Int32Array(0), new Chance(1)), 'rural-last');
    expect(order).toHaveLength(32_806);
    expect(source.stations.setting[order[0] ?? -1]).not.toBe(2);
    expect(source.stations.setting[order.at(-1) ?? -1]).toBe(2);
  });
});

real('peru-2021-runoff', (election) => {
  // Measured against the proclamation, which is 0.002 points above the table of this folder.
  it.each([
    ['2021-06-08T16:15:44Z', 0.2, 0.06],
    ['2021-06-09T01:12:42Z', 0.25, 0.0],
  ])('raw and fill as of %s', (instant, raw, fill) => {
    expect(Math.abs(error(election(), 'raw', asOf(instant), ['PL', 'FP']) - raw)).toBeLessThan(0.01);
    expect(Math.abs(error(election(), 'fill', asOf(instant), ['PL', 'FP']) - fill)).toBeLessThan(0.01);
  });
});

real('mexico-2018-quickcount', (election, folder) => {
  it('the truth is that of the drawn stations', () => {
    const { truth, source } = election();
    const share = (id: string) => (100 * present(truth.options[source.options.indexOf(id)], id)) / truth.base;
    expect([share('AMLO'), share('RAC'), share('JAMK')]).toEqual(
      [53.332, 22.286, 16.239].map((v) => expect.closeTo(v, 3)),
    );
    expect(truth.options[source.options.indexOf('JHRC')]).toBeNull();
  });

  it('a whole back-test gives the same bytes again, on more threads than one', async () => {
    const run = async (threads: string) => {
      const lines: string[] = [];
      const output = { line: (t: string) => void lines.push(t), error: () => undefined };
      const asked = { points: '50', orders: 'real,big-last', draws: '100', json: true, threads };
      expect(await backtestCommand([folder], asked, output)).toBe(EXIT.ok);
      return lines.join('\n');
    };
    expect(await run('2')).toBe(await run('1'));
  });
});
