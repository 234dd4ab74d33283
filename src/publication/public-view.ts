import { assert, present } from '../base/assert.ts';
import { type Instant, instant } from '../base/instant.ts';
import { ChangingGeography } from '../model/changing-geography.ts';
import { deskRulesOf } from '../model/desk-defaults.ts';
import type { Geography } from '../model/geography.ts';
import { COUNT_KINDS, type CountKind, type StationId } from '../model/ids.ts';
import { type EventBody, type EventHeader, isFigureKind, isOfficeOnly } from '../record/index.ts';
import { type AreaSums, eachCount, Tabulation } from '../tabulation/tabulation.ts';
import { Amendments } from './amendments.ts';
import { CanvassBook } from './canvass-book.ts';
import { CanvassStations } from './canvass-stations.ts';
import { CountProgress, type Waiting } from './count-progress.ts';
import { CurveKeeper } from './curve.ts';
import { DeskSums } from './desk-sums.ts';
import { Embargoes, voteOf } from './embargoes.ts';
import { EstimateBook } from './estimates.ts';
import type { PictureKeeper } from './pictures.ts';
import { PublicDoor } from './public-door.ts';
import { SealedBodies } from './sealed-bodies.ts';
import { StationDesk } from './station-desk.ts';
import { StationHistory } from './station-history.ts';
import { StationReadings } from './station-readings.ts';
import { StationShows } from './station-shows.ts';
import { TouchedPages } from './touched-pages.ts';
import type { BothCounts, CountStateData, DeskFigures, HistoryItem, NoticeData } from './unit-data.ts';

/** Newest notices that the state tells. */
const NOTICES_MAX = 20;

/**
 * What the public may see: a replay of the record that holds figures back until a published state covers them and the
 * embargo of their contest is lifted (docs/spec/publication.md sections 2 and 8). One `advance` is one published state.
 */
export class PublicView {
  readonly geography: Geography;
  readonly tabulation: Tabulation;
  readonly curves: CurveKeeper;
  private readonly visibleBy: Instant | null;
  private readonly touched: TouchedPages;
  /** Record numbers whose bodies became due since `clearTouched`, beyond those that are due at once. */
  readonly newlyDue: number[] = [];
  private readonly counts: Record<CountKind, CountProgress>;
  private readonly embargoes: Embargoes;
  private readonly bodies = new SealedBodies();
  /** Figure events that are sealed, for the history of their station when they are opened. */
  private readonly waiting = new Map<number, Waiting>();
  readonly history: StationHistory;
  readonly readings: StationReadings;
  readonly door: PublicDoor;
  private readonly desks: Record<CountKind, StationDesk>;
  private readonly sums: Record<CountKind, DeskSums>;
  /** Stations of which the next state may show something else. */
  private readonly changed: Record<CountKind, Set<number>>;
  private readonly shows: StationShows;
  private readonly amendments: Amendments;
  /** The board, and the paper of the official count; null where the definition has no `canvass`. */
  readonly canvass: { readonly book: CanvassBook; readonly stations: CanvassStations } | null;
  /** What was estimated of the incomplete count, of which nothing is ever taken away. */
  readonly estimates = new EstimateBook();
  private readonly given: NoticeData[] = [];
  size = 0;
  lastAt: Instant = instant(0);

  /** With `visibleBy`, imported sheets that became public later are left out: the view as of that instant. */
  constructor(laidOut: Geography, visibleBy: Instant | null = null) {
    // A geography of its own: what others took of the record is not public before it is taken here.
    const changing = new ChangingGeography(laidOut);
    const geography = changing.now;
    this.geography = geography;
    this.visibleBy = visibleBy;
    this.tabulation = new Tabulation(geography);
    this.touched = new TouchedPages(geography);
    const { election } = geography.definition;
    const { contests, canvass } = election;
    this.curves = new CurveKeeper(contests.length);
    this.counts = eachCount(() => new CountProgress(contests.length));
    this.embargoes = new Embargoes(contests.length);
    const { corrections } = deskRulesOf(election);
    const areasOf = (station: number) => this.tabulation.areas(station);
    this.history = new StationHistory(geography.stations.length, corrections);
    this.sums = eachCount(() => new DeskSums(contests.length));
    this.changed = eachCount(() => new Set<number>());
    this.readings = new StationReadings(geography, areasOf);
    this.door = new PublicDoor((unit) => this.touched.pageOf(unit));
    this.desks = eachCount((count) => {
      return new StationDesk(geography.stations.length, corrections, count === 'official' ? canvass : null);
    });
    this.canvass = canvass && { book: new CanvassBook(canvass), stations: new CanvassStations(geography, areasOf) };
    const { tabulation, counts, embargoes, desks, sums } = this;
    const stations = this.canvass?.stations ?? null;
    const { readings, touched } = this;
    this.amendments = new Amendments({ changing, tabulation, desks, sums, readings, touched, canvass: stations });
    this.shows = new StationShows({ geography, tabulation, counts, embargoes, desks, sums, canvass: stations });
  }

