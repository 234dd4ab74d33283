import { describe, expect, it } from 'vitest';
import { toBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { decodeBody } from './bodies.ts';
import type { EventKind } from './kinds.ts';

const HASH = toBase64(new Uint8Array(32));
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
  EntryCommitted: { station: '1', slot: 1, boxes: [] },
  EntriesRevealed: { station: '1', entries: [3, 4], equal: true },
  SheetAgreed: { station: '1', boxes: [0], from: 3 },
  PublicationStopped: { office: TEXT, reason: TEXT },
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
