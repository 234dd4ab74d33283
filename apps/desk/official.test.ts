import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../centre/api-schemas.ts';
import { signatureSaid } from './certificate-card.ts';
import { signWith } from './certifier-key.ts';
import { papersToScan } from './envelope-acts.ts';
import { instantIn } from './local-instant.ts';
import { stationTyped } from './official-parts.ts';
import { RequestKeys } from './request-keys.ts';
import { boxesSaid } from './rule-form.ts';
import { targetsOf } from './rulings-screen.ts';

describe('a station', () => {
  it('is what was typed, or what a reader of QR codes typed', () => {
    expect(stationTyped(' 10238 ')).toBe('10238');
    expect(stationTyped('cotejo:1:bo-2019:10238:1')).toBe('10238');
    expect(stationTyped('cotejo:1:x:a%3Ab%2525:12')).toBe('a:b%25');
    // A paper of a later format, or none at all, is no station: the server says so.
    expect(stationTyped('cotejo:2:x:10238:1')).toBe('cotejo:2:x:10238:1');
  });
});

describe('a day and an hour', () => {
  it('are an instant on the clocks of the election', () => {
    expect(instantIn('America/La_Paz', '2026-11-22', '17:00')).toBe(Date.UTC(2026, 10, 22, 21));
    expect(instantIn('Europe/Madrid', '2026-07-01', '09:30')).toBe(Date.UTC(2026, 6, 1, 7, 30));
    // Clocks are set back at 3: of two half past two the first; and forward at 2: after the gap.
    expect(instantIn('Europe/Madrid', '2026-10-25', '02:30')).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(instantIn('Europe/Madrid', '2026-03-29', '02:30')).toBe(Date.UTC(2026, 2, 29, 0, 30));
  });

  it.each([
    ['2026-02-30', '10:00'],
    ['2026-11-22', '24:00'],
    ['22/11/2026', '10:00'],
    ['', ''],
  ])('%s %s is none', (day, hour) => {
    expect(instantIn('America/La_Paz', day, hour)).toBeNull();
  });

  it('are read back as they were said', () => {
    const zone = fc.constantFrom('America/La_Paz', 'Asia/Kathmandu', 'UTC', 'Africa/Nairobi');
    fc.assert(
      fc.property(zone, fc.integer({ min: 0, max: 40_000_000 }), (timeZone, minutes) => {
        const said = new Date(Date.UTC(2000, 0, 1) + minutes * 60_000).toISOString();
        const at = instantIn(timeZone, said.slice(0, 10), said.slice(11, 16));
        const back = new Date(at ?? 0).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T').slice(0, 16);
        expect(back).toBe(said.slice(0, 16));
      }),
      { numRuns: 50 },
    );
  });
});

it('figures of the board are numbers, empty or illegible, and nothing else', () => {
  expect(boxesSaid(['0', ' 12 ', 'E', 'i'])).toEqual([0, 12, 'empty', 'illegible']);
  for (const bad of ['', '-1', '1.5', '1e3', 'x', '1234567890']) expect(boxesSaid(['1', bad])).toBeNull();
});

describe('what a board can rule on', () => {
  const base = {
    registered: 1,
    path: [],
    table: 1,
    envelopes: [],
    copyOf: null,
    handOvers: [],
    rulings: [],
    station: 's0',
  };
  const four = { sheet: 4, generation: 1, paper: 'envelope' as const, pictures: [] };
  const contest = (state: string) => ({ contest: 'pres', state, reasons: [], boxes: [1], typedBy: ['p1'] });
  const end = (kind: string, detail: string | null) => [{ contest: 'pres', kind, detail }] as unknown as Case['ends'];
  const objection = { record: 9, sheet: 4, contest: 'pres', answer: null } as Case['objections'][number];
  const of = (more: Partial<Case>): Case => ({ ...base, sheets: [], ends: [], objections: [], ...more });

  it('is an agreed or observed sheet with its open objections', () => {
    const sheets = [{ ...four, contests: [contest('agreed')] }];
    const answered = { ...objection, record: 8, answer: { ruling: 1, upheld: true } };
    const value = of({ sheets, ends: end('counted', 'original'), objections: [objection, answered] });
    expect(targetsOf(value)).toEqual([{ station: 's0', contest: 'pres', sheet: sheets[0], objections: [objection] }]);
  });

  it('is the loss where nothing is there to count, and nothing while people type', () => {
    expect(targetsOf(of({ ends: end('open', 'missing') }))).toMatchObject([{ sheet: null }]);
    const sheets = [{ ...four, contests: [contest('awaiting-second')] }];
    expect(targetsOf(of({ sheets, ends: end('open', 'typing') }))).toEqual([]);
    expect(targetsOf(of({ ends: end('not-installed', null) }))).toEqual([]);
  });
});

describe('a certifier', () => {
  const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
  const pair = async () => {
    const { publicKey, privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const seed = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)).slice(16);
    const key = base64(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
    return { publicKey, key, file: base64(seed), hex: [...seed].map((n) => n.toString(16).padStart(2, '0')).join('') };
  };

  it('signs with the file of her key what is before her', async () => {
    const { publicKey, file, hex, key } = await pair();
    const message = new TextEncoder().encode('sí\n{}');
    for (const text of [`${hex}\n`, file]) {
      const signed = await signWith(text, key, 'sí\n{}');
      const bytes = Uint8Array.from(atob(signed.ok ? signed.value : ''), (sign) => sign.charCodeAt(0));
      expect(await crypto.subtle.verify('Ed25519', publicKey, bytes, message)).toBe(true);
    }
  });

  it('pastes what another machine printed, or the signature alone', () => {
    const one = { certifier: 'one', signature: 'A==' };
    expect(signatureSaid(` ${JSON.stringify(one)}\n`, '')).toEqual(one);
    expect(signatureSaid('B==', 'two')).toEqual({ certifier: 'two', signature: 'B==' });
  });

  it('is told when the key is of somebody else, or none', async () => {
    const [mine, other] = [await pair(), await pair()];
    expect(await signWith(mine.hex, other.key, 'x')).toEqual({ ok: false, error: 'otherKey' });
    expect(await signWith('{"key":1}', mine.key, 'x')).toEqual({ ok: false, error: 'badKey' });
  });
});

it('what is sent again has the name it had, and what was done and is said once more a new one', () => {
  const keys = new RequestKeys();
  const first = keys.of({ text: 'a' });
  expect(first).toMatch(/^[\x21-\x7e]{8,128}$/);
  expect(keys.of({ text: 'a' })).toBe(first);
  expect(keys.of({ text: 'b' })).not.toBe(first);
  const second = keys.of({ text: 'b' });
  keys.done();
  expect(keys.of({ text: 'b' })).not.toBe(second);
});

it('what can be scanned is the sheet once, a copy once, and a recount where one waits', () => {
  const nothing = { found: null, scanned: false, recount: [] };
  expect(papersToScan({ ...nothing, state: 'received' })).toEqual([]);
  expect(papersToScan({ ...nothing, state: 'opened', found: 'sheet' })).toEqual(['sheet']);
  expect(papersToScan({ ...nothing, state: 'opened', found: 'nothing' })).toEqual([]);
  const waits = { found: 'sheet', scanned: true, recount: ['mayor'] } as const;
  expect(papersToScan({ ...waits, recount: [...waits.recount], state: 'stored' })).toEqual(['recount']);
  expect(papersToScan({ ...nothing, state: null })).toEqual(['sheet']);
  expect(papersToScan({ ...nothing, state: null, scanned: true })).toEqual([]);
});
