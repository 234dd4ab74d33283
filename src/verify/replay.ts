import { assert } from '../base/assert.ts';
import type { Crypto } from '../base/crypto.ts';
import type { ChangingGeography } from '../model/changing-geography.ts';
import { countingBoxes } from '../model/desk-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import { type EventBody, isFigureKind } from '../record/index.ts';
import type { ReadBodies } from './body-reading.ts';
import { CanvassCheck } from './canvass-check.ts';
import { Centre } from './centre.ts';
import { rulesOfCount } from './desk-of-count.ts';
import type { DueRule } from './due-check.ts';
import { type Basis, EnteredCheck } from './entered-check.ts';
import type { EntryFates } from './entry-fates.ts';
import { FiguresCheck } from './figures-check.ts';
import type { FindingList } from './finding.ts';
import { ImportedRows } from './imported-rows.ts';
import { checkMode, type Located, locate } from './locate.ts';
import type { ReadLog } from './log-check.ts';
import { PaperCheck } from './paper-check.ts';
import type { ReadHeader } from './read-header.ts';
import type { ReadingFates } from './reading-fates.ts';
import { type DueSignature, type Enrolled, ReceiptCheck } from './receipt-check.ts';
import { RoleCheck } from './role-check.ts';
import type { State, StateChain } from './state-chain.ts';
import type { SheetVersion } from './version-book.ts';

/** What the events of a state say. */
export type Replay = {
  readonly centre: Centre;
  /** Record numbers of the events of each station. */
  readonly history: readonly (readonly number[])[];
  readonly devices: readonly Enrolled[];
  readonly signatures: readonly DueSignature[];
};

/** The record that is replayed, as far as it could be read. */
export type ReadRecord = {
  readonly headers: readonly (ReadHeader | null)[];
  readonly bodies: ReadBodies;
  readonly chain: StateChain;
  readonly state: State;
  readonly isDue: DueRule;
  readonly fates: EntryFates;
  readonly readings: ReadingFates;
  /** How many events are replayed. */
  readonly events: number;
  /** The record number of the next event of the same record: see `NationalRecord`. */
  readonly following: (record: number, header: ReadHeader) => number;
  /** The log as it was read: with it what offices recorded for themselves alone. */
  readonly log: Pick<ReadLog, 'headers' | 'leaves' | 'offices'>;
};

type SheetBody = Extract<EventBody, { readonly station: unknown }>;
/** An event of a station, with its place in the record and the definition. */
type At = Located & { readonly record: number; readonly header: ReadHeader; readonly count: CountKind };

/**
 * Replays the events of a state, in record order. An event that contradicts the definition or rests on nothing is a
 * finding; its figures still follow the record, so that the totals are compared with what the publisher had to compute.
 */
export function replay(changing: ChangingGeography, record: ReadRecord, crypto: Crypto, findings: FindingList): Replay {
  const replayer = new Replayer(changing, record, crypto, findings);
  for (let i = 0; i < record.events; i++) replayer.take(i);
  return replayer.done();
}

class Replayer {
  private readonly geography: Geography;
  private readonly record: ReadRecord;
  private readonly findings: FindingList;
  private readonly centre: Centre;
  private readonly history: number[][];
  private readonly rows = new ImportedRows();
  private readonly roles: RoleCheck;
  private readonly receipts: ReceiptCheck;
  private readonly figures: FiguresCheck;
  private readonly papers: PaperCheck;
  private readonly entered: EnteredCheck;
  /** null where the definition has no `canvass`. */
  private readonly canvass: CanvassCheck | null;

  constructor(changing: ChangingGeography, record: ReadRecord, crypto: Crypto, findings: FindingList) {
    const geography = changing.now;
    this.geography = geography;
    this.record = record;
    this.findings = findings;
    this.centre = new Centre(geography);
    this.history = geography.stations.map((): number[] => []);
    this.roles = new RoleCheck(geography.definition.election.canvass !== null, findings);
    this.receipts = new ReceiptCheck(geography, crypto, findings);
    this.figures = new FiguresCheck(crypto, record, findings);
    this.entered = new EnteredCheck(geography, record, findings);
    this.canvass =
      geography.definition.election.canvass === null
        ? null
        : new CanvassCheck(
            ...([changing, record, record.log, this.centre, this.roles] as const),
            (contest, sheet) => this.entered.typistsOf(contest, sheet),
            crypto,
            findings,
          );
    this.papers = new PaperCheck(this.centre.known, record, this.canvass, findings);
  }

