import { canonicalText } from '../base/canonical.ts';
import type { Count, SelectionId } from '../model/ids.ts';
import { resultOf } from '../model/outcome-complete.ts';
import type { ContestResult } from '../model/outcome-types.ts';
import type { VotesOut } from './draw-votes.ts';
import type { Areas } from './parts.ts';
import type { Band, Diagnostics, Estimate, Part } from './projection-answer.ts';
import { SETTINGS } from './projection-input.ts';
import type { Asked, Setup } from './variant-fit.ts';

/** Draws made into intervals and probabilities. */
export function summarise(
  setup: Setup,
  asked: Asked,
  areas: Areas,
  out: VotesOut,
  draws: Float64Array,
  count: number,
  diagnostics: Diagnostics,
): { readonly estimate: Estimate; readonly lead80: number } {
  const { input } = setup;
  const width = input.options.length;
  const column = (k: number) => Float64Array.from({ length: count }, (_, d) => draws[d * (width + 1) + k] as number);
  const base = column(width);
  const votes = input.options.map((_, k) => column(k));
  const shares = votes.map((v) => v.map((x, d) => x / Math.max(base[d] as number, 1)));
  const means = votes.map((v) => v.reduce((a, b) => a + b, 0));
  const order = means.map((_, k) => k).sort((a, b) => (means[b] as number) - (means[a] as number) || a - b);
  const [first, second] = order as [number, number];
  const lead = bandOf(
    (shares[first] as Float64Array).map((x, d) => x - ((shares[second] as Float64Array)[d] as number)),
  );
  const counted = setup.input.sheets.base.reduce((a, b) => a + b, 0);
  const sign = setup.chain.own[0] === first ? 1 : -1;
  return {
    lead80: lead.in80[1] - lead.in80[0],
    estimate: {
      kind: 'estimate',
      options: input.options.map((id, k) => ({
        id,
        share: bandOf(shares[k] as Float64Array),
        votes: bandOf(votes[k] as Float64Array),
      })),
      lead: { of: input.options[first] as string, over: input.options[second] as string, band: lead },
      turnout: turnoutOf(setup, base),
      votesOut: bandOf(base.map((x) => x - counted)),
      outcomes: outcomesOf(setup, votes, base, count),
      ...partsOfAnswer(setup, asked, areas, out, count, sign),
      diagnostics,
    },
  };
}

/** Quantiles of a sample between its order statistics; the median as point. */
export function bandOf(sample: Float64Array): Band {
  const sorted = Float64Array.from(sample).sort();
  const at = (p: number): number => {
    const x = p * (sorted.length - 1);
    const low = Math.floor(x);
    const high = Math.min(low + 1, sorted.length - 1);
    return (sorted[low] as number) + (x - low) * ((sorted[high] as number) - (sorted[low] as number));
  };
  const between = (p: number): readonly [number, number] => [at((1 - p) / 2), at((1 + p) / 2)];
  return { point: at(0.5), in50: between(0.5), in80: between(0.8), in95: between(0.95) };
}

/** Registered voters of all expected stations; null when some are not known. */
function wholeRoll({ input, roll }: Setup): number | null {
  const { stations } = input;
  let whole = 0;
  for (let i = 0; i < stations.size; i++) {
    if (stations.expected[i] === 0) continue;
    if (Number.isNaN(stations.registered[i] as number)) return null;
    whole += roll[i] as number;
  }
  return Math.round(whole);
}

function turnoutOf(setup: Setup, base: Float64Array): Band | null {
  const whole = wholeRoll(setup);
  return whole === null || whole === 0 ? null : bandOf(base.map((x) => x / whole));
}

/** The rule on whole votes of every draw. */
function outcomesOf(
  setup: Setup,
  votes: readonly Float64Array[],
  base: Float64Array,
  count: number,
): Estimate['outcomes'] {
  const { input } = setup;
  const registered = wholeRoll(setup);
  const found = new Map<string, { result: ContestResult; times: number }>();
  for (let d = 0; d < count; d++) {
    const row = votes.map((v) => v[d] as number);
    const named = row.reduce((a, b) => a + b, 0);
    const result = resultOfDraw(input, row, (base[d] as number) - named, registered);
    const key = canonicalText(result);
    const seen = found.get(key);
    if (seen === undefined) found.set(key, { result, times: 1 });
    else seen.times++;
  }
  return [...found.values()]
    .sort((a, b) => b.times - a.times)
    .map(({ result, times }) => ({ result, probability: times / count }));
}

function resultOfDraw(
  { rule, options }: Setup['input'],
  row: readonly number[],
  unlisted: number,
  registered: number | null,
): ContestResult {
  const result = (roll: number | null) =>
    resultOf(rule, options as readonly SelectionId[], {
      votes: row as unknown as readonly Count[],
      unlisted: unlisted as Count,
      othersTotal: 0 as Count,
      registered: roll as Count | null,
    });
  const found = result(registered);
  // Of valid votes alone it can be seen that the ballots reach a quorum, but never that they do not.
  const isBelow = found.kind === 'quorum-not-reached' && rule.kind === 'referendum';
  return isBelow && rule.quorum?.of === 'turnout' && rule.base === 'valid' ? result(null) : found;
}

function partsOfAnswer(
  setup: Setup,
  asked: Asked,
  areas: Areas,
  out: VotesOut,
  count: number,
  sign: number,
): { readonly areas: readonly Part[]; readonly settings: readonly Part[] } {
  const { stations } = setup.input;
  const parts = areas.units.length + SETTINGS.length;
  const sheets = new Float64Array(parts);
  for (const i of asked.stations) {
    const a = areas.indexOf[stations.unitOf[i] as number] as number;
    const s = areas.units.length + (stations.setting[i] as number);
    sheets[a] = (sheets[a] as number) + 1;
    sheets[s] = (sheets[s] as number) + 1;
  }
  const columnOf = (of: Float64Array, part: number, times: number) =>
    Float64Array.from({ length: count }, (_, d) => times * (of[d * parts + part] as number));
  const leads = Array.from({ length: parts }, (_, part) => columnOf(out.partLead, part, sign));
  const whole = new Float64Array(count);
  for (const lead of leads.slice(0, areas.units.length))
    for (let d = 0; d < count; d++) whole[d] = (whole[d] as number) + (lead[d] as number);
  const variance = covariance(whole, whole);
  const partAt = (part: number, unit: number, name: string, level: string): Part => ({
    unit,
    name,
    level,
    sheetsOut: sheets[part] as number,
    votesOut: bandOf(columnOf(out.partBase, part, 1)),
    leadOut: bandOf(leads[part] as Float64Array),
    shareOfVariance: variance === 0 ? 0 : covariance(leads[part] as Float64Array, whole) / variance,
  });
  const byVariance = (a: Part, b: Part) => b.shareOfVariance - a.shareOfVariance;
  const level = stations.tree.levels[areas.level - 1] ?? '';
  return {
    areas: areas.units
      .map((u, a) => partAt(a, u, stations.tree.names[u] ?? '', level))
      .filter((p) => p.sheetsOut > 0)
      .sort(byVariance),
    settings: SETTINGS.map((name, s) => partAt(areas.units.length + s, -1 - s, name, 'setting'))
      .filter((p) => p.sheetsOut > 0)
      .sort(byVariance),
  };
}

function covariance(a: Float64Array, b: Float64Array): number {
  const [x, y] = [a, b].map((v) => v.reduce((s, z) => s + z, 0) / Math.max(v.length, 1)) as [number, number];
  return a.reduce((sum, z, d) => sum + (z - x) * ((b[d] as number) - y), 0) / Math.max(a.length - 1, 1);
}
