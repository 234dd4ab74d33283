import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { plain } from '../../src/verify/index.ts';
import { askDoor, codeOf, type DoorAnswer } from './door-client.ts';
import { type HandInItem, readHandIn } from './hand-in-file.ts';
import type { Output } from './output.ts';

export type Outcome = 'received' | 'known' | 'unmatched' | 'refused';
/** What became of one item. `item`: from 1. */
export type ItemFate = {
  readonly file: string;
  readonly item: number;
  readonly kind: 'figures' | 'sheet' | null;
  readonly station: string | null;
  readonly outcome: Outcome;
  readonly record: number | null;
  /** Why it was refused. */
  readonly code: string | null;
};

export type HandInError = { readonly kind: 'bad-file' | 'no-door'; readonly detail: string };

const PIECE = 262_144;
/** A page may be torn once on the door's disk; more often something else is wrong. */
const ROUNDS = 3;
const WORDS: Readonly<Record<Outcome, string>> = {
  received: 'received',
  known: 'there already',
  unmatched: 'left to a desk',
  refused: 'refused',
};

/** Hands in a file, item after item, over the routes that phones use. An error is one of the whole file. */
export async function handIn(
  file: string,
  server: string,
  output: Output,
): Promise<Result<readonly ItemFate[], HandInError>> {
  const read = readHandIn(file);
  if (!read.ok) return err({ kind: 'bad-file', detail: plain(read.error) });
  const setup = await askDoor(`${server}/api/intake/setup`, { method: 'GET' }, 1);
  if (!setup.ok) return err({ kind: 'no-door', detail: plain(setup.error) });
  const { id } = (setup.value.body['election'] ?? {}) as { readonly id?: unknown };
  const { election, items } = read.value;
  if (id !== election) {
    const detail = `${file} is of the election ${election}; ${server} counts ${String(id)}`;
    return err({ kind: 'bad-file', detail: plain(detail) });
  }
  const fates: ItemFate[] = [];
  for (const [i, item] of items.entries()) {
    const fate = item.ok
      ? await handInItem(item.value, server)
      : refused(null, null, 'malformed', `${item.error.field}: ${item.error.detail}`);
    const told = { file, item: i + 1, ...fate.fate };
    fates.push(told);
    const what = `${file}: item ${i + 1}${told.kind === null ? '' : ` (${told.kind}, ${told.station ?? 'no station'})`}`;
    const became = `${WORDS[told.outcome]}${told.record === null ? '' : `, record number ${told.record}`}`;
    // The file is anybody's, and the door's words may repeat it: neither may steer the terminal.
    if (told.outcome === 'refused') output.error(plain(`${what}: refused: ${fate.detail}`));
    else output.line(plain(`${what}: ${became}`));
  }
  return ok(fates);
}

type Handed = { readonly fate: Omit<ItemFate, 'file' | 'item'>; readonly detail: string };

async function handInItem(item: HandInItem, server: string): Promise<Handed> {
  const { kind, station } = item;
  const answer = item.kind === 'figures' ? await sendFigures(item, server) : await sendSheet(item, server);
  if (!answer.ok) return refused(kind, station, 'not-sent', `${answer.error}. Give the command again.`);
  const { status, body } = answer.value;
  if (status >= 300) {
    const code = codeOf(answer.value);
    const field = typeof body['field'] === 'string' ? ` (${body['field']})` : '';
    return refused(kind, station, code, `${code}${field}: ${String(body['detail'] ?? '')}`);
  }
  const outcome = body['kind'] === 'unmatched' ? 'unmatched' : body['fresh'] === true ? 'received' : 'known';
  const record = typeof body['record'] === 'number' ? body['record'] : null;
  return { fate: { kind, station, outcome, record, code: null }, detail: '' };
}

function refused(kind: ItemFate['kind'], station: string | null, code: string, detail: string): Handed {
  return { fate: { kind, station, outcome: 'refused', record: null, code }, detail };
}

function post(url: string, message: unknown): Promise<Result<DoorAnswer, string>> {
  const headers = { 'content-type': 'application/json' };
  return askDoor(url, { method: 'POST', headers, body: JSON.stringify(message) });
}

function sendFigures({ message }: HandInItem, server: string): Promise<Result<DoorAnswer, string>> {
  return post(`${server}/api/intake/figures`, message);
}

type Sheet = Extract<HandInItem, { kind: 'sheet' }>;

async function sendSheet({ message, pages }: Sheet, server: string): Promise<Result<DoorAnswer, string>> {
  for (let round = 0; round < ROUNDS; round++) {
    const answer = await post(`${server}/api/intake/uploads`, message);
    if (!answer.ok || answer.value.status >= 300 || answer.value.body['kind'] !== 'wanted') return answer;
    const { upload, pages: wanted } = answer.value.body as { upload: string; pages: { have: number }[] };
    for (const [page, bytes] of pages.entries()) {
      const put = await sendPage(`${server}/api/intake/uploads/${upload}/${page}`, bytes, wanted[page]?.have ?? 0);
      if (put !== null) return put;
    }
  }
  return err('the door wants again what it has');
}

/** null: all of the page is there. */
async function sendPage(url: string, bytes: Bytes, have: number): Promise<Result<DoorAnswer, string> | null> {
  for (let at = have; at < bytes.length; ) {
    const headers = { 'content-type': 'application/octet-stream' };
    const body = Uint8Array.from(bytes.subarray(at, at + PIECE));
    const put = await askDoor(`${url}?at=${at}`, { method: 'PUT', headers, body });
    if (!put.ok) return put;
    // The door may have lost the end of the page, or the whole upload: it is asked again what it wants.
    if (['gap', 'unknown-upload'].includes(codeOf(put.value))) return null;
    const there = put.value.body['have'];
    if (put.value.status !== 200 || typeof there !== 'number') return put;
    if (there <= at) return null;
    at = there;
  }
  return null;
}
