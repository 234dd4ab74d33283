import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../adapters/election-folder/csv-rows.ts';
import { expectOk } from '../../src/base/result.ts';
import type { CountKind } from '../../src/model/ids.ts';
import { NO_MAP } from './compare-map.ts';
import type { Side } from './compare-side.ts';
import { readSideOnDisk } from './compare-side-folder.ts';
import { compareSides } from './compare-sides.ts';

/*
 * Bolivia 2019 through the command line: its two counts as those of two organisations, and the custody log of Potosí, which
 * has the figures of 225 sheets once more, with the times at which their envelopes were received, opened, typed and stored.
 */

const folder = fileURLToPath(new URL('../../../shared/elections/bolivia-2019', import.meta.url));
const custody = join(folder, 'custody-log-potosi.csv');
const isThere = existsSync(custody);

// Each side is read once: a folder takes seconds.
const sides = new Map<string, Side>();
function side(path: string, count: CountKind | null): Side {
  const key = `${path} ${count ?? ''}`;
  const read = sides.get(key) ?? expectOk(readSideOnDisk(path, count), key);
  sides.set(key, read);
  return read;
}
type Asked = { readonly count?: CountKind; readonly level?: string; readonly emptyIsZero?: boolean };

function compare(other: Side, { count = 'official', level, emptyIsZero = false }: Asked = {}) {
  return compareSides(side(folder, count), other, { map: NO_MAP, level: level ?? null, emptyIsZero });
}

describe.skipIf(!isThere)(`Bolivia 2019${isThere ? '' : ' (skipped: ../shared is absent)'}`, () => {
  it('the two counts: 706 of 32,806 sheets differ, and what that does to each option', () => {
    const { stations, contests } = compare(side(folder, 'official'), { count: 'preliminary', level: 'department' });
    expect(stations.matched).toEqual({ code: 34_555, map: 0, normalised: 0 });
    const [president] = contests;
    expect(president).toMatchObject({ equal: 32_100, differs: 706, onlyA: 0, onlyB: 1749, neither: 0, lead: 1495 });
    const net = president?.totals.map(([option, before, after]) => [option, after - before]);
    expect(Object.fromEntries(net ?? [])).toEqual({
      CC: 2301,
      FPV: -49,
      MTS: -481,
      UCS: -1050,
      MAS: 3796,
      '21F': -1150,
      PDC: 1082,
      MNR: -162,
      'PAN-BOL': -110,
      blank: -1446,
      null: 68,
    });
    expect(president?.by?.reduce((sum, area) => sum + area.differs, 0)).toBe(706);
    expect(president?.by?.[0]).toMatchObject({ name: 'Cochabamba', differs: 186, equal: 5700, lead: 1039 });
    const [largest] = president?.differences ?? [];
    expect(largest).toMatchObject({ stations: ['36127', '36127'], change: 426, lead: 213 });
  });

  it('the custody log of Potosí: its 225 sheets have the official figures, an empty box for each 0', () => {
    const asWritten = compare(side(custody, null));
    expect(asWritten.stations.matched.code).toBe(225);
    expect([asWritten.contestsOnlyB, asWritten.contests.length]).toEqual([['deputies'], 1]);
    expect(asWritten.contests[0]).toMatchObject({ equal: 29, differs: 196, emptyOnly: 196, lead: 0 });
    const [official] = compare(side(custody, null), { emptyIsZero: true }).contests;
    expect(official).toMatchObject({ equal: 225, differs: 0 });
    const [preliminary] = compare(side(custody, null), { emptyIsZero: true, count: 'preliminary' }).contests;
    expect((preliminary?.equal ?? 0) + (preliminary?.differs ?? 0)).toBe(214);
    expect([preliminary?.onlyB, preliminary?.lead]).toEqual([11, 139]);
  });

  it('the custody log of Potosí: every act has a time but the approval, and they are not all in the order of the steps', () => {
    const rows: Record<string, string>[] = [];
    let header: readonly string[] | null = null;
    parseCsv('custody-log-potosi.csv', readFileSync(custody), (cells) => {
      if (header === null) header = cells;
      else rows.push(Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
    });
    const president = rows.filter((row) => row['contest'] === 'president');
    const known = (step: string) => president.filter((row) => row[step] !== '').length;
    const steps = ['received_at', 'opened_at', 'custody_at', 'transcribed_first_at', 'transcribed_second_at'];
    expect([...steps, 'approved_at'].map(known)).toEqual([225, 225, 225, 225, 225, 0]);
    // All times have one offset, so their text has their order.
    const reversed = (first: string, second: string) =>
      president.filter((row) => (row[first] ?? '') > (row[second] ?? '')).length;
    expect(reversed('received_at', 'opened_at')).toBe(1);
    expect(reversed('opened_at', 'transcribed_first_at')).toBe(42);
    expect(reversed('transcribed_first_at', 'transcribed_second_at')).toBe(0);
    expect(reversed('opened_at', 'custody_at')).toBe(53);
  });
});
