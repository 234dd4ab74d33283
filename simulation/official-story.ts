import type { Basis } from '../src/canvass/canvass-types.ts';
import type { RulingEffect } from '../src/model/canvass-rules.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { ContestId } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { SealCondition } from '../src/record/index.ts';
import type { Reading } from './night-act.ts';
import type { Label } from './official-act.ts';
import { DAY_MS } from './official-calendar.ts';
import type { OfficeDraft } from './official-draft.ts';
import { repeatedTally, StationPaper, sealNumber } from './official-paper.ts';
import { BOARD_REASONS } from './official-words.ts';
import { FLAW_RATES, type FlawRates, type PaperFlaw, readingOf } from './paper-flaws.ts';
import type { Random } from './random.ts';
import { misread } from './typing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How often what happens, of all stations; `objected` and `illegible` of all contests and sheets that were typed. */
export type OfficialRates = {
  readonly broken: number;
  readonly unsealed: number;
  readonly late: number;
  readonly missing: number;
  readonly empty: number;
  readonly illegible: number;
  readonly objected: number;
  readonly notInstalled: number;
  readonly merged: number;
  readonly flaws: FlawRates;
};

/** A count as counts are: rates of ours, within what published reports of several countries tell. */
export const OFFICIAL_RATES: OfficialRates = {
  broken: 0.004,
  unsealed: 0.002,
  late: 0.01,
  missing: 0.0015,
  empty: 0.0008,
  illegible: 0.0008,
  objected: 0.006,
  notInstalled: 0.0006,
  merged: 0.0004,
  flaws: FLAW_RATES,
};

/** What the jury of a station filled in. */
export type OfficialPaper = {
  readonly station: PollingStation;
  readonly tallies: readonly ContestTally[];
  readonly flaw: PaperFlaw | null;
};

type Outcome = { readonly effect: RulingEffect; readonly ground: string };
/** What boards make of objections: how often, and on which ground. */
const OUTCOMES: readonly (readonly [share: number, outcome: Outcome])[] = [
  [0.56, { effect: 'stands', ground: 'copy-differs' }],
  [0.15, { effect: 'correct', ground: 'copy-differs' }],
  [0.1, { effect: 'recount', ground: 'arithmetic' }],
  [0.06, { effect: 'retype', ground: 'arithmetic' }],
  [0.07, { effect: 'annul', ground: 'form-not-official' }],
  [0.06, { effect: 'repeat', ground: 'other-place-or-time' }],
];
const OF_BROKEN: readonly (readonly [share: number, outcome: Outcome])[] = [
  [0.8, { effect: 'stands', ground: 'custody-broken' }],
  [0.15, { effect: 'recount', ground: 'custody-broken' }],
  [0.05, { effect: 'annul', ground: 'custody-broken' }],
];
const OBJECTED_IF_BROKEN = 0.4;

/** The way of one station's paper through a board, to the end of each of its contests. */
export class StationStory {
  private readonly draft: OfficeDraft;
  private readonly random: Random;
  private readonly rates: OfficialRates;
  private readonly paper: OfficialPaper;
  private readonly work: StationPaper;
  private broken = false;
  /** Contests in which the vote is held again. */
  private readonly repeats: ContestTally[] = [];

  constructor(draft: OfficeDraft, random: Random, rates: OfficialRates, paper: OfficialPaper) {
    this.draft = draft;
    this.random = random;
    this.rates = rates;
    this.paper = paper;
    this.work = new StationPaper(draft, random, paper.station.id);
  }

  /** Tells it act by act, from when the envelope comes, or should have. */
  tell(arrives: number): void {
    const { late, missing, empty } = this.rates;
    const share = this.random.unit();
    if (share < late) this.envelope(arrives + this.random.between(DAY_MS / 2, 2 * DAY_MS));
    else if (share < late + missing) this.missing(arrives);
    else if (share < late + missing + empty) this.empty(arrives);
    else this.envelope(arrives);
    if (this.repeats.length > 0) this.repeat();
  }

