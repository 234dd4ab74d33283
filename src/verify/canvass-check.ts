import type { Crypto } from '../base/crypto.ts';
import type { ChangingGeography } from '../model/changing-geography.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import { AmendmentCheck } from './amendment-check.ts';
import { addOfEvent } from './body-reading.ts';
import type { Centre } from './centre.ts';
import { CertificateCheck } from './certificate-check.ts';
import { CountedSheets } from './counted-sheets.ts';
import { CourseBook } from './course-book.ts';
import { type CustodyBody, CustodyCheck } from './custody-check.ts';
import { DestructionCheck } from './destruction-check.ts';
import type { FindingList } from './finding.ts';
import type { ReadLog } from './log-check.ts';
import type { ReadHeader } from './read-header.ts';
import { RepeatedVotes } from './repeated-votes.ts';
import type { ReadRecord } from './replay.ts';
import type { RoleCheck } from './role-check.ts';
import { RulingCheck } from './ruling-check.ts';
import { SessionCheck } from './session-check.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
/** An event of a station of the official count, by places in the definition; `contest` is null where it is of none. */
export type CanvassPlace = {
  readonly record: number;
  readonly header: ReadHeader;
  readonly station: number;
  readonly contest: number | null;
};

/** Acts upon a sheet that change figures in every contest that is typed from it. */
const OF_WHOLE_SHEET: ReadonlySet<string> = new Set([
  'CopyAdmitted',
  'SheetDisputed',
  'SheetSuperseded',
  'SheetWithdrawn',
]);

/** Judges what an official count from the paper has beside the typing: official-count.md. Nothing of it changes a figure. */
export class CanvassCheck {
  private readonly geography: Geography;
  private readonly record: ReadRecord;
  private readonly findings: FindingList;
  private readonly courses: CourseBook;
  private readonly repeats = new RepeatedVotes();
  private readonly custody: CustodyCheck;
  private readonly sessions: SessionCheck;
  private readonly rulings: RulingCheck;
  private readonly certificates: CertificateCheck;
  private readonly destruction: DestructionCheck;
  private readonly amendments: AmendmentCheck;
  private readonly counted: CountedSheets;
  /** Whether a decision on a sheet is sealed, so that nobody can tell how many are counted. */
  private sealed = false;

  constructor(
    changing: ChangingGeography,
    record: ReadRecord,
    log: Pick<ReadLog, 'leaves' | 'offices'>,
    centre: Centre,
    roles: RoleCheck,
    typistsOf: (contest: string, sheet: number) => readonly string[],
    crypto: Crypto,
    findings: FindingList,
  ) {
    const geography = changing.now;
    const { election } = geography.definition;
    this.geography = geography;
    this.record = record;
    this.findings = findings;
    this.courses = new CourseBook(election.contests.length);
    this.custody = new CustodyCheck(election, crypto, findings);
    this.sessions = new SessionCheck(
      election.canvass?.quorum ?? 1,
      (h, who, role) => roles.has(h, who, role),
      findings,
    );
    const { courses, custody, sessions, repeats } = this;
    const books = { courses, custody, sessions, repeats, papers: centre.known };
    this.rulings = new RulingCheck(geography, record, books, typistsOf, findings);
    this.certificates = new CertificateCheck(geography, record, log, centre, crypto, findings);
    this.destruction = new DestructionCheck(geography, findings);
    this.amendments = new AmendmentCheck(changing, centre, this.certificates, repeats, findings);
    this.counted = new CountedSheets(geography, centre);
  }

  /** Behind each event of the log has been judged, also of those that are of an office alone. */
  follow(record: number, header: ReadHeader): void {
    this.sessions.follow(record, header);
    this.certificates.follow(record, header);
    const { kind, count } = header;
    if (count !== 'official' || (kind !== 'SheetAgreed' && kind !== 'SheetCorrected')) return;
    this.sealed ||= !this.record.isDue(record, header);
  }

  /** An act that is of no station. */
  takeAct(record: number, header: ReadHeader, body: EventBody): void {
    switch (body.kind) {
      case 'MemberSeated':
      case 'MemberLeft':
      case 'SessionOpened':
      case 'SessionClosed':
        this.sessions.take(record, header, body, () =>
          this.sealed ? null : this.counted.of(header.office?.id ?? null),
        );
        return;
      case 'LotDrawn':
        this.sessions.vote(record, header, body);
        this.certificates.lot(record, header, body);
        this.checkLot(record, header, body);
        return;
      case 'OfficeDeclared':
        this.certificates.declare(body.office);
        return;
      case 'ResultCertified':
        this.certificates.certify(record, header, body);
        this.destruction.certify(header);
        return;
      case 'CourtOrdered':
        this.certificates.reopen(record, header);
        this.checkOpen(record, header);
        this.destruction.reopen(header);
        return;
      case 'DefinitionAmended':
        this.amendments.take(record, body.change);
        return;
      case 'CountClosed':
        if (header.count === 'official') this.destruction.close(record, header);
        return;
      case 'MaterialDestroyed':
        this.destruction.destroy(record, header);
        return;
      default:
        return;
    }
  }