  /** Units with files of their own whose figures or sheets changed since `clearTouched`. */
  get touchedPages(): ReadonlySet<number> {
    return this.touched.units;
  }

  get pictures(): PictureKeeper {
    return this.shows.pictures;
  }

  /** Takes an event of a kind that this version does not know: it has its place, and says nothing here. */
  pass(index: number, header: EventHeader): void {
    assert(index === this.size, 'events are taken in record order');
    this.size++;
    this.lastAt = header.at;
    this.canvass?.book.follow(header);
  }

  /** Takes the next event of the record. Its figures are not shown before `advance` covers it. */
  take(index: number, header: EventHeader, body: EventBody): void {
    this.pass(index, header);
    // An office has these in its own record; here they say nothing.
    if (isOfficeOnly(header)) return;
    this.touched.within(this.canvass?.book.take(index, header, body) ?? []);
    switch (body.kind) {
      case 'CountOpened':
      case 'PublicationStopped':
      case 'PublicationResumed':
        this.counts[this.countOf(header)].take(header.at, body);
        return;
      case 'CountClosed': {
        const count = this.countOf(header);
        this.counts[count].close({ index, header, count, contest: -1, station: -1, body });
        return;
      }
      case 'EmbargoLifted':
        this.embargoes.lift(this.contestOf(header), voteOf(header));
        return;
      case 'DeviceEnrolled':
      case 'DeviceRevoked':
      case 'ArrivalsRefused': {
        const page = this.door.take(index, header.at, body);
        if (page !== null) this.touched.units.add(page);
        return;
      }
      case 'Notice':
        this.given.unshift({ at: header.at, text: body.text });
        this.given.splice(NOTICES_MAX);
        return;
      case 'EstimateMade':
      case 'StatePublished':
        this.estimates.take(index, header, body);
        return;
      case 'DefinitionAmended':
        this.amendments.take(index, header.at, body.change);
        this.counts.official.wait({ index, header, count: 'official', contest: -1, station: -1, body });
        return;
      default:
        if ('station' in body) this.takeOfStation(index, header, body);
    }
  }

  private takeOfStation(index: number, header: EventHeader, body: EventBody & { readonly station: StationId }): void {
    const station = present(this.geography.stationIndex.get(body.station), `station ${body.station}`);
    const contest = header.contest === null ? -1 : this.contestOf(header);
    const count = this.countOf(header);
    const one: Waiting = { index, header, count, contest, station, body };
    this.desks[count].take(index, header, contest, station, body);
    if (count === 'official') this.canvass?.stations.take(index, header, station, body);
    if (isFigureKind(body.kind)) {
      this.bodies.seal(index);
      this.waiting.set(index, one);
    } else this.note(one);
    if (body.kind === 'SheetReceived' || body.kind === 'EnvelopeReceived') {
      this.shows.votedIn(station, (c) => this.sums[count].received.add(c, station, this.tabulation.areas(station)));
      if (body.kind === 'SheetReceived') this.shows.votedIn(station, (c) => this.readings.receive(c, station));
      // Nobody is to type a sheet that came after the closing: its picture is due also while a stop keeps it out of sight.
      if (this.counts[count].closedAt < this.counts[count].covers) this.changed[count].add(station);
    }
    // So is a further scan of a sheet that two people typed before.
    if (body.kind === 'SheetScanned') this.changed[count].add(station);
    if (body.kind === 'FiguresAnnounced') this.readings.announce(one, body, this.desks[count].hasReceipt(station));
    if (body.kind === 'EntriesRevealed') this.sums[count].typed.add(contest, station, this.tabulation.areas(station));
    this.counts[count].wait(one);
  }

  /** The `covers` that a state of the present size has: a stopped count stays where it was. */
  nextCovers(): BothCounts<number> {
    return eachCount((count) => (this.counts[count].stopped === null ? this.size : this.counts[count].covers));
  }

  /** Shows everything below `covers`, as the state published at `at` does, and sets its points on the curves. */
  advance(covers: BothCounts<number>, at: Instant): void {
    const lifted = this.embargoes.advance();
    for (const count of COUNT_KINDS) {
      // An embargo was lifted since the last state: figures and pictures of every station that votes in the contest.
      for (const station of this.shows.votingIn(count, lifted)) this.changed[count].add(station);
      for (const one of this.embargoes.release(count)) this.show(one);
      this.counts[count].cover(covers[count], (one) => this.reach(one));
      if (this.shows.isTyped(count)) {
        for (const station of this.changed[count]) {
          this.touched.station(station);
          this.shows.settle(count, station);
        }
      }
      if (count === 'preliminary') {
        this.readings.settle(this.changed[count], (s, contest) => this.tabulation.current(count, contest, s));
      }
      this.changed[count].clear();
      if (this.isEntered(count)) this.markStates(count, at);
    }
  }

