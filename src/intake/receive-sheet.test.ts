import { describe, expect, it } from 'vitest';
import type { StationId } from '../model/ids.ts';
import { decideReceipt } from './receive-sheet.ts';

const station = '1001' as StationId;

describe('a sheet comes in', () => {
  it.each([
    ['preliminary', 'SheetReceived'],
    ['official', 'EnvelopeReceived'],
  ] as const)('expected · %s · %s', (count, kind) => {
    expect(decideReceipt(count, station, { exists: true, received: false })).toEqual({
      ok: true,
      value: { kind, station },
    });
  });

  it('received · again · refused, so that what comes later can take the place of nothing', () => {
    for (const count of ['preliminary', 'official'] as const) {
      expect(decideReceipt(count, station, { exists: true, received: true })).toEqual({
        ok: false,
        error: { kind: 'already-received', station },
      });
    }
  });

  it('no such station · refused as unknown, received or not', () => {
    for (const received of [true, false]) {
      expect(decideReceipt('preliminary', station, { exists: false, received })).toEqual({
        ok: false,
        error: { kind: 'unknown-station', station },
      });
    }
  });
});
