import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { Count } from '../model/ids.ts';
import { resultOf } from '../model/outcome.ts';
import { addVotes, type Sums } from './addition.ts';
import { collationBook, type Differing } from './collation-book.ts';
import { comparedNames, contestAt, REASONS, type Reason, versionsOf } from './collation-reason.ts';
import type { Derivation } from './derived-json.ts';

/** Sheets that the JSON lists, and those that the CSV lists. */
const LISTED_MAX = 1000;
const CSV_MAX = 20_000;

/** What `data/collation.json` has to say. */
export function deriveCollation(derivation: Derivation): Json {
  const { election } = derivation.geography.definition;
  const book = collationBook(derivation);
  const contests: { [id: string]: Json } = {};
  election.contests.forEach((contest, c) => {
    const totals = book.json(c, 0);
    if (totals !== null) contests[contest.id] = contestJson(derivation, c, totals);
  });
  return { v: 1, election: election.id, test: election.nature === 'rehearsal', nature: election.nature, contests };
}

/** What `data/collation.csv` has to say. */
export function deriveCollationCsv(derivation: Derivation): string {
  const { geography } = derivation;
  const book = collationBook(derivation);
  let text = 'station,unit,contest,change,lead,reason,box,preliminary,official\n';
  geography.definition.election.contests.forEach((contest, c) => {
    if (book.json(c, 0) === null) return;
    const names = comparedNames(contest);
    for (const sheet of book.contest(c).differing.slice(0, CSV_MAX)) {
      const [station, unit] = idsOf(derivation, sheet.station);
      for (const [box, [before, after]] of sheet.boxes) {
        const { change, lead, reason } = sheet;
        const cells = [station, unit, contest.id, change, lead, reason ?? '', names[box] ?? '', before, after];
        text += `${cells.map((cell) => quoted(String(cell))).join(',')}\n`;
      }
    }
  });
  return text;
}

function quoted(cell: string): string {
  const isPlain = !cell.includes(',') && !cell.includes('"') && !cell.includes('\n') && !cell.includes('\r');
  return isPlain ? cell : `"${cell.split('"').join('""')}"`;
}

function contestJson(derivation: Derivation, c: number, totals: Json): Json {
  const contest = contestAt(derivation, c);
  const { differing, leaders } = collationBook(derivation).contest(c);
  const [a, b] = leaders.map((i) => contest.selections[i]?.id ?? null);
  const up = differing.filter((s) => s.lead > 0);
  const down = differing.filter((s) => s.lead < 0);
  const sum = (sheets: readonly Differing[]) => sheets.reduce((all, s) => all + Math.abs(s.lead), 0);
  const withReason = (reason: Reason | null) => differing.filter((s) => s.reason === reason).length;
  return {
    totals,
    leaders: [a ?? '', b ?? null],
    direction: {
      more: [up.length, sum(up)],
      less: [down.length, sum(down)],
      same: differing.length - up.length - down.length,
    },
    reasons: { ...Object.fromEntries(REASONS.map((r) => [r, withReason(r)])), none: withReason(null) },
    result: resultsJson(derivation, c),
    differing: differing.slice(0, LISTED_MAX).map(({ station, change, lead, reason }) => {
      return [...idsOf(derivation, station), change, lead, reason];
    }),
  };
}

/** The rule on the official sheets, and on the same ones with the preliminary boxes where both counts have the sheet. */
function resultsJson(derivation: Derivation, c: number): Json {
  const contest = contestAt(derivation, c);
  if (derivation.replayed.centre.amended.withdrawnOf(c).size > 0) return null;
  const official = present(derivation.added.sums.official[c]?.[0], 'sums of the whole');
  const swapped: Sums = { ...official, votes: [...official.votes], others: [...official.others] };
  derivation.geography.stations.forEach((_, station) => {
    if (derivation.geography.votesIn[c]?.[station] !== true) return;
    const { before, after } = versionsOf(derivation, c, station);
    if (before?.status !== 'counted' || after?.status !== 'counted') return;
    addVotes(swapped, contest, after.boxes, -1);
    addVotes(swapped, contest, before.boxes, 1);
  });
  const ids = contest.selections.map((s) => s.id);
  const total = (list: readonly number[]) => list.reduce((all, n) => all + n, 0);
  const of = (sums: Sums): Json => ({
    ...resultOf(contest.rule, ids, {
      votes: sums.votes as Count[],
      unlisted: (sums.valid - total(sums.votes)) as Count,
      othersTotal: total(sums.others) as Count,
      registered: official.unknownTotal > 0 ? null : (official.registered as Count),
    }),
  });
  return { official: of(official), swapped: of(swapped) };
}

function idsOf({ geography }: Derivation, station: number): readonly [string, string] {
  const place = geography.placeOf[station] ?? 0;
  return [present(geography.stations[station], 'station').id, present(geography.units[place], 'place').id];
}
