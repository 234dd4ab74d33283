import type { EventBody } from '../record/index.ts';
import type { ReadBodies } from './body-reading.ts';
import type { ReadHeader } from './read-header.ts';

export type Announced = Extract<EventBody, { readonly kind: 'FiguresAnnounced' }>;
/** The announcement that a FiguresRead belongs to, by its place, and what that says of this contest's figures. */
export type CalledFor = { readonly announced: number; readonly body: Announced; readonly commitment: string };

/** What the figures from the stations are due by. A FiguresRead is sealed: the FiguresAnnounced in front of it names its station. */
export type ReadingFates = {
  readonly calledFor: ReadonlyMap<number, CalledFor>;
  /** By `readingKey`, the first SheetAgreed or SheetObserved that is open. */
  readonly decided: ReadonlyMap<string, number>;
};

/** One station and contest in one count. Ids come from hostile events, so no sign could part them. */
export function readingKey(count: string | null, contest: string | null, station: string): string {
  return JSON.stringify([count, contest, station]);
}

/** Reads which FiguresRead belong to which FiguresAnnounced of the first `events` events, and what was decided where. */
export function readingFatesOf(
  headers: readonly (ReadHeader | null)[],
  read: ReadBodies,
  events: number,
): ReadingFates {
  const calledFor = new Map<number, CalledFor>();
  const decided = new Map<string, number>();
  for (let record = 0; record < events; record++) {
    const body = read.bodies[record];
    if (body?.kind === 'FiguresAnnounced') follow(headers, record, body, calledFor);
  }
  // Keys are made for every sheet: only where something waits for them.
  if (calledFor.size === 0) return { calledFor, decided };
  for (let record = 0; record < events; record++) {
    const header = headers[record];
    const body = read.bodies[record];
    // A decision that counts here is due itself, by the same embargo, so that it is open.
    if (!header || (body?.kind !== 'SheetAgreed' && body?.kind !== 'SheetObserved')) continue;
    const key = readingKey(header.count, header.contest, body.station);
    if (!decided.has(key)) decided.set(key, record);
  }
  return { calledFor, decided };
}

/** The FiguresRead right behind the announcement, as far as they are those of its contests, in order. */
function follow(
  headers: readonly (ReadHeader | null)[],
  announced: number,
  body: Announced,
  calledFor: Map<number, CalledFor>,
): void {
  for (const [i, [contest, commitment]] of body.figures.entries()) {
    const header = headers[announced + 1 + i];
    if (header?.kind !== 'FiguresRead' || header.contest !== contest) return;
    calledFor.set(announced + 1 + i, { announced, body, commitment });
  }
}
