import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { Contest } from '../model/election.ts';
import type { Box } from '../model/votes.ts';
import {
  type Class,
  comparedNames,
  contestAt,
  type Reason,
  reasonOf,
  sameBoxes,
  versionsOf,
} from './collation-reason.ts';
import type { Derivation } from './derived-json.ts';
import type { SheetVersion } from './version-book.ts';

/** Classes of a unit's sheets in one contest, and official minus preliminary over those counted in both. */
export type Collated = { readonly classes: Record<Class, number>; readonly net: number[] };
/** A sheet that differs. */
export type Differing = {
  readonly station: number;
  readonly change: number;
  readonly lead: number;
  readonly reason: Reason | null;
  /** By the place of the box: what each count says. */
  readonly boxes: ReadonlyMap<number, readonly [Box, Box]>;
};
/** A contest's collation: by unit, and the sheets that differ, the largest change first. */
export type ContestCollated = {
  readonly units: readonly Collated[];
  readonly differing: readonly Differing[];
  /** Places of the two selections that lead the official count. */
  readonly leaders: readonly [number, number];
};

/** The collation of every contest: official-count.md section 11. Each sheet is looked at once and added to every unit above it. */
export class CollationBook {
  private readonly derivation: Derivation;
  private readonly contests = new Map<number, ContestCollated>();

  constructor(derivation: Derivation) {
    this.derivation = derivation;
  }

  contest(c: number): ContestCollated {
    const known = this.contests.get(c);
    if (known !== undefined) return known;
    const made = collate(this.derivation, c);
    this.contests.set(c, made);
    return made;
  }

  /** COLLATION of a unit; null where there is none. */
  json(c: number, unit: number): { readonly [key: string]: Json } | null {
    const { classes, net } = present(this.contest(c).units[unit], 'unit');
    const { annulled, differs, equal, neither, onlyOfficial, onlyPreliminary } = classes;
    const hasBoth = equal + differs > 0;
    const hasEach = onlyPreliminary > 0 && onlyOfficial + annulled > 0;
    return hasBoth || hasEach ? { annulled, differs, equal, neither, net, onlyOfficial, onlyPreliminary } : null;
  }

  /** `collation` of a SHEET's contest; null where there is none. */
  sheetJson(c: number, station: number): Json {
    const { before, after } = versionsOf(this.derivation, c, station);
    const kind = classOf(contestAt(this.derivation, c), before, after);
    if (kind !== 'differs' && kind !== 'annulled') return null;
    return { class: kind, reason: reasonOf(this.derivation, c, station, kind) };
  }
}

const books = new WeakMap<Derivation, CollationBook>();

export function collationBook(derivation: Derivation): CollationBook {
  const known = books.get(derivation) ?? new CollationBook(derivation);
  books.set(derivation, known);
  return known;
}

function collate(derivation: Derivation, c: number): ContestCollated {
  const { geography } = derivation;
  const contest = contestAt(derivation, c);
  const width = comparedNames(contest).length;
  const units = geography.units.map(
    (): Collated => ({
      classes: { equal: 0, differs: 0, annulled: 0, onlyPreliminary: 0, onlyOfficial: 0, neither: 0 },
      net: new Array<number>(width).fill(0),
    }),
  );
  const leaders = leadersOf(derivation, c);
  const differing: Differing[] = [];
  geography.stations.forEach((_, station) => {
    if (geography.votesIn[c]?.[station] !== true) return;
    const { before, after } = versionsOf(derivation, c, station);
    const kind = classOf(contest, before, after);
    const boxes = new Map<number, readonly [Box, Box]>();
    for (let i = 0; i < width && kind === 'differs'; i++) {
      const [p, o] = [boxAt(before, i), boxAt(after, i)];
      if (p !== o) boxes.set(i, [p, o]);
    }
    for (let u = geography.placeOf[station] ?? -1; u >= 0; u = geography.parent[u] ?? -1) {
      const unit = present(units[u], 'unit');
      unit.classes[kind]++;
      for (const [i, [p, o]] of boxes) unit.net[i] = (unit.net[i] ?? 0) + numberIn(o) - numberIn(p);
    }
    if (kind !== 'differs') return;
    const moved = (i: number) => (boxes.has(i) ? numberIn(boxAt(after, i)) - numberIn(boxAt(before, i)) : 0);
    const change = [...boxes.keys()].reduce((all, i) => all + Math.abs(moved(i)), 0);
    const lead = moved(leaders[0]) - moved(leaders[1]);
    differing.push({ station, change, lead, reason: reasonOf(derivation, c, station, kind), boxes });
  });
  differing.sort((x, y) => y.change - x.change || x.station - y.station);
  return { units, differing, leaders };
}

/** The first with the most votes of the official count, and the first with the most of the others; -1: there is none. */
function leadersOf(derivation: Derivation, c: number): readonly [number, number] {
  const votes = derivation.added.sums.official[c]?.[0]?.votes ?? [];
  const best = (but: number) => {
    let found = -1;
    votes.forEach((n, i) => {
      if (i !== but && (found < 0 || n > (votes[found] ?? 0))) found = i;
    });
    return found;
  };
  const first = best(-1);
  return [first, first < 0 ? -1 : best(first)];
}

function classOf(contest: Contest, before: SheetVersion | null, after: SheetVersion | null): Class {
  if (after?.status === 'annulled') return 'annulled';
  const [p, o] = [before?.status === 'counted', after?.status === 'counted'];
  if (!p && !o) return 'neither';
  if (!p || !o) return p ? 'onlyPreliminary' : 'onlyOfficial';
  return sameBoxes(contest, before?.boxes ?? [], after?.boxes ?? []) ? 'equal' : 'differs';
}

function boxAt(version: SheetVersion | null, i: number): Box {
  return version?.boxes[i] ?? 'empty';
}

function numberIn(box: Box): number {
  return typeof box === 'number' ? box : 0;
}
