import type { Geography } from '../model/geography.ts';
import type { ContestEnd } from './canvass-types.ts';

/** How many (station, contest) of an area ended so. */
export type EndCounts = Readonly<Record<ContestEnd['kind'], number>>;

const KINDS = [
  'annulled',
  'counted',
  'lost',
  'merged',
  'not-installed',
  'open',
] as const satisfies readonly ContestEnd['kind'][];
const EXPECTED: ContestEnd = { kind: 'open', why: 'expected', until: null };

/** Where every (station, contest) ends, and how many of each end there are in every unit: asked for at each certificate. */
export class Endings {
  private readonly geography: Geography;
  /** By contest and station; null where the station does not vote in it. */
  private readonly ends: readonly (ContestEnd | null)[][];
  /** By contest: for each unit, as many numbers as there are kinds. */
  private readonly counts: readonly Int32Array[];
  /** By contest and unit, objections that are not answered. */
  private readonly objections: readonly Int32Array[];
  /** By station, the unit whose numbers it is in. */
  private readonly placeOf: number[];
  private readonly unanswered = new Map<string, number>();
  private all = 0;

  constructor(geography: Geography) {
    const { contests } = geography.definition.election;
    this.geography = geography;
    this.placeOf = [...geography.placeOf];
    this.ends = contests.map((_, contest) =>
      geography.stations.map((_station, place) => (geography.votesIn[contest]?.[place] === true ? EXPECTED : null)),
    );
    this.counts = contests.map(() => new Int32Array(geography.units.length * KINDS.length));
    this.objections = contests.map(() => new Int32Array(geography.units.length));
    this.ends.forEach((ends, contest) => {
      ends.forEach((end, place) => {
        if (end !== null) this.add(contest, place, end, 1);
      });
    });
  }

  /** null where the station does not vote in the contest. */
  of(place: number, contest: number): ContestEnd | null {
    return this.ends[contest]?.[place] ?? null;
  }

  set(place: number, contest: number, end: ContestEnd): void {
    const ends = this.ends[contest];
    const before = ends?.[place] ?? null;
    if (ends === undefined || before === null) return;
    ends[place] = end;
    if (before.kind === end.kind) return;
    this.add(contest, place, before, -1);
    this.add(contest, place, end, 1);
  }

  /** The station was added, or lies at another place since: its ends are counted there. */
  place(place: number): void {
    const { placeOf, votesIn } = this.geography;
    this.countAll(place, -1);
    this.placeOf[place] = placeOf[place] ?? 0;
    this.ends.forEach((ends, contest) => {
      ends[place] ??= votesIn[contest]?.[place] === true ? EXPECTED : null;
    });
    this.countAll(place, 1);
  }

  /** How many objections to a contest of a station nobody answered yet. */
  setUnanswered(place: number, contest: number, now: number): void {
    const key = `${place} ${contest}`;
    const more = now - (this.unanswered.get(key) ?? 0);
    if (more === 0) return;
    this.unanswered.set(key, now);
    this.ask(contest, place, more);
  }

  unansweredIn(contest: number, unit: number): number {
    return this.objections[contest]?.[unit] ?? 0;
  }

  countsIn(contest: number, unit: number): EndCounts {
    const at = (kind: ContestEnd['kind']) => this.counts[contest]?.[unit * KINDS.length + KINDS.indexOf(kind)] ?? 0;
    return {
      annulled: at('annulled'),
      counted: at('counted'),
      lost: at('lost'),
      merged: at('merged'),
      'not-installed': at('not-installed'),
      open: at('open'),
    };
  }

  /** Contests of sheets that are counted, of all stations. */
  get counted(): number {
    return this.all;
  }

  private add(contest: number, place: number, { kind }: ContestEnd, n: 1 | -1): void {
    if (kind === 'counted') this.all += n;
    const counts = this.counts[contest];
    const column = KINDS.indexOf(kind);
    this.upwards(place, (unit) => {
      const at = unit * KINDS.length + column;
      if (counts !== undefined) counts[at] = (counts[at] ?? 0) + n;
    });
  }

  private countAll(place: number, n: 1 | -1): void {
    this.ends.forEach((ends, contest) => {
      const end = ends[place] ?? null;
      if (end !== null) this.add(contest, place, end, n);
      this.ask(contest, place, n * (this.unanswered.get(`${place} ${contest}`) ?? 0));
    });
  }

  private ask(contest: number, place: number, more: number): void {
    const of = this.objections[contest];
    this.upwards(place, (unit) => {
      if (of !== undefined) of[unit] = (of[unit] ?? 0) + more;
    });
  }

  private upwards(place: number, each: (unit: number) => void): void {
    const { parent } = this.geography;
    for (let unit = this.placeOf[place] ?? -1; unit >= 0; unit = parent[unit] ?? -1) each(unit);
  }
}

/** Of several areas that have no station in common. */
export function addEnds(counts: readonly EndCounts[]): EndCounts {
  const sum = (kind: ContestEnd['kind']) => counts.reduce((all, one) => all + one[kind], 0);
  return {
    annulled: sum('annulled'),
    counted: sum('counted'),
    lost: sum('lost'),
    merged: sum('merged'),
    'not-installed': sum('not-installed'),
    open: sum('open'),
  };
}
