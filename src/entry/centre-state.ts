import { present } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import { Arrivals } from '../intake/arrivals.ts';
import { Devices } from '../intake/devices.ts';
import { Papers, type Sheet } from '../intake/papers.ts';
import { type CanvassRules, deskRulesOfCount } from '../model/canvass-rules.ts';
import { deskRulesOf } from '../model/desk-defaults.ts';
import type { DeskRules, EntryContent } from '../model/desk-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId, Count, CountKind, StationId } from '../model/ids.ts';
import { type EventBody, type EventHeader, isOfficeOnly, type SheetPicture } from '../record/index.ts';
import { Counts } from './counts.ts';
import { Ended } from './ended.ts';
import { isRead, takeRepeated, typingBegins } from './official-papers.ts';
import { People } from './people.ts';
import { Repeats } from './repeats.ts';
import { StationPlaces } from './station-places.ts';
import { type Typing, TypingDesk, type Work } from './typing.ts';
import { WaitingLists } from './waiting.ts';

/**
 * Codes of the checks that observe this content (`E` and three digits), by the election's definition. Those of the official count
 * may be stricter: `deskRulesOfCount`. `registered` are the station's voters in this count, as amendments say so far.
 */
export type ObservingChecks = (
  contest: ContestId,
  station: StationId,
  content: EntryContent,
  count: CountKind,
  registered: Count | null,
) => readonly string[];

export type CentreOptions = { readonly observing?: ObservingChecks };

/**
 * The counting centre as its record says it is: fed with every event in the order of the record, and read by `decide`. Two
 * centres that took the same events are alike (see `dumpCentre`).
 */
export class CentreState {
  readonly geography: Geography;
  readonly counts: Counts;
  /** Those who act in this record itself; `peopleOf` knows those of offices. */
  readonly people = new People();
  readonly devices: Devices;
  readonly arrivals: Arrivals;
  readonly papers: Papers;
  readonly typing = new TypingDesk();
  readonly waiting: WaitingLists;
  readonly repeats = new Repeats();
  readonly ended: Ended;
  /** Which stations there are and where, as amendments say so far. */
  readonly places: StationPlaces;
  /** By station, the office that it belongs to; null where the definition has none for it. */
  readonly officeOf: readonly (string | null)[];
  /** How the official count is run from the paper; null: it is only typed, as soon as an envelope is received. */
  readonly canvass: CanvassRules | null;
  readonly observing: ObservingChecks;
  private taken = 0;
  private readonly contests: number;
  private readonly rules: Readonly<Record<CountKind, Pick<DeskRules, 'checks' | 'corrections' | 'observations'>>>;
  private readonly peopleOfOffices = new Map<string, People>();

  constructor(geography: Geography, options: CentreOptions = {}) {
    const { election } = geography.definition;
    this.places = new StationPlaces(geography);
    this.geography = this.places.geography;
    this.counts = new Counts(this.geography);
    this.devices = new Devices(this.geography);
    this.arrivals = new Arrivals(this.geography);
    this.papers = new Papers(this.geography);
    this.contests = election.contests.length;
    this.waiting = new WaitingLists(this.contests);
    const desk = deskRulesOf(election);
    this.canvass = election.canvass;
    this.rules = { preliminary: desk, official: deskRulesOfCount(desk, election.canvass) };
    this.officeOf = this.places.officeOf;
    this.ended = new Ended(this.geography, this.officeOf);
    this.observing = options.observing ?? (() => []);
  }

  /** Number of events taken: the record number of the next. */
  get size(): number {
    return this.taken;
  }

  /** The rules by which sheets of this count are judged. */
  rulesOf(count: CountKind): Pick<DeskRules, 'checks' | 'corrections' | 'observations'> {
    return this.rules[count];
  }

  /** The people of an office, by their names in the record; without one, those of this record itself. */
  peopleOf(office: string | null): People {
    if (office === null) return this.people;
    const people = this.peopleOfOffices.get(office) ?? new People();
    this.peopleOfOffices.set(office, people);
    return people;
  }

  /** The sheet that counts for a contest of a station, if one stands there: of an official count that of a repeated vote. */
  sheetOf(count: CountKind, place: number, contest: number): number | null {
    const repeated = count === 'official' ? this.repeats.sheetOf(place, contest) : null;
    if (repeated !== null) return repeated;
    const papers = this.papers.station(count, place);
    return papers.kind === 'standing' ? papers.sheet : null;
  }

