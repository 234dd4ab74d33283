import { present } from '../../src/base/assert.ts';
import type { FolderError } from '../../src/model/folder/issue.ts';
import { type Box, votesIn } from '../../src/model/votes.ts';
import type { NameMap } from './compare-map.ts';
import { type Match, type MatchedBy, type Matching, matchCodes, matchNamed } from './compare-match.ts';
import type { Side, SideContest } from './compare-side.ts';

export type SidesDifference = {
  /** The code of A, and that of B. */
  readonly stations: readonly [string, string];
  /** `[option of A, A, B]` of each that differs. */
  readonly boxes: readonly (readonly [string, number | string, number | string])[];
  readonly change: number;
  readonly lead: number;
};

/** Sheets of an area by what comes of comparing them. */
export type SidesTally = {
  readonly equal: number;
  readonly differs: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
  readonly lead: number;
};

export type SidesContest = SidesTally & {
  readonly contest: readonly [string | null, string | null];
  readonly matchedBy: MatchedBy;
  readonly options: {
    /** `[option of A, option of B, how]`. */
    readonly matched: readonly (readonly [string, string, MatchedBy])[];
    readonly onlyA: readonly string[];
    readonly onlyB: readonly string[];
    readonly ambiguousA: readonly string[];
    readonly ambiguousB: readonly string[];
  };
  /** `[option of A, votes in A, votes in B]` over the sheets counted in both. */
  readonly totals: readonly (readonly [string, number, number])[];
  /** The two options that lead in B over these sheets, by their names in A. */
  readonly leaders: readonly [string, string | null];
  readonly by?: readonly (SidesTally & { readonly unit: string; readonly name: string })[];
  /** Of those that differ: only in boxes that one side leaves empty and the other gives as 0. */
  readonly emptyOnly: number;
  readonly differences: readonly SidesDifference[];
};

/** `emptyIsZero`: an empty box is taken for a 0, on both sides. */
export type SidesRules = { readonly map: NameMap; readonly level: string | null; readonly emptyIsZero: boolean };

