import { assert, present } from '../base/assert.ts';
import { type Instant, instant } from '../base/instant.ts';
import type { Geography } from '../model/geography.ts';
import { COUNT_KINDS, type CountKind } from '../model/ids.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import { eachCount, Tabulation } from '../tabulation/tabulation.ts';
import { CurveKeeper } from './curve.ts';
import type { BothCounts, CountStateData, HistoryItem, StopData } from './unit-data.ts';

type FigureBody = Extract<
  EventBody,
  { kind: 'SheetImported' | 'EntryCommitted' | 'DifferenceResolved' | 'SheetAgreed' }
>;
type Waiting = {
  readonly index: number;
  readonly header: EventHeader;
  readonly contest: number;
  readonly station: number;
  readonly body: FigureBody | Extract<EventBody, { kind: 'EntriesRevealed' }>;
};

type CountProgress = {
  mode: 'entered' | 'imported' | null;
  closed: boolean;
  stopped: CountStateData['stopped'];
  stops: readonly StopData[];
  /** Figure events below this record number may be shown. */
  covers: number;
  /** Events that wait for the publication to reach them, in record order. */
  readonly queue: Waiting[];
  taken: number;
};

/**
 * What the public may see: a replay of the record that holds figures back until a published state covers them and the
 * embargo of their contest is lifted (docs/spec/publication.md sections 2 and 8). One `advance` is one published state.
 */
export class PublicView {
  readonly geography: Geography;
  readonly tabulation: Tabulation;
  readonly curves: CurveKeeper;
  private readonly visibleBy: Instant | null;
  /** Units with files of their own whose figures or sheets changed since `clearTouched`. */
  readonly touchedPages = new Set<number>();
  /** Record numbers whose bodies became due since `clearTouched`, beyond those that are due at once. */
  readonly newlyDue: number[] = [];
  private readonly counts: Record<CountKind, CountProgress>;
  private readonly lifted: boolean[];
  /** Figures of contests under embargo, by contest. */
  private readonly embargoed: Waiting[][];
  /** Sealed record numbers: figure events that are not due. */
  private readonly sealed = new Set<number>();
  /** EntryCommitted events not yet due, by record number. */
  private readonly entries = new Map<number, Waiting>();
  private readonly history: HistoryItem[][];
  /** For each count and area, stations received that vote in each contest: [count][contest][area]. */
  private readonly receivedSums: Record<CountKind, number[][]>;
  private readonly receivedStations: Record<CountKind, Set<number>>;
  size = 0;
  lastAt: Instant = instant(0);

  /** With `visibleBy`, imported sheets that became public later are left out: the view as of that instant. */
  constructor(geography: Geography, visibleBy: Instant | null = null) {
    this.geography = geography;
    this.visibleBy = visibleBy;
    this.tabulation = new Tabulation(geography);
    const { contests } = geography.definition.election;
    this.curves = new CurveKeeper(contests.length);
    this.counts = eachCount(() => ({
      mode: null,
      closed: false,
      stopped: null,
      stops: [],
      covers: 0,
      queue: [],
      taken: 0,
    }));
    this.lifted = contests.map(() => false);
    this.embargoed = contests.map(() => []);
    this.history = geography.stations.map(() => []);
    this.receivedSums = eachCount(() => contests.map(() => []));
    this.receivedStations = eachCount(() => new Set<number>());
  }

  /** Takes an event of a kind that this version does not know: it has its place, and says nothing here. */
  pass(index: number, header: EventHeader): void {
    assert(index === this.size, 'events are taken in record order');
    this.size++;
    this.lastAt = header.at;
  }

  /** Takes the next event of the record. Its figures are not shown before `advance` covers it. */
  take(index: number, header: EventHeader, body: EventBody): void {
    assert(index === this.size, 'events are taken in record order');
    this.size++;
    this.lastAt = header.at;
    switch (body.kind) {
      case 'CountOpened':
        this.progress(header).mode = body.mode;
        return;
      case 'CountClosed':
        this.progress(header).closed = true;
        return;
      case 'EmbargoLifted':
        this.lifted[this.contestOf(header)] = true;
        return;
      case 'PublicationStopped':
        this.stop(header, body);
        return;
      case 'PublicationResumed':
        this.resume(header);
        return;
      case 'SheetReceived':
      case 'EnvelopeReceived':
        this.receive(present(header.count, 'count'), this.stationOf(body.station), index, header);
        return;
      case 'EntriesRevealed':
        this.note(this.stationOf(body.station), index, header);
        this.wait(index, header, body);
        return;
      case 'SheetImported':
      case 'EntryCommitted':
      case 'DifferenceResolved':
      case 'SheetAgreed':
        this.sealed.add(index);
        this.wait(index, header, body);
        return;
      case 'ElectionDefined':
      case 'KeysDeclared':
      case 'StatePublished':
        return;
    }
  }

  /** The `covers` that a state of the present size has: a stopped count stays where it was. */
  nextCovers(): BothCounts<number> {
    return eachCount((count) => (this.counts[count].stopped === null ? this.size : this.counts[count].covers));
  }

  /** Shows everything below `covers`, as the state published at `at` does, and sets its points on the curves. */
  advance(covers: BothCounts<number>, at: Instant): void {
    for (const count of COUNT_KINDS) {
      const progress = this.counts[count];
      assert(covers[count] >= progress.covers, 'what is published never shrinks');
      progress.covers = covers[count];
      this.releaseEmbargoed(count);
      let next = progress.queue[progress.taken];
      while (next !== undefined && next.index < progress.covers) {
        progress.taken++;
        if (progress.mode === 'entered' && !this.lifted[next.contest]) this.embargoed[next.contest]?.push(next);
        else this.show(count, next);
        next = progress.queue[progress.taken];
      }
      if (progress.taken > 10_000) progress.queue.splice(0, progress.taken);
      if (progress.queue.length === 0 || progress.taken > 10_000) progress.taken = 0;
      if (progress.mode === 'entered') this.markStates(count, at);
    }
  }

