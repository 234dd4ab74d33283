import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { lawRuns } from '../../tests/law-runs.ts';
import { toBase64 } from '../base/bytes.ts';
import { announce } from './fixture-announce.test-support.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { act, type On, type Typed } from './fixture-election.test-support.ts';
import { staff, type ToyPublisher } from './fixture-publisher.test-support.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const SIGNER = signerFromSeed(new Uint8Array(32).fill(9));
const STATIONS = ['s1', 's3', 's4'];

type Stage = { kind: 'free' | 'agreed' } | { kind: 'one'; entry: number } | { kind: 'observed'; typed: number[] };
type Sheet = { readonly on: On; stage: Stage };

/** A counting centre that does only what it may, as chance has it. */
class Night {
  readonly toy: ToyPublisher;
  private readonly live = new Map<string, Sheet[]>(STATIONS.map((station) => [station, []]));
  private typists = 0;
  private papers = 0;
  private isStopped = false;
  private isLifted = false;
  private isClosed = false;

  constructor(toy: ToyPublisher) {
    this.toy = toy;
    toy.add(act.openEntered());
    toy.add(act.openImported(4));
    staff(toy);
    for (const i of [0, 1]) toy.add(act.enrol(`phone-${i}`, toBase64(SIGNER.publicKey), 'u0'));
  }

  /** Does one thing, if it may be done now. */
  step(what: number, who: number, number: number): void {
    const station = STATIONS[who % STATIONS.length] ?? 's1';
    const live = this.live.get(station) ?? [];
    const [sheet] = live;
    if (what > 12) this.send(station, number);
    else if (what < 3) this.receive(station, live);
    else if (what === 3) this.steer(number);
    else if (this.isClosed || sheet === undefined) return;
    else if (live.length > 1) this.settle(station, live, number);
    else if (what === 4) this.withdraw(station, live, number);
    else this.type(sheet, number);
  }

  private receive(station: string, live: Sheet[]): void {
    const sheet = this.toy.receive(station, { name: `paper ${this.papers++}`, pictures: this.papers % 3 });
    if (this.isClosed) return;
    live.push({ on: [station, sheet], stage: { kind: 'free' } });
    if (live.length > 1)
      this.toy.add(
        act.dispute(
          station,
          live.map(({ on }) => on[1]),
        ),
      );
  }

  /** Figures by SMS or of one of two phones, some like what is typed; and now and then what the door refused. */
  private send(station: string, number: number): void {
    if (number % 10 === 0) {
      this.toy.add(act.refuse([[(number * 60_000) as never, number % 20 === 0 ? 'quota' : 'malformed', number + 1]]));
      return;
    }
    const boxes = [number % 7 === 0 ? ('illegible' as const) : number % 40, (number * 7) % 40, number % 3];
    const phone = [null, 'phone-0', 'phone-1'][number % 3] ?? null;
    const sentAt = this.papers++;
    announce(this.toy, station, boxes, phone === null ? {} : { device: { name: phone, sign: SIGNER.sign }, sentAt });
  }

  private steer(number: number): void {
    if (number % 4 === 0) {
      this.toy.add(this.isStopped ? act.resume() : act.stop(number % 8 === 0 ? null : ['paul', 'pia']));
      this.isStopped = !this.isStopped;
    } else if (number % 4 === 1 && !this.isLifted) {
      this.toy.add(act.lift());
      this.isLifted = true;
    } else if (number % 4 === 2) this.toy.add(act.notice(`notice ${number}`));
    else if (number > 80 && !this.isClosed) this.close();
  }

  private close(): void {
    this.isClosed = true;
    this.toy.add(act.close());
    for (const { on, entry } of this.pending) this.toy.add(act.void(on, entry, 'closed'));
  }

  private readonly pending: { on: On; entry: number }[] = [];

  private settle(station: string, live: Sheet[], number: number): void {
    if (number % 2 === 0) {
      this.withdraw(station, live, number);
      return;
    }
    const chosen = live[number % live.length];
    const rest = live.filter((sheet) => sheet !== chosen).map(({ on }) => on[1]);
    if (chosen === undefined) return;
    this.toy.add(act.choose(chosen.on, rest));
    this.live.set(station, [chosen]);
  }

