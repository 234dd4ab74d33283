import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { Count } from '../model/ids.ts';
import { resultOf } from '../model/outcome.ts';
import type { ContestResult } from '../model/outcome-types.ts';
import { type Box, boxNames } from '../model/votes.ts';
import type { AreaSums } from '../tabulation/tabulation.ts';
import { outcomeInputOf } from './build-unit-data.ts';
import { COLLATION_REASONS, type CollationData, type CollationReason } from './collation.ts';
import type { CollatedView, DifferingSheet } from './collation-view.ts';

/** Sheets that `data/collation.json` lists, and those that the CSV lists; both say how many there are in all. */
export const DIFFERING_MAX = 1000;
export const CSV_SHEETS_MAX = 20_000;

/** What `data/collation.json` says of a contest: docs/spec/official-count.md section 11. */
export type ContestCollation = {
  readonly totals: CollationData;
  /** The two that lead the official count; the second null where there is one selection only. */
  readonly leaders: readonly [string, string | null];
  /** Sheets, and votes, that move their lead up and down; sheets that do not move it. */
  readonly direction: {
    readonly more: readonly [number, number];
    readonly less: readonly [number, number];
    readonly same: number;
  };
  readonly reasons: Readonly<Record<CollationReason | 'none', number>>;
  /** Null where a candidate withdrew. What the sheets of the official count give, and what they would with the preliminary figures of those counted in both. */
  readonly result: { readonly official: ContestResult; readonly swapped: ContestResult } | null;
  /** `[station, unit, change, lead, reason]`, the largest change first. */
  readonly differing: readonly (readonly [string, string, number, number, CollationReason | null])[];
};

export type CollationFile = { readonly data: Json; readonly contests: ReadonlyMap<string, ContestPage> };

/** A contest's part of the file, and the sheets behind it. */
export type ContestPage = { readonly data: ContestCollation; readonly sheets: readonly DifferingSheet[] };

/** Everything that is published of the collation as a whole, in the present state. */
export function buildCollation(collated: CollatedView): CollationFile {
  const { election } = collated.official.geography.definition;
  const contests = new Map<string, ContestPage>();
  election.contests.forEach((contest, c) => {
    const totals = collated.of(c, 0);
    if (totals === null) return;
    const sheets = collated.differing(c);
    contests.set(contest.id, { data: contestCollation(collated, c, totals, sheets), sheets });
  });
  const { id, nature } = election;
  const entries = [...contests].map(([contest, { data }]) => [contest, data] as const);
  const file = { v: 1, election: id, test: nature === 'rehearsal', nature, contests: Object.fromEntries(entries) };
  return { data: file as unknown as Json, contests };
}

function contestCollation(
  collated: CollatedView,
  c: number,
  totals: CollationData,
  sheets: readonly DifferingSheet[],
): ContestCollation {
  const { definition, stations, units } = collated.official.geography;
  const { selections } = present(definition.election.contests[c], 'contest');
  const [first, second] = collated.leaders(c);
  const moved = (sign: 1 | -1): readonly [number, number] => {
    const those = sheets.filter((s) => s.lead * sign > 0);
    return [those.length, those.reduce((sum, s) => sum + s.lead * sign, 0)];
  };
  const reasonsOf = (reason: CollationReason | null): number => sheets.filter((s) => s.reason === reason).length;
  const reasons = COLLATION_REASONS.map((reason) => [reason, reasonsOf(reason)] as const);
  const listed = sheets.slice(0, DIFFERING_MAX).map(({ station, unit, change, lead, reason }) => {
    const [name, place] = [present(stations[station], 'station').id, present(units[unit], 'unit').id];
    return [name, place, change, lead, reason] as const;
  });
  return {
    totals,
    leaders: [selections[first]?.id ?? '', selections[second]?.id ?? null],
    direction: { more: moved(1), less: moved(-1), same: sheets.filter((s) => s.lead === 0).length },
    reasons: { ...(Object.fromEntries(reasons) as Record<CollationReason, number>), none: reasonsOf(null) },
    result: results(collated, c, totals),
    differing: listed,
  };
}

function results(collated: CollatedView, c: number, { net }: CollationData): ContestCollation['result'] {
  const { rule, selections } = present(collated.official.geography.definition.election.contests[c], 'contest');
  // The preliminary count knows nothing of a withdrawal: its figures in place of the official ones would not be the same contest.
  if (collated.official.tabulation.withdrawnOf('official', c).size > 0) return null;
  const ids = selections.map((s) => s.id);
  const official = collated.official.tabulation.sums('official', c, 0);
  const minus = (values: readonly number[], from: number) => values.map((n, i) => (n - (net[from + i] ?? 0)) as Count);
  const swapped: AreaSums = {
    ...official,
    votes: minus(official.votes, 0),
    others: minus(official.others, selections.length),
    valid: official.valid - collated.collation.netValid(c, 0),
  };
  const of = (sums: AreaSums): ContestResult => resultOf(rule, ids, outcomeInputOf(sums));
  return { official: of(official), swapped: of(swapped) };
}

/** `data/collation.csv`: a line for each box that differs, the sheets in the order of the JSON, which lists fewer. */
export function collationCsv(collated: CollatedView, { contests }: CollationFile): string {
  const { geography } = collated.official;
  const lines = ['station,unit,contest,change,lead,reason,box,preliminary,official'];
  geography.definition.election.contests.forEach((contest) => {
    const names = boxNames(contest);
    for (const s of contests.get(contest.id)?.sheets.slice(0, CSV_SHEETS_MAX) ?? []) {
      const { id } = present(geography.stations[s.station], 'station');
      const unit = present(geography.units[s.unit], 'unit').id;
      const sheet = [id, unit, contest.id, String(s.change), String(s.lead), s.reason ?? ''];
      for (const [box, before, after] of s.boxes) {
        lines.push([...sheet, names[box] ?? '', boxText(before), boxText(after)].map(csvCell).join(','));
      }
    }
  });
  return `${lines.join('\n')}\n`;
}

function boxText(box: Box): string {
  return String(box);
}

/** RFC 4180: quoted where it has to be. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