  /** An event of a station, before the centre takes it. */
  takeOfStation(at: CanvassPlace, body: EventBody): void {
    const { record, header, station, contest } = at;
    if (header.contest !== null || OF_WHOLE_SHEET.has(header.kind)) {
      this.certificates.touch(record, header, station, header.contest);
    }
    this.checkGeneration(at, body);
    this.amendments.receive(record, header, station, body);
    if (body.kind === 'EnvelopeReceived' && header.generation !== undefined) this.checkRepeated(at, body.station);
    // A ruling that a sheet is lost is judged by what was there before it.
    if (body.kind !== 'BoardRuled') this.repeats.take(record, header, body);
    switch (body.kind) {
      case 'EnvelopeReceived':
        this.custody.take(record, header, station, body);
        return;
      case 'SheetWithdrawn':
        this.custody.withdraw(body.sheet);
        return;
      case 'ObjectionRaised':
        if (contest !== null) this.rulings.object({ ...at, contest }, body);
        return;
      case 'BoardRuled':
        if (contest !== null) this.rulings.rule({ ...at, contest }, body);
        this.repeats.take(record, header, body);
        return;
      case 'SheetAnnulled':
      case 'SheetCorrected':
        if (contest !== null) this.rulings.outcome({ ...at, contest }, body);
        return;
      case 'EntryCommitted':
      case 'SheetAgreed':
      case 'SheetObserved':
        if (contest !== null) this.takeTyping(at, contest, body);
        return;
      case 'EnvelopeMissing':
      case 'EnvelopeMoved':
      case 'EnvelopeOpened':
      case 'EnvelopeStored':
      case 'SheetScanned':
      case 'CopyAdmitted':
        this.takeCustody(at, body);
        return;
      default:
        return;
    }
  }

  /** Whether a contest is typed from a sheet of a repeated vote; null where the sheet is of the first. */
  isOfRepeated(sheet: number, contest: string | null): boolean | null {
    return contest === null ? null : (this.repeats.contestsOf(sheet)?.has(contest) ?? null);
  }

  /** The contests that are typed from a sheet of a repeated vote; null where it is of none. */
  repeatedContests(sheet: number): ReadonlySet<number> | null {
    const contests = this.repeats.contestsOf(sheet);
    const { contestIndex } = this.geography;
    return contests && new Set([...contests].flatMap((id) => contestIndex.get(id as ContestId) ?? []));
  }

  private takeCustody({ record, header, station }: CanvassPlace, body: CustodyBody): void {
    if (body.kind === 'CopyAdmitted') this.sessions.vote(record, header, body);
    this.custody.take(record, header, station, body);
    if (body.kind === 'SheetScanned' && body.paper === 'recount') this.courses.recountScanned(body.sheet);
  }

  private takeTyping(
    { record, header }: CanvassPlace,
    contest: number,
    { kind, sheet, station }: Body<'EntryCommitted' | 'SheetAgreed' | 'SheetObserved'>,
  ): void {
    const course = this.courses.of(sheet, contest);
    if (kind !== 'EntryCommitted') {
      course.state = kind === 'SheetAgreed' ? 'agreed' : 'observed';
      return;
    }
    if (!this.custody.isReadyToType(sheet)) {
      const says = `Event ${record} types sheet ${sheet} before its envelope was opened with a sheet in it, or before it was scanned.`;
      this.add('typed-early', record, says);
    }
    if (!this.repeats.isReadFrom(sheet, station, header.contest ?? '')) {
      const says = `Event ${record} types a contest of sheet ${sheet} whose vote was repeated: nothing is read of it there.`;
      this.add('typed-wrongly', record, says);
      return;
    }
    const scans = this.geography.definition.election.canvass?.scans === true;
    const waits = course.state === 'recount' && scans && !course.recountScanned;
    if (!waits && (course.state === 'typing' || course.state === 'recount')) return;
    this.add('typed-wrongly', record, `Event ${record} types a contest of sheet ${sheet} that is ${course.state}.`);
  }

  private checkRepeated({ record, header, station }: CanvassPlace, id: string): void {
    const at = header.office?.at ?? header.at;
    const isNew = (header.generation ?? 1) > this.repeats.highestOf(id);
    const contests = [...this.repeats.waiting(id)].map((contest) =>
      this.geography.contestIndex.get(contest as ContestId),
    );
    const isPast = contests.every((c) => (this.courses.newestRuling(station, c ?? -1)?.until ?? at) <= at);
    if (isNew && isPast && contests.length > 0) return;
    const says = `Event ${record} receives the paper of a repeated vote that the board did not order, or before its polls closed.`;
    this.add('repeat-not-due', record, says);
  }

  /** All events of a sheet of a repeated vote say which one it is, and no other event does. */
  private checkGeneration({ record, header, contest }: CanvassPlace, body: EventBody): void {
    if (!('sheet' in body) || body.sheet === null) return;
    const generation = this.record.headers[body.sheet]?.generation;
    if (header.generation !== generation) {
      this.add('generation-differs', record, `Event ${record} is not of the vote that its sheet ${body.sheet} is of.`);
    } else if (contest !== null && this.isOfRepeated(body.sheet, header.contest) === false) {
      const says = `Event ${record} is of a contest of sheet ${body.sheet} whose vote was not repeated.`;
      this.add('contest-not-repeated', record, says);
    }
  }

  private checkLot(record: number, header: ReadHeader, { area, order }: Body<'LotDrawn'>): void {
    const { contests } = this.geography.definition.election;
    const selections = contests.find(({ id }) => id === header.contest)?.selections ?? [];
    const isKnown = order.every((id) => selections.some((selection) => selection.id === id));
    if (isKnown && this.geography.unitIndex.has(area as never)) return;
    this.add(
      'lot-of-nobody',
      record,
      `Event ${record} draws lots among what is no selection of its contest, or nowhere.`,
    );
  }

  /** The closing of the count is its end: nothing reopens what is certified behind it. */
  private checkOpen(record: number, { kind }: ReadHeader): void {
    if (record <= this.record.chain.courses.official.closedAt) return;
    this.add('after-close', record, `Event ${record}, a ${kind}, is behind the end of its count.`);
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}
