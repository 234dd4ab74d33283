import { COUNT_KINDS, type CountKind, type LocalizedText } from '../model/ids.ts';
import type { CountMode, EventBody, RefusedMinute } from '../record/index.ts';
import { bodyPathOf, type ReadBodies } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';

export type ByCount<T> = Readonly<Record<CountKind, T>>;
type StateBody = Extract<EventBody, { kind: 'StatePublished' }>;
export type StopBody = Extract<EventBody, { kind: 'PublicationStopped' }>;

/** One published state: what it covers by the rule, not by what it says of itself. */
export type State = {
  readonly record: number;
  /** The events in front of it, which is its record number: the event itself is not of its state. */
  readonly size: number;
  readonly at: number;
  readonly covers: ByCount<number>;
  /** null when the body of the event could not be used. */
  readonly body: StateBody | null;
};

/** The course of a count, from events whose bodies are always open. */
export type CountCourse = {
  mode: CountMode | null;
  openedAt: number;
  files: ReadonlyMap<string, number>;
  stopped: { readonly at: number; readonly body: StopBody } | null;
  readonly stops: { readonly from: number; to: number | null; readonly body: StopBody }[];
  /** Record number of its CountClosed; infinite while it runs. */
  closedAt: number;
};

/** All published states up to the newest, and where each count stands at its end. */
export type StateChain = {
  readonly states: readonly State[];
  readonly courses: ByCount<CountCourse>;
  /** Record number of each contest's EmbargoLifted. */
  readonly lifted: ReadonlyMap<string, number>;
  /** The same for votes that were repeated, by `repeatedVote`. */
  readonly liftedAgain: ReadonlyMap<string, number>;
  /** In record order. */
  readonly notices: readonly { readonly at: number; readonly text: LocalizedText }[];
  /** How often the door refused, by reason. */
  readonly refused: ReadonlyMap<string, number>;
};

export function byCount<T>(make: (count: CountKind) => T): Record<CountKind, T> {
  return { preliminary: make('preliminary'), official: make('official') };
}

/**
 * Walks the acts that steer the publication: openings, embargoes, stops, states. A publisher may not decide by itself
 * how far a state reaches: `covers` follows from the stops in the record, and never falls (publication.md section 2).
 */
export function followStates(
  headers: readonly (ReadHeader | null)[],
  read: ReadBodies,
  events: number,
  findings: FindingList,
): StateChain {
  const states: State[] = [];
  const lifted = new Map<string, number>();
  const liftedAgain = new Map<string, number>();
  const notices: { at: number; text: LocalizedText }[] = [];
  const refused = new Map<string, number>();
  const courses = byCount<CountCourse>(() => ({
    mode: null,
    openedAt: Number.POSITIVE_INFINITY,
    files: new Map(),
    stopped: null,
    stops: [],
    closedAt: Number.POSITIVE_INFINITY,
  }));
  for (let record = 0; record < events; record++) {
    const header = headers[record];
    if (!header) continue;
    const body = read.bodies[record] ?? null;
    if (header.kind === 'StatePublished') {
      states.push(followState(record, header, body, states.at(-1) ?? null, courses, findings));
    } else if (header.kind === 'EmbargoLifted' && header.contest !== null) {
      const { contest, generation, office } = header;
      const [where, key] =
        generation === undefined ? [lifted, contest] : [liftedAgain, repeatedVote(contest, generation, office)];
      if (!where.has(key)) where.set(key, record);
    } else if (body?.kind === 'Notice') {
      notices.push({ at: header.at, text: body.text });
    } else if (body?.kind === 'ArrivalsRefused') {
      addRefused(refused, body.minutes);
    } else if (header.count !== null) {
      followCount(record, header, body, courses[header.count], findings);
    }
  }
  return { states, courses, lifted, liftedAgain, notices, refused };
}

/** A vote that was repeated, as one text: each record has an embargo of its own for it. */
export function repeatedVote(contest: string, generation: number, office: ReadHeader['office']): string {
  return JSON.stringify([office?.id ?? null, generation, contest]);
}

function addRefused(refused: Map<string, number>, minutes: readonly RefusedMinute[]): void {
  for (const [, reason, times] of minutes) {
    // No file could say a greater number; a hostile record may.
    refused.set(reason, Math.min((refused.get(reason) ?? 0) + times, Number.MAX_SAFE_INTEGER));
  }
}

function followState(
  record: number,
  header: ReadHeader,
  body: EventBody | null,
  before: State | null,
  courses: ByCount<CountCourse>,
  findings: FindingList,
): State {
  const size = record;
  const covers = byCount((count) => (courses[count].stopped === null ? size : (before?.covers[count] ?? 0)));
  const state = { record, size, at: header.at, covers, body: body?.kind === 'StatePublished' ? body : null };
  if (state.body === null) return state;
  const place = { path: bodyPathOf(record), record };
  if (state.body.size !== size) {
    const says = `The state of event ${record} says that it has ${state.body.size} events; by its place it has ${size}.`;
    findings.add('manifest', 'state-size', place, says);
  }
  for (const count of COUNT_KINDS) {
    const claimed = state.body.covers[count];
    if (before?.body && claimed < before.body.covers[count]) {
      const says = `The ${count} count of event ${record} covers ${claimed} events, fewer than the state before it.`;
      findings.add('manifest', 'covers-falls', place, says);
    } else if (claimed !== covers[count]) {
      const says = `The ${count} count of event ${record} covers ${claimed} events; by the stops in the record it has to be ${covers[count]}.`;
      findings.add('manifest', 'covers-wrong', place, says);
    }
  }
  return state;
}

function followCount(
  record: number,
  header: ReadHeader,
  body: EventBody | null,
  course: CountCourse,
  findings: FindingList,
): void {
  switch (header.kind) {
    case 'CountOpened':
      if (course.mode !== null) {
        const says = `Event ${record} opens the ${header.count} count a second time.`;
        findings.add('log', 'count-opened-twice', { record }, says);
      } else if (body?.kind === 'CountOpened') {
        course.mode = body.mode;
        course.openedAt = record;
        course.files = new Map(body.files.map((file) => [file.name, file.rows]));
      }
      return;
    case 'PublicationStopped':
      if (body?.kind === 'PublicationStopped') {
        course.stopped = { at: header.at, body };
        course.stops.push({ from: header.at, to: null, body });
      }
      return;
    case 'PublicationResumed':
      course.stopped = null;
      endStops(course, header.at);
      return;
    case 'CountClosed':
      if (course.closedAt < record) {
        const says = `Event ${record} closes the ${header.count} count a second time.`;
        findings.add('log', 'count-closed-twice', { record }, says);
      } else course.closedAt = record;
      return;
    default:
      return;
  }
}

/** A resumption ends every stop that lasts. */
function endStops(course: CountCourse, at: number): void {
  for (const stop of course.stops) stop.to ??= at;
}
