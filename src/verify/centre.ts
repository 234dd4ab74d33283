import type { RulingEffect } from '../model/canvass-rules.ts';
import type { Geography } from '../model/geography.ts';
import type { CountKind } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import { Amended } from './amended.ts';
import { CustodyBook } from './custody-book.ts';
import { ReadingBook } from './reading-book.ts';
import { type Paper, SheetBook } from './sheet-book.ts';
import { type ByCount, byCount } from './state-chain.ts';
import { type SheetVersion, VersionBook } from './version-book.ts';

type OfBoard = Extract<EventBody, { kind: 'ObjectionRaised' | 'BoardRuled' | 'SheetAnnulled' | 'SheetCorrected' }>;
type OfPapers = Extract<EventBody, { kind: 'SheetDisputed' | 'SheetSuperseded' | 'SheetWithdrawn' }>;

/** Effects of a ruling after which others type the contest. */
const SENT_BACK: ReadonlySet<string> = new Set<RulingEffect>(['recount', 'retype']);

/**
 * The counting centre twice: as the whole state knows it (`known`), and as far as it is shown, which a stop of the
 * publication holds back (`shown`). Figures follow from what is shown.
 */
export class Centre {
  readonly known: SheetBook;
  readonly shown: SheetBook;
  readonly versions: VersionBook;
  /** Figures that stations sent: beside the count. */
  readonly readings = new ReadingBook();
  /** By count, contest and station: whether two entries were revealed of any of its sheets. */
  readonly typed: ByCount<readonly boolean[][]>;
  /** Stations with a receipt, by count. */
  readonly received: ByCount<boolean[]>;
  /** Stations with a late receipt that is shown, by count. */
  readonly late: ByCount<boolean[]>;
  /** Acts of custody of the official count, shown or not. */
  readonly custody = new CustodyBook();
  /** What amendments that are shown made of the definition. */
  readonly amended: Amended;
  private readonly contests: number;
  private readonly revealedOf = new Set<number>();
  /** Sheets whose picture can be no help to who types them any more. */
  private readonly opened = new Set<number>();
  private readonly notSheets = new Set<number>();

  constructor(geography: Geography) {
    const stations = geography.stations.length;
    this.contests = geography.definition.election.contests.length;
    this.amended = new Amended(geography);
    this.known = new SheetBook(stations);
    this.shown = new SheetBook(stations);
    this.versions = new VersionBook(geography);
    this.typed = byCount(() => geography.votesIn.map(() => new Array<boolean>(stations).fill(false)));
    this.received = byCount(() => new Array<boolean>(stations).fill(false));
    this.late = byCount(() => new Array<boolean>(stations).fill(false));
  }

  receive(paper: Omit<Paper, 'superseded' | 'withdrawn' | 'gone'>, isShown: boolean): void {
    if (!paper.isCopy) mark(this.received[paper.count], paper.station);
    this.known.receive(paper);
    if (!isShown) return;
    const { count, station } = paper;
    if (count === 'official' && !paper.late) this.versions.canvass?.receive(paper);
    this.shown.receive(paper);
    if (paper.late) mark(this.late[count], station);
    // A copy takes the place of what had no figures.
    else if (paper.isCopy) this.follow(count, station, paper.sheet, null);
  }

  /** A station was added while the count runs: it has the next number. */
  addStation(): void {
    this.known.addStation();
    this.shown.addStation();
    this.versions.addStation();
  }

  /** There is no paper of a sheet: see `SheetBook.lose`. */
  lose(record: number, station: number, sheet: number | null, isShown: boolean): void {
    this.known.lose('official', station, sheet);
    if (!isShown) return;
    this.shown.lose('official', station, sheet);
    this.follow('official', station, record, null);
  }

  /** An act of the board, or an outcome of one, that is shown. */
  takeCanvass(record: number, contest: number, station: number, body: OfBoard): void {
    const { canvass } = this.versions;
    if (canvass === null) return;
    switch (body.kind) {
      case 'ObjectionRaised':
        canvass.object(contest, record, body);
        break;
      case 'BoardRuled':
        canvass.rule(contest, station, record, body);
        if (body.sheet !== null && SENT_BACK.has(body.effect)) this.versions.decide(contest, body.sheet, null);
        break;
      case 'SheetAnnulled':
        canvass.annul(contest, record, body);
        break;
      case 'SheetCorrected':
        this.versions.decide(contest, body.sheet, canvass.correct(contest, record, body));
        break;
    }
    this.follow('official', station, record, contest);
  }

  /** A station at which nobody votes. */
  makeVoid(record: number, station: number, status: 'merged' | 'not_installed'): void {
    this.versions.canvass?.makeVoid(station, record, status);
    this.follow('official', station, record, null);
  }

  takePaper(record: number, count: CountKind, station: number, body: OfPapers, isShown: boolean): void {
    takeInto(this.known, record, count, station, body);
    if (!isShown) return;
    takeInto(this.shown, record, count, station, body);
    if (body.kind === 'SheetDisputed') {
      for (const sheet of body.sheets) this.opened.add(sheet);
      const isVoid = count === 'official' && this.versions.canvass?.isVoid(station) === true;
      if (!isVoid) this.versions.dispute(count, station, record);
      return;
    }
    if (body.kind === 'SheetWithdrawn') {
      this.opened.add(body.sheet);
      if (body.code === 'not-a-sheet') this.notSheets.add(body.sheet);
      if (count === 'official') this.versions.canvass?.withdraw(station, body.sheet);
    }
    this.follow(count, station, record, null);
  }

  reveal(count: CountKind, contest: number, station: number, sheet: number, isShown: boolean): void {
    mark(this.typed[count][contest] ?? [], station);
    this.revealedOf.add(sheet * this.contests + contest);
    if (isShown) this.opened.add(sheet);
  }

  /** A due decision on a sheet, or null where a ruling sends it back. */
  decide(
    count: CountKind,
    contest: number,
    station: number,
    sheet: number,
    record: number,
    version: SheetVersion | null,
  ): void {
    this.versions.decide(contest, sheet, version);
    if (count === 'official') this.versions.canvass?.decide(contest, sheet, version);
    if (version?.reasons.includes('not-a-sheet') === true) this.notSheets.add(sheet);
    this.follow(count, station, record, contest);
  }

  /** Whether two entries of this contest of the sheet were revealed. */
  isTyped(sheet: number, contest: number): boolean {
    return this.revealedOf.has(sheet * this.contests + contest);
  }

  /** Whether an act that is shown made the picture of the sheet public, embargo aside. */
  isOpened(sheet: number): boolean {
    return this.opened.has(sheet);
  }

  /** Whether two people saw that the sheet is something else, whose picture need not be shown. */
  isNoSheet(sheet: number): boolean {
    return this.notSheets.has(sheet);
  }

  private follow(count: CountKind, station: number, record: number, only: number | null): void {
    const { dispute, standing } = this.shown.at(count, station);
    const isVoid = count === 'official' && this.versions.canvass?.isVoid(station) === true;
    if (dispute === null || isVoid) this.versions.follow(count, station, record, standing, only);
    else if (count === 'official') this.versions.followRepeated(station, record, only);
  }
}

function mark(stations: boolean[], station: number): void {
  stations[station] = true;
}

function takeInto(book: SheetBook, record: number, count: CountKind, station: number, body: OfPapers): void {
  if (body.kind === 'SheetDisputed') book.dispute(count, station, record, body.sheets);
  else if (body.kind === 'SheetSuperseded') book.supersede(count, station, body.sheet, body.over);
  else book.withdraw(count, station, body.sheet);
}
