import type { Geography } from '../model/geography.ts';
import { type Box, boxNames } from '../model/votes.ts';
import { type EventBody, type EventHeader, isFigureKind } from '../record/index.ts';
import { bodyPathOf, type ReadBodies } from './body-reading.ts';
import type { DueRule, Reveal } from './due-check.ts';
import { checkAgreed, checkResolved, checkRevealed } from './entered-check.ts';
import { type FindingList, shown } from './finding.ts';
import { type ByCount, byCount, type StateChain } from './state-chain.ts';

/** One version of a (station, contest) in one count, as one due event gives it. */
export type SheetVersion = {
  readonly station: number;
  /** `counted`, or the reason it is not. */
  readonly status: string;
  readonly boxes: readonly Box[];
  readonly record: number;
  /** When the public could see it, for imported sheets; null where nobody recorded it. */
  readonly visibleAt: number | null;
};

/** What the due events of a state say. Lists are by contest, then in record order or by station. */
export type Replay = {
  readonly versions: ByCount<readonly SheetVersion[][]>;
  /** The newest version of each station: the one with the highest record number. */
  readonly current: ByCount<readonly (SheetVersion | null)[][]>;
  readonly received: ByCount<readonly boolean[]>;
  /** Record numbers of the events of each station. */
  readonly history: readonly (readonly number[])[];
};

type SheetBody = Extract<EventBody, { readonly station: unknown }>;

/** With larger boxes the sum of an election could leave the whole numbers that a program can hold exactly. */
const BOX_MAX = 999_999_999;

/** The record that is replayed, as far as it could be read. */
export type ReadRecord = {
  readonly headers: readonly (EventHeader | null)[];
  readonly bodies: ReadBodies;
  readonly chain: StateChain;
  readonly isDue: DueRule;
  readonly reveals: ReadonlyMap<number, readonly Reveal[]>;
  /** How many events are replayed. */
  readonly events: number;
};

/**
 * Replays the due events of a state, in record order. An event that contradicts the definition or rests on nothing is a
 * finding; its figures still follow the record, so that the totals are compared with what the publisher had to compute.
 */
export function replay(geography: Geography, record: ReadRecord, findings: FindingList): Replay {
  const { contests } = geography.definition.election;
  const versions = byCount(() => contests.map((): SheetVersion[] => []));
  const current = byCount(() =>
    contests.map((): (SheetVersion | null)[] => new Array<SheetVersion | null>(geography.stations.length).fill(null)),
  );
  const received = byCount(() => new Array<boolean>(geography.stations.length).fill(false));
  const history = geography.stations.map((): number[] => []);
  const rows = new ImportedRows();
  for (let i = 0; i < record.events; i++) {
    const header = record.headers[i];
    const body = record.bodies.bodies[i];
    if (!header || !body || !('station' in body) || header.count === null) continue;
    if (isFigureKind(body.kind) && !record.isDue(i, header)) continue;
    const sheet = placeOf(geography, i, header, body, findings);
    if (sheet === null) continue;
    history[sheet.station]?.push(i);
    checkMode(record.chain, i, header, body, findings);
    if (body.kind === 'SheetReceived' || body.kind === 'EnvelopeReceived') {
      const stations = received[header.count];
      stations[sheet.station] = true;
    }
    if (body.kind === 'EntriesRevealed') checkRevealed(record, i, header, body, findings);
    if (body.kind === 'DifferenceResolved') checkResolved(record, i, header, body, findings);
    if (body.kind === 'SheetAgreed') checkAgreed(record, i, header, body, findings);
    if (body.kind === 'SheetImported') rows.check(record.chain, i, header, body, findings);
    const version = versionOf(i, sheet.station, body);
    if (version === null || sheet.contest === null) continue;
    versions[header.count][sheet.contest]?.push(version);
    const newest = current[header.count][sheet.contest];
    if (newest !== undefined) newest[sheet.station] = version;
  }
  return { versions, current, received, history };
}

