import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOpenError } from '../../adapters/store/open-error.ts';
import type { RecordReader } from '../../adapters/store/record-reader.ts';
import { openSqliteStoreReadOnly } from '../../adapters/store/sqlite-reader.ts';
import { type Bytes, toBase64 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { StationPlaces } from '../../src/entry/station-places.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import { type Geography, layOutGeography } from '../../src/model/geography.ts';
import { COUNT_KINDS, type CountKind } from '../../src/model/ids.ts';
import { PublicView } from '../../src/publication/public-view.ts';
import type { BothCounts } from '../../src/publication/unit-data.ts';
import {
  decodeHeader,
  type EventBody,
  type EventHeader,
  isEventKind,
  isOfficeOnly,
  OfficeNumbers,
} from '../../src/record/index.ts';
import { readBody } from './record-keeper.ts';

export type ReadError = { readonly kind: 'not-a-run' | 'unreadable'; readonly path: string; readonly detail: string };

export type ReadEvent = {
  readonly index: number;
  readonly header: EventHeader;
  /**
   * By national record numbers; null for a kind that this version does not know, and for one that says something in the record
   * of its office alone.
   */
  readonly body: EventBody | null;
};

/** A run's folder opened for reading: its definition, and its events as they lie in the store. */
export type ReadRun = {
  readonly geography: Geography;
  readonly size: number;
  readonly events: () => Generator<ReadEvent>;
  readonly close: () => void;
};

/** The same for whoever follows a run that goes on. */
export type FollowedRun = ReadRun & {
  /** Events behind those that an earlier call gave, up to record number `end`. */
  readonly next: (end: number) => Generator<ReadEvent>;
};

const PAGE = 2000;

/** Opens DIR for reading while it may be running. The definition has to be the one that the first event names. */
export function openRunForReading(directory: string, crypto: Crypto): Result<FollowedRun, ReadError> {
  const path = join(directory, 'store.sqlite');
  if (!existsSync(path)) {
    const detail = `${directory} holds no run of Cotejo (no store.sqlite). Name the folder that \`count\`, \`replay\` or \`rehearse\` wrote (--out).`;
    return err({ kind: 'not-a-run', path: directory, detail });
  }
  const store = openSqliteStoreReadOnly(directory);
  if (!store.ok) return err({ kind: 'unreadable', path, detail: describeOpenError(store.error) });
  const definition = readDefinition(directory, store.value, crypto);
  if (!definition.ok) {
    store.value.close();
    return definition;
  }
  const size = store.value.size();
  return ok({
    geography: definition.value,
    size,
    events: () => readEvents(store.value, size),
    next: follower(store.value),
    close: () => store.value.close(),
  });
}

function readDefinition(directory: string, store: RecordReader, crypto: Crypto): Result<Geography, ReadError> {
  const folder = join(directory, 'public', 'definition');
  const wrong = (detail: string) => err({ kind: 'not-a-run' as const, path: folder, detail });
  try {
    const [election, units, stations] = ['election.json', 'units.json', 'stations.ndjson'].map(
      (name): Bytes => readFileSync(join(folder, name)),
    ) as [Bytes, Bytes, Bytes];
    const first = [...readEvents(store, Math.min(1, store.size()))][0]?.body;
    const hashes = [election, units, stations].map((bytes) => toBase64(crypto.sha256(bytes)));
    const named = first?.kind === 'ElectionDefined' ? [first.election, first.units, first.stations] : [];
    if (hashes.join() !== named.join()) return wrong('the definition files are not those that the record names');
    const decoded = decodeDefinition({ election, units, stations });
    return decoded.ok ? ok(layOutGeography(decoded.value)) : wrong(JSON.stringify(decoded.error));
  } catch (cause) {
    return wrong(String((cause as Error).message));
  }
}

function follower(store: RecordReader): FollowedRun['next'] {
  const numbers = new OfficeNumbers();
  let from = 0;
  return function* next(end) {
    const begin = from;
    from = Math.max(from, Math.min(end, store.size()));
    yield* readEvents(store, from, begin, numbers);
  };
}

function* readEvents(
  store: RecordReader,
  size: number,
  begin = 0,
  numbers = new OfficeNumbers(),
): Generator<ReadEvent> {
  for (let from = begin; from < size; from += PAGE) {
    const page = store.readFrom(from, Math.min(PAGE, size - from));
    for (const [i, event] of page.entries()) {
      const header = decodeHeader(event.header);
      // A newer program may have written kinds that this one does not know: they are passed over, not guessed at.
      if (header.ok && !isEventKind(header.value.kind)) {
        yield { index: from + i, header: header.value, body: null };
        continue;
      }
      const own = header.ok ? readBody(header.value, event) : null;
      const body = header.ok && own !== null ? numbers.resolve(header.value, own) : null;
      if (!header.ok || body === null) throw new Error(`record number ${from + i} of the store cannot be read`);
      numbers.follow(from + i, header.value);
      const isNational = !isOfficeOnly(header.value);
      yield { index: from + i, header: header.value, body: isNational ? body : null };
    }
  }
}

/** How an as-of was answered, for each count; it is printed with every answer. */
export type AsOfRule =
  | { readonly kind: 'newest-state' }
  /** Imported: sheets whose publication (else reception) is not later. */
  | { readonly kind: 'imported-by-visible-instant'; readonly at: Instant }
  /** Imported, but some rows have no instant at all: nothing can be said of a moment. */
  | {
      readonly kind: 'no-instants-recorded';
      readonly at: Instant;
      /** Rows of the count that have no instant, of all its rows. */
      readonly untimed: number;
      readonly rows: number;
    }
  /** Entered: the newest published state that is not later. */
  | { readonly kind: 'newest-state-by-then'; readonly at: Instant; readonly state: number | null };

export type ViewAsOf = { readonly view: PublicView; readonly rules: BothCounts<AsOfRule> };

/** What the public could see, now (`asOf` null) or at an instant (DESIGN section 4, "As of"). */
export function viewAsOf(run: ReadRun, asOf: Instant | null): ViewAsOf {
  const survey = surveyStates(run, asOf);
  const view = new PublicView(run.geography, asOf);
  for (const { index, header, body } of run.events()) {
    if (index >= survey.reach) break;
    if (body === null || !isTold(view, body, index < survey.shown)) view.pass(index, header);
    else view.take(index, header, body);
  }
  view.advance(survey.covers, survey.at ?? view.lastAt);
  return { view, rules: survey.rules };
}

/** Behind the state nothing is added or moved, and of a station that is added there nothing is known. */
function isTold({ geography }: PublicView, body: EventBody, isShown: boolean): boolean {
  if (isShown) return true;
  return body.kind !== 'DefinitionAmended' && (!('station' in body) || geography.stationIndex.has(body.station));
}

function surveyStates(run: ReadRun, asOf: Instant | null) {
  const modes: Record<CountKind, 'entered' | 'imported' | null> = { preliminary: null, official: null };
  const untimed = { preliminary: 0, official: 0 };
  const rows = { preliminary: 0, official: 0 };
  let state: (ReadEvent & { readonly body: Extract<EventBody, { kind: 'StatePublished' }> }) | null = null;
  for (const event of run.events()) {
    const { body, header } = event;
    if (body === null) continue;
    if (body.kind === 'CountOpened' && header.count !== null) modes[header.count] = body.mode;
    if (body.kind === 'SheetImported' && header.count !== null) {
      rows[header.count]++;
      if (body.publishedAt === null && body.arrivedAt === null) untimed[header.count]++;
    }
    if (body.kind === 'StatePublished' && (asOf === null || header.at <= asOf)) state = { ...event, body };
  }
  const rules: Record<CountKind, AsOfRule> = {
    preliminary: { kind: 'newest-state' },
    official: { kind: 'newest-state' },
  };
  const covers = { preliminary: state?.body.covers.preliminary ?? 0, official: state?.body.covers.official ?? 0 };
  for (const count of COUNT_KINDS) {
    if (asOf === null) continue;
    if (modes[count] !== 'imported') {
      rules[count] = { kind: 'newest-state-by-then', at: asOf, state: state?.index ?? null };
    } else {
      const without = untimed[count];
      rules[count] =
        without > 0
          ? { kind: 'no-instants-recorded', at: asOf, untimed: without, rows: rows[count] }
          : { kind: 'imported-by-visible-instant', at: asOf };
      covers[count] = without > 0 ? 0 : run.size;
    }
  }
  // What came after a state (receipts, acts that lift an embargo) was not public in it. Only rows of published files are
  // looked up beyond it: their own instants say when they were.
  const importedAsOf = COUNT_KINDS.some((count) => rules[count].kind === 'imported-by-visible-instant');
  const reach = importedAsOf ? run.size : (state?.index ?? 0);
  return { covers, rules, reach, shown: state?.index ?? 0, at: state?.header.at ?? null };
}

/** The stations as they are now: those of the definition and what was added and moved since, also where no state shows it yet. */
export function geographyNow(run: ReadRun): Geography {
  const places = new StationPlaces(run.geography);
  for (const { body } of run.events()) if (body?.kind === 'DefinitionAmended') places.take(body.change);
  return places.geography;
}