  take(record: number): void {
    const header = this.record.headers[record];
    if (header) this.takeEvent(record, header);
    const logged = this.record.log.headers[record];
    if (this.canvass !== null && logged) this.canvass.follow(record, logged);
  }

  private takeEvent(record: number, header: ReadHeader): void {
    const body = this.record.bodies.bodies[record] ?? null;
    this.roles.follow(record, header, body);
    if (header.kind === 'FiguresRead') this.figures.place(record);
    if (body === null) return;
    if (body.kind === 'DeviceEnrolled') this.receipts.enrol(record, body);
    else if (body.kind === 'DeviceRevoked') this.receipts.revoke(record, header.at, body);
    else if (!('station' in body)) this.takeAct(record, header, body);
    else if (header.count !== null) this.takeOfStation(record, header, body);
  }

  private takeAct(record: number, header: ReadHeader, body: EventBody): void {
    this.canvass?.takeAct(record, header, body);
    // Stations that it added have the next numbers.
    while (this.history.length < this.geography.stations.length) this.history.push([]);
    if (this.canvass === null || body.kind !== 'DefinitionAmended') return;
    this.entered.amend(body.change);
    if (!this.isShown(record, 'official')) return;
    const gone = this.centre.amended.take(body.change);
    if (gone !== undefined) this.centre.makeVoid(record, gone.station, gone.status);
  }

  done(): Replay {
    const { centre, history, receipts } = this;
    return { centre, history, devices: receipts.devices, signatures: receipts.signatures };
  }

  private takeOfStation(record: number, header: ReadHeader, body: SheetBody): void {
    const { count } = header;
    assert(count !== null, 'asked before');
    if (isFigureKind(body.kind) && !this.record.isDue(record, header)) return;
    const place = locate(this.geography, record, header, body, this.findings);
    if (place === null) return;
    this.history[place.station]?.push(record);
    checkMode(this.record.chain, record, header, body, this.findings);
    const at: At = { ...place, record, header, count };
    const { closedAt } = this.record.chain.courses[count];
    if ('sheet' in body && body.sheet !== null) {
      this.papers.ofSheet(record, header, place.station, closedAt, { kind: body.kind, sheet: body.sheet });
    }
    if (count === 'official') this.canvass?.takeOfStation(at, body);
    switch (body.kind) {
      case 'SheetImported':
        this.rows.check(this.record.chain, record, header, body, this.findings);
        this.takeImported(at, body);
        break;
      case 'SheetReceived':
      case 'EnvelopeReceived':
      case 'CopyAdmitted':
        this.takeReceipt(at, body);
        break;
      case 'EnvelopeMissing':
      case 'EnvelopeMoved':
      case 'EnvelopeOpened':
      case 'EnvelopeStored':
      case 'SheetScanned':
        this.centre.custody.take(record, place.station, body);
        this.takeLoss(at, body);
        break;
      case 'FiguresAnnounced':
        this.receipts.announced(record, place.station, body);
        this.figures.announced(record, body);
        this.centre.readings.announce(record, place.station, body);
        break;
      case 'FiguresRead': {
        const called = this.figures.opened(record, body);
        if (called !== null) this.centre.readings.read(called.announced, header.contest ?? '', body.boxes);
        break;
      }
      case 'SheetDisputed':
      case 'SheetSuperseded':
      case 'SheetWithdrawn':
        this.takePaper(at, body);
        break;
      default:
        this.takeTyping(at, body);
        break;
    }
  }

  private takeImported(at: At, body: Extract<SheetBody, { kind: 'SheetImported' }>): void {
    if (at.contest === null) return;
    const { status, boxes, publishedAt, arrivedAt } = body;
    const version = { status, boxes, record: at.record, visibleAt: publishedAt ?? arrivedAt };
    const whole: SheetVersion = { ...version, reasons: [], observations: [], corrections: [] };
    this.centre.versions.set(at.count, at.contest, at.station, at.record, whole);
  }

