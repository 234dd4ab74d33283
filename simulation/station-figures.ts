import { type Instant, instant } from '../src/base/instant.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { RefusedReason } from '../src/record/index.ts';
import type { ActColumns } from './act-columns.ts';
import { Random } from './random.ts';
import { misread } from './typing.ts';

/** How often what happens with figures that somebody at a station sends beside the sheet. */
export type PhoneRates = {
  /** Of the stations whose sheet arrives: figures are sent. */
  readonly announced: number;
  /** Of the stations of which nothing else arrives. */
  readonly lost: number;
  /** Of those that are sent: one figure is typed wrong. */
  readonly wrong: number;
  /** Of those that are sent: by SMS, where there is no app. */
  readonly sms: number;
  /** Of those that are sent by app: the first was wrong, and the sender saw it. */
  readonly corrected: number;
  /** Of all stations: the door refused something of theirs before. */
  readonly refused: number;
};

/** Rates of ours: a share of stations large enough to be seen, and mistakes about as frequent as at a desk. */
export const PHONE_RATES: PhoneRates = {
  announced: 0.3,
  lost: 1 / 3,
  wrong: 0.03,
  sms: 0.02,
  corrected: 0.005,
  refused: 0.01,
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Figures pass where pictures wait: most come before the sheet. */
const BEFORE = [MINUTE, 15 * MINUTE] as const;
const AFTER = [MINUTE, 10 * MINUTE] as const;
const AFTER_SHARE = 0.1;
const CORRECTS = [2 * MINUTE, 12 * MINUTE] as const;

const REASONS: readonly RefusedReason[] = [
  'bad-code',
  'bad-picture',
  'malformed',
  'out-of-scope',
  'sms-malformed',
  'too-many',
  'unknown-device',
];

/**
 * What comes from phones beside the sheets of a night, and what the door refuses. Every station has a stream of numbers of its
 * own, so that nothing of it shifts the rest of the night.
 */
export class StationFigures {
  readonly #columns: ActColumns;
  readonly #seed: string;
  readonly #rates: PhoneRates;
  /** By the hour in which it was, what the door refused: times by minute and reason. */
  readonly #refused = new Map<number, Map<string, [minute: Instant, reason: RefusedReason, times: number]>>();
  #last = 0;

  constructor(columns: ActColumns, seed: string, rates: PhoneRates) {
    this.#columns = columns;
    this.#seed = seed;
    this.#rates = rates;
  }

  /** `arrives`: when its sheet does, or would have. `tallies`: what its jury counted, asked for only where it is sent. */
  announce(
    station: PollingStation,
    arrives: number,
    isLost: boolean,
    tallies: (station: PollingStation) => readonly ContestTally[],
  ): void {
    const random = new Random(`${this.#seed}/phones/${station.id}`);
    if (random.chance(this.#rates.refused)) this.#refuse(random, arrives);
    if (!random.chance(isLost ? this.#rates.lost : this.#rates.announced)) return;
    const truth = tallies(station);
    const way = random.chance(AFTER_SHARE) ? random.between(...AFTER) : -random.between(...BEFORE);
    const via = random.chance(this.#rates.sms) ? 'sms' : 'app';
    // The secret of an SMS is good for one message: docs/spec/capture.md section 6.
    const corrects = random.chance(this.#rates.corrected) && via === 'app';
    const wrong = random.chance(this.#rates.wrong) || corrects;
    this.#send(arrives + way, station, via, wrong ? this.#oneWrong(random, truth, station) : truth);
    if (corrects) this.#send(arrives + way + random.between(...CORRECTS), station, via, truth);
  }

  /** At the end of every hour in which something was refused, the door tells it. Returns when the last act of all this was. */
  finish(): number {
    for (const [hour, refused] of this.#refused) {
      const minutes = [...refused.values()].sort(([m, r], [n, s]) => m - n || (r < s ? -1 : 1));
      const at = instant(hour + HOUR);
      this.#columns.add({ at, kind: 'tell-refused', minutes });
      this.#last = Math.max(this.#last, at);
    }
    return this.#last;
  }

  #send(at: number, station: PollingStation, via: 'app' | 'sms', tallies: readonly ContestTally[]): void {
    this.#last = Math.max(this.#last, at);
    const about = { count: 'preliminary', station: station.id } as const;
    this.#columns.add({ at: instant(at), kind: 'announce-figures', ...about, via, tallies });
  }

  /** Within the registered voters: what breaks that bound the phone says before it sends. */
  #oneWrong(random: Random, truth: readonly ContestTally[], { registered }: PollingStation): readonly ContestTally[] {
    const at = random.below(truth.length);
    return truth.map((tally, i) => (i === at ? misread(random, tally, registered ?? 0) : tally));
  }

  #refuse(random: Random, around: number): void {
    const minute = instant(Math.floor((around - random.below(HOUR)) / MINUTE) * MINUTE);
    const hour = Math.floor(minute / HOUR) * HOUR;
    const reason = random.pick(REASONS);
    const of = this.#refused.get(hour) ?? new Map<string, [Instant, RefusedReason, number]>();
    this.#refused.set(hour, of);
    const before = of.get(`${minute} ${reason}`)?.[2] ?? 0;
    of.set(`${minute} ${reason}`, [minute, reason, before + random.between(1, 3)]);
  }
}
