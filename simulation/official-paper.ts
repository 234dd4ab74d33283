import { assert, present } from '../src/base/assert.ts';
import type { RulingEffect } from '../src/model/canvass-rules.ts';
import type { EntryContent } from '../src/model/desk-rules.ts';
import { NEUTRAL_GROUNDS } from '../src/model/grounds-neutral.ts';
import type { ContestId, LocalizedText, StationId } from '../src/model/ids.ts';
import type { Box, ContestTally } from '../src/model/votes.ts';
import type { Found, SealCondition } from '../src/record/index.ts';
import type { Reading } from './night-act.ts';
import type { Label } from './official-act.ts';
import type { OfficeDraft } from './official-draft.ts';
import { BOARD_REASONS, CUSTODY_WORDS } from './official-words.ts';
import type { Random } from './random.ts';
import { slip } from './typing.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How often one of two typists slips, and how long each thing takes. */
const SLIPS = 0.02;
const TO_TABLE = [5 * MINUTE, 3 * HOUR] as const;
const TO_OPEN = [MINUTE, 20 * MINUTE] as const;
const TO_SCAN = [MINUTE, 8 * MINUTE] as const;
const TO_FIRST = [3 * MINUTE, 40 * MINUTE] as const;
const TO_SECOND = [MINUTE, 40 * MINUTE] as const;
const TO_DECISION = [5 * MINUTE, 90 * MINUTE] as const;
const TO_STORE = [5 * MINUTE, 4 * HOUR] as const;

type Seal = { readonly seal: string | null; readonly condition: SealCondition };
/** A ruling, but for who voted how. */
type Ruling = {
  readonly sheet: Label | null;
  readonly contest: ContestId;
  readonly effect: RulingEffect;
  readonly ground: string | null;
  readonly objections?: readonly (readonly [Label, boolean])[];
  readonly boxes?: readonly Box[];
};

/** What the people of a board do with the paper of one station, one act after the other. */
export class StationPaper {
  readonly station: StationId;
  private readonly draft: OfficeDraft;
  private readonly random: Random;
  /** Nobody types a contest of a station twice. */
  private readonly typists = new Map<ContestId, Set<string>>();

  constructor(draft: OfficeDraft, random: Random, station: StationId) {
    this.draft = draft;
    this.random = random;
    this.station = station;
  }

  receive(at: number, seen: Seal): Label {
    const by = this.random.pick(this.draft.staff.custodians);
    const from = this.random.pick(CUSTODY_WORDS.bringers);
    return this.draft.add(at, { kind: 'take-envelope', station: this.station, from, by, ...seen });
  }

  miss(at: number, reason: LocalizedText): void {
    const by = this.draft.two(this.random, this.draft.staff.custodians);
    this.draft.add(at, { kind: 'miss-envelope', station: this.station, by, reason });
  }

  /** From the reception to the table, where it is opened, and scanned where sheets are. Gives when it can be typed. */
  open(from: number, sheet: Label, seen: Seal, found: Found): number {
    const { custodians } = this.draft.staff;
    const to = this.random.pick(CUSTODY_WORDS.tables);
    const moved = from + this.random.between(...TO_TABLE);
    this.draft.add(moved, { kind: 'move-envelope', sheet, to, by: this.draft.two(this.random, custodians), ...seen });
    const opened = moved + this.random.between(...TO_OPEN);
    const by = this.draft.two(this.random, custodians);
    this.draft.add(opened, { kind: 'open-envelope', sheet, found, by, ...seen });
    return found === 'sheet' ? this.scan(opened, sheet, 'sheet') : opened;
  }

  /** Pictures are put in by whoever plays the plan: a plan has none. */
  scan(from: number, sheet: Label, paper: 'recount' | 'sheet'): number {
    if (!this.draft.scans) return from;
    const at = from + this.random.between(...TO_SCAN);
    const by = this.random.pick(this.draft.staff.custodians);
    this.draft.add(at, { kind: 'scan-sheet', sheet, paper, content: '', pictures: [], by });
    return at;
  }

  store(from: number, sheet: Label): number {
    const at = from + this.random.between(...TO_STORE);
    const by = this.random.pick(this.draft.staff.custodians);
    this.draft.add(at, { kind: 'store-envelope', sheet, where: this.random.pick(CUSTODY_WORDS.stores), by });
    return at;
  }