  private takeReceipt(
    { record, header, station, count }: At,
    body: Extract<SheetBody, { kind: 'SheetReceived' | 'EnvelopeReceived' | 'CopyAdmitted' }>,
  ): void {
    const received = body.kind === 'SheetReceived' ? body : null;
    const isCopy = body.kind === 'CopyAdmitted';
    const { generation = 1 } = header;
    const late = record > this.record.chain.courses[count].closedAt;
    if (received !== null) this.receipts.receive(record, station, received);
    if (!late && !isCopy) this.papers.received(record, header, station, body);
    if (body.kind === 'EnvelopeReceived') this.centre.custody.take(record, station, body);
    const repeats = this.canvass?.repeatedContests(record) ?? null;
    const paper = { sheet: record, count, station, late, received, generation, repeats, isCopy };
    this.centre.receive(paper, this.isShown(record, count));
  }

  /** What is not there disputes nothing that comes in its place. Of a repeated vote only what nobody received is ever missing. */
  private takeLoss({ record, header, station, count }: At, body: SheetBody): void {
    const isShown = this.isShown(record, count);
    if (body.kind === 'EnvelopeOpened' && body.found !== 'sheet') {
      this.centre.lose(record, station, body.sheet, isShown);
    } else if (body.kind === 'EnvelopeMissing' && header.generation === undefined) {
      this.centre.lose(record, station, null, isShown);
    }
  }

  private takePaper(
    { record, station, count }: At,
    body: Extract<SheetBody, { kind: 'SheetDisputed' | 'SheetSuperseded' | 'SheetWithdrawn' }>,
  ): void {
    if (body.kind === 'SheetDisputed') this.papers.disputed(record, count, station, body);
    else if (body.kind === 'SheetSuperseded') this.papers.superseded(record, count, station, body);
    else this.papers.withdrawn(record, body);
    this.centre.takePaper(record, count, station, body, this.isShown(record, count));
  }

  private takeTyping(at: At, body: SheetBody): void {
    const { record, header, contest } = at;
    if (contest === null) return;
    switch (body.kind) {
      case 'EntryCommitted':
        this.entered.entry(record, header, body);
        break;
      case 'EntriesRevealed':
        this.entered.revealed(record, header, body);
        this.centre.reveal(at.count, contest, at.station, body.sheet, this.isShown(record, at.count));
        break;
      case 'DifferenceResolved':
        this.entered.resolved(record, header, body);
        break;
      case 'RulingIssued':
        this.entered.ruled(record, header, body);
        if (body.ruling === 'retype' && this.isShown(record, at.count))
          this.centre.decide(at.count, contest, at.station, body.sheet, record, null);
        break;
      case 'SheetAgreed': {
        const basis = this.entered.agreed(record, header, body);
        this.decide(at, contest, body.sheet, { status: 'counted', boxes: body.boxes, reasons: [] }, basis);
        break;
      }
      case 'SheetObserved': {
        const basis = this.entered.observation(record, header, body);
        const { corrections } = rulesOfCount(this.geography, at.count);
        const boxes = basis === null ? [] : countingBoxes(basis.content, corrections);
        this.decide(at, contest, body.sheet, { status: 'observed', boxes, reasons: body.reasons }, basis);
        break;
      }
      case 'ObjectionRaised':
        this.takeCanvass(at, contest, body);
        break;
      case 'BoardRuled':
        this.entered.boardRuled(record, header, body);
        this.takeCanvass(at, contest, body);
        break;
      case 'SheetAnnulled':
      case 'SheetCorrected':
        this.takeCanvass(at, contest, body);
        break;
      default:
        break;
    }
  }

  private takeCanvass(
    { record, count, station }: At,
    contest: number,
    body: Extract<SheetBody, { kind: 'ObjectionRaised' | 'BoardRuled' | 'SheetAnnulled' | 'SheetCorrected' }>,
  ): void {
    if (this.isShown(record, count)) this.centre.takeCanvass(record, contest, station, body);
  }

  private decide(
    { record, count, station }: At,
    contest: number,
    sheet: number,
    what: Pick<SheetVersion, 'status' | 'boxes' | 'reasons'>,
    basis: Basis | null,
  ): void {
    const typed = basis?.content;
    const corrections = (typed?.corrections ?? []).map((correction) => ({
      correction,
      says: typed?.boxes[correction[0]] ?? ('empty' as const),
    }));
    const observations = typed?.observations ?? [];
    const version = { ...what, record, visibleAt: null, observations, corrections };
    this.centre.decide(count, contest, station, sheet, record, version);
  }

  /** Whether the state shows what this event does: not while the publication of its count is stopped. */
  private isShown(record: number, count: CountKind): boolean {
    return record < this.record.state.covers[count];
  }
}
