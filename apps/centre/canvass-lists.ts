import type { ContestEnd, Objection, OpenWhy } from '../../src/canvass/canvass-types.ts';
import { BOARD_WAITS, type CustodyState } from './api-schemas.ts';
import type { CountingCentre } from './centre-types.ts';

type Wait = (typeof BOARD_WAITS)[number];
/** A contest of a station, both by their places in the definition, that waits for the board. */
export type Waiting = { readonly place: number; readonly contest: number; readonly why: Wait };
type Tally = Map<string, number>;
/** Where the sheets of a contest ended, by kind of end; of the open ones also why. */
export type EndsOfContest = {
  readonly expected: number;
  readonly ends: ReadonlyMap<string, number>;
  readonly why: ReadonlyMap<string, number>;
};
type Made = {
  readonly stations: Readonly<Record<CustodyState, readonly number[]>>;
  readonly waits: readonly Waiting[];
  readonly contests: readonly EndsOfContest[];
};

const WAITS: ReadonlySet<string> = new Set(BOARD_WAITS);
/** Lists stay as they are for so many times as long as it took to make them: of a small election they are always new. */
const RESTS = 10;

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

  /** Places of the stations whose envelope is in each state, in the order of the definition. */
  stations(): Made['stations'] {
    return this.#now().stations;
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
    const now = this.#clock();
    this.#made = { size, until: now + (now - from) * RESTS, value };
    return value;
  }
}

function madeOf({ state, canvass }: CountingCentre): Made {
  const { geography } = state;
  const all = geography.definition.election.contests;
  const stations: Record<CustodyState, number[]> = {
    ...{ expected: [], missing: [], received: [], opened: [], scanned: [], stored: [] },
  };
  const contests = all.map(() => ({ expected: 0, ends: new Map<string, number>(), why: new Map<string, number>() }));
  const waits: Waiting[] = [];
  for (const place of geography.stations.keys()) {
    stations[canvass.custodyOf(place).kind].push(place);
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
  return { stations, waits, contests };
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