  /** What a desk shows of a contest of a sheet: the paper of a recount where that is typed. */
  picturesOf(sheet: Sheet, contest: number): readonly SheetPicture[] {
    return this.typing.isRecount(this.workOf(sheet.number, contest)) ? sheet.recount : sheet.pictures;
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
    // An office opens, closes and publishes its own record with these: here nothing follows.
    if (isOfficeOnly(header)) return;
    switch (body.kind) {
      case 'EmbargoLifted':
        this.lift(header, body);
        break;
      case 'CountOpened':
      case 'PublicationStopped':
      case 'PublicationResumed':
        this.counts.take(header, body);
        break;
      case 'CountClosed':
        this.close(header, body);
        break;
      case 'RoleGranted':
      case 'RoleRevoked':
        this.peopleOf(header.office?.id ?? null).take(body);
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
      case 'CopyAdmitted':
      case 'EnvelopeMissing':
      case 'EnvelopeOpened':
      case 'SheetScanned':
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
      case 'SheetCorrected':
      case 'RulingIssued':
        this.takeTyping(index, header, body);
        break;
      case 'BoardRuled':
        this.takeRuling(index, header, body);
        break;
      case 'DefinitionAmended':
      case 'ResultCertified':
      case 'CourtOrdered':
        this.takeEnding(index, header, body);
        break;
      default:
        break;
    }
  }

  private lift(header: EventHeader, body: Extract<EventBody, { kind: 'EmbargoLifted' }>): void {
    if (header.generation === undefined) this.counts.take(header, body);
    else this.repeats.takeLift(this.contestAt(header), header.generation, header.office?.id ?? null, header.at);
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
    takeRepeated(this, index, header, body);
    const begins = typingBegins(this.canvass, body) && !closed;
    for (const number of touched) {
      const sheet = present(this.papers.sheet(number), `sheet ${number}`);
      for (const contest of this.contestsOf(sheet)) {
        const work = this.workOf(number, contest);
        if (body.kind === 'SheetScanned' && body.paper === 'recount') this.typing.beginRecount(work, header.at);
        else if (begins && isRead(this.repeats, sheet, contest)) this.typing.begin(work, header.at);
        this.placeWaiting(work, contest, sheet, header.at);
      }
    }
  }

  /** Places of the contests that are typed from a sheet: of a repeated vote only those that were repeated. */
  contestsOf({ number, place, generation }: Sheet): readonly number[] {
    if (generation > 1) return this.repeats.contestsOf(number);
    return this.geography.definition.election.contests.flatMap((_, contest) =>
      this.geography.votesIn[contest]?.[place] === true ? [contest] : [],
    );
  }

  private takeTyping(index: number, header: EventHeader, body: Parameters<TypingDesk['take']>[2]): void {
    const contest = this.contestAt(header);
    const work = this.workOf(body.sheet, contest);
    const voided = this.typing.take(index, header, body, work);
    if (voided !== null && body.kind === 'EntryVoided')
      this.peopleOf(header.office?.id ?? null).takeVoid(voided, body.reason);
    this.placeWaiting(work, contest, present(this.papers.sheet(body.sheet), `sheet ${body.sheet}`), header.at);
  }

  private takeRuling(index: number, header: EventHeader, body: Extract<EventBody, { kind: 'BoardRuled' }>): void {
    const contest = this.contestAt(header);
    const place = present(this.geography.stationIndex.get(body.station), `station ${body.station}`);
    const number = body.sheet ?? this.sheetOf('official', place, contest);
    const { at } = header;
    if (body.effect === 'lost') this.repeats.lose(place, contest);
    const sheet = number === null ? undefined : this.papers.sheet(number);
    if (sheet !== undefined) {
      const work = this.workOf(sheet.number, contest);
      this.typing.rule(index, body, work, at, this.canvass?.scans === true);
      this.placeWaiting(work, contest, sheet, at);
    }
    if (body.effect === 'repeat' && body.until !== null) {
      this.repeats.order(place, contest, body.until, header.office?.id ?? null);
    }
  }

  private takeEnding(index: number, header: EventHeader, body: Parameters<Ended['take']>[2]): void {
    if (body.kind === 'DefinitionAmended') this.places.take(body.change);
    const touched = this.ended.take(index, header, body);
    if (touched === null) return;
    for (const [work] of this.typing.all()) {
      const { sheet: number, contest } = this.partsOf(work);
      const sheet = present(this.papers.sheet(number), `sheet ${number}`);
      const meant = (touched.place ?? sheet.place) === sheet.place && (touched.contest ?? contest) === contest;
      if (meant && sheet.count === 'official') this.placeWaiting(work, contest, sheet, header.at);
    }
  }

  private contestAt({ contest }: EventHeader): number {
    return present(this.geography.contestIndex.get(present(contest, 'contest')), 'contest');
  }

  private placeWaiting(work: Work, contest: number, sheet: Sheet, at: Instant): void {
    const typing = this.typing.state(work);
    if (typing === undefined || this.isClosed(sheet.count)) return;
    const ended = sheet.count === 'official' && this.ended.has(sheet.place, contest);
    this.waiting.place(work, contest, sheet, typing, at, ended);
  }

  private isClosed(count: CountKind): boolean {
    return this.counts.state(count).kind === 'closed';
  }
}
