import type { ContestEnd, Custody, Objection, OpenWhy } from '../../src/canvass/canvass-types.ts';
import { BOARD_WAITS, type PAPER_LISTS } from './api-schemas.ts';
import type { CountingCentre } from './centre-types.ts';

type Wait = (typeof BOARD_WAITS)[number];
/** A contest of a station, both by their places in the definition, that waits for the board. */
export type Waiting = { readonly place: number; readonly contest: number; readonly why: Wait };
/** An envelope, whether it came or not, or a copy; `place` is its station's in the definition. */
export type Paper = {
  readonly place: number;
  /** 1; of a vote that was repeated 2 and more. */
  readonly generation: number;
  /** Of a copy; of an envelope its custody says it. */
  readonly copy: number | null;
};
export type PaperList = (typeof PAPER_LISTS)[number];
type Papers = Readonly<Record<PaperList, readonly Paper[]>>;
type Tally = Map<string, number>;
/** Where the sheets of a contest ended, by kind of end; of the open ones also why. */
export type EndsOfContest = {
  readonly expected: number;
  readonly ends: ReadonlyMap<string, number>;
  readonly why: ReadonlyMap<string, number>;
};
type Made = {
  readonly papers: Papers;
  readonly waits: readonly Waiting[];
  readonly contests: readonly EndsOfContest[];
};

const WAITS: ReadonlySet<string> = new Set(BOARD_WAITS);
/** Lists stay as they are for so many times as long as it took to make them. */
const RESTS = 10;
/** Of so few stations they are made in a moment, and are always new: a machine that paused meanwhile says nothing of them. */
const FEW_STATIONS = 2000;

/** Where every envelope is, what waits for the board and where sheets ended: made once for all who ask. */
export class CanvassLists {
  readonly #centre: CountingCentre;
  readonly #clock: () => number;
  #made: { readonly size: number; readonly until: number; readonly value: Made } | null = null;

  /** `clock`: milliseconds that only grow. */
  constructor(centre: CountingCentre, clock: () => number) {
    this.#centre = centre;
    this.#clock = clock;
  }

  /** Envelopes by where they are, copies that were admitted, and envelopes a recount waits in; in the order of the definition. */
  papers(): Papers {
    return this.#now().papers;
  }

  /** In the order of the definition. */
  waits(): readonly Waiting[] {
    return this.#now().waits;
  }

  /** By the contest's place in the definition. */
  contests(): readonly EndsOfContest[] {
    return this.#now().contests;
  }

  #now(): Made {
    const from = this.#clock();
    const { size } = this.#centre.state;
    const made = this.#made;
    if (made !== null && (made.size === size || from < made.until)) return made.value;
    const value = madeOf(this.#centre);
    const isSmall = this.#centre.state.geography.stations.length <= FEW_STATIONS;
    const now = this.#clock();
    this.#made = { size, until: isSmall ? now : now + (now - from) * RESTS, value };
    return value;
  }
}

function madeOf({ state, canvass }: CountingCentre): Made {
  const { geography } = state;
  const all = geography.definition.election.contests;
  const contests = all.map(() => ({ expected: 0, ends: new Map<string, number>(), why: new Map<string, number>() }));
  const waits: Waiting[] = [];
  for (const place of geography.stations.keys()) {
    for (const [contest, tally] of contests.entries()) {
      if (geography.votesIn[contest]?.[place] !== true) continue;
      const end = canvass.endOf(place, contest);
      if (end === null) continue;
      const why = whyOpen(end);
      tally.expected++;
      add(tally.ends, end.kind);
      if (why !== null) add(tally.why, why);
      if (why !== null && isWait(why)) waits.push({ place, contest, why });
      // An objection whose ground does not hold leaves the figures in the total, and waits for its answer all the same.
      else if (isUnanswered(canvass.objectionsOf(place), contest)) waits.push({ place, contest, why: 'objected' });
    }
  }
  return { papers: papersOf({ state, canvass }), waits, contests };
}

function papersOf({ state, canvass }: Pick<CountingCentre, 'state' | 'canvass'>): Papers {
  const lists: Record<PaperList, Paper[]> = {
    ...{ expected: [], missing: [], received: [], opened: [], scanned: [], stored: [], copy: [], recount: [] },
  };
  const copies = copiesOf(state);
  for (const place of state.geography.stations.keys()) {
    for (const { generation, custody } of envelopesAt({ state, canvass }, place)) {
      const envelope = { place, generation, copy: null };
      lists[custody.kind].push(envelope);
      if ('sheet' in custody && recountsOf(state, custody.sheet).length > 0) lists.recount.push(envelope);
    }
    for (const copy of copies.get(place) ?? []) {
      lists.copy.push(copy);
      if (copy.copy !== null && recountsOf(state, copy.copy).length > 0) lists.recount.push(copy);
    }
  }
  return lists;
}

/** The envelope of each vote of a station, the first one first: also where it has not come yet. */
export function envelopesAt(
  { state, canvass }: Pick<CountingCentre, 'state' | 'canvass'>,
  place: number,
): readonly { readonly generation: number; readonly custody: Custody }[] {
  const pending = state.repeats.pending(place)?.generation ?? 1;
  const last = Math.max(pending, state.repeats.highestOf(place));
  return Array.from({ length: last }, (_, at) => at + 1).flatMap((generation) => {
    const custody = canvass.custodyOf(place, generation);
    // Of a number that no vote here was given, or whose envelope was taken out, nothing is expected.
    const isNone = custody.kind === 'expected' && generation !== 1 && generation !== pending;
    return isNone ? [] : [{ generation, custody }];
  });
}

/** Copies by station, without those that were taken out. */
function copiesOf(state: CountingCentre['state']): ReadonlyMap<number, readonly Paper[]> {
  const copies = new Map<number, Paper[]>();
  for (const { number, paper, place, generation, state: now } of state.papers.all()) {
    if (paper !== 'copy' || now.kind === 'withdrawn' || now.kind === 'superseded') continue;
    copies.set(place, [...(copies.get(place) ?? []), { place, generation, copy: number }]);
  }
  return copies;
}

/** Places of the contests of a sheet whose recount is ordered and has no paper yet. */
export function recountsOf(state: CountingCentre['state'], number: number): readonly number[] {
  const sheet = state.papers.sheet(number);
  if (sheet === undefined) return [];
  return state
    .contestsOf(sheet)
    .filter((contest) => state.typing.state(state.workOf(number, contest))?.kind === 'awaiting-recount');
}

function add(tally: Tally, word: string): void {
  tally.set(word, (tally.get(word) ?? 0) + 1);
}

function isUnanswered(objections: readonly Objection[], contest: number): boolean {
  return objections.some((one) => one.contest === contest && one.answer === null);
}

function isWait(why: OpenWhy): why is Wait {
  return WAITS.has(why);
}

/** Why it is open; null: it is at its end. */
export function whyOpen(end: ContestEnd): OpenWhy | null {
  return end.kind === 'open' ? end.why : null;
}
