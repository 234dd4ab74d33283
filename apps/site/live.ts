// Keeps an open page up to date. One file without imports: its types are stripped and it is served as assets/live.js.
// It shows what the server says, in words that stand before it in that file; it verifies nothing, and nowhere says so.

const POLL_MS = 10_000;
const FETCH_TIMEOUT_MS = 8_000;
/** The heartbeat is renewed every 10 s: after six misses something is wrong. */
const STALE_MS = 60_000;
const CLOCK_TOLERANCE_MS = 90_000;
/** Readers that are told of a change at one instant ask for the new page within this time, not all at once. */
const SPREAD_MS = 1_500;
/** An Ed25519 cosignature with a time, behind the four bytes that name its key. */
const COSIGNATURE_BYTES = 4 + 8 + 64;

/** By language: the catalogue's words for it, put before this script where it is published. */
declare const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>>;

type Stop = { readonly at: number } | null;
type CountState = {
  readonly mode: string | null;
  readonly open: boolean;
  readonly stopped: Stop;
  readonly closed: boolean;
};
export type State = {
  readonly size: number;
  readonly at: number;
  readonly nature?: string;
  readonly counts: { readonly preliminary: CountState; readonly official: CountState };
};
type Beat = { readonly size: number; readonly at: number | null };

// Where there is no document, somebody only wants the functions: a test.
const place = typeof document === 'undefined' ? null : document.getElementById('live');
// The element as it was served, before anything was filled in or opened.
const pristine = place === null ? '' : (document.querySelector('main')?.outerHTML ?? '');
if (place !== null) start(place);

function start(box: HTMLElement): void {
  const site = box.dataset['site'] ?? '';
  let beat: Beat | null = null;
  let state: State | null = null;
  let reachable = true;
  let clockError = 0;
  let asking = false;
  let behind = true;

  async function look(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      const answer = await get(`${site}checkpoint`);
      clockError = clockErrorOf(answer);
      const seen = readCheckpoint(await answer.text());
      if (seen === null) throw new Error('no checkpoint');
      behind = behind || seen.size !== beat?.size;
      beat = seen;
      reachable = true;
      // Stays true until it has worked: a lost answer must not leave the page behind until the record grows again.
      if (behind) await follow();
      behind = false;
    } catch {
      reachable = false;
    } finally {
      asking = false;
      show();
    }
  }

  /** The record has grown: is there a newer published state, and does this page show other figures in it? */
  async function follow(): Promise<void> {
    const answer = await get(`${site}data/state.json`);
    const newer: unknown = await answer.json();
    if (!isState(newer)) return;
    const before = state?.size ?? shownSize();
    state = newer;
    // A unit's page does not say of which state it is, and was fetched a moment ago.
    const changed = before !== null && newer.size !== before;
    if (changed && (await swapMain())) say(box, filled('updated'));
  }

  function show(): void {
    const now = Date.now();
    const age = beat?.at == null ? null : now - beat.at;
    const finished = isFinished(state);
    const alerts: string[] = [];
    if (!reachable) alerts.push(filled('unreachable'));
    if (!finished && age !== null && age > STALE_MS) alerts.push(filled('stale', { age: duration(age) }));
    const wrong = age !== null && age < -CLOCK_TOLERANCE_MS ? -age : Math.abs(clockError);
    if (wrong > CLOCK_TOLERANCE_MS) alerts.push(filled('clock', { age: duration(wrong) }));
    alerts.push(...stops(box, state));
    setAlerts(box, alerts);
    showAge(box, finished ? (state?.nature === 'replay' ? 'ended' : 'closed') : null, age, beat);
    showState(box, state);
  }

  setInterval(() => void look(), POLL_MS);
  setInterval(show, 1_000);
  if (document.documentElement.hasAttribute('data-live')) {
    const events = new EventSource(`${site}live`);
    events.onmessage = () => void setTimeout(() => void look(), Math.random() * SPREAD_MS);
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void look();
  });
  void look();
}

async function get(address: string): Promise<Response> {
  const answer = await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer;
}

/** Size of the record and time of the heartbeat: the second signature line carries it (C2SP tlog-cosignature). */
function readCheckpoint(text: string): Beat | null {
  const [, decimal = ''] = text.split('\n');
  if (!/^(0|[1-9]\d{0,15})$/.test(decimal)) return null;
  for (const line of text.split('\n')) {
    const encoded = line.startsWith('\u2014 ') ? line.split(' ')[2] : undefined;
    const at = encoded === undefined ? null : cosignatureTime(encoded);
    if (at !== null) return { size: Number(decimal), at };
  }
  return { size: Number(decimal), at: null };
}

function cosignatureTime(base64: string): number | null {
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch {
    return null;
  }
  if (bytes.length !== COSIGNATURE_BYTES) return null;
  let seconds = 0;
  for (let i = 4; i < 12; i++) seconds = seconds * 256 + bytes.charCodeAt(i);
  return seconds * 1000;
}

/** How far the reader's clock is ahead of the server's, as far as the answer tells; a cache may tell nothing. */
function clockErrorOf(answer: Response): number {
  const date = Date.parse(answer.headers.get('date') ?? '');
  const age = Number(answer.headers.get('age') ?? '0') * 1000;
  return Number.isFinite(date) && Number.isFinite(age) ? Date.now() - (date + age) : 0;
}

function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  if (!('size' in value && typeof value.size === 'number' && 'at' in value && typeof value.at === 'number'))
    return false;
  return 'counts' in value && isCounts(value.counts);
}

function isCounts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('preliminary' in value && 'official' in value)) return false;
  return [value.preliminary, value.official].every(
    (c) => typeof c === 'object' && c !== null && 'open' in c && 'stopped' in c,
  );
}