  /** Whether the body of this event is due in the state that was last advanced to. */
  isDue(index: number): boolean {
    return !this.sealed.has(index);
  }

  clearTouched(): void {
    this.touchedPages.clear();
    this.newlyDue.length = 0;
  }

  historyOf(station: number): readonly HistoryItem[] {
    return [...present(this.history[station], 'station')].sort((a, b) => a[2] - b[2]);
  }

  received(count: CountKind, contest: number, area: number): number {
    return this.receivedSums[count][contest]?.[area] ?? 0;
  }

  covers(): BothCounts<number> {
    return eachCount((count) => this.counts[count].covers);
  }

  countState(count: CountKind): CountStateData {
    const { mode, closed, stopped, stops } = this.counts[count];
    return { mode, open: mode !== null, stopped, stops, closed };
  }

  private stop(header: EventHeader, body: Extract<EventBody, { kind: 'PublicationStopped' }>): void {
    const progress = this.progress(header);
    progress.stopped = { at: header.at, office: body.office, reason: body.reason };
    const stop = { from: header.at, to: null, office: body.office, reason: body.reason };
    progress.stops = [...progress.stops, stop];
  }

  private resume(header: EventHeader): void {
    const progress = this.progress(header);
    progress.stopped = null;
    // Two stops may have come one after the other: a resumption ends both.
    progress.stops = progress.stops.map((stop) => ({ ...stop, to: stop.to ?? header.at }));
  }

  private show(count: CountKind, w: Waiting): void {
    if (w.body.kind === 'EntriesRevealed') {
      for (const entry of w.body.entries) this.open(entry);
      return;
    }
    if (w.body.kind === 'EntryCommitted') {
      this.entries.set(w.index, w);
      return;
    }
    if (w.body.kind === 'SheetImported' && !this.isVisible(w.body)) return;
    this.unseal(w);
    if (w.body.kind === 'DifferenceResolved') return;
    const status = w.body.kind === 'SheetImported' ? w.body.status : 'counted';
    this.tabulation.set(count, w.contest, w.station, { status, boxes: w.body.boxes, record: w.index });
    if (w.body.kind === 'SheetImported') this.markImported(count, w.contest, w.body);
  }

  private isVisible(body: Extract<EventBody, { kind: 'SheetImported' }>): boolean {
    const at = body.publishedAt ?? body.arrivedAt;
    return this.visibleBy === null || (at !== null && at <= this.visibleBy);
  }

  private open(entry: number): void {
    const waiting = this.entries.get(entry);
    if (waiting === undefined) return;
    this.entries.delete(entry);
    this.unseal(waiting);
  }

  private unseal(w: Waiting): void {
    this.sealed.delete(w.index);
    this.newlyDue.push(w.index);
    this.note(w.station, w.index, w.header);
  }

  private note(station: number, index: number, header: EventHeader): void {
    // Nobody recorded when an imported row without an instant came in; the server's clock only keeps the order.
    const untimed = header.kind === 'SheetImported' && header.clock !== 'source';
    const at = untimed ? null : header.at;
    const item: HistoryItem = [present(header.count, 'count'), header.contest ?? '', index, header.kind, at];
    this.history[station]?.push(item);
    this.touch(station);
  }

  private touch(station: number): void {
    const { pageOf, parent, placeOf } = this.geography;
    for (let u = placeOf[station] ?? 0; u >= 0; u = parent[u] ?? -1) this.touchedPages.add(pageOf[u] ?? u);
  }

  private receive(count: CountKind, station: number, index: number, header: EventHeader): void {
    this.note(station, index, header);
    const seen = this.receivedStations[count];
    if (seen.has(station)) return;
    seen.add(station);
    this.receivedSums[count].forEach((sums, contest) => {
      if (this.geography.votesIn[contest]?.[station] !== true) return;
      for (const area of this.tabulation.areas(station)) sums[area] = (sums[area] ?? 0) + 1;
    });
  }

  private releaseEmbargoed(count: CountKind): void {
    this.embargoed.forEach((held, contest) => {
      if (!this.lifted[contest] || held.length === 0) return;
      this.embargoed[contest] = held.filter((w) => w.header.count !== count);
      for (const w of held) if (w.header.count === count) this.show(count, w);
    });
  }

  private markImported(count: CountKind, contest: number, body: Extract<EventBody, { kind: 'SheetImported' }>): void {
    const sums = this.tabulation.sums(count, contest, 0);
    this.curves.markImported(count, contest, body.publishedAt ?? body.arrivedAt, sums);
  }

  private markStates(count: CountKind, at: Instant): void {
    this.lifted.forEach((_, contest) => {
      this.curves.markState(count, contest, at, this.tabulation.sums(count, contest, 0));
    });
  }

  private wait(index: number, header: EventHeader, body: Waiting['body']): void {
    const contest = this.contestOf(header);
    this.progress(header).queue.push({ index, header, contest, station: this.stationOf(body.station), body });
  }

  private progress(header: EventHeader): CountProgress {
    return this.counts[present(header.count, `count of a ${header.kind}`)];
  }

  private contestOf(header: EventHeader): number {
    return present(this.geography.contestIndex.get(present(header.contest, 'contest')), 'contest');
  }

  private stationOf(id: Waiting['body']['station']): number {
    return present(this.geography.stationIndex.get(id), `station ${id}`);
  }
}
