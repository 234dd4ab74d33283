import { describe, expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import type { SelectionId } from './ids.ts';
import { encodeRule, parseRule, type RuleError } from './parse-rule.ts';

const ids = ['CC', 'MAS', 'PDC'] as SelectionId[];
const two = ['yes', 'no'] as SelectionId[];

function errorOf(value: unknown, selections = ids): RuleError {
  const parsed = parseRule(value, selections);
  if (parsed.ok) throw new Error('parsed');
  return parsed.error;
}

describe('parseRule', () => {
  it('reads the rule of Bolivia 2019 as it stands in the election folder', () => {
    const json = {
      kind: 'two-round',
      outright: [{ shareOver: '1/2' }, { shareAtLeast: '2/5', leadAtLeast: '1/10' }],
      base: 'valid',
    };
    expect(parseRule(json, ids)).toEqual({
      ok: true,
      value: {
        kind: 'two-round',
        base: 'valid',
        outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
      },
    });
  });

  it('fills in what a folder may leave out', () => {
    expect(parseRule({ kind: 'plurality' }, ids)).toEqual({ ok: true, value: { kind: 'plurality' } });
    expect(parseRule({ kind: 'majority' }, ids)).toEqual({ ok: true, value: { kind: 'majority', base: 'valid' } });
    expect(parseRule({ kind: 'two-round' }, ids)).toEqual({
      ok: true,
      value: { kind: 'two-round', base: 'valid', outright: [{ shareOver: fraction(1, 2) }] },
    });
    expect(parseRule({ kind: 'referendum', yes: 'yes', approve: { shareAtLeast: '0.6' } }, two)).toEqual({
      ok: true,
      value: {
        kind: 'referendum',
        base: 'valid',
        yes: 'yes',
        approve: { shareAtLeast: fraction(6, 10) },
        quorum: null,
      },
    });
  });

  it('takes a runoff of exactly two', () => {
    expect(parseRule({ kind: 'runoff' }, two).ok).toBe(true);
    expect(errorOf({ kind: 'runoff' })).toMatchObject({ kind: 'wrong-selection-count', path: 'kind', value: 3 });
  });

  it.each([
    ['not-an-object', '', null],
    ['not-an-object', '', ['two-round']],
    ['unknown-kind', 'kind', {}],
    ['unknown-kind', 'kind', { kind: 'dhondt' }],
    ['unknown-key', 'base', { kind: 'plurality', base: 'valid' }],
    ['unknown-key', 'outrigth', { kind: 'two-round', outrigth: [] }],
    ['unknown-base', 'base', { kind: 'majority', base: 'cast' }],
    ['not-a-list', 'outright', { kind: 'two-round', outright: { shareOver: '1/2' } }],
    ['no-condition', 'outright', { kind: 'two-round', outright: [] }],
    ['no-condition', 'outright[1]', { kind: 'two-round', outright: [{ shareOver: '1/2' }, {}] }],
    ['not-an-object', 'outright[0]', { kind: 'two-round', outright: ['1/2'] }],
    ['unknown-key', 'outright[0].shareover', { kind: 'two-round', outright: [{ shareover: '1/2' }] }],
    ['not-a-fraction', 'outright[0].shareOver', { kind: 'two-round', outright: [{ shareOver: 0.5 }] }],
    ['not-a-fraction', 'outright[0].leadAtLeast', { kind: 'two-round', outright: [{ leadAtLeast: '3/2' }] }],
    ['unknown-selection', 'yes', { kind: 'referendum', yes: 'YES', approve: { shareOver: '1/2' } }],
    ['not-an-object', 'approve', { kind: 'referendum', yes: 'CC' }],
    ['not-one-threshold', 'approve', { kind: 'referendum', yes: 'CC', approve: {} }],
    [
      'not-one-threshold',
      'approve',
      { kind: 'referendum', yes: 'CC', approve: { shareOver: '1/2', shareAtLeast: '1/2' } },
    ],
    [
      'unknown-quorum',
      'quorum.of',
      { kind: 'referendum', yes: 'CC', approve: { shareOver: '1/2' }, quorum: { of: 'valid' } },
    ],
    [
      'not-one-threshold',
      'quorum.threshold',
      { kind: 'referendum', yes: 'CC', approve: { shareOver: '1/2' }, quorum: { of: 'turnout', threshold: {} } },
    ],
    [
      'not-a-fraction',
      'quorum.threshold.over',
      {
        kind: 'referendum',
        yes: 'CC',
        approve: { shareOver: '1/2' },
        quorum: { of: 'approval', threshold: { over: 1 } },
      },
    ],
  ])('refuses with %s at "%s"', (kind, path, json) => {
    expect(errorOf(json)).toMatchObject({ kind, path });
  });

  it.each(['ranked', 'irv', 'stv', 'approval', 'score'])('says of a %s ballot that it cannot be added up', (kind) => {
    const error = errorOf({ kind, anything: 1 });
    expect(error).toMatchObject({ kind: 'ballot-not-supported', path: 'kind', value: kind });
    expect(error.text).toContain(`"${kind}"`);
  });

  it('refuses a ballot named beside a known rule', () => {
    expect(errorOf({ kind: 'plurality', ballot: 'ranked' })).toMatchObject({
      kind: 'ballot-not-supported',
      path: 'ballot',
      value: 'ranked',
    });
  });

  it('refuses a key that an object inherits', () => {
    expect(errorOf(JSON.parse('{"kind":"plurality","__proto__":{}}'))).toMatchObject({ kind: 'unknown-key' });
    expect(errorOf(JSON.parse('{"__proto__":{"kind":"plurality"}}'))).toMatchObject({ kind: 'unknown-kind' });
  });
});

describe('encodeRule', () => {
  it('keeps fractions as they were written, and nine decimals as decimals', () => {
    const json = { kind: 'two-round', base: 'all', outright: [{ shareOver: '2/4' }, { leadAtLeast: '0.123456789' }] };
    const parsed = parseRule(json, ids);
    expect(parsed.ok && encodeRule(parsed.value)).toEqual(json);
  });

  it('writes the whole of a referendum', () => {
    const json = {
      kind: 'referendum',
      base: 'valid',
      yes: 'yes',
      approve: { shareOver: '1/2' },
      quorum: { of: 'turnout', threshold: { atLeast: '2/5' } },
    };
    const parsed = parseRule(json, two);
    expect(parsed.ok && encodeRule(parsed.value)).toEqual(json);
  });
});
