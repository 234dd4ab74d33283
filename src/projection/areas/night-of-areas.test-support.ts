import { expectOk } from '../../base/result.ts';
import type { SelectionId } from '../../model/ids.ts';
import type { Rule } from '../../model/rule.ts';
import { Chance } from '../random.ts';
import type { AreaSnapshots } from './area-snapshots.ts';
import { parseAreaSnapshots } from './parse-area-snapshots.ts';
import { csvTable } from './snapshots.test-support.ts';

/** An invented night: areas that differ, drift over their counts and run at their own pace. */
export type InventedNight = {
  readonly seed: number;
  readonly options: readonly string[];
  readonly areas: number;
  readonly instants: number;
  /** Sheets of the largest area; others are down to a tenth of it. */
  readonly sheets: number;
  /** Shared drift of the leader's logit over a whole count. */
  readonly drift: number;
};

export type MadeNight = {
  readonly lines: readonly string[];
  readonly options: readonly string[];
  /** ms of each instant; at the last all is in. */
  readonly at: readonly number[];
  /** Votes of each option in the end. */
  readonly truth: readonly number[];
};

export const START = Date.UTC(2024, 5, 2, 23);

/** The rows of such a night, as an authority would publish them: `at,area,sheets_expected,sheets_counted,OPTIONS`. */
export function inventNight(night: InventedNight): MadeNight {
  const chance = new Chance(night.seed);
  const { options, instants } = night;
  const K = options.length;
  const base = options.map((_, k) => -0.6 * k + 0.2 * chance.normal());
  const truth = options.map(() => 0);
  const lines = [`at,area,sheets_expected,sheets_counted,${options.join(',')}`];
  const at = Array.from({ length: instants }, (_, i) => START + i * 600_000);
  const rows: string[][] = at.map(() => []);
  for (let a = 0; a < night.areas; a++) {
    const sheets = Math.max(3, Math.round(night.sheets * (0.1 + 0.9 * chance.uniform())));
    const level = base.map((b) => b + 0.4 * chance.normal());
    const drift = level.map((_, k) => (k === 0 ? night.drift : 0) + 0.1 * chance.normal());
    const pace = Math.exp(0.5 * chance.normal());
    const votes = options.map(() => 0);
    let counted = 0;
    for (let i = 0; i < instants; i++) {
      const done = i === instants - 1 ? sheets : Math.floor(sheets * ((i + 1) / instants) ** pace);
      for (; counted < done; counted++) {
        const size = 120 + 80 * chance.uniform();
        const weight = level.map((l, k) => Math.exp(l + (drift[k] ?? 0) * (counted / sheets) + 0.4 * chance.normal()));
        const sum = weight.reduce((x, y) => x + y, 0);
        for (let k = 0; k < K; k++) votes[k] = (votes[k] ?? 0) + Math.round((size * (weight[k] ?? 0)) / sum);
      }
      rows[i]?.push([new Date(at[i] ?? 0).toISOString(), `A${a}`, sheets, counted, ...votes].join(','));
    }
    votes.forEach((v, k) => {
      truth[k] = (truth[k] ?? 0) + v;
    });
  }
  lines.push(...rows.flat());
  return { lines, options, at, truth };
}

/** Lines as snapshots. */
export function snapshotsFrom(
  lines: readonly string[],
  options: readonly string[],
  rule: Rule = { kind: 'plurality' },
  levels: readonly string[] = [],
): AreaSnapshots {
  const facts = { options: options as SelectionId[], others: [], rule, levels, described: [] };
  return expectOk(parseAreaSnapshots(facts, csvTable('snapshots.csv', lines)), 'these rows are good');
}