function versionOf(record: number, station: number, body: SheetBody): SheetVersion | null {
  if (body.kind === 'SheetImported') {
    const { status, boxes, publishedAt, arrivedAt } = body;
    return { station, status, boxes, record, visibleAt: publishedAt ?? arrivedAt };
  }
  if (body.kind === 'SheetAgreed') return { station, status: 'counted', boxes: body.boxes, record, visibleAt: null };
  return null;
}

/** Station and contest of an event, by their places in the definition; null after a finding. */
function placeOf(
  geography: Geography,
  record: number,
  header: EventHeader,
  body: SheetBody,
  findings: FindingList,
): { readonly station: number; readonly contest: number | null } | null {
  const place = { path: bodyPathOf(record), record };
  const station = geography.stationIndex.get(body.station);
  if (station === undefined) {
    findings.add(
      'body',
      'unknown-station',
      place,
      `Event ${record} is of station ${shown(body.station)}, which the definition does not have.`,
    );
    return null;
  }
  if (header.contest === null) return { station, contest: null };
  const contest = geography.contestIndex.get(header.contest);
  if (contest === undefined || geography.votesIn[contest]?.[station] !== true) {
    const says = `Event ${record} is of contest ${shown(header.contest)}, in which station ${shown(body.station)} does not vote.`;
    findings.add('body', 'unknown-contest', place, says);
    return null;
  }
  const definition = geography.definition.election.contests[contest];
  if ('boxes' in body && definition !== undefined && body.boxes.length !== boxNames(definition).length) {
    findings.add(
      'body',
      'box-count',
      place,
      `Event ${record} has ${body.boxes.length} boxes, its contest another number.`,
    );
    return null;
  }
  if ('boxes' in body && body.boxes.some((box) => typeof box === 'number' && box > BOX_MAX)) {
    findings.add('body', 'box-too-large', place, `Event ${record} has a box above ${BOX_MAX}.`);
    return null;
  }
  return { station, contest };
}

/** Entries belong to an entered count, rows of files to an imported one, and neither to a count that was never opened. */
function checkMode(
  chain: StateChain,
  record: number,
  header: EventHeader,
  body: SheetBody,
  findings: FindingList,
): void {
  if (header.count === null) return;
  const { mode, openedAt } = chain.courses[header.count];
  const place = { path: bodyPathOf(record), record };
  if (mode === null || openedAt > record) {
    findings.add(
      'body',
      'count-not-open',
      place,
      `Event ${record} is of the ${header.count} count, which was not open.`,
    );
  } else if ((body.kind === 'SheetImported') !== (mode === 'imported')) {
    findings.add('body', 'wrong-mode', place, `Event ${record}, a ${body.kind}, cannot be in a count of mode ${mode}.`);
  }
}

/** One row of a published file gives one sheet: a row taken twice would count twice in somebody's eyes. */
class ImportedRows {
  private readonly taken = new Map<string, Set<number>>();

  check(
    chain: StateChain,
    record: number,
    header: EventHeader,
    body: Extract<EventBody, { kind: 'SheetImported' }>,
    findings: FindingList,
  ): void {
    if (header.count === null) return;
    const place = { path: bodyPathOf(record), record };
    const rows = chain.courses[header.count].files.get(body.file);
    // Line 1 is the header of the file.
    if (rows === undefined || body.line > rows + 1) {
      const says = `Event ${record} names line ${body.line} of ${shown(body.file)}, which its count did not open with.`;
      findings.add('body', 'unknown-row', place, says);
    }
    const key = JSON.stringify([header.count, header.contest, body.file]);
    const lines = this.taken.get(key) ?? new Set<number>();
    this.taken.set(key, lines);
    if (lines.has(body.line)) {
      const says = `Event ${record} takes line ${body.line} of ${shown(body.file)}, which was taken before.`;
      findings.add('body', 'row-twice', place, says);
    }
    lines.add(body.line);
  }
}