  /** Whether the body of this event is due in the state that was last advanced to. */
  isDue(index: number): boolean {
    return !this.bodies.isSealed(index);
  }

  clearTouched(): void {
    this.touched.units.clear();
    this.newlyDue.length = 0;
    this.pictures.clear();
  }

  historyOf(station: number): readonly HistoryItem[] {
    return this.history.of(station);
  }

  received(count: CountKind, contest: number, area: number): number {
    return this.sums[count].received.of(contest, area);
  }

  /** What the counting centre of an entered count has in hand; null where there is nothing to tell. */
  desk(
    count: CountKind,
    contest: number,
    area: number,
    sums: AreaSums = this.tabulation.sums(count, contest, area),
  ): DeskFigures | null {
    if (!this.isEntered(count)) return null;
    const readings = count === 'preliminary' ? this.readings.figures(contest, area) : null;
    return this.sums[count].figures(contest, area, sums, readings);
  }

  isEntered(count: CountKind): boolean {
    return this.counts[count].mode === 'entered';
  }

  /** The sheets of a station as the newest state shows them, and what is typed of each. */
  sheetsOf(count: CountKind, station: number): ReturnType<StationShows['sheetsOf']> {
    return this.shows.sheetsOf(count, station);
  }

  isTyped(count: CountKind, station: number, sheet: number, contest: number): boolean {
    return this.desks[count]
      .itemsOf(station)
      .some((item) => item.kind === 'revealed' && item.sheet === sheet && item.contest === contest);
  }

  /** Newest first. */
  notices(): readonly NoticeData[] {
    return [...this.given];
  }

  covers(): BothCounts<number> {
    return eachCount((count) => this.counts[count].covers);
  }

  countState(count: CountKind): CountStateData {
    return this.counts[count].state(this.geography.definition.election.contests);
  }

  /** The publication has reached an event; what is under embargo waits on. */
  private reach(w: Waiting): void {
    if (w.body.kind === 'DefinitionAmended') {
      for (const station of this.amendments.apply(w.body.change)) {
        this.changed.official.add(station);
        this.touched.station(station);
      }
      return;
    }
    const entered = this.isEntered(w.count);
    if (entered && w.station >= 0) this.changed[w.count].add(w.station);
    if (w.body.kind === 'CountClosed') {
      // The pictures of sheets that nobody is to type any more are due.
      for (const station of this.shows.withHiddenPictures(w.count)) this.changed[w.count].add(station);
    }
    if (entered && w.contest >= 0 && !this.embargoes.isLifted(w.contest, voteOf(w.header))) this.embargoes.hold(w);
    else this.show(w);
  }

  private show(w: Waiting): void {
    if (w.body.kind === 'SheetImported' && !this.isVisible(w.body)) return;
    for (const { index } of this.readings.nowDue(w, this.isOver)) this.bodies.open(index, this.unseal);
    if (w.body.kind === 'FiguresRead') return;
    this.bodies.show(w.count, w.contest, w.index, w.body, this.unseal);
    if (w.body.kind === 'SheetAgreed') this.counts[w.count].release(w.contest);
    if (w.body.kind !== 'SheetImported') return;
    const { status, boxes } = w.body;
    this.tabulation.set(w.count, w.contest, w.station, { status, boxes, record: w.index });
    this.markImported(w.count, w.contest, w.body);
  }

  /** Whether two people have decided what this contest of the station says, or nobody is to decide it any more. */
  private readonly isOver = ({ count, station, contest }: Waiting): boolean => {
    const { covers, closedAt } = this.counts[count];
    if (closedAt < covers) return true;
    const items = this.desks[count].itemsOf(station);
    return items.some((item) => item.kind === 'decided' && item.contest === contest && item.index < covers);
  };

  private isVisible(body: Extract<EventBody, { kind: 'SheetImported' }>): boolean {
    const at = body.publishedAt ?? body.arrivedAt;
    return this.visibleBy === null || (at !== null && at <= this.visibleBy);
  }

  private readonly unseal = (index: number): void => {
    this.newlyDue.push(index);
    const w = this.waiting.get(index);
    this.waiting.delete(index);
    if (w !== undefined) this.note(w);
  };

  private note(w: Waiting): void {
    this.history.note(w);
    this.touched.station(w.station);
  }

  private markImported(count: CountKind, contest: number, body: Extract<EventBody, { kind: 'SheetImported' }>): void {
    const sums = this.tabulation.sums(count, contest, 0);
    this.curves.markImported(count, contest, body.publishedAt ?? body.arrivedAt, sums);
  }

  private markStates(count: CountKind, at: Instant): void {
    this.geography.definition.election.contests.forEach((_, contest) => {
      this.curves.markState(count, contest, at, this.tabulation.sums(count, contest, 0));
    });
  }

  private countOf(header: EventHeader): CountKind {
    return present(header.count, `count of a ${header.kind}`);
  }

  private contestOf(header: EventHeader): number {
    return present(this.geography.contestIndex.get(present(header.contest, 'contest')), 'contest');
  }
}
