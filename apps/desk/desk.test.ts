import { describe, expect, it } from 'vitest';
import { ageText, instantText, isOverdue, numberText } from './ages.ts';
import { apiOver, isUnclear } from './api.ts';
import { FIRST_VIEW, sizeOf, viewed } from './picture-view.ts';
import { qrPath } from './qr-code.ts';
import { routeOf, screensOf } from './roles.ts';
import { languageOf, TEXTS } from './texts.ts';

describe('ages', () => {
  const words = { now: 'now', minutes: (n: string) => `${n} min`, hours: (h: string, m: string) => `${h} h ${m} min` };
  it.each([
    [0, 'now'],
    [59_999, 'now'],
    [60_000, '1 min'],
    [59 * 60_000, '59 min'],
    [125 * 60_000, '2 h 5 min'],
    [-5000, 'now'],
  ])('%d ms: %s', (ms, text) => {
    expect(ageText(1000, 1000 + ms, words, String)).toBe(text);
  });

  it('are over the promise only when longer than promised', () => {
    expect(isOverdue(0, 15 * 60_000, 15)).toBe(false);
    expect(isOverdue(0, 15 * 60_000 + 1, 15)).toBe(true);
    expect(isOverdue(null, 1e12, 15)).toBe(false);
  });

  it('are beside instants that have the day before the month in both languages', () => {
    const at = Date.UTC(2026, 10, 22, 1, 19, 1);
    expect(instantText('en', 'America/La_Paz')(at)).toBe('21 Nov 2026, 21:19:01');
    expect(instantText('es', 'America/La_Paz')(at)).toBe('21 nov 2026, 21:19:01');
  });

  it('have numbers as the language writes them', () => {
    expect([0, 999, 1234, 1_234_567].map(numberText('es'))).toEqual(['0', '999', '1.234', '1.234.567']);
    expect(numberText('en')(1234)).toBe('1,234');
  });
});

describe('the catalogues', () => {
  type Leaf = { readonly path: string; readonly text: string };
  const leaves = (value: unknown, path: string): Leaf[] => {
    if (typeof value === 'string') return [{ path, text: value }];
    if (typeof value === 'function') return [{ path, text: String(value('1', '2', '3', '4', '5')) }];
    return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  };
  const [es, en] = [leaves(TEXTS.es, ''), leaves(TEXTS.en, '')];

  it('say the same things', () => {
    expect(en.map(({ path }) => path).toSorted()).toEqual(es.map(({ path }) => path).toSorted());
    for (const { path, text } of [...es, ...en]) expect(text.trim(), path).not.toBe('');
    // A sentence that is the same in both was forgotten; single words may be alike.
    const spanish = new Map(es.map(({ path, text }) => [path, text]));
    const alike = en.filter(({ path, text }) => text === spanish.get(path) && text.split(' ').length > 3);
    expect(alike.map(({ path }) => path)).toEqual(['.ages.hours']);
  });

  it('have one word for one thing: GLOSSARY.md', () => {
    const said = (all: readonly Leaf[], word: RegExp) =>
      all.filter(({ text }) => word.test(text)).map(({ path }) => path);
    // Only envelopes have a seal, and a record is the whole, of which a line has a number.
    expect(said(es, /\bsell|embargo|registros?,? n\.º/i)).toEqual([]);
    expect(said(en, /\bseal/i).filter((path) => !/^\.(official|custody)\./.test(path))).toEqual([]);
  });

  it('are chosen by what was chosen before, then by the browser, then Spanish', () => {
    expect(languageOf(null, ['fr-FR', 'en-GB', 'es'])).toBe('en');
    expect(languageOf('es', ['en'])).toBe('es');
    expect(languageOf('xx', [])).toBe('es');
  });
});

