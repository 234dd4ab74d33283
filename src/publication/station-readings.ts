import { present } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { Geography } from '../model/geography.ts';
import type { ContestId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { FiguresAnnouncedBody } from '../record/index.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';
import type { Waiting } from './count-progress.ts';
import { StationSums } from './station-sums.ts';

/** The figures of one contest that somebody at a station sent: docs/spec/publication.md section 5, READING. */
export type Reading = {
  readonly contest: number;
  /** Record number of its FiguresAnnounced. */
  readonly record: number;
  readonly at: Instant;
  readonly via: FiguresAnnouncedBody['via'];
  readonly device: string | null;
  /** Null until they are due. */
  boxes: readonly Box[] | null;
};

/** In which areas a station adds to sums. */
type AreasOf = (station: number) => readonly number[];

/**
 * The figures that stations sent: they count for nothing, and are opened when they can be no help to those who type or resolve
 * (docs/spec/publication.md section 2). Of a station that sent none, nothing is kept.
 */
export class StationReadings {
  private readonly contestIndex: Geography['contestIndex'];
  private readonly areasOf: AreasOf;
  private readonly stations = new Map<number, Reading[]>();
  /** FiguresRead that are covered and free of embargo, and wait for a decision: by station. */
  private readonly held = new Map<number, Waiting[]>();
  private readonly announced: StationSums;
  private readonly differing: StationSums;
  /** Stations with readings that are new or newly open since `settle`. */
  private readonly fresh = new Set<number>();

  constructor({ contestIndex }: Pick<Geography, 'contestIndex'>, areasOf: AreasOf) {
    this.contestIndex = contestIndex;
    this.areasOf = areasOf;
    this.announced = new StationSums(contestIndex.size);
    this.differing = new StationSums(contestIndex.size);
  }

  /** Takes a FiguresAnnounced; `received`: a picture of the station came in before it. */
  announce({ index, header, station }: Waiting, body: FiguresAnnouncedBody, received: boolean): void {
    const { via, device } = body;
    const list = this.stations.get(station) ?? [];
    this.stations.set(station, list);
    for (const [id] of body.figures) {
      const contest = present(this.contestIndex.get(id as ContestId), 'contest');
      list.push({ contest, record: index, at: header.at, via, device, boxes: null });
      if (!received) this.announced.add(contest, station, this.areasOf(station));
    }
    this.fresh.add(station);
  }

  /** The station lies in other areas since. */
  move(station: number, from: readonly number[], to: readonly number[]): void {
    for (const sums of [this.announced, this.differing]) sums.move(station, from, to);
  }

  /** A picture of the station came in: it is not known by its figures alone any more. */
  receive(contest: number, station: number): void {
    this.announced.remove(contest, station, this.areasOf(station));
  }

  /**
   * The FiguresRead that an event makes due which the publication has reached, free of embargo; they are open from now on.
   * `isOver`: whether a decision on the station's contest, or the close of the count, is covered.
   */
  nowDue(one: Waiting, isOver: (one: Waiting) => boolean): readonly Waiting[] {
    const due = this.dueBy(one, isOver);
    for (const { station, contest, body } of due) {
      if (body.kind !== 'FiguresRead') continue;
      const reading = this.of(station).find((r) => r.record === body.announced && r.contest === contest);
      if (reading !== undefined) reading.boxes = body.boxes;
      this.fresh.add(station);
    }
    return due;
  }

  private dueBy(one: Waiting, isOver: (one: Waiting) => boolean): readonly Waiting[] {
    switch (one.body.kind) {
      case 'FiguresRead': {
        if (isOver(one)) return [one];
        const list = this.held.get(one.station) ?? [];
        list.push(one);
        this.held.set(one.station, list);
        return [];
      }
      case 'SheetAgreed':
      case 'SheetObserved': {
        const list = this.held.get(one.station);
        if (list === undefined) return [];
        const isMeant = (w: Waiting) => w.contest === one.contest && w.count === one.count;
        this.keep(
          one.station,
          list.filter((w) => !isMeant(w)),
        );
        return list.filter(isMeant);
      }
      case 'CountClosed': {
        const all = [...this.held.values()].flat();
        for (const station of [...this.held.keys()]) {
          this.keep(station, this.held.get(station)?.filter((w) => w.count !== one.count) ?? []);
        }
        return all.filter((w) => w.count === one.count);
      }
      default:
        return [];
    }
  }

  private keep(station: number, list: Waiting[]): void {
    if (list.length === 0) this.held.delete(station);
    else this.held.set(station, list);
  }

  /** Everything taken so far of one station, in record order. */
  of(station: number): readonly Reading[] {
    return this.stations.get(station) ?? [];
  }

  /** Counts again where readings differ: at stations with new ones, and at those of `changed`, whose figures may be others. */
  settle(changed: ReadonlySet<number>, versionOf: (station: number, contest: number) => SheetVersion | null): void {
    if (this.stations.size === 0) return;
    for (const station of changed) if (this.stations.has(station)) this.fresh.add(station);
    for (const station of this.fresh) {
      const newest = newestOfSenders(this.of(station));
      for (const contest of new Set(newest.map((r) => r.contest))) {
        const version = versionOf(station, contest);
        const differs = newest.some((r) => r.contest === contest && readingDiffers(r.boxes, version) === true);
        if (differs) this.differing.add(contest, station, this.areasOf(station));
        else this.differing.remove(contest, station, this.areasOf(station));
      }
    }
    this.fresh.clear();
  }

  /** Stations of an area that are known by figures alone, and those of which a reading differs; null for neither. */
  figures(contest: number, area: number): { readonly announced: number; readonly readingsDiffer: number } | null {
    const announced = this.announced.of(contest, area);
    const readingsDiffer = this.differing.of(contest, area);
    return announced + readingsDiffer === 0 ? null : { announced, readingsDiffer };
  }
}

/** Of each device the last, and the last by SMS, contest by contest. */
function newestOfSenders(readings: readonly Reading[]): Reading[] {
  const newest = new Map<string, Reading>();
  // A device's name is any text, and that of the SMS is none: the length of the list keeps them apart.
  for (const one of readings) newest.set(JSON.stringify([one.contest, one.device]), one);
  return [...newest.values()];
}

/** Whether a reading differs from what counts; null where there is nothing to compare. */
export function readingDiffers(boxes: readonly Box[] | null, version: SheetVersion | null): boolean | null {
  if (boxes === null || version === null || version.status !== 'counted') return null;
  return boxes.some((_, i) => boxDiffers(boxes, version, i));
}

function boxDiffers(boxes: readonly Box[], version: SheetVersion, i: number): boolean {
  const [read, counted] = [boxes[i], version.boxes[i]];
  if (read === counted || read === 'illegible' || counted === 'illegible') return false;
  // Who read the box itself and not the jury's correction of it read no other figure.
  return version.corrections?.some(({ says, correction: [box] }) => box === i && says === read) !== true;
}
