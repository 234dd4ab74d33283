import { assert } from '../base/assert.ts';
import { type Instant, instant } from '../base/instant.ts';

/*
 * What one sender still has to hand in, and what to ask next (docs/spec/capture.md section 4). Pure: the clock and chance are
 * arguments, and whoever drives it makes the requests. All that has to outlive the program is in the items; which request is
 * under way is not, because after a restart none is, and the door takes the same message any number of times.
 */

/** The largest piece of a picture that the door takes, and the smallest that a sender cuts on a bad line. */
export const CHUNK_BYTES = 262_144;
export const SMALLEST_CHUNK_BYTES = 16_384;
export const FIRST_WAIT_MS = 2_000;
export const LONGEST_WAIT_MS = 900_000;
/** `Retry-After` beyond this is taken as this: a mistake of one proxy must not silence a phone for the night. */
export const LONGEST_ASKED_WAIT_MS = 3_600_000;
/** After the line came back, senders of one town do not all begin in the same second. */
const SPREAD_MS = 2_000;

/** Refusals that are final for a message as it is. */
const FINAL: ReadonlySet<string> = new Set([
  'malformed',
  'too-large',
  'bad-signature',
  'unknown-device',
  'out-of-scope',
  'unknown-station',
  'quota',
  'bad-picture',
]);

/** Troubles that are the line's alone. */
const UNANSWERED: ReadonlySet<string> = new Set(['no-answer', 'time-out']);

/** One signed message: figures, or a sheet of so many bytes on each page. */
export type OutboxItem = {
  readonly id: string;
  readonly kind: 'figures' | 'sheet';
  /** Bytes of each page; none for figures. */
  readonly pages: readonly number[];
  readonly state: ItemState;
};

export type ItemState = WaitingState | KeptState | RefusedState;
export type WaitingState = {
  readonly kind: 'waiting';
  /** Failures since the last progress. */
  readonly tries: number;
  /** By the sender's clock; null: as soon as may be. */
  readonly nextAt: Instant | null;
  /** Which of the sender's endpoints comes next. */
  readonly endpoint: number;
  readonly chunk: number;
  /** What that endpoint calls this upload; null: it has to be asked what it has. */
  readonly upload: string | null;
  /** Bytes of each page that are there, as far as the sender was told. */
  readonly have: readonly number[];
  /** How often pages that were all there were wanted once more. */
  readonly rounds: number;
  /** Code of the last failure; null after progress. */
  readonly trouble: string | null;
};
export type KeptState = { readonly kind: 'kept'; readonly record: number; readonly at: Instant };
export type RefusedState = { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** `busy`: the number of the attempt that is under way, by item. */
export type Outbox = {
  readonly items: readonly OutboxItem[];
  readonly endpoints: number;
  readonly attempts: number;
  readonly busy: ReadonlyMap<string, number>;
};

/** `announce` says what is coming, and asks whether all of it is there. */
export type OutboxRequest = { readonly item: string; readonly attempt: number; readonly endpoint: number } & (
  | { readonly kind: 'figures' | 'announce' }
  | {
      readonly kind: 'chunk';
      readonly upload: string;
      readonly page: number;
      readonly from: number;
      readonly to: number;
    }
);

/** What came of a request; whoever makes it has checked the promise of a `received`. */
export type OutboxAnswer =
  | { readonly kind: 'received'; readonly record: number; readonly at: Instant }
  | { readonly kind: 'wanted'; readonly upload: string; readonly have: readonly number[] }
  /** Of a chunk, also of one behind a gap. */
  | { readonly kind: 'have'; readonly have: number }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly detail: string;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'silent'; readonly code: 'no-answer' | 'time-out' };

/** When an answer came: the sender's clock, and a number of chance from 0 to 1. */
export type Moment = { readonly now: Instant; readonly chance: number };

/** A message that was signed just now. */
export function newItem(id: string, kind: OutboxItem['kind'], pages: readonly number[]): OutboxItem {
  assert((kind === 'sheet') === pages.length > 0, 'a sheet has pages, figures have none');
  assert(
    pages.every((bytes) => Number.isSafeInteger(bytes) && bytes > 0),
    'a page has bytes',
  );
  const state: WaitingState = {
    ...{ kind: 'waiting', tries: 0, nextAt: null, endpoint: 0, chunk: CHUNK_BYTES },
    ...{ upload: null, have: pages.map(() => 0), rounds: 0, trouble: null },
  };
  return { id, kind, pages, state };
}

