import type { Box } from '../model/votes.ts';
import type { Announced } from './reading-fates.ts';
import type { SheetVersion, ShownCorrection } from './version-book.ts';

/** Figures that somebody at a station sent, with those of their contests that are due. */
export type Announcement = {
  /** Record number of its FiguresAnnounced. */
  readonly record: number;
  /** Its place in the definition. */
  readonly station: number;
  readonly body: Announced;
  /** By contest id. */
  readonly boxes: Map<string, readonly Box[]>;
};

/** The figures that stations sent, beside the count: nothing of it rests on them (publication.md section 2). */
export class ReadingBook {
  private readonly byStation = new Map<number, Announcement[]>();
  private readonly byRecord = new Map<number, Announcement>();

  announce(record: number, station: number, body: Announced): void {
    const announcement: Announcement = { record, station, body, boxes: new Map() };
    this.byRecord.set(record, announcement);
    const known = this.byStation.get(station);
    if (known === undefined) this.byStation.set(station, [announcement]);
    else known.push(announcement);
  }

  read(announced: number, contest: string, boxes: readonly Box[]): void {
    this.byRecord.get(announced)?.boxes.set(contest, boxes);
  }

  /** Of a station, in record order. */
  at(station: number): readonly Announcement[] {
    return this.byStation.get(station) ?? [];
  }

  /** By the record number of its FiguresAnnounced. */
  named(record: number): Announcement | null {
    return this.byRecord.get(record) ?? null;
  }

  isAnnounced(station: number, contest: string): boolean {
    return this.at(station).some(({ body }) => body.figures.some(([id]) => id === contest));
  }

  /** Whether the newest reading of any sender differs from what counts. */
  isDiffering(station: number, contest: string, version: SheetVersion | null): boolean {
    const newest = new Map<string | null, Announcement>();
    for (const announcement of this.at(station)) {
      if (!announcement.body.figures.some(([id]) => id === contest)) continue;
      newest.set(announcement.body.device, announcement);
    }
    return [...newest.values()].some(({ boxes }) => readingDiffers(boxes.get(contest) ?? null, version) === true);
  }
}

/** `differs` of a READING (publication.md section 5); null where there is nothing to compare. */
export function readingDiffers(boxes: readonly Box[] | null, version: SheetVersion | null): boolean | null {
  if (boxes === null || version?.status !== 'counted') return null;
  return boxes.some((box, i) => {
    const correction = version.corrections.find((c) => c.correction[0] === i);
    return boxDiffers(box, version.boxes[i], correction);
  });
}

function boxDiffers(read: Box, counted: Box | undefined, correction: ShownCorrection | undefined): boolean {
  if (read === 'illegible' || counted === 'illegible' || read === counted) return false;
  return correction === undefined || correction.says !== read;
}
