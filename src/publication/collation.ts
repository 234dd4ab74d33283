import { present } from '../base/assert.ts';
import type { Contest } from '../model/election.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import { type Box, validVotes, votesIn } from '../model/votes.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';

/** How a sheet stands in the two counts: docs/spec/official-count.md section 11. */
export const COLLATION_CLASSES = [
  'equal',
  'differs',
  'annulled',
  'onlyPreliminary',
  'onlyOfficial',
  'neither',
] as const;
export type CollationClass = (typeof COLLATION_CLASSES)[number];

/** What the record says of why a sheet differs, the first that holds. */
export const COLLATION_REASONS = ['ruling', 'repeat', 'copy', 'typing', 'wrong-station', 'other-picture'] as const;
export type CollationReason = (typeof COLLATION_REASONS)[number];

/** Sheets of an area by class; `net` is official minus preliminary over the sheets counted in both, by vote and other. */
export type CollationData = Readonly<Record<CollationClass, number>> & { readonly net: readonly number[] };

/** Of a sheet, where there is something to tell. */
export type SheetCollation = { readonly class: CollationClass; readonly reason: CollationReason | null };

/** A box of a sheet that is not the same in both counts: its place in the contest, and what each says. */
export type BoxDifference = readonly [box: number, preliminary: Box, official: Box];

/** What the collation is made of. The two counts may be seen at two instants. */
export type CollationSource = {
  readonly geography: Geography;
  version(count: CountKind, contest: number, station: number): SheetVersion | null;
};

// Columns of the running sums of an area: the classes in their order, the valid votes, then votes and others.
const VALID = COLLATION_CLASSES.length;
const NET = VALID + 1;

type Pair = { readonly preliminary: SheetVersion | null; readonly official: SheetVersion | null };
type OfContest = {
  readonly contest: Contest;
  readonly compared: number;
  readonly width: number;
  /** By area, then column. */
  readonly sums: number[];
  /** By station: what the sums have of it. */
  readonly pairs: (Pair | undefined)[];
  /** By station: the place that the sums have it in, for it may move. */
  readonly places: number[];
  readonly differing: Set<number>;
};

/**
 * Every sheet of one count held against the same sheet of the other, added up the tree of units. `refresh` takes over what
 * changed since it was last called: one look at each sheet, work only where another version is there.
 */
export class Collation {
  private readonly source: CollationSource;
  private readonly contests: readonly OfContest[];

  constructor(source: CollationSource) {
    this.source = source;
    const { definition, units, stations } = source.geography;
    this.contests = definition.election.contests.map((contest) => {
      const compared = contest.selections.length + contest.others.length;
      const width = NET + compared;
      const sums: number[] = new Array(units.length * width).fill(0);
      return {
        contest,
        compared,
        width,
        sums,
        pairs: new Array(stations.length),
        places: [],
        differing: new Set<number>(),
      };
    });
    this.refresh();
  }

  /** Takes over the versions that are other ones than before. */
  refresh(): void {
    const { votesIn: voters, placeOf } = this.source.geography;
    this.contests.forEach((own, c) => {
      const votes = present(voters[c], 'contest');
      for (let s = 0; s < votes.length; s++) {
        if (votes[s] !== true) continue;
        const preliminary = this.source.version('preliminary', c, s);
        const official = this.source.version('official', c, s);
        const before = own.pairs[s];
        const place = placeOf[s] ?? 0;
        const isSame = before?.preliminary === preliminary && before.official === official && own.places[s] === place;
        if (before !== undefined && isSame) continue;
        if (before !== undefined) this.add(own, s, before, -1);
        const pair = { preliminary, official };
        own.pairs[s] = pair;
        own.places[s] = place;
        this.add(own, s, pair, 1);
      }
    });
  }

  /** Null where not of each count some sheet is counted (an annulled one counts as seen): there is nothing to hold beside. */
  of(contest: number, unit: number): CollationData | null {
    const all = this.classes(contest, unit);
    const { equal, differs, annulled, onlyPreliminary, onlyOfficial } = all;
    if (equal + differs === 0 && (onlyPreliminary === 0 || annulled + onlyOfficial === 0)) return null;
    return all;
  }

  /** The same sums whether there is anything to hold beside or not. */
  classes(contest: number, unit: number): CollationData {
    const { sums, width, compared } = present(this.contests[contest], 'contest');
    const at = unit * width;
    const column = (i: number): number => sums[at + i] ?? 0;
    const [equal, differs, annulled] = [column(0), column(1), column(2)];
    const [onlyPreliminary, onlyOfficial, neither] = [column(3), column(4), column(5)];
    const net = sums.slice(at + NET, at + NET + compared);
    return { equal, differs, annulled, onlyPreliminary, onlyOfficial, neither, net };
  }