/** An outbox over items as they were kept: nothing is under way, and no upload is taken for known. */
export function openOutbox(items: readonly OutboxItem[], endpoints: number): Outbox {
  assert(Number.isSafeInteger(endpoints) && endpoints > 0, 'there is an endpoint');
  const restored = items.map((item) =>
    item.state.kind === 'waiting'
      ? { ...item, state: { ...item.state, endpoint: item.state.endpoint % endpoints, upload: null } }
      : item,
  );
  return { items: restored, endpoints, attempts: 0, busy: new Map() };
}

/** With one more message; one that is there already stays as it is. */
export function withItem(outbox: Outbox, item: OutboxItem): Outbox {
  if (outbox.items.some(({ id }) => id === item.id)) return outbox;
  return { ...outbox, items: [...outbox.items, item] };
}

/**
 * What to ask now, at most `limit` requests under way at a time and never two of one item: figures first, because they pass
 * where nothing else does. `wakeAt`: when there is more to ask, if nothing happens before.
 */
export function planRequests(
  outbox: Outbox,
  now: Instant,
  limit: number,
): { readonly outbox: Outbox; readonly requests: readonly OutboxRequest[]; readonly wakeAt: Instant | null } {
  const idle = outbox.items.filter(({ id, state }) => state.kind === 'waiting' && !outbox.busy.has(id));
  const due = idle.filter(({ state }) => isDue(state as WaitingState, now));
  const chosen = [...due.filter(({ kind }) => kind === 'figures'), ...due.filter(({ kind }) => kind === 'sheet')];
  const busy = new Map(outbox.busy);
  let { attempts } = outbox;
  const requests = chosen.slice(0, Math.max(0, limit - busy.size)).map((item) => {
    attempts += 1;
    busy.set(item.id, attempts);
    return requestOf(item, item.state as WaitingState, attempts);
  });
  const later = idle.flatMap(({ state }) =>
    state.kind === 'waiting' && state.nextAt !== null && !isDue(state, now) ? [state.nextAt] : [],
  );
  const wakeAt = later.length === 0 ? null : instant(Math.min(...later));
  return { outbox: { ...outbox, attempts, busy }, requests, wakeAt };
}

/** What an answer changes. One that comes late, twice or after a restart changes nothing, unless it says "received". */
export function takeAnswer(outbox: Outbox, request: OutboxRequest, answer: OutboxAnswer, moment: Moment): Outbox {
  const current = outbox.busy.get(request.item) === request.attempt;
  const items = outbox.items.map((item) => {
    if (item.id !== request.item || item.state.kind === 'kept') return item;
    if (answer.kind === 'received') {
      return { ...item, state: { kind: 'kept' as const, record: answer.record, at: answer.at } };
    }
    if (!current || item.state.kind !== 'waiting') return item;
    return { ...item, state: afterAnswer(item, item.state, request, answer, { ...moment, of: outbox.endpoints }) };
  });
  return endAttempt({ ...outbox, items }, request);
}

/** The request is under way no longer, whatever came of it. */
export function endAttempt(outbox: Outbox, request: OutboxRequest): Outbox {
  if (outbox.busy.get(request.item) !== request.attempt) return outbox;
  const busy = new Map(outbox.busy);
  busy.delete(request.item);
  return { ...outbox, busy };
}

/**
 * Waiting is cut short: by a person (`all`), or because the line is back, which is for those alone that had no answer. A door
 * that said "busy" is still busy then.
 */
export function hurry(outbox: Outbox, whom: 'all' | 'unanswered', { now, chance }: Moment): Outbox {
  const soon = whom === 'all' ? null : instant(now + Math.floor(chance * SPREAD_MS));
  const items = outbox.items.map((item) => {
    const { state } = item;
    if (state.kind !== 'waiting' || (whom === 'unanswered' && !UNANSWERED.has(state.trouble ?? ''))) return item;
    if (soon !== null && (state.nextAt === null || state.nextAt <= soon)) return item;
    return { ...item, state: { ...state, nextAt: soon } };
  });
  return { ...outbox, items };
}

