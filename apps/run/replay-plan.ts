import type { Instant } from '../../src/base/instant.ts';
import type { CountKind } from '../../src/model/ids.ts';
import type { ImportedSheet } from '../../src/model/votes.ts';
import type { Draft, EventBody, ImportedFile } from '../../src/record/index.ts';
import { SERVER_SOURCE } from './election-run.ts';
import type { Plan, Step } from './steps.ts';

export type ReplaySource = {
  readonly beginsAt: Instant;
  readonly counts: readonly {
    readonly count: CountKind;
    readonly file: ImportedFile;
    /** In the order of the file. */
    readonly sheets: readonly ImportedSheet[];
  }[];
};

/** How often a replay publishes: once at the end, or whenever this much of the election's own time has gone by. */
export type ReplayStates = { readonly kind: 'once' } | { readonly kind: 'every'; readonly ms: number };

/**
 * Published figures of a real election as steps: the preliminary count in the order in which its sheets became public,
 * then the official count. A row without an instant gets none: its event stands where it stands, under the server's clock.
 */
export function replayPlan(source: ReplaySource, states: ReplayStates): Plan {
  const length = source.counts.reduce((sum, c) => sum + c.sheets.length, 0);
  return {
    length,
    withPeople: false,
    *steps() {
      let position = 0;
      let now = source.beginsAt;
      let publishedAt = now;
      for (const { count, file } of source.counts) {
        yield [0, record(count, now, { kind: 'CountOpened', mode: 'imported', files: [file] }, false)];
      }
      if (states.kind === 'every') yield [0, { kind: 'publish', at: now, complete: false }];
      for (const { count, sheets } of source.counts) {
        for (const sheet of inPublicOrder(sheets)) {
          const visible = visibleAt(sheet);
          now = Math.max(now, visible ?? now) as Instant;
          if (states.kind === 'every' && isDue(states.ms, now - publishedAt, position)) {
            publishedAt = now;
            yield [position, { kind: 'publish', at: now, complete: false }];
          }
          yield [position++, recordSheet(count, now, sheet, visible !== null)];
        }
        // The rows of the file are all in: nothing more is to come of this count.
        yield [position, record(count, now, { kind: 'CountClosed' }, false)];
      }
      yield [position, { kind: 'publish', at: now, complete: true }];
    },
  };
}

/** Rows without instants have no time of their own to wait for: they are published in portions. */
const ROWS_PER_STATE = 2000;

function isDue(every: number, gone: number, position: number): boolean {
  return gone >= every || (gone === 0 && position > 0 && position % ROWS_PER_STATE === 0);
}

/** When the public could see the sheet: its publication, or its reception where that is not known. */
export function visibleAt(sheet: ImportedSheet): Instant | null {
  return sheet.publishedAt ?? sheet.arrivedAt;
}

/**
 * By visible instant; rows without one after those with one; equal ones in the order of the file. A later version of a sheet
 * never comes before an earlier one, whatever the instants say, because the last to come is the one that counts.
 */
export function inPublicOrder(sheets: readonly ImportedSheet[]): ImportedSheet[] {
  const keys = new Map<ImportedSheet, number>();
  const latest = new Map<string, number>();
  for (const sheet of [...sheets].sort((a, b) => a.version - b.version)) {
    const id = JSON.stringify([sheet.station, sheet.tally.contest]);
    const key = Math.max(visibleAt(sheet) ?? Number.MAX_SAFE_INTEGER, latest.get(id) ?? Number.MIN_SAFE_INTEGER);
    keys.set(sheet, key);
    latest.set(id, key);
  }
  const key = (s: ImportedSheet) => keys.get(s) ?? 0;
  return [...sheets].sort((a, b) => key(a) - key(b) || a.version - b.version);
}

function recordSheet(count: CountKind, at: Instant, sheet: ImportedSheet, timed: boolean): Step {
  const { station, version, arrivedAt, publishedAt, tally, status, file, line } = sheet;
  const body: EventBody = {
    kind: 'SheetImported',
    station,
    version,
    boxes: tally.boxes,
    status: status.kind === 'counted' ? 'counted' : status.reason,
    arrivedAt,
    publishedAt,
    file,
    line,
  };
  const draft = { ...draftOf(count, at, body, timed), contest: tally.contest };
  return { kind: 'record', at, drafts: () => [draft] };
}

function record(count: CountKind, at: Instant, body: EventBody, timed: boolean): Step {
  const draft = draftOf(count, at, body, timed);
  return { kind: 'record', at, drafts: () => [draft] };
}

function draftOf(count: CountKind, at: Instant, body: EventBody, timed: boolean): Draft {
  return { body, count, at, clock: timed ? 'source' : 'server', source: SERVER_SOURCE };
}