  private withdraw(station: string, live: Sheet[], number: number): void {
    const gone = live[number % live.length];
    if (gone === undefined) return;
    this.toy.add(act.withdraw(gone.on, number % 3 === 0 ? 'not-a-sheet' : 'false-sheet'));
    this.live.set(
      station,
      live.filter((sheet) => sheet !== gone),
    );
  }

  private type(sheet: Sheet, number: number): void {
    const { on, stage } = sheet;
    const boxes = [number % 40, (number * 7) % 40, number % 3];
    if (stage.kind === 'agreed') return;
    if (stage.kind === 'observed') {
      const counts = stage.typed.length > 0 && number % 2 === 0;
      const ruling = this.toy.add(act.rule(on, counts ? 'count' : 'retype'));
      if (counts) this.toy.add(act.agree(on, stage.typed, ruling));
      sheet.stage = { kind: counts ? 'agreed' : 'free' };
    } else if (stage.kind === 'one') this.second(sheet, stage.entry, boxes, number);
    else {
      const entry = this.toy.add(act.enter(on, 1, this.typedAs(boxes, number), this.typist()));
      sheet.stage = { kind: 'one', entry };
      this.numbers.set(entry, number);
      this.pending.push({ on, entry });
    }
  }

  private readonly numbers = new Map<number, number>();

  /** A second entry like the first, or another that a third person resolves; or the first is voided. */
  private second(sheet: Sheet, first: number, boxes: number[], number: number): void {
    const { on } = sheet;
    this.pending.splice(0, this.pending.length, ...this.pending.filter(({ entry }) => entry !== first));
    if (number % 7 === 0) {
      this.toy.add(act.void(on, first, number % 2 === 0 ? 'lost' : 'supervisor'));
      sheet.stage = { kind: 'free' };
      return;
    }
    const own = this.numbers.get(first) ?? 0;
    const before = [own % 40, (own * 7) % 40, own % 3];
    const same = number % 3 !== 0;
    const typed = this.typedAs(before, own);
    const other: Typed = { boxes, observations: ['torn', 'unsigned'] };
    const entry = this.toy.add(act.enter(on, 2, same ? typed : other, this.typist()));
    this.toy.add(act.reveal(on, [first, entry], same));
    const from = same ? first : this.toy.add(act.resolve(on, typed, [first, entry], 'eva'));
    this.outcome(sheet, from, own, before);
  }

  private outcome(sheet: Sheet, from: number, own: number, before: number[]): void {
    const { on } = sheet;
    const counting = own % 5 === 2 ? [before[0] ?? 0, 30, before[2] ?? 0] : before;
    if (own % 5 === 0) this.toy.add(act.observe(on, ['illegible'], from));
    else if (own % 5 === 1 || own % 5 === 2) this.toy.add(act.observe(on, ['unclear-correction'], from));
    else this.toy.add(act.agree(on, before, from));
    sheet.stage = own % 5 > 2 ? { kind: 'agreed' } : { kind: 'observed', typed: own % 5 === 0 ? [] : counting };
  }

  /** What an entry of this number says: illegible, unclear, unclear and corrected, or figures alone. */
  private typedAs(boxes: number[], number: number): Typed {
    if (number % 5 === 0) return { observations: ['illegible'] };
    if (number % 5 === 1) return { boxes, observations: ['unclear-correction'] };
    if (number % 5 === 2) return { boxes, corrections: [[1, 30]], observations: ['unclear-correction'] };
    return boxes;
  }

  /** Somebody who has typed nothing yet. */
  private typist(): string {
    const name = `typist ${this.typists++}`;
    this.toy.add(act.grant(name, 'typist'));
    return name;
  }
}

describe('any night of a counting centre that does what it may', () => {
  const steps = fc.array(fc.tuple(fc.nat(13), fc.nat(2), fc.nat(99)), { minLength: 5, maxLength: 60 });

  it('is verified in every state, with figures, papers and pictures as plain filters over the events give them', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 3, max: 12 }), (acts, every) => {
        const night = new Night(bench.toy());
        acts.forEach(([what, who, number], i) => {
          night.step(what, who, number);
          if (i % every === 0) expect(bench.findings(night.toy.publish())).toEqual([]);
        });
        expect(bench.findings(night.toy.publish())).toEqual([]);
      }),
      { numRuns: lawRuns(30) },
    );
  });
});
