import type { Redeemed } from '../../adapters/codes/codes.ts';
import { toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import type { AnnounceFigures } from '../../src/entry/acts.ts';
import { parseSmsMessage, type SmsMessage } from '../../src/intake/sms-message.ts';
import { figuresCommitment, type RefusedReason } from '../../src/record/index.ts';
import type { CaptureParts } from './capture-parts.ts';
import type { CountingCentre } from './centre-types.ts';
import { CodeEnds } from './code-ends.ts';
import type { SmsOutcome } from './sms-replies.ts';
import { WindowCounts } from './window-counts.ts';

const HOUR_MS = 3_600_000;
/** Of one number and station in an hour: who gets it wrong keeps nobody else from sending for the same station. */
export const WRONG_SECRETS_MOST = 5;
/**
 * Of one station in an hour, from all numbers. A kit holds few secrets: 100 tries at 4 of 2^40 hit one once in 2700 million
 * hours, and at every one of 100,000 stations at once, once in three years of hours on end.
 */
export const WRONG_SECRETS_IN_ALL = 100;
const PAIRS_MOST = 100_000;
const STATIONS_MOST = 100_000;

/** Whom the door tells: what is refused goes on record as a number; the operator has a line of our own faults. */
export type SmsDoorEars = {
  readonly refused: (reason: RefusedReason) => void;
  readonly log: (line: string) => void;
};

/** Takes figures that came by SMS. What is refused spends no secret; the same message again is answered and not taken twice. */
export class SmsDoor {
  readonly #centre: CountingCentre;
  readonly #parts: CaptureParts;
  readonly #tell: (reason: RefusedReason) => void;
  readonly #ends: CodeEnds;
  /** By station and number. A crowd of numbers that pushes out the oldest has met the limit of the station long before. */
  readonly #wrong = new WindowCounts(HOUR_MS, PAIRS_MOST);
  readonly #wrongInAll = new WindowCounts(HOUR_MS, STATIONS_MOST);
  /** Messages that are being stored, by their hash: a gateway may hand one in twice at once. */
  readonly #coming = new Map<string, Promise<SmsOutcome>>();

  constructor(centre: CountingCentre, parts: CaptureParts, { refused, log }: SmsDoorEars) {
    this.#centre = centre;
    this.#parts = parts;
    this.#tell = refused;
    this.#ends = new CodeEnds(parts.codes, log);
  }

  /** `number`: whose message it is, hashed under a key of this process. `now`: milliseconds that only grow. */
  async take(text: string, number: string, now: number): Promise<SmsOutcome> {
    const read = parseSmsMessage(text, this.#centre.state.geography);
    if (!read.ok) return this.#refused('sms-malformed', read.error);
    const message = read.value;
    const holder = this.#holderOf(message);
    const coming = this.#coming.get(holder);
    if (coming !== undefined) return coming;
    const taking = this.#redeem(message, holder, number, now);
    this.#coming.set(holder, taking);
    try {
      return await taking;
    } finally {
      this.#coming.delete(holder);
    }
  }

  async #redeem(message: SmsMessage, holder: string, number: string, now: number): Promise<SmsOutcome> {
    const { station, secret, sum } = message;
    const pair = JSON.stringify([station, number]);
    const isOver = this.#wrong.times(pair, now) >= WRONG_SECRETS_MOST;
    if (isOver || this.#wrongInAll.times(station, now) >= WRONG_SECRETS_IN_ALL) {
      return this.#refused('sms-refused', { kind: 'too-many-wrong' });
    }
    const { codes } = this.#parts;
    const redeemed = codes.redeem({ kind: 'sms', station, code: secret }, holder, this.#centre.wall());
    if (!redeemed.ok) {
      if (redeemed.error.kind === 'not-stored') return { kind: 'not-stored' };
      this.#wrong.add(pair, now);
      this.#wrongInAll.add(station, now);
      return this.#refused('bad-code', { kind: 'bad-code' });
    }
    if (redeemed.value.record !== null) return { kind: 'taken-already', station, sum };
    const { id } = redeemed.value;
    const left = this.#ends.left(id);
    // Recorded the last time: acted on again it would be one reading more.
    if (typeof left === 'number') return this.#settled(message, holder, id, left);
    return this.#announce(message, holder, redeemed.value);
  }

  async #announce(message: SmsMessage, holder: string, { id }: Redeemed): Promise<SmsOutcome> {
    const done = await this.#centre.act(this.#actOf(message));
    if (done.ok) {
      // Crash point: recorded and not settled. The same message is then one reading more of the same figures.
      return this.#settled(message, holder, id, done.value.first);
    }
    // It may have been stored after all: the secret stays this message's own.
    if (done.error.kind === 'not-stored') return { kind: 'not-stored' };
    // Else the secret would be this message's own for ever: sent again, it is refused again and given back.
    if (!this.#ends.giveBack(id, holder)) return { kind: 'not-stored' };
    const { kind } = done.error.refusal;
    if (kind === 'count-not-open' || kind === 'quota') return this.#refused(kind, { kind });
    return this.#refused('sms-refused', { kind: 'refused' });
  }

  #settled({ station, sum }: SmsMessage, holder: string, id: number, record: number): SmsOutcome {
    return this.#ends.settle(id, holder, record) ? { kind: 'taken', station, sum } : { kind: 'not-stored' };
  }

  #actOf({ station, figures }: SmsMessage): AnnounceFigures {
    const { crypto, draw } = this.#parts;
    return {
      kind: 'announce-figures',
      station,
      figures: figures.map(({ contest, boxes }) => {
        const salt = draw(32);
        return { contest, boxes, salt: toBase64(salt), commitment: figuresCommitment(crypto, salt, contest, boxes) };
      }),
      signed: null,
    };
  }

  #refused(reason: RefusedReason, outcome: SmsOutcome): SmsOutcome {
    this.#tell(reason);
    return outcome;
  }

  /** By what it says: a space more is the same message. */
  #holderOf({ station, secret, figures }: SmsMessage): string {
    return toHex(this.#parts.crypto.sha256(utf8(`cotejo/sms/v1\n${JSON.stringify([station, secret, figures])}`)));
  }
}