  private envelope(arrives: number): void {
    const { sheet, seen } = this.receive(arrives, 1);
    const opened = this.work.open(arrives, sheet, seen, 'sheet');
    this.work.store(this.judgeAll(opened, sheet, 'original'), sheet);
  }

  /** Half of those that are missed come after all; for most of the others somebody holds a copy. */
  private missing(arrives: number): void {
    const missed = arrives + this.random.between(HOUR, DAY_MS);
    this.work.miss(missed, this.random.chance(0.5) ? BOARD_REASONS.missing : BOARD_REASONS.notFound);
    const share = this.random.unit();
    if (share < 0.5) this.envelope(missed + this.random.between(HOUR, 2 * DAY_MS));
    else if (share < 0.85) this.copy(missed);
    else this.lost(missed);
  }

  private empty(arrives: number): void {
    const { sheet, seen } = this.receive(arrives, 1);
    const opened = this.work.open(arrives, sheet, seen, this.random.chance(0.7) ? 'nothing' : 'other');
    const stored = this.work.store(opened, sheet);
    if (this.random.chance(0.7)) this.copy(stored);
    else this.lost(stored);
  }

  private copy(from: number): void {
    const { at, sheet } = this.work.admitCopy(from + this.random.between(HOUR, DAY_MS));
    this.judgeAll(this.work.scan(at, sheet, 'sheet'), sheet, 'copy');
  }

  private lost(from: number): void {
    const at = from + this.random.between(HOUR, DAY_MS);
    for (const { contest } of this.paper.tallies) {
      this.work.rule(at, { sheet: null, contest, effect: 'lost', ground: null });
      this.end(contest, { kind: 'lost' });
    }
  }

  private receive(at: number, generation: number) {
    const share = this.random.unit();
    const { broken, unsealed } = this.rates;
    const condition: SealCondition = share < broken ? 'broken' : share < broken + unsealed ? 'none' : 'whole';
    this.broken = condition === 'broken';
    const seal = condition === 'none' ? null : sealNumber(this.paper.station.id, generation);
    const seen = { seal, condition };
    return { sheet: this.work.receive(at, seen), seen };
  }

  /** Every contest to what the board leaves of it. Gives when the typing of all is done and the paper can go. */
  private judgeAll(from: number, sheet: Label, basis: Basis): number {
    const isIllegible = this.paper.flaw === null && this.random.chance(this.rates.illegible);
    let done = from;
    for (const tally of this.paper.tallies) {
      const typed = isIllegible
        ? this.illegible(from, sheet, tally, basis)
        : this.judge(from, sheet, tally, basis, this.drawOutcome(basis));
      done = Math.max(done, typed);
    }
    return done;
  }

  private judge(from: number, sheet: Label, tally: ContestTally, basis: Basis, outcome: Outcome | null): number {
    const { flaw } = this.paper;
    if (flaw?.kind === 'corrected' && !flaw.clear && flaw.contest === tally.contest) {
      return this.unclear(from, sheet, tally, basis);
    }
    const mends = outcome !== null && ['correct', 'recount', 'retype'].includes(outcome.effect);
    const typed = mends ? misread(this.random, tally, this.paper.station.registered ?? 0) : tally;
    const done = this.work.type(from, sheet, flaw === null ? { tally: typed } : readingOf(typed, flaw));
    if (outcome === null) this.counted(tally, basis);
    else this.object(done, sheet, tally, basis, outcome);
    return done;
  }

  /** Nobody can tell what the jury's correction means, until the board has looked at its remarks. */
  private unclear(from: number, sheet: Label, tally: ContestTally, basis: Basis): number {
    const reading = readingOf(tally, this.paper.flaw);
    const seen: Reading = { tally: reading.tally, observations: ['unclear-correction'] };
    const typed = this.work.type(from, sheet, seen);
    const counts = this.random.chance(0.4);
    const effect = counts ? 'count' : 'retype';
    const about = { sheet, contest: tally.contest, effect, ground: null } as const;
    const ruled = this.work.rule(typed + this.random.between(HOUR, DAY_MS), about);
    this.counted(counts ? reading.tally : tally, basis);
    return counts ? typed : this.work.type(ruled, sheet, reading);
  }

