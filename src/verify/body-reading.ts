import { type Bytes, decodeUtf8, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import {
  commitmentOfText,
  decodeBody,
  decodeBodyLine,
  type EventBody,
  type EventHeader,
  isEventKind,
} from '../record/index.ts';
import { TILE_WIDTH, tilePath } from '../tlog/index.ts';
import { type FindingList, shown } from './finding.ts';
import { addUnreadable } from './log-check.ts';
import type { PublicSource } from './public-source.ts';

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

/** `bodies/<N>.ndjson`: N spelt as the number of the entry bundle in its path (publication.md section 1). */
export function bodyFilePath(bundle: number): string {
  const tile = tilePath({ level: 'entries', index: bundle, width: TILE_WIDTH });
  return `bodies/${tile.slice('tile/entries/'.length)}.ndjson`;
}

/** The body file in which an event's line stands. */
export function bodyPathOf(record: number): string {
  return bodyFilePath(Math.floor(record / TILE_WIDTH));
}

/** A finding about one event, with the body file in which its line stands. */
export function addOfEvent(findings: FindingList, kind: string, record: number, says: string): void {
  findings.add('body', kind, { path: bodyPathOf(record), record }, says);
}

/** How many body files this many events have. */
export function bodyFileCount(events: number): number {
  return Math.ceil(events / TILE_WIDTH);
}

/**
 * Reads the bodies of the first `events` events and holds each open one against the commitment in its header, so that
 * nothing that the log did not fix beforehand is used further on. Whether a body may be open is asked later.
 */
export function readBodies(
  crypto: Crypto,
  source: PublicSource,
  headers: readonly (EventHeader | null)[],
  events: number,
  findings: FindingList,
): ReadBodies {
  const states: BodyState[] = [];
  const bodies: (EventBody | null)[] = [];
  let opened = 0;
  let sealed = 0;
  source.announce?.(Array.from({ length: bodyFileCount(events) }, (_, file) => bodyFilePath(file)));
  for (let file = 0; file < bodyFileCount(events); file++) {
    const first = file * TILE_WIDTH;
    const lines = readLines(source, bodyFilePath(file), Math.min(TILE_WIDTH, events - first), findings);
    for (let i = 0; i < Math.min(TILE_WIDTH, events - first); i++) {
      const read = readLine(crypto, headers[first + i] ?? null, first + i, lines[i], findings);
      states.push(read.state);
      bodies.push(read.body);
      if (read.state === 'open') opened++;
      if (read.state === 'sealed') sealed++;
    }
  }
  return { states, bodies, opened, sealed };
}

function readLines(source: PublicSource, path: string, count: number, findings: FindingList): readonly string[] {
  const bytes = source.read(path);
  if (!bytes.ok) {
    if (bytes.error.kind === 'not-found') findings.add('body', 'missing-file', { path }, 'This body file is missing.');
    else addUnreadable(findings, path, bytes.error.kind);
    return [];
  }
  const lines = linesOf(bytes.value);
  if (lines === null) {
    findings.add('body', 'body-file-shape', { path }, 'This body file is no UTF-8, or its last line has no end.');
    return [];
  }
  if (lines.length !== count) {
    const says = `This body file has ${lines.length} lines; the published state has ${count} events in it.`;
    findings.add('body', 'body-line-count', { path }, says);
  }
  return lines;
}

type Line = { readonly state: BodyState; readonly body: EventBody | null };
const ABSENT: Line = { state: 'absent', body: null };
const SEALED: Line = { state: 'sealed', body: null };
const REFUSED: Line = { state: 'refused', body: null };

function readLine(
  crypto: Crypto,
  header: EventHeader | null,
  record: number,
  line: string | undefined,
  findings: FindingList,
): Line {
  if (line === undefined) return ABSENT;
  const refuse = (kind: string, says: string): Line => {
    findings.add('body', kind, { path: bodyPathOf(record), record }, says);
    return REFUSED;
  };
  const decoded = decodeBodyLine(line);
  if (!decoded.ok) return refuse(decoded.error.kind, `The line of event ${record} is not in canonical form.`);
  if (decoded.value === null) return SEALED;
  if (header === null) return REFUSED;
  const { salt, bodyText, body } = decoded.value;
  if (!equalBytes(commitmentOfText(crypto, salt, bodyText), header.body)) {
    return refuse('commitment-differs', `The body of event ${record} is not the one that its header commits to.`);
  }
  if (!isEventKind(header.kind)) return { state: 'open', body: null };
  const typed = decodeBody(header.kind, body);
  if (!typed.ok) {
    return refuse(
      'body-field',
      `The body of event ${record}, a ${header.kind}, is wrong in ${shown(typed.error.field)}.`,
    );
  }
  return { state: 'open', body: typed.value };
}

/** The lines of a file in which each ends in a line end; null when it is not so, or no UTF-8. */
function linesOf(bytes: Bytes): readonly string[] | null {
  const text = decodeUtf8(bytes);
  if (!text.ok || (text.value !== '' && !text.value.endsWith('\n'))) return null;
  return text.value === '' ? [] : text.value.slice(0, -1).split('\n');
}