  /** Two people type it; where one slips, a third looks at the paper. Gives when it is agreed, or observed. */
  type(from: number, sheet: Label, reading: Reading): number {
    const { contest } = reading.tally;
    const first = from + this.random.between(...TO_FIRST);
    const second = first + this.random.between(...TO_SECOND);
    const slips = reading.observations === undefined && this.random.chance(SLIPS);
    const slot = slips ? this.random.between(1, 2) : 0;
    const wrong = slips ? { ...reading, tally: slip(this.random, reading.tally) } : reading;
    const entry = { kind: 'commit-entry', sheet, contest } as const;
    const typed = (n: 1 | 2) => contentOf(slot === n ? wrong : reading);
    this.draft.add(first, { ...entry, by: this.typist(contest), content: typed(1) });
    this.draft.add(second, { ...entry, by: this.typist(contest), content: typed(2) });
    if (!slips) return second;
    const decided = second + this.random.between(...TO_DECISION);
    const by = this.random.pick(this.draft.staff.verifiers);
    this.draft.add(decided, { kind: 'resolve-difference', sheet, contest, by, content: contentOf(reading) });
    return decided;
  }

  /** A delegate objects, in a session from `from` on. */
  object(from: number, sheet: Label, contest: ContestId, ground: string): { at: number; objection: Label } {
    const at = this.draft.sittings.within(from, this.random);
    const [party, delegate] = this.random.pick(this.draft.delegates());
    const about = { sheet, contest, party, delegate, ground, text: BOARD_REASONS.objects };
    return { at, objection: this.draft.add(at, { kind: 'raise-objection', ...about, by: this.draft.staff.secretary }) };
  }

  /** The board rules, in a session from `from` on. Gives when. */
  rule(from: number, ruling: Ruling): number {
    const at = this.draft.sittings.within(from, this.random);
    const { sheet, contest, effect, ground, objections = [], boxes = null } = ruling;
    const until = effect === 'repeat' ? this.draft.repeatUntil : null;
    const about = { station: this.station, sheet, contest, effect, ground, objections, until, boxes };
    this.draft.add(at, { kind: 'rule', ...about, ...this.vote(BOARD_REASONS[effect], lawOf(ground)) });
    return at;
  }

  /** A copy stands for the original. */
  admitCopy(from: number): { at: number; sheet: Label } {
    const at = this.draft.sittings.within(from, this.random);
    const holder = this.random.pick(CUSTODY_WORDS.holders);
    const voted = this.vote(BOARD_REASONS.copy, lawOf(null));
    return { at, sheet: this.draft.add(at, { kind: 'admit-copy', station: this.station, holder, ...voted }) };
  }

  private vote(reason: LocalizedText, law: LocalizedText) {
    return drawVote(this.draft, this.random, { reason, law });
  }

  private typist(contest: ContestId): string {
    const { typists } = this.draft.staff;
    const used = this.typists.get(contest) ?? new Set<string>();
    this.typists.set(contest, used);
    assert(used.size < typists.length, 'somebody is left to type it');
    let one = this.random.below(typists.length);
    while (used.has(present(typists[one], 'a typist'))) one = (one + 1) % typists.length;
    const person = present(typists[one], 'a typist');
    used.add(person);
    return person;
  }
}

/** A majority of those present is for it; the two who stand for the act are of that majority. */
export function drawVote(
  draft: OfficeDraft,
  random: Random,
  why: { readonly reason: LocalizedText; readonly law: LocalizedText },
) {
  const members = [...draft.staff.members].sort();
  const inFavour = random.between(3, members.length);
  const from = random.below(members.length);
  const turned = [...members.slice(from), ...members.slice(0, from)];
  const others = turned.slice(inFavour);
  const opposed = random.below(others.length + 1);
  const yes = turned.slice(0, inFavour).sort();
  return {
    for: yes,
    against: others.slice(0, opposed).sort(),
    abstained: others.slice(opposed).sort(),
    by: [present(yes[0], 'a member'), present(yes[1], 'a member')] as const,
    ...why,
  };
}

function contentOf({ tally, corrections, observations }: Reading): EntryContent {
  return { boxes: tally.boxes, corrections: corrections ?? [], observations: observations ?? [] };
}

function lawOf(ground: string | null): LocalizedText {
  return NEUTRAL_GROUNDS.find(({ code }) => code === ground)?.law ?? BOARD_REASONS.law;
}

/** The figures of a vote that was held again: some voters choose another. */
export function repeatedTally(random: Random, tally: ContestTally): ContestTally {
  const boxes = [...tally.boxes];
  const [from, to] = [random.below(boxes.length), random.below(boxes.length)];
  const [had, gets] = [boxes[from], boxes[to]];
  if (from === to || typeof had !== 'number' || typeof gets !== 'number') return tally;
  const moved = Math.min(had, random.between(1, 5));
  boxes[from] = (had - moved) as typeof had;
  boxes[to] = (gets + moved) as typeof gets;
  return { contest: tally.contest, boxes };
}

export function sealNumber(station: StationId, generation: number): string {
  return `${station}-${generation}`;
}
