import type { Redeemed } from '../../adapters/codes/codes.ts';
import { toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import type { AnnounceFigures } from '../../src/entry/acts.ts';
import { parseSmsMessage, type SmsMessage } from '../../src/intake/sms-message.ts';
import { figuresCommitment, type RefusedReason } from '../../src/record/index.ts';
import type { CaptureParts } from './capture-parts.ts';
import type { CountingCentre } from './centre-types.ts';
import type { SmsOutcome } from './sms-replies.ts';
import { WindowCounts } from './window-counts.ts';

const HOUR_MS = 3_600_000;
/** Of 2^40 secrets nobody guesses one with so few. */
export const WRONG_SECRETS_MOST = 5;
const STATIONS_MOST = 100_000;

/** Takes figures that came by SMS. What is refused spends no secret; the same message again is answered and not taken twice. */
export class SmsDoor {
  readonly #centre: CountingCentre;
  readonly #parts: CaptureParts;
  readonly #tell: (reason: RefusedReason) => void;
  readonly #wrong = new WindowCounts(HOUR_MS, STATIONS_MOST);
  /** Messages that are being stored, by their hash: a gateway may hand one in twice at once. */
  readonly #coming = new Map<string, Promise<SmsOutcome>>();

  /** `tell`: what is refused goes on record as a number. */
  constructor(centre: CountingCentre, parts: CaptureParts, tell: (reason: RefusedReason) => void) {
    this.#centre = centre;
    this.#parts = parts;
    this.#tell = tell;
  }

  /** `now`: milliseconds that only grow. */
  async take(text: string, now: number): Promise<SmsOutcome> {
    const read = parseSmsMessage(text, this.#centre.state.geography);
    if (!read.ok) return this.#refused('sms-malformed', read.error);
    const message = read.value;
    const holder = this.#holderOf(message);
    const coming = this.#coming.get(holder);
    if (coming !== undefined) return coming;
    const taking = this.#redeem(message, holder, now);
    this.#coming.set(holder, taking);
    try {
      return await taking;
    } finally {
      this.#coming.delete(holder);
    }
  }

  async #redeem(message: SmsMessage, holder: string, now: number): Promise<SmsOutcome> {
    const { station, secret, sum } = message;
    if (this.#wrong.times(station, now) >= WRONG_SECRETS_MOST) {
      return this.#refused('sms-refused', { kind: 'too-many-wrong' });
    }
    const { codes } = this.#parts;
    const redeemed = codes.redeem({ kind: 'sms', station, code: secret }, holder, this.#centre.wall());
    if (!redeemed.ok) {
      if (redeemed.error.kind === 'not-stored') return { kind: 'not-stored' };
      this.#wrong.add(station, now);
      return this.#refused('bad-code', { kind: 'bad-code' });
    }
    if (redeemed.value.record !== null) return { kind: 'taken-already', station, sum };
    return this.#announce(message, holder, redeemed.value);
  }

  async #announce(message: SmsMessage, holder: string, { id }: Redeemed): Promise<SmsOutcome> {
    const { station, sum } = message;
    const done = await this.#centre.act(this.#actOf(message));
    if (done.ok) {
      // Crash point: recorded and not settled. The same message is then one reading more of the same figures.
      this.#parts.codes.settle(id, holder, done.value.first);
      return { kind: 'taken', station, sum };
    }
    // It may have been stored after all: the secret stays this message's own.
    if (done.error.kind === 'not-stored') return { kind: 'not-stored' };
    this.#parts.codes.giveBack(id, holder);
    const { kind } = done.error.refusal;
    if (kind === 'count-not-open' || kind === 'quota') return this.#refused(kind, { kind });
    return this.#refused('sms-refused', { kind: 'refused' });
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