export type StationReport = {
  readonly matched: Readonly<Record<'code' | 'map' | 'normalised', number>>;
  /** `[code of A, code of B]` that are alike but for leading zeros or letter case. */
  readonly normalised: readonly (readonly [string, string])[];
  readonly ambiguousA: readonly string[];
  readonly ambiguousB: readonly string[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  readonly unknownInMap: readonly string[];
};

export type SidesComparison = {
  readonly stations: StationReport;
  readonly contestsOnlyA: readonly (string | null)[];
  readonly contestsOnlyB: readonly (string | null)[];
  readonly unknownInMap: readonly string[];
  readonly contests: readonly SidesContest[];
  /** Cells of compared options that are no figures. */
  readonly faults: readonly FolderError[];
};

type Pair = { readonly a: string; readonly b: string };
type Area = { readonly id: string; readonly name: string } | null;

/** The figures of one organisation held against those of another. */
export function compareSides(a: Side, b: Side, rules: SidesRules): SidesComparison {
  const { map, level } = rules;
  const stations = matchCodes(a.stations, b.stations, map.stations);
  const pairs = stations.matches.map((m): Pair => ({ a: a.stations[m.a] ?? '', b: b.stations[m.b] ?? '' }));
  const contests = matchContests(a, b, map);
  const areaOf = ({ a: inA, b: inB }: Pair): Area =>
    level === null ? null : a.levels.includes(level) ? a.unitOf(inA, level) : b.unitOf(inB, level);
  const compared = contests.matches.map((match) => {
    const [ofA, ofB] = [present(a.contests[match.a], 'contest of A'), present(b.contests[match.b], 'contest of B')];
    return new ContestPair(ofA, ofB, match, rules).compare(pairs, level === null ? null : areaOf);
  });
  const idsOf = (side: Side, places: readonly number[]) => places.map((i) => side.contests[i]?.id ?? null);
  return {
    stations: stationReport(a, b, stations),
    contestsOnlyA: idsOf(a, [...contests.onlyA, ...contests.ambiguousA]),
    contestsOnlyB: idsOf(b, [...contests.onlyB, ...contests.ambiguousB]),
    unknownInMap: contests.unknown,
    contests: compared.map(({ result }) => result),
    faults: compared.flatMap(({ faults }) => faults),
  };
}

/** Where each side has one contest, it is the same one whatever it is called: the report says that it was taken so. */
function matchContests(a: Side, b: Side, map: NameMap): Matching {
  const found = matchNamed(a.contests, b.contests, map.contests);
  if (found.matches.length > 0 || a.contests.length !== 1 || b.contests.length !== 1) return found;
  return { ...found, matches: [{ a: 0, b: 0, by: 'only' }], onlyA: [], onlyB: [], ambiguousA: [], ambiguousB: [] };
}

function stationReport(a: Side, b: Side, matching: Matching): StationReport {
  const of = (by: MatchedBy) => matching.matches.filter((m) => m.by === by);
  const codes = (side: Side, places: readonly number[]) => places.map((i) => side.stations[i] ?? '');
  return {
    matched: { code: of('code').length, map: of('map').length, normalised: of('normalised').length },
    normalised: of('normalised').map((m) => [a.stations[m.a] ?? '', b.stations[m.b] ?? ''] as const),
    ambiguousA: codes(a, matching.ambiguousA),
    ambiguousB: codes(b, matching.ambiguousB),
    onlyA: codes(a, matching.onlyA),
    onlyB: codes(b, matching.onlyB),
    unknownInMap: matching.unknown,
  };
}

type Sums = { equal: number; differs: number; onlyA: number; onlyB: number; neither: number; readonly net: number[] };

class ContestPair {
  private readonly a: SideContest;
  private readonly b: SideContest;
  private readonly match: Match;
  private readonly options: Matching;
  private readonly emptyIsZero: boolean;

  constructor(a: SideContest, b: SideContest, match: Match, { map, emptyIsZero }: SidesRules) {
    this.a = a;
    this.b = b;
    this.match = match;
    this.emptyIsZero = emptyIsZero;
    this.options = matchNamed(a.options, b.options, map.options.get(a.id ?? '') ?? new Map());
  }

  compare(pairs: readonly Pair[], areaOf: ((pair: Pair) => Area) | null) {
    const { matches } = this.options;
    const whole = this.empty();
    const areas = new Map<string, { readonly name: string; readonly sums: Sums }>();
    const [votesA, votesB] = [matches.map(() => 0), matches.map(() => 0)];
    const differing: { pair: Pair; boxes: readonly (readonly [number, Box, Box])[] }[] = [];
    for (const pair of pairs) {
      const [inA, inB] = [this.a.sheets.get(pair.a), this.b.sheets.get(pair.b)];
      const both = inA?.isCounted === true && inB?.isCounted === true;
      const boxes = both ? this.boxesThatDiffer(inA.boxes, inB.boxes) : [];
      const kind = both
        ? boxes.length > 0
          ? 'differs'
          : 'equal'
        : inA?.isCounted === true
          ? 'onlyA'
          : inB?.isCounted === true
            ? 'onlyB'
            : 'neither';
      const area = areaOf?.(pair) ?? null;
      const own = area && (areas.get(area.id) ?? { name: area.name, sums: this.empty() });
      if (area !== null && own !== null) areas.set(area.id, own);
      for (const sums of own === null ? [whole] : [whole, own.sums]) {
        sums[kind]++;
        for (const [i, before, after] of boxes) sums.net[i] = (sums.net[i] ?? 0) + votesIn(after) - votesIn(before);
      }
      if (!both) continue;
      matches.forEach((m, i) => {
        votesA[i] = (votesA[i] ?? 0) + votesIn(inA.boxes[m.a]);
        votesB[i] = (votesB[i] ?? 0) + votesIn(inB.boxes[m.b]);
      });
      if (boxes.length > 0) differing.push({ pair, boxes });
    }
    const result = this.result(whole, votesA, votesB, differing, areaOf === null ? null : areas);
    return { result, faults: this.faults() };
  }

  private boxesThatDiffer(a: readonly Box[], b: readonly Box[]): (readonly [number, Box, Box])[] {
    return this.options.matches.flatMap((m, i) => {
      const [before, after] = [a[m.a] ?? 'empty', b[m.b] ?? 'empty'];
      if (before === after || (this.emptyIsZero && isEmptyZero(before, after))) return [];
      return [[i, before, after] as const];
    });
  }

  private result(
    whole: Sums,
    votesA: readonly number[],
    votesB: readonly number[],
    differing: readonly { readonly pair: Pair; readonly boxes: readonly (readonly [number, Box, Box])[] }[],
    areas: ReadonlyMap<string, { readonly name: string; readonly sums: Sums }> | null,
  ): SidesContest {
    const nameOf = (i: number) => this.a.options[this.options.matches[i]?.a ?? -1]?.id ?? '';
    const order = votesB.map((_, i) => i).sort((x, y) => (votesB[y] ?? 0) - (votesB[x] ?? 0) || x - y);
    const [first = -1, second = -1] = order;
    const leadOf = (net: readonly number[]) => (net[first] ?? 0) - (net[second] ?? 0);
    const tally = ({ net, ...classes }: Sums): SidesTally => ({ ...classes, lead: leadOf(net) });
    const differences = differing.map(({ pair, boxes }): SidesDifference => {
      const net: number[] = [];
      for (const [i, before, after] of boxes) net[i] = votesIn(after) - votesIn(before);
      return {
        stations: [pair.a, pair.b],
        boxes: boxes.map(([i, before, after]) => [nameOf(i), before, after] as const),
        change: boxes.reduce((sum, [, before, after]) => sum + Math.abs(votesIn(after) - votesIn(before)), 0),
        lead: leadOf(net),
      };
    });
    differences.sort((x, y) => y.change - x.change);
    const by = [...(areas ?? [])].map(([unit, { name, sums }]) => ({ unit, name, ...tally(sums) }));
    return {
      contest: [this.a.id, this.b.id],
      matchedBy: this.match.by,
      options: this.optionReport(),
      ...tally(whole),
      totals: this.options.matches.map((_, i) => [nameOf(i), votesA[i] ?? 0, votesB[i] ?? 0] as const),
      leaders: [nameOf(first), second < 0 ? null : nameOf(second)],
      ...(areas === null ? {} : { by: by.sort((x, y) => y.differs - x.differs) }),
      emptyOnly: differing.filter(({ boxes }) => boxes.every(([, x, y]) => isEmptyZero(x, y))).length,
      differences,
    };
  }

  private optionReport(): SidesContest['options'] {
    const { matches, onlyA, onlyB, ambiguousA, ambiguousB } = this.options;
    const [inA, inB] = [(i: number) => this.a.options[i]?.id ?? '', (i: number) => this.b.options[i]?.id ?? ''];
    return {
      matched: matches.map((m) => [inA(m.a), inB(m.b), m.by] as const),
      onlyA: onlyA.map(inA),
      onlyB: onlyB.map(inB),
      ambiguousA: ambiguousA.map(inA),
      ambiguousB: ambiguousB.map(inB),
    };
  }

  private faults(): readonly FolderError[] {
    return this.options.matches.flatMap((m) => {
      const found = [this.a.options[m.a]?.fault ?? null, this.b.options[m.b]?.fault ?? null];
      return found.filter((fault) => fault !== null);
    });
  }

  private empty(): Sums {
    return { equal: 0, differs: 0, onlyA: 0, onlyB: 0, neither: 0, net: this.options.matches.map(() => 0) };
  }
}

function isEmptyZero(a: Box, b: Box): boolean {
  return (a === 'empty' && b === 0) || (a === 0 && b === 'empty');
}