/** How long to wait after the failure of this number, from 1: by chance between half and the whole of it. */
export function waitMs(failures: number, chance: number, retryAfterMs: number | null): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 30));
  const own = Math.floor(whole / 2 + (whole / 2) * chance);
  return Math.max(own, Math.min(retryAfterMs ?? 0, LONGEST_ASKED_WAIT_MS));
}

/** A time further off than any wait is a clock that was set back: then it is due. */
function isDue({ nextAt }: WaitingState, now: Instant): boolean {
  return nextAt === null || nextAt <= now || nextAt - now > LONGEST_ASKED_WAIT_MS;
}

function requestOf(item: OutboxItem, state: WaitingState, attempt: number): OutboxRequest {
  const { endpoint, upload, have, chunk } = state;
  const head = { item: item.id, attempt, endpoint };
  if (item.kind === 'figures') return { ...head, kind: 'figures' };
  const page = item.pages.findIndex((bytes, i) => (have[i] ?? 0) < bytes);
  if (upload === null || page < 0) return { ...head, kind: 'announce' };
  const from = have[page] ?? 0;
  const to = Math.min(from + chunk, item.pages[page] ?? 0);
  return { ...head, kind: 'chunk', upload, page, from, to };
}

type Here = Moment & { readonly of: number };

function afterAnswer(
  item: OutboxItem,
  state: WaitingState,
  request: OutboxRequest,
  answer: Exclude<OutboxAnswer, { readonly kind: 'received' }>,
  here: Here,
): ItemState {
  switch (answer.kind) {
    case 'refused':
      if (FINAL.has(answer.code)) return { kind: 'refused', code: answer.code, detail: answer.detail };
      return failed(state, answer.code, here, answer.retryAfterMs);
    case 'silent': {
      const chunk =
        request.kind === 'chunk' ? Math.max(SMALLEST_CHUNK_BYTES, Math.floor(state.chunk / 2)) : state.chunk;
      return failed({ ...state, chunk }, answer.code, here);
    }
    case 'wanted':
      return request.kind === 'announce' ? afterWanted(item, state, answer, here) : failed(state, 'unexpected', here);
    case 'have':
      return request.kind === 'chunk'
        ? afterChunk(item, state, request.page, answer.have, here)
        : failed(state, 'unexpected', here);
  }
}

function afterWanted(
  item: OutboxItem,
  state: WaitingState,
  answer: { readonly upload: string; readonly have: readonly number[] },
  here: Here,
): WaitingState {
  if (answer.have.length !== item.pages.length) return failed(state, 'unexpected', here);
  const have = item.pages.map((bytes, i) => Math.min(bytes, answer.have[i] ?? 0));
  const known = { ...state, have, upload: answer.upload };
  const complete = item.pages.every((bytes, i) => have[i] === bytes);
  // All of it was said to be there and is not kept, or no longer there: each such round makes the next wait longer.
  if (complete || state.upload !== null) return failed({ ...known, rounds: state.rounds + 1 }, 'unexpected', here);
  return { ...known, nextAt: null };
}

function afterChunk(item: OutboxItem, state: WaitingState, page: number, told: number, here: Here): WaitingState {
  const before = state.have[page] ?? 0;
  const now = Math.min(told, item.pages[page] ?? 0);
  const have = state.have.map((bytes, i) => (i === page ? now : bytes));
  if (now <= before) return failed({ ...state, have }, 'unexpected', here);
  return { ...state, have, chunk: Math.min(CHUNK_BYTES, state.chunk * 2), tries: 0, nextAt: null, trouble: null };
}

function failed(state: WaitingState, code: string, { now, chance, of }: Here, asked: number | null = null) {
  const tries = state.tries + 1;
  const nextAt = instant(now + waitMs(tries + state.rounds, chance, asked));
  return { ...state, tries, nextAt, trouble: code, endpoint: (state.endpoint + 1) % of, upload: null };
}