function shownSize(): number | null {
  const value = document.querySelector('main [data-f="size"]')?.getAttribute('value');
  return value == null ? null : Number(value);
}

let shownText: string | null = null;

/** Fetches this page again and puts its main element in place, if it differs. Only our own origin, never as innerHTML. */
async function swapMain(): Promise<boolean> {
  const text = await (await get(location.pathname + location.search)).text();
  if (text === shownText) return false;
  const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
  const old = document.querySelector('main');
  if (fresh === null || old === null) return false;
  const same = shownText === null && fresh.outerHTML === pristine;
  shownText = text;
  if (same) return false;
  const keep = remember(old);
  old.replaceWith(document.adoptNode(fresh));
  recall(fresh, keep);
  return true;
}

type Kept = {
  readonly open: ReadonlySet<string>;
  readonly scrolled: ReadonlyMap<string, number>;
  readonly focus: string | null;
  readonly x: number;
  readonly y: number;
};

const FOCUSABLE = 'a[href], summary, [tabindex]';

function remember(main: Element): Kept {
  const active = document.activeElement;
  const scrolled = keyed(main, '.wide').filter(([, e]) => e.scrollLeft > 0);
  return {
    open: new Set(keyed(main, 'details').flatMap(([key, e]) => (e.hasAttribute('open') ? [key] : []))),
    scrolled: new Map(scrolled.map(([key, e]) => [key, e.scrollLeft])),
    focus: keyed(main, FOCUSABLE).find(([, e]) => e === active)?.[0] ?? null,
    x: window.scrollX,
    y: window.scrollY,
  };
}

function recall(main: Element, keep: Kept): void {
  for (const [key, e] of keyed(main, 'details')) if (keep.open.has(key)) e.setAttribute('open', '');
  for (const [key, e] of keyed(main, '.wide')) e.scrollLeft = keep.scrolled.get(key) ?? 0;
  const focus = keyed(main, FOCUSABLE).find(([key]) => key === keep.focus)?.[1];
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  window.scrollTo({ left: keep.x, top: keep.y, behavior: 'instant' });
}

/** Elements with a name that survives the swap: the nearest id or the link's address, and the place below it. */
function keyed(main: Element, selector: string): readonly (readonly [string, Element])[] {
  const seen = new Map<string, number>();
  return [...main.querySelectorAll(selector)].map((e) => {
    const within = `${e.closest('[id]')?.id ?? ''} ${e.getAttribute('href') ?? ''}`;
    const n = seen.get(within) ?? 0;
    seen.set(within, n + 1);
    return [`${within} ${n}`, e] as const;
  });
}

function filled(name: string, parts: Readonly<Record<string, string>> = {}): string {
  return (WORDS[document.documentElement.lang]?.[name] ?? '').replace(
    /\{(\w+)\}/g,
    (all, key: string) => parts[key] ?? all,
  );
}

function duration(ms: number): string {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return s < 172_800 ? `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min` : `${Math.floor(s / 86_400)} d`;
}

function local(box: HTMLElement, at: number): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' };
  const timeZone = box.dataset['zone'] ?? 'UTC';
  const { lang } = document.documentElement;
  // The day before the month, as the page itself writes it.
  const locale = lang === 'en' ? 'en-GB' : lang;
  return new Intl.DateTimeFormat(locale, { ...options, timeZone, hourCycle: 'h23' }).format(at);
}

/** Every count that was opened is closed, or the replay is through: the server may rest, and its silence means nothing. */
export function isFinished(state: State | null): boolean {
  if (state === null) return false;
  const opened = [state.counts.preliminary, state.counts.official].filter((count) => count.open);
  return opened.length > 0 && opened.every((count) => count.closed);
}

/** The front page tells of a stop itself; the others are not rewritten for it. */
function stops(box: HTMLElement, state: State | null): readonly string[] {
  if (state === null || document.querySelector('main [data-live-state]') === null) return [];
  return (['preliminary', 'official'] as const).flatMap((count) => {
    const stopped = state.counts[count].stopped;
    const name = count === 'official' ? (box.dataset['official'] ?? count) : count;
    return stopped === null ? [] : [filled('stopped', { count: filled(name), at: local(box, stopped.at) })];
  });
}

/** Rewritten only when an alert comes or goes or its minute changes: a screen reader hears each change. */
function setAlerts(box: HTMLElement, alerts: readonly string[]): void {
  const now = [...box.querySelectorAll('p:not(.said)')].map((p) => p.textContent);
  if (now.length === alerts.length && now.every((text, i) => text === alerts[i])) return;
  box.replaceChildren(
    ...alerts.map((text) => {
      const p = document.createElement('p');
      p.textContent = text;
      return p;
    }),
  );
}

function say(box: HTMLElement, text: string): void {
  const p = document.createElement('p');
  p.className = 'said';
  p.textContent = text;
  box.append(p);
  setTimeout(() => p.remove(), 5_000);
}

function showAge(box: HTMLElement, ended: string | null, age: number | null, beat: Beat | null): void {
  const target = document.querySelector('main [data-live-age]');
  if (target === null || age === null || beat === null || beat.at === null) return;
  target.textContent = ended
    ? filled(ended, { at: local(box, beat.at) })
    : filled('age', { age: duration(Math.max(0, age)) });
}

function showState(box: HTMLElement, state: State | null): void {
  const target = document.querySelector('main [data-live-state] a');
  if (target === null || state === null) return;
  const size = new Intl.NumberFormat(document.documentElement.lang === 'es' ? 'es-BO' : 'en').format(state.size);
  const text = filled('state', { at: local(box, state.at), size });
  if (target.textContent !== text) target.textContent = text;
}
