import { describe, expect, it } from 'vitest';
import { toBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { decodeBody } from './bodies.ts';
import type { EventKind } from './kinds.ts';

const HASH = toBase64(new Uint8Array(32));
const SIGNATURE = toBase64(new Uint8Array(64));
const TEXT = { es: 'sí', en: 'yes' };
const GOOD: { readonly [kind in EventKind]?: { readonly [field: string]: Json } } = {
  ElectionDefined: { election: HASH, units: HASH, stations: HASH },
  CountOpened: { mode: 'imported', files: [{ name: 'official.csv', sha256: HASH, rows: 3 }] },
  SheetImported: {
    station: '1',
    version: 1,
    boxes: [1, null],
    status: 'counted',
    arrivedAt: null,
    publishedAt: 5,
    file: 'official.csv',
    line: 2,
  },
  RoleGranted: { person: 'p', role: 'typist' },
  DeviceEnrolled: { device: 'd', key: HASH, scope: 'u1', only: null },
  FiguresAnnounced: {
    station: '7',
    figures: [
      ['mayor', HASH],
      ['president', HASH],
    ],
    via: 'app',
    device: 'd',
    sentAt: 5,
    signature: SIGNATURE,
  },
  ArrivalsRefused: { minutes: [[60_000, 'quota', 2]] },
  SheetReceived: {
    station: '1',
    content: HASH,
    pictures: [{ original: HASH, shown: HASH }],
    matched: 'qr',
    device: 'd',
    sentAt: 5,
    signature: SIGNATURE,
  },
  EntryCommitted: { station: '1', sheet: 2, slot: 1, boxes: [], corrections: [[0, 5]], observations: ['torn'] },
  EntriesRevealed: { station: '1', sheet: 2, entries: [3, 4], equal: true },
  EntryVoided: { station: '1', sheet: 2, entry: 3, reason: 'lost' },
  SheetAgreed: { station: '1', sheet: 2, boxes: [0], from: 3 },
  SheetObserved: { station: '1', sheet: 2, reasons: ['E101', 'torn'], from: 3 },
  RulingIssued: { station: '1', sheet: 2, ruling: 'count', by: ['a', 'b'], reason: TEXT },
  SheetDisputed: { station: '1', sheets: [2, 7] },
  SheetSuperseded: { station: '1', sheet: 2, over: [7], by: ['a', 'b'], reason: TEXT },
  SheetWithdrawn: { station: '1', sheet: 2, code: 'false-sheet', by: ['a', 'b'], reason: TEXT },
  PublicationStopped: { office: TEXT, by: null, reason: TEXT },
  StatePublished: { size: 9, covers: { preliminary: 9, official: 0 }, manifest: HASH, complete: false },
};

describe('a field of a body', () => {
  it.each<[EventKind, string, Json]>([
    ['ElectionDefined', 'units', 'A'.repeat(43)],
    ['ElectionDefined', 'units', toBase64(new Uint8Array(31))],
    ['CountOpened', 'mode', 'typed'],
    ['CountOpened', 'files', [{ name: 'a', sha256: HASH }]],
    ['CountOpened', 'files', [{ name: 'a', sha256: HASH, rows: 1, more: 1 }]],
    ['CountOpened', 'files', [null]],
    ['CountOpened', 'files', {}],
    ['CountOpened', 'files', Array.from({ length: 17 }, () => ({ name: 'a', sha256: HASH, rows: 1 }))],
    ['SheetImported', 'version', 0],
    ['SheetImported', 'line', 0],
    ['SheetImported', 'status', ''],
    ['SheetImported', 'publishedAt', 'soon'],
    ['SheetImported', 'arrivedAt', 0.5],
    ['EntryCommitted', 'slot', 3],
    ['EntryCommitted', 'slot', '1'],
    ['EntryCommitted', 'station', 7],
    ['EntriesRevealed', 'entries', [3]],
    ['EntriesRevealed', 'entries', [3, 4, 5]],
    ['EntriesRevealed', 'entries', [3, -4]],
    ['EntriesRevealed', 'entries', { 0: 3, 1: 4, length: 2 }],
    ['EntriesRevealed', 'equal', 1],
    ['EntryCommitted', 'sheet', -1],
    ['EntryCommitted', 'corrections', [[0]]],
    ['EntryCommitted', 'corrections', [[0, -5]]],
    [
      'EntryCommitted',
      'corrections',
      [
        [1, 5],
        [0, 5],
      ],
    ],
    ['EntryCommitted', 'observations', ['late']],
    ['EntryCommitted', 'observations', ['torn', 'torn']],
    ['EntryCommitted', 'observations', ['torn', 'illegible']],
    ['RoleGranted', 'role', 'king'],
    ['DeviceEnrolled', 'key', SIGNATURE],
    // 65 bytes that begin with 0 are no uncompressed point.
    ['DeviceEnrolled', 'key', toBase64(new Uint8Array(65))],
    ['DeviceEnrolled', 'only', ''],
    ['FiguresAnnounced', 'via', 'mail'],
    ['FiguresAnnounced', 'signature', null],
    ['FiguresAnnounced', 'figures', []],
    ['FiguresAnnounced', 'figures', [['mayor', 'x']]],
    [
      'FiguresAnnounced',
      'figures',
      [
        ['mayor', HASH],
        ['mayor', HASH],
      ],
    ],
    ['ArrivalsRefused', 'minutes', []],
    ['ArrivalsRefused', 'minutes', [[60_001, 'quota', 2]]],
    ['ArrivalsRefused', 'minutes', [[60_000, 'weather', 2]]],
    ['ArrivalsRefused', 'minutes', [[60_000, 'quota', 0]]],
    [
      'ArrivalsRefused',
      'minutes',
      [
        [60_000, 'quota', 1],
        [60_000, 'malformed', 1],
      ],
    ],
    ['SheetReceived', 'content', SIGNATURE],
    ['SheetReceived', 'pictures', [{ original: HASH }]],
    ['SheetReceived', 'pictures', Array.from({ length: 17 }, () => ({ original: HASH, shown: HASH }))],
    ['SheetReceived', 'matched', 'guess'],
    ['SheetReceived', 'signature', HASH],
    ['EntryVoided', 'reason', 'because'],
    ['SheetObserved', 'reasons', ['W101']],
    ['RulingIssued', 'ruling', 'forget'],
    ['RulingIssued', 'by', ['a', 'a']],
    ['RulingIssued', 'by', ['a']],
    ['SheetDisputed', 'sheets', [7, 2]],
    ['SheetDisputed', 'sheets', [2, 2]],
    ['SheetSuperseded', 'by', null],
    ['SheetWithdrawn', 'code', 'lost'],
    ['PublicationStopped', 'by', ['a', 'a']],
    ['SheetAgreed', 'from', -1],
    ['PublicationStopped', 'office', { es: 'sí' }],
    ['PublicationStopped', 'office', { es: 'sí', en: 'yes', fr: 'oui' }],
    ['PublicationStopped', 'reason', 'because'],
    ['StatePublished', 'size', -1],
    ['StatePublished', 'covers', { preliminary: 9 }],
    ['StatePublished', 'covers', { preliminary: 9, official: -1 }],
    ['StatePublished', 'covers', { preliminary: 9, official: 0, other: 1 }],
    ['StatePublished', 'covers', null],
    ['StatePublished', 'complete', 'false'],
  ])('%s.%s is not %j', (kind, field, value) => {
    expect(decodeBody(kind, GOOD[kind] ?? {}).ok).toBe(true);
    expect(decodeBody(kind, { ...GOOD[kind], [field]: value })).toEqual({
      ok: false,
      error: { kind: 'body-field', of: kind, field },
    });
  });
});

describe('a receipt', () => {
  const received = GOOD.SheetReceived ?? {};

  it.each(['device', 'sentAt', 'signature'])('is signed wholly or not at all: without %s it is neither', (field) => {
    const half = decodeBody('SheetReceived', { ...received, [field]: null });
    expect(half).toEqual({ ok: false, error: { kind: 'body-field', of: 'SheetReceived', field: 'signature' } });
  });

  it('may be unsigned', () => {
    expect(decodeBody('SheetReceived', { ...received, device: null, sentAt: null, signature: null }).ok).toBe(true);
  });
});
