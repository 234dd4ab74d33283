import { present } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import { Arrivals } from '../intake/arrivals.ts';
import { Devices } from '../intake/devices.ts';
import { Papers, type Sheet } from '../intake/papers.ts';
import { deskRulesOf } from '../model/desk-defaults.ts';
import type { DeskRules, EntryContent } from '../model/desk-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId, CountKind, StationId } from '../model/ids.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { Counts } from './counts.ts';
import { People } from './people.ts';
import { type Typing, TypingDesk, type Work } from './typing.ts';
import { WaitingLists } from './waiting.ts';

/** Codes of the checks that observe this content (`E` and three digits), by the election's definition. */
export type ObservingChecks = (contest: ContestId, station: StationId, content: EntryContent) => readonly string[];

export type CentreOptions = { readonly observing?: ObservingChecks };

/**
 * The counting centre as its record says it is: fed with every event in the order of the record, and read by `decide`. Two
 * centres that took the same events are alike (see `dumpCentre`).
 */
export class CentreState {
  readonly geography: Geography;
  readonly counts: Counts;
  readonly people = new People();
  readonly devices: Devices;
  readonly arrivals: Arrivals;
  readonly papers: Papers;
  readonly typing = new TypingDesk();
  readonly waiting: WaitingLists;
  readonly rules: Pick<DeskRules, 'corrections' | 'observations'>;
  readonly observing: ObservingChecks;
  private taken = 0;
  private readonly contests: number;

  constructor(geography: Geography, options: CentreOptions = {}) {
    const { election } = geography.definition;
    this.geography = geography;
    this.counts = new Counts(geography);
    this.devices = new Devices(geography);
    this.arrivals = new Arrivals(geography);
    this.papers = new Papers(geography);
    this.contests = election.contests.length;
    this.waiting = new WaitingLists(this.contests);
    this.rules = deskRulesOf(election);
    this.observing = options.observing ?? (() => []);
  }

  /** Number of events taken: the record number of the next. */
  get size(): number {
    return this.taken;
  }

  /** One number for a contest (by its place) of a sheet. */
  workOf(sheet: number, contest: number): Work {
    return sheet * this.contests + contest;
  }

  /** The sheet and the place of the contest that a work is of. */
  partsOf(work: Work): { readonly sheet: number; readonly contest: number } {
    const contest = work % this.contests;
    return { sheet: (work - contest) / this.contests, contest };
  }

  /** Where a pending entry belongs. */
  placeOfPending(entry: number): {
    readonly count: CountKind;
    readonly sheet: Sheet;
    readonly contest: ContestId;
    readonly work: Work;
  } {
    const { count, work } = present(this.typing.workOfPending(entry), `pending entry ${entry}`);
    const { sheet, contest } = this.partsOf(work);
    const { id } = present(this.geography.definition.election.contests[contest], 'contest');
    return { count, sheet: present(this.papers.sheet(sheet), `sheet ${sheet}`), contest: id, work };
  }

  /** How far the typing of a contest of a sheet is; none of a late sheet, or where the station does not vote in it. */
  typingOf(sheet: number, contest: ContestId): Typing | undefined {
    const place = this.geography.contestIndex.get(contest);
    return place === undefined ? undefined : this.typing.state(this.workOf(sheet, place));
  }

  /** Whether this person typed any contest of the sheet, in any round. */
  typedAnyOf(sheet: number, person: string): boolean {
    for (let contest = 0; contest < this.contests; contest++) {
      if (this.typing.typistsOf(this.workOf(sheet, contest)).includes(person)) return true;
    }
    return false;
  }

  /** Takes the next event of the record. Kinds that say nothing to the counting centre pass, as what a `FiguresRead` says does. */
  take(index: number, header: EventHeader, body: EventBody): void {
    this.taken = index + 1;
    switch (body.kind) {
      case 'CountOpened':
      case 'EmbargoLifted':
      case 'PublicationStopped':
      case 'PublicationResumed':
        this.counts.take(header, body);
        break;
      case 'CountClosed':
        this.close(header, body);
        break;
      case 'RoleGranted':
      case 'RoleRevoked':
        this.people.take(body);
        break;
      case 'DeviceEnrolled':
      case 'DeviceRevoked':
        this.devices.take(body);
        break;
      case 'FiguresAnnounced':
        this.arrivals.take(index, body);
        break;
      case 'SheetReceived':
      case 'EnvelopeReceived':
      case 'SheetDisputed':
      case 'SheetSuperseded':
      case 'SheetWithdrawn':
        this.takePaper(index, header, body);
        break;
      case 'EntryCommitted':
      case 'EntriesRevealed':
      case 'EntryVoided':
      case 'DifferenceResolved':
      case 'SheetAgreed':
      case 'SheetObserved':
      case 'RulingIssued':
        this.takeTyping(index, header, body);
        break;
      default:
        break;
    }
  }

  private close(header: EventHeader, body: Extract<EventBody, { kind: 'CountClosed' }>): void {
    const count = present(header.count, 'count');
    this.counts.take(header, body);
    this.papers.close(count);
    this.waiting.close(count);
  }

  private takePaper(index: number, header: EventHeader, body: Parameters<Papers['take']>[2]): void {
    const closed = this.isClosed(present(header.count, 'count'));
    if (body.kind === 'SheetReceived') this.arrivals.take(index, body);
    const touched = this.papers.take(index, header, body, closed);
    const begins = (body.kind === 'SheetReceived' || body.kind === 'EnvelopeReceived') && !closed;
    for (const number of touched) {
      const sheet = present(this.papers.sheet(number), `sheet ${number}`);
      for (let contest = 0; contest < this.contests; contest++) {
        if (this.geography.votesIn[contest]?.[sheet.place] !== true) continue;
        const work = this.workOf(number, contest);
        if (begins) this.typing.begin(work, header.at);
        this.placeWaiting(work, contest, sheet, header.at);
      }
    }
  }

  private takeTyping(index: number, header: EventHeader, body: Parameters<TypingDesk['take']>[2]): void {
    const contest = present(this.geography.contestIndex.get(present(header.contest, 'contest')), 'contest');
    const work = this.workOf(body.sheet, contest);
    const voided = this.typing.take(index, header, body, work);
    if (voided !== null && body.kind === 'EntryVoided') this.people.takeVoid(voided, body.reason);
    this.placeWaiting(work, contest, present(this.papers.sheet(body.sheet), `sheet ${body.sheet}`), header.at);
  }

  private placeWaiting(work: Work, contest: number, sheet: Sheet, at: Instant): void {
    const typing = this.typing.state(work);
    if (typing !== undefined && !this.isClosed(sheet.count)) this.waiting.place(work, contest, sheet, typing, at);
  }

  private isClosed(count: CountKind): boolean {
    return this.counts.state(count).kind === 'closed';
  }
}
