import type { RulingEffect } from '../model/canvass-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { EventBody } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import type { Course, CourseBook, CourseState } from './course-book.ts';
import type { CustodyCheck } from './custody-check.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadHeader } from './read-header.ts';
import type { RepeatedVotes } from './repeated-votes.ts';
import type { ReadRecord } from './replay.ts';
import type { SessionCheck } from './session-check.ts';
import type { SheetBook } from './sheet-book.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Books = {
  readonly courses: CourseBook;
  readonly custody: CustodyCheck;
  readonly sessions: SessionCheck;
  readonly repeats: RepeatedVotes;
  readonly papers: SheetBook;
};
/** An event of a contest of a station, by places in the definition. */
export type RulingPlace = {
  readonly record: number;
  readonly header: ReadHeader;
  readonly station: number;
  readonly contest: number;
};

/** A ruling with one of these needs no ground: it is on an observation, or there is no paper. */
const WITHOUT_GROUND: ReadonlySet<RulingEffect> = new Set(['count', 'lost', 'retype', 'stands']);
/** What becomes of the contest of the sheet; null where it stays as it is, or the event behind the ruling says it. */
const STATE_AFTER: Readonly<Record<RulingEffect, CourseState | null>> = {
  annul: 'annulled',
  correct: 'agreed',
  count: 'agreed',
  lost: 'lost',
  recount: 'recount',
  repeat: 'repeat',
  retype: 'typing',
  stands: null,
};
/** The event that follows a ruling at once. */
const OUTCOME: Readonly<Partial<Record<RulingEffect, string>>> = {
  annul: 'SheetAnnulled',
  correct: 'SheetCorrected',
  count: 'SheetAgreed',
};

/** Objections, rulings and what follows from them: official-count.md section 4. */
export class RulingCheck {
  private readonly geography: Geography;
  private readonly record: ReadRecord;
  private readonly courses: CourseBook;
  private readonly custody: CustodyCheck;
  private readonly sessions: SessionCheck;
  private readonly repeats: RepeatedVotes;
  private readonly papers: SheetBook;
  private readonly typistsOf: (contest: string, sheet: number) => readonly string[];
  private readonly findings: FindingList;

  constructor(
    geography: Geography,
    record: ReadRecord,
    books: Books,
    typistsOf: (contest: string, sheet: number) => readonly string[],
    findings: FindingList,
  ) {
    this.geography = geography;
    this.record = record;
    this.courses = books.courses;
    this.custody = books.custody;
    this.sessions = books.sessions;
    this.repeats = books.repeats;
    this.papers = books.papers;
    this.typistsOf = typistsOf;
    this.findings = findings;
  }

  object({ record, header, contest }: RulingPlace, body: Body<'ObjectionRaised'>): void {
    this.sessions.inSession(record, header, body);
    if (this.groundOf(body.ground) === null) this.unknownGround(record, body.ground);
    if (!this.sessions.isPresent(header, body.party, body.delegate)) {
      const says = `Event ${record} is an objection of ${shown(body.delegate)}, who was not at the session as a delegate.`;
      this.add('delegate-not-present', record, says);
    }
    const course = this.courses.of(body.sheet, contest);
    if (!isDecided(course) && this.isKnown(record, header)) {
      const says = `Event ${record} objects to a contest of sheet ${body.sheet} that is neither agreed nor observed.`;
      this.add('objection-to-nothing', record, says);
    }
    course.open = [...course.open, record];
  }

  rule(at: RulingPlace, body: Body<'BoardRuled'>): void {
    const { record, header, station, contest } = at;
    this.sessions.vote(record, header, body);
    this.checkGround(record, body);
    if ((body.until !== null) !== (body.effect === 'repeat')) {
      this.add(
        'until-wrong',
        record,
        `The ruling of event ${record} has to say when the polls close, if the vote is repeated only.`,
      );
    }
    this.courses.ruled(station, contest, { effect: body.effect, until: body.until });
    if (body.sheet === null) {
      this.ruleOnNothing(at, body);
      return;
    }
    const course = this.courses.of(body.sheet, contest);
    const answered = body.objections.map(([objection]) => objection);
    if (answered.length !== course.open.length || answered.some((objection, i) => objection !== course.open[i])) {
      const says = `The ruling of event ${record} answers the objections ${list(answered)}; open are ${list(course.open)}.`;
      this.add('objections-unanswered', record, says);
    }
    this.checkCourse(at, body, course);
    const typists = this.typistsOf(header.contest ?? '', body.sheet);
    const voter = [...body.for, ...body.against, ...body.abstained].find((one) => typists.includes(one));
    if (voter !== undefined) {
      this.add(
        'typist-votes',
        record,
        `${shown(voter)} votes in event ${record} on a contest that the same person typed.`,
      );
    }
    course.open = [];
    course.state = STATE_AFTER[body.effect] ?? course.state;
    if (body.effect === 'recount') course.recountScanned = false;
    const outcome = OUTCOME[body.effect];
    if (outcome !== undefined) this.demandOutcome(record, header, outcome);
  }