describe('the client', () => {
  const answer =
    (status: number, body: string, headers = {}) =>
    async () =>
      new Response(body, { status, headers });
  const api = (fetch: () => Promise<Response>, signInAgain = async () => false) =>
    apiOver({ fetch, timeout: () => new AbortController().signal, signInAgain });
  const failing = (name: string) => async (): Promise<Response> => {
    throw new DOMException('x', name);
  };

  it.each([
    ['no answer in time', failing('TimeoutError'), { kind: 'timeout' }],
    ['no connection', failing('NetworkError'), { kind: 'offline' }],
    ['an answer that is none of ours', answer(502, '<html>'), { kind: 'garbled', status: 502 }],
    ['an answer that cannot be read', answer(200, '<html>'), { kind: 'garbled', status: 200 }],
    ['nobody signed in', answer(401, '{"code":"not-signed-in"}'), { kind: 'signed-out' }],
    [
      'a refusal',
      answer(409, '{"code":"not-waiting","detail":"d","field":"/x"}', { 'retry-after': '7' }),
      { kind: 'problem', status: 409, code: 'not-waiting', detail: 'd', field: '/x', retryAfter: 7 },
    ],
  ])('%s', async (_, fetch, error) => {
    expect(await api(fetch).ask('/api/board')).toEqual({ ok: false, error });
  });

  it('says the key of a request, and none where it has none', async () => {
    const seen: (string | null)[] = [];
    const fetch = async (_: string, init?: RequestInit) => {
      seen.push(new Headers(init?.headers).get('idempotency-key'));
      return new Response('{}');
    };
    const client = apiOver({ fetch, timeout: () => new AbortController().signal, signInAgain: async () => false });
    await client.ask('/api/objections', { method: 'POST', body: {}, key: 'key-00001' });
    await client.ask('/api/board');
    expect(seen).toEqual(['key-00001', null]);
  });

  it('takes 401 at the sign-in for a wrong password', async () => {
    const found = await api(answer(401, '{"code":"invalid-username-or-password"}')).ask('/api/auth/sign-in/username');
    expect(found).toMatchObject({ error: { kind: 'problem', code: 'invalid-username-or-password' } });
  });

  it('does again what was asked when its person is back', async () => {
    let signedIn = false;
    const seen: unknown[] = [];
    const fetch = async (_: string, init?: RequestInit) => {
      seen.push(init?.body);
      return signedIn ? new Response('{"committed":true}') : new Response('{"code":"not-signed-in"}', { status: 401 });
    };
    const back = async () => {
      signedIn = true;
      return true;
    };
    const client = apiOver({ fetch, timeout: () => new AbortController().signal, signInAgain: back });
    expect(await client.ask('/api/entries', { method: 'POST', body: { sheet: 1 } })).toEqual({
      ok: true,
      value: { committed: true },
    });
    expect(seen).toEqual(['{"sheet":1}', '{"sheet":1}']);
  });

  it('knows when it may have been done all the same', () => {
    const problem = { kind: 'problem' as const, code: 'x', detail: '', field: null, retryAfter: null };
    expect(isUnclear({ kind: 'timeout' })).toBe(true);
    expect(isUnclear({ ...problem, status: 503 })).toBe(true);
    expect(isUnclear({ ...problem, status: 409 })).toBe(false);
  });
});

describe('desks', () => {
  it('open by role, and ones own account to everyone', () => {
    expect(screensOf(['typist'], true)).toEqual(['typing', 'account']);
    expect(screensOf([], true)).toEqual(['account']);
    expect(screensOf(['publisher'], false)).toEqual(['board', 'proposals', 'publication', 'account']);
  });

  it('of a board are there only where there is one', () => {
    expect(screensOf(['publisher'], true)).toEqual(['board', 'proposals', 'publication', 'certify', 'account']);
    expect(screensOf(['custodian'], true)).toEqual(['proposals', 'custody', 'account']);
    expect(screensOf(['custodian', 'member', 'secretary'], false)).toEqual(['account']);
    expect(screensOf(['administrator'], false)).not.toContain('proposals');
  });

  it('are found behind #, and nothing else is', () => {
    expect(routeOf('#/audit/10238')).toEqual({ screen: 'audit', rest: '10238' });
    expect(routeOf('#/first')).toEqual({ screen: 'first', rest: '' });
    for (const hash of ['', '#/', '#/constructor', '#/x/y']) expect(routeOf(hash).screen).toBe('home');
  });
});

describe('a picture', () => {
  it('is zoomed, turned and paged within its bounds', () => {
    expect(viewed(FIRST_VIEW, 'zoom-out', 1)).toEqual(FIRST_VIEW);
    expect(viewed({ ...FIRST_VIEW, turn: 270 }, 'turn', 1).turn).toBe(0);
    expect(viewed(FIRST_VIEW, 'next-page', 1).page).toBe(0);
    expect(viewed(FIRST_VIEW, 'next-page', 2).page).toBe(1);
  });

  it('fills the width, also when it lies', () => {
    const picture = { width: 100, height: 200 };
    expect(sizeOf(FIRST_VIEW, picture, 300).seen).toEqual({ width: 300, height: 600 });
    expect(sizeOf({ ...FIRST_VIEW, turn: 90 }, picture, 300).seen).toEqual({ width: 300, height: 150 });
  });
});

it('a QR code is one stroke for every run of dark modules, within its quiet zone', () => {
  expect(qrPath(['1101', '0000', '0111'])).toBe('M4 4h2v1h-2zM7 4h1v1h-1zM5 6h3v1h-3z');
});