  /** Official minus preliminary valid votes over the sheets counted in both. */
  netValid(contest: number, unit: number): number {
    const { sums, width } = present(this.contests[contest], 'contest');
    return sums[unit * width + VALID] ?? 0;
  }

  classOf(contest: number, station: number): CollationClass {
    const own = present(this.contests[contest], 'contest');
    return classOfPair(own.pairs[station], own.compared);
  }

  /** Stations whose sheet differs, in the order of the definition. */
  differing(contest: number): readonly number[] {
    return [...present(this.contests[contest], 'contest').differing].sort((a, b) => a - b);
  }

  /** The boxes of a sheet that differ, controls aside. */
  boxesThatDiffer(contest: number, station: number): readonly BoxDifference[] {
    const own = present(this.contests[contest], 'contest');
    return boxDifferences(own.compared, own.pairs[station]);
  }

  private add(own: OfContest, station: number, pair: Pair, sign: 1 | -1): void {
    const { parent } = this.source.geography;
    const { contest, compared, sums, width } = own;
    const kind = classOfPair(pair, compared);
    const column = COLLATION_CLASSES.indexOf(kind);
    const [p, o] = [pair.preliminary?.boxes ?? [], pair.official?.boxes ?? []];
    const isBoth = kind === 'differs' || kind === 'equal';
    // Equal votes may stand beside other written totals, and what a sheet writes may be its valid votes.
    const valid = isBoth ? validVotes(contest, o) - validVotes(contest, p) : 0;
    if (kind === 'differs') {
      if (sign > 0) own.differing.add(station);
      else own.differing.delete(station);
    }
    for (let unit = own.places[station] ?? 0; unit >= 0; unit = parent[unit] ?? -1) {
      const at = unit * width;
      sums[at + column] = (sums[at + column] ?? 0) + sign;
      if (valid !== 0) sums[at + VALID] = (sums[at + VALID] ?? 0) + sign * valid;
      if (kind !== 'differs') continue;
      for (let i = 0; i < compared; i++) {
        sums[at + NET + i] = (sums[at + NET + i] ?? 0) + sign * (votesIn(o[i]) - votesIn(p[i]));
      }
    }
  }
}

/** How many of a contest's boxes are held against each other: votes and others, not the controls. */
export function comparedBoxes(contest: Contest): number {
  return contest.selections.length + contest.others.length;
}

/** The class of one sheet: docs/spec/official-count.md section 11. */
export function collationClass(
  contest: Contest,
  preliminary: SheetVersion | null,
  official: SheetVersion | null,
): CollationClass {
  return classOfPair({ preliminary, official }, comparedBoxes(contest));
}

function classOfPair(pair: Pair | undefined, compared: number): CollationClass {
  if (pair === undefined) return 'neither';
  const { preliminary, official } = pair;
  if (official?.status === 'annulled') return 'annulled';
  const [inPreliminary, inOfficial] = [preliminary?.status === 'counted', official?.status === 'counted'];
  if (inPreliminary && inOfficial) {
    for (let i = 0; i < compared; i++) {
      if ((preliminary?.boxes[i] ?? 'empty') !== (official?.boxes[i] ?? 'empty')) return 'differs';
    }
    return 'equal';
  }
  return inPreliminary ? 'onlyPreliminary' : inOfficial ? 'onlyOfficial' : 'neither';
}

function boxDifferences(compared: number, pair: Pair | undefined): readonly BoxDifference[] {
  const differences: BoxDifference[] = [];
  for (let i = 0; i < compared; i++) {
    const before = pair?.preliminary?.boxes[i] ?? 'empty';
    const after = pair?.official?.boxes[i] ?? 'empty';
    if (before !== after) differences.push([i, before, after]);
  }
  return differences;
}

/** The sum of the differences without their sign; a word counts as nothing. */
export function changeOf(differences: readonly BoxDifference[]): number {
  return differences.reduce((sum, [, before, after]) => sum + Math.abs(votesIn(after) - votesIn(before)), 0);
}

/** By how much the differences move the lead of the first selection over the second (-1: over nobody). */
export function leadMoved(differences: readonly BoxDifference[], first: number, second: number): number {
  let moved = 0;
  for (const [box, before, after] of differences) {
    if (box === first) moved += votesIn(after) - votesIn(before);
    if (box === second) moved -= votesIn(after) - votesIn(before);
  }
  return moved;
}