  /** SheetAnnulled and SheetCorrected: they stand right behind the ruling that they are from. */
  outcome({ record, header }: RulingPlace, body: Body<'SheetAnnulled' | 'SheetCorrected'>): void {
    const effect = body.kind === 'SheetAnnulled' ? 'annul' : 'correct';
    const ruling = this.record.bodies.bodies[body.from];
    const own = this.record.headers[body.from];
    const isIt = ruling?.kind === 'BoardRuled' && ruling.effect === effect && ruling.sheet === body.sheet;
    if (isIt && own && own.contest === header.contest && this.record.following(body.from, own) === record) return;
    const says = `Event ${record}, a ${body.kind}, does not stand behind a ruling with that effect on this contest of the sheet.`;
    this.add('outcome-without-ruling', record, says);
  }

  private ruleOnNothing(at: RulingPlace, { station, effect, objections }: Body<'BoardRuled'>): void {
    const { record, header } = at;
    if (effect !== 'lost' || objections.length > 0) {
      this.add('ruling-wrong', record, `Event ${record} rules with the effect ${effect} on a sheet that is not there.`);
    } else if (this.isThere(at, this.repeats.sheetFor(station, header.contest ?? ''))) {
      this.add('ruling-wrong', record, `Event ${record} says that a sheet is lost whose paper is there.`);
    }
  }

  /** Whether a sheet is there that could be typed in this contest, or was. */
  private isThere({ station, contest }: RulingPlace, repeated: number | 'first' | 'none'): boolean {
    const sheet = repeated === 'first' ? this.papers.at('official', station).standing : repeated;
    if (sheet === null || sheet === 'none' || this.custody.isEmpty(sheet)) return false;
    const { state } = this.courses.of(sheet, contest);
    return state === 'typing' || isDecided({ state });
  }

  private checkCourse({ record, header }: RulingPlace, { effect, sheet }: Body<'BoardRuled'>, course: Course): void {
    if (!this.isKnown(record, header)) return;
    const fits = effect === 'count' ? course.state === 'observed' : isDecided(course);
    if (fits) return;
    const says = `Event ${record} rules with the effect ${effect} on a contest of sheet ${sheet} that is ${course.state}.`;
    this.add('ruling-wrong', record, says);
  }

  private checkGround(record: number, { effect, ground }: Body<'BoardRuled'>): void {
    const found = ground === null ? null : this.groundOf(ground);
    if (ground !== null && found === null) this.unknownGround(record, ground);
    const allowed = ground === null ? WITHOUT_GROUND.has(effect) : found === null || found.effects.includes(effect);
    if (allowed) return;
    this.add(
      'effect-not-allowed',
      record,
      `The ground ${shown(ground)} of event ${record} does not allow the effect ${effect}.`,
    );
  }

  private groundOf(code: string) {
    return this.geography.definition.election.canvass?.grounds.find((ground) => ground.code === code) ?? null;
  }

  private unknownGround(record: number, ground: string): void {
    this.add(
      'unknown-ground',
      record,
      `Event ${record} names the ground ${shown(ground)}, which the definition does not have.`,
    );
  }

  /** Whether what was decided before is open; what is sealed is judged by the state in which it is. */
  private isKnown(record: number, header: ReadHeader): boolean {
    return this.record.isDue(record, { ...header, kind: 'SheetObserved' });
  }

  private demandOutcome(record: number, header: ReadHeader, kind: string): void {
    const at = this.record.following(record, header);
    if (at >= this.record.events) return;
    const next = this.record.headers[at];
    if (next?.kind === kind && next.contest === header.contest && next.count === header.count) return;
    this.add('outcome-missing', record, `The ruling of event ${record} is not followed at once by its ${kind}.`);
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}

function isDecided({ state }: Pick<Course, 'state'>): boolean {
  return state === 'agreed' || state === 'observed';
}

function list(records: readonly number[]): string {
  return records.join(', ') || 'none';
}
