import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { commitmentOfText, decodeBody, decodeBodyLine, type EventBody, isEventKind } from '../record/index.ts';
import { TILE_WIDTH } from '../tlog/index.ts';
import { bodyFileCount, bodyFilePath, bodyFilePaths } from './body-paths.ts';
import { bodyInCanonicalLine, linesOf } from './file-digests.ts';
import { type FindingList, shown } from './finding.ts';
import { addUnreadable, type ReadLog } from './log-check.ts';
import type { PublicSource } from './public-source.ts';
import type { ReadHeader } from './read-header.ts';

export { bodyFileCount, bodyFilePath };

/** What the body files say of one event. `refused`: a line is there and is wrong; a finding says so. */
export type BodyState = 'absent' | 'sealed' | 'open' | 'refused';

/** All bodies of a state, by record number. */
export type ReadBodies = {
  readonly states: readonly BodyState[];
  /** null for all that is not open, and for open bodies of kinds newer than this program. */
  readonly bodies: readonly (EventBody | null)[];
  readonly opened: number;
  readonly sealed: number;
};

/** The body file in which an event's line stands. */
export function bodyPathOf(record: number): string {
  return bodyFilePath(Math.floor(record / TILE_WIDTH));
}

/** A finding about one event, with the body file in which its line stands. */
export function addOfEvent(findings: FindingList, kind: string, record: number, says: string): void {
  findings.add('body', kind, { path: bodyPathOf(record), record }, says);
}

/** A body as the replay wants it; null where it cannot be used. */
export type TakeBody = (record: number, header: ReadHeader, body: EventBody) => EventBody | null;

/**
 * Reads the bodies of the first `events` events and holds each open one against the commitment in its header, so that
 * nothing that the log did not fix beforehand is used further on. Whether a body may be open is asked later.
 */
export function readBodies(
  crypto: Crypto,
  source: PublicSource,
  { headers, commitments }: Pick<ReadLog, 'headers' | 'commitments'>,
  events: number,
  findings: FindingList,
  take: TakeBody = (_record, _header, body) => body,
): ReadBodies {
  const states: BodyState[] = [];
  const bodies: (EventBody | null)[] = [];
  let opened = 0;
  let sealed = 0;
  source.announce?.(bodyFilePaths(events));
  for (let file = 0; file < bodyFileCount(events); file++) {
    const first = file * TILE_WIDTH;
    const count = Math.min(TILE_WIDTH, events - first);
    const { lines, digests } = readLines(source, bodyFilePath(file), count, findings);
    for (let i = 0; i < count; i++) {
      const record = first + i;
      const header = headers[record] ?? null;
      const line = lines[i];
      const isRight = line !== undefined && header !== null && digests !== null && commitments.isAt(record, digests, i);
      const read = isRight
        ? readRight(header, record, bodyInCanonicalLine(line), findings)
        : readLine(crypto, header, commitments.at(record), record, line, findings);
      states.push(read.state);
      bodies.push(header === null || read.body === null ? null : take(record, header, read.body));
      if (read.state === 'open') opened++;
      if (read.state === 'sealed') sealed++;
    }
  }
  return { states, bodies, opened, sealed };
}

type Lines = { readonly lines: readonly string[]; readonly digests: Bytes | null };
const NO_LINES: Lines = { lines: [], digests: null };

function readLines(source: PublicSource, path: string, count: number, findings: FindingList): Lines {
  const bytes = source.read(path);
  if (!bytes.ok) {
    if (bytes.error.kind === 'not-found') findings.add('body', 'missing-file', { path }, 'This body file is missing.');
    else addUnreadable(findings, path, bytes.error.kind);
    return NO_LINES;
  }
  const digests = source.digests?.(bytes.value) ?? null;
  const lines = linesOf(bytes.value);
  if (lines === null) {
    findings.add('body', 'body-file-shape', { path }, 'This body file is no UTF-8, or its last line has no end.');
    return NO_LINES;
  }
  if (lines.length !== count) {
    const says = `This body file has ${lines.length} lines; the published state has ${count} events in it.`;
    findings.add('body', 'body-line-count', { path }, says);
  }
  return { lines, digests };
}

type Line = { readonly state: BodyState; readonly body: EventBody | null };
const ABSENT: Line = { state: 'absent', body: null };
const SEALED: Line = { state: 'sealed', body: null };
const REFUSED: Line = { state: 'refused', body: null };

function readLine(
  crypto: Crypto,
  header: ReadHeader | null,
  commitment: Bytes | null,
  record: number,
  line: string | undefined,
  findings: FindingList,
): Line {
  if (line === undefined) return ABSENT;
  const refuse = (kind: string, says: string) => refused(findings, kind, record, says);
  const decoded = decodeBodyLine(line);
  if (!decoded.ok) return refuse(decoded.error.kind, `The line of event ${record} is not in canonical form.`);
  if (decoded.value === null) return SEALED;
  if (header === null || commitment === null) return REFUSED;
  const { salt, bodyText, body } = decoded.value;
  if (!equalBytes(commitmentOfText(crypto, salt, bodyText), commitment)) {
    return refuse('commitment-differs', `The body of event ${record} is not the one that its header commits to.`);
  }
  return readRight(header, record, body, findings);
}

/** A body that is the one that its header commits to. */
function readRight(header: ReadHeader, record: number, body: Record<string, unknown>, findings: FindingList): Line {
  if (!isEventKind(header.kind)) return { state: 'open', body: null };
  const typed = decodeBody(header.kind, body);
  if (typed.ok) return { state: 'open', body: typed.value };
  const says = `The body of event ${record}, a ${header.kind}, is wrong in ${shown(typed.error.field)}.`;
  return refused(findings, 'body-field', record, says);
}

function refused(findings: FindingList, kind: string, record: number, says: string): Line {
  addOfEvent(findings, kind, record, says);
  return REFUSED;
}
