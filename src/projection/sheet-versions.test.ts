import { describe, expect, it } from 'vitest';
import type { Rule } from '../model/rule.ts';
import { sheetRow, unknown } from './projection-source.test-support.ts';
import { type BaseRule, type CountColumns, decideBase, type SheetRow, VersionsBuilder } from './sheet-versions.ts';

const columns = (change: Partial<CountColumns> = {}): CountColumns => ({
  options: [true, true],
  others: [true],
  valid: false,
  total: false,
  ...change,
});

function figures(row: SheetRow, base: BaseRule, isResult = false, own = columns({ total: true })) {
  const made = new VersionsBuilder({ stations: 1, columns: own, base, isResult, figures: 'as-then' });
  made.add(row);
  const versions = made.finish();
  return [...versions.votes, versions.base[0]];
}

const total = { kind: 'control', name: 'total' } as const;

describe('an empty box', () => {
  const sheet = (written: number) => sheetRow(0, [30, unknown], { others: Float64Array.of(4), total: written });

  it('is zero where the rest of the sheet gives its total', () => {
    expect(figures(sheet(34), total)).toEqual([30, 0, 34]);
  });

  it('is not known where the total says that something is missing', () => {
    expect(figures(sheet(40), total)).toEqual([30, unknown, 40]);
  });

  it('adds nothing to a result', () => {
    expect(figures(sheet(40), total, true)).toEqual([30, 0, 40]);
  });

  it('is not filled on a sheet without any figure, or for an option without a column', () => {
    expect(figures(sheetRow(0, [unknown, unknown]), { kind: 'options' }, true)).toEqual([unknown, unknown, unknown]);
    const own = columns({ options: [true, false], total: true });
    expect(figures(sheetRow(0, [30, unknown], { total: 50 }), total, true, own)).toEqual([30, unknown, 50]);
  });
});

describe('the base of a sheet', () => {
  const sheet = sheetRow(0, [30, 20], { others: Float64Array.of(4), total: 55, valid: 51 });

  it.each([
    [{ kind: 'options' } as const, 50],
    [total, 55],
    [{ kind: 'control', name: 'valid' } as const, 51],
    [{ kind: 'total-less-others' } as const, 51],
    [{ kind: 'cast' } as const, 54],
  ])('%o', (base, expected) => {
    expect(figures(sheet, base)[2]).toBe(expected);
  });

  it('is never below the sum of the options, and is summed where its box is empty', () => {
    expect(figures(sheetRow(0, [30, 20], { total: 40 }), total)[2]).toBe(50);
    expect(figures(sheetRow(0, [30, 20], { others: Float64Array.of(4) }), total)[2]).toBe(54);
  });
});

describe('the base of an election', () => {
  const rule = (kind: string, base?: string) =>
    ({ kind, ...(base === undefined ? {} : { base }), outright: [] }) as unknown as Rule;

  it('is the sum of the options unless a column says otherwise', () => {
    expect(decideBase(rule('plurality'), [columns()])).toEqual({ kind: 'options' });
    expect(decideBase(rule('plurality'), [columns(), columns({ total: true })])).toEqual(total);
    expect(decideBase(rule('plurality'), [columns({ valid: true, total: true })])).toEqual({
      kind: 'control',
      name: 'valid',
    });
  });

  it('follows a rule that names it', () => {
    expect(decideBase(rule('two-round', 'all'), [columns()])).toEqual({ kind: 'cast' });
    expect(decideBase(rule('two-round', 'valid'), [columns({ total: true })])).toEqual({ kind: 'total-less-others' });
    // Without all kinds of other votes nothing can be taken off the total.
    expect(decideBase(rule('two-round', 'valid'), [columns({ total: true, others: [false] })])).toEqual(total);
  });
});

describe('versions', () => {
  it('lie by station and version, in whatever order they come', () => {
    const made = new VersionsBuilder({
      stations: 3,
      columns: columns(),
      base: { kind: 'options' },
      isResult: false,
      figures: 'as-then',
    });
    for (const [s, v] of [
      [2, 1],
      [0, 3],
      [0, 1],
      [2, 2],
      [0, 2],
    ] as const) {
      made.add(sheetRow(s, [s, v], { version: v, status: v === 1 ? 'observed' : 'counted' }));
    }
    const versions = made.finish();
    expect([...versions.first]).toEqual([0, 3, 3, 5]);
    expect([...versions.votes]).toEqual([0, 1, 0, 2, 0, 3, 2, 1, 2, 2]);
    expect([...versions.status].map((i) => versions.statuses[i])).toEqual([
      'observed',
      'counted',
      'counted',
      'observed',
      'counted',
    ]);
  });
});