  private illegible(from: number, sheet: Label, { contest, boxes }: ContestTally, basis: Basis): number {
    const nothing: Reading = { tally: { contest, boxes: [] }, observations: ['illegible'] };
    const typed = this.work.type(from, sheet, nothing);
    const at = typed + this.random.between(HOUR, DAY_MS);
    if (this.random.chance(0.5)) {
      this.work.rule(at, { sheet, contest, effect: 'correct', ground: 'copy-differs', boxes });
      this.end(contest, { kind: 'counted', from: basis, corrected: true, boxes });
    } else {
      this.work.rule(at, { sheet, contest, effect: 'annul', ground: 'unsigned' });
      this.end(contest, { kind: 'annulled' });
    }
    return typed;
  }

  private drawOutcome(basis: Basis): Outcome | null {
    // Of what is wrong with a paper, one thing at a time; and behind a copy there are no ballots to be counted again.
    if (this.paper.flaw !== null || basis !== 'original') return null;
    if (this.broken) return this.random.chance(OBJECTED_IF_BROKEN) ? drawn(OF_BROKEN, this.random) : null;
    return this.random.chance(this.rates.objected) ? drawn(OUTCOMES, this.random) : null;
  }

  private object(typed: number, sheet: Label, tally: ContestTally, basis: Basis, outcome: Outcome): void {
    const { contest } = tally;
    const { effect, ground } = outcome;
    const raised = this.work.object(typed + this.random.between(10 * MINUTE, 6 * HOUR), sheet, contest, ground);
    const boxes = effect === 'correct' ? tally.boxes : null;
    const objections = [[raised.objection, effect !== 'stands']] as const;
    const from = raised.at + this.random.between(5 * MINUTE, DAY_MS);
    const ruled = this.work.rule(from, { sheet, contest, effect, ground, objections, ...(boxes && { boxes }) });
    if (effect === 'annul') this.end(contest, { kind: 'annulled' });
    else if (effect === 'repeat') this.repeats.push(tally);
    else if (effect === 'correct') {
      this.end(contest, { kind: 'counted', from: basis, corrected: true, boxes: tally.boxes });
    } else if (effect === 'stands') this.counted(tally, basis);
    else {
      const from = effect === 'recount' ? this.work.scan(ruled, sheet, 'recount') : ruled;
      this.work.type(from, sheet, { tally });
      this.counted(tally, effect === 'recount' ? 'recount' : basis);
    }
  }

  /** The vote of that station is held again, and its envelope comes like any other. */
  private repeat(): void {
    const arrives = this.draft.repeatUntil + this.random.between(2 * HOUR, DAY_MS);
    const { sheet, seen } = this.receive(arrives, 2);
    let done = this.work.open(arrives, sheet, seen, 'sheet');
    for (const before of this.repeats) {
      const tally = repeatedTally(this.random, before);
      this.draft.repeated.add(tally.contest);
      done = Math.max(done, this.work.type(done, sheet, { tally }));
      this.counted(tally, 'repeat');
    }
    this.work.store(done, sheet);
  }

  private counted({ contest, boxes }: ContestTally, from: Basis): void {
    this.end(contest, { kind: 'counted', from, corrected: false, boxes });
  }

  private end(contest: ContestId, end: Parameters<OfficeDraft['end']>[2]): void {
    this.draft.end(this.paper.station.id, contest, end);
  }
}

function drawn(outcomes: typeof OUTCOMES, random: Random): Outcome {
  let share = random.unit();
  for (const [of, outcome] of outcomes) {
    if (share < of) return outcome;
    share -= of;
  }
  return { effect: 'stands', ground: 'arithmetic' };
}
