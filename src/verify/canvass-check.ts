import type { Crypto } from '../base/crypto.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId } from '../model/ids.ts';
import { officeOf } from '../model/office-definition.ts';
import type { Amendment, EventBody, EventHeader } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import type { Centre } from './centre.ts';
import { CertificateCheck } from './certificate-check.ts';
import { CourseBook } from './course-book.ts';
import { type CustodyBody, CustodyCheck } from './custody-check.ts';
import { DestructionCheck } from './destruction-check.ts';
import { type FindingList, shown } from './finding.ts';
import type { ReadLog } from './log-check.ts';
import type { ReadRecord } from './replay.ts';
import type { RoleCheck } from './role-check.ts';
import { RulingCheck } from './ruling-check.ts';
import { SessionCheck } from './session-check.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
/** An event of a station of the official count, by places in the definition; `contest` is null where it is of none. */
export type CanvassPlace = {
  readonly record: number;
  readonly header: EventHeader;
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
  private readonly centre: Centre;
  private readonly findings: FindingList;
  private readonly courses: CourseBook;
  private readonly custody: CustodyCheck;
  private readonly sessions: SessionCheck;
  private readonly rulings: RulingCheck;
  private readonly certificates: CertificateCheck;
  private readonly destruction: DestructionCheck;
  private readonly officeOf: (station: number) => string | null;
  /** Whether a decision on a sheet is sealed, so that nobody can tell how many are counted. */
  private sealed = false;

  constructor(
    geography: Geography,
    record: ReadRecord,
    log: Pick<ReadLog, 'leaves' | 'offices'>,
    centre: Centre,
    roles: RoleCheck,
    typistsOf: (contest: string, sheet: number) => readonly string[],
    crypto: Crypto,
    findings: FindingList,
  ) {
    const { election } = geography.definition;
    this.geography = geography;
    this.record = record;
    this.centre = centre;
    this.findings = findings;
    this.courses = new CourseBook(election.contests.length);
    this.custody = new CustodyCheck(election, crypto, findings);
    this.sessions = new SessionCheck(
      election.canvass?.quorum ?? 1,
      (h, who, role) => roles.has(h, who, role),
      findings,
    );
    const books = { courses: this.courses, custody: this.custody, sessions: this.sessions };
    this.rulings = new RulingCheck(geography, record, books, typistsOf, findings);
    this.certificates = new CertificateCheck(geography, record, log, centre, crypto, findings);
    this.destruction = new DestructionCheck(geography, findings);
    this.officeOf = officeOf(geography.definition);
  }

  /** Behind each event of the log has been judged, also of those that are of an office alone. */
  follow(record: number, header: EventHeader): void {
    this.sessions.follow(record, header);
    this.certificates.follow(record, header);
    const { kind, count } = header;
    if (count !== 'official' || (kind !== 'SheetAgreed' && kind !== 'SheetCorrected')) return;
    this.sealed ||= !this.record.isDue(record, header);
  }

  /** An act that is of no station. */
  takeAct(record: number, header: EventHeader, body: EventBody): void {
    switch (body.kind) {
      case 'MemberSeated':
      case 'MemberLeft':
      case 'SessionOpened':
      case 'SessionClosed':
        this.sessions.take(record, header, body, () => (this.sealed ? null : this.countedIn(header)));
        return;
      case 'LotDrawn':
        this.sessions.vote(record, header, body);
        this.certificates.lot(header, body);
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
        this.destruction.reopen(header);
        return;
      case 'DefinitionAmended':
        this.amend(record, body.change);
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
    switch (body.kind) {
      case 'EnvelopeReceived':
        this.custody.take(record, header, station, body);
        if (header.generation !== undefined) this.receiveRepeated(at);
        return;
      case 'SheetWithdrawn':
        this.custody.withdraw(body.sheet);
        return;
      case 'ObjectionRaised':
        if (contest !== null) this.rulings.object({ ...at, contest }, body);
        return;
      case 'BoardRuled':
        if (contest !== null) this.rulings.rule({ ...at, contest }, body);
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
    const index = this.geography.contestIndex.get((contest ?? '') as ContestId);
    return index === undefined ? null : this.courses.isOfRepeated(sheet, index);
  }

  /** The contests that are typed from a sheet of a repeated vote; null where it is of none. */
  repeatedContests(sheet: number): ReadonlySet<number> | null {
    return this.courses.repeatedContests(sheet);
  }

  private takeCustody({ record, header, station }: CanvassPlace, body: CustodyBody): void {
    if (body.kind === 'CopyAdmitted') this.sessions.vote(record, header, body);
    if (body.kind === 'CopyAdmitted' && header.generation !== undefined) {
      this.courses.receiveRepeated(record, station, header.generation);
    }
    this.custody.take(record, header, station, body);
    if (body.kind === 'SheetScanned' && body.paper === 'recount') this.courses.recountScanned(body.sheet);
  }

  private takeTyping(
    { record }: CanvassPlace,
    contest: number,
    { kind, sheet }: Body<'EntryCommitted' | 'SheetAgreed' | 'SheetObserved'>,
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
    const scans = this.geography.definition.election.canvass?.scans === true;
    const waits = course.state === 'recount' && scans && !course.recountScanned;
    if (!waits && (course.state === 'typing' || course.state === 'recount')) return;
    this.add('typed-wrongly', record, `Event ${record} types a contest of sheet ${sheet} that is ${course.state}.`);
  }

  private receiveRepeated({ record, header, station }: CanvassPlace): void {
    const generation = header.generation ?? 1;
    const at = header.office?.at ?? header.at;
    const isNew = generation > this.courses.highestOf(station);
    const contests = [...this.courses.receiveRepeated(record, station, generation)];
    const isPast = contests.every((c) => (this.courses.newestRuling(station, c)?.until ?? at) <= at);
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
    } else if (contest !== null && this.courses.isOfRepeated(body.sheet, contest) === false) {
      const says = `Event ${record} is of a contest of sheet ${body.sheet} whose vote was not repeated.`;
      this.add('contest-not-repeated', record, says);
    }
  }

  private amend(record: number, change: Amendment): void {
    const { stationIndex, unitIndex, contestIndex, definition } = this.geography;
    const isStation = (id: string) => stationIndex.has(id as never);
    const isGood = (): boolean => {
      switch (change.kind) {
        case 'station-not-installed':
          return isStation(change.station);
        case 'station-merged':
          return isStation(change.station) && isStation(change.into) && change.station !== change.into;
        case 'closing-extended':
          return change.units.every((id) => unitIndex.has(id as never));
        case 'candidate-withdrawn': {
          const contest = definition.election.contests[contestIndex.get(change.contest as ContestId) ?? -1];
          return contest?.selections.some(({ id }) => id === change.selection) === true;
        }
      }
    };
    if (!isGood()) this.add('amendment-void', record, `Event ${record} amends what the definition does not have.`);
    const touched = this.contestsOf(change).find((contest) => this.certificates.isCertified(contest));
    if (touched === undefined) return;
    this.add('after-certificate', record, `Event ${record} amends contest ${shown(touched)}, which is certified.`);
  }

  private contestsOf(change: Amendment): readonly string[] {
    const { stationIndex, votesIn, definition } = this.geography;
    if (change.kind === 'candidate-withdrawn') return [change.contest];
    if (change.kind === 'closing-extended') return [];
    const station = stationIndex.get(change.station) ?? -1;
    return definition.election.contests.flatMap(({ id }, c) => (votesIn[c]?.[station] === true ? [id] : []));
  }

  private checkLot(record: number, header: EventHeader, { area, order }: Body<'LotDrawn'>): void {
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

  private countedIn({ office }: EventHeader): number {
    const { current } = this.centre.versions;
    let counted = 0;
    for (const stations of current.official) {
      stations.forEach((version, station) => {
        if (version?.status !== 'counted') return;
        if (office === undefined || this.officeOf(station) === office.id) counted++;
      });
    }
    return counted;
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}
