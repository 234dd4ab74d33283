import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../base/canonical.ts';
import type { SelectionId } from './ids.ts';
import { encodeRule, parseRule } from './parse-rule.ts';

const ids = ['a', 'b'] as SelectionId[];

const ratio = fc
  .tuple(fc.nat(999_999_999), fc.integer({ min: 1, max: 999_999_999 }))
  .map(([a, b]) => `${Math.min(a, b)}/${Math.max(a, b)}`);
const decimal = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(999_999_999))
  .map(([digits, n]) => `0.${String(n).padStart(9, '0').slice(0, digits)}`);
const threshold = fc.oneof(ratio, decimal);
const base = fc.constantFrom('valid', 'all');
const condition = fc
  .record({ shareOver: threshold, shareAtLeast: threshold, leadAtLeast: threshold }, { requiredKeys: [] })
  .filter((c) => Object.keys(c).length > 0);
const rule: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom({ kind: 'plurality' }, { kind: 'runoff' }),
  fc.record({ kind: fc.constant('majority'), base }),
  fc.record({ kind: fc.constant('two-round'), base, outright: fc.array(condition, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('referendum'),
    base,
    yes: fc.constantFrom('a', 'b'),
    approve: fc.oneof(fc.record({ shareOver: threshold }), fc.record({ shareAtLeast: threshold })),
    quorum: fc.option(
      fc.record({
        of: fc.constantFrom('turnout', 'approval'),
        threshold: fc.oneof(fc.record({ over: threshold }), fc.record({ atLeast: threshold })),
      }),
    ),
  }),
) as fc.Arbitrary<Json>;

describe('a rule and its JSON', () => {
  it('come back from each other', () => {
    fc.assert(
      fc.property(rule, (json) => {
        const parsed = parseRule(json, ids);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
        expect(parseRule(encodeRule(parsed.value), ids)).toEqual(parsed);
      }),
    );
  });

  it('any JSON parses or is refused with a place and an expectation, and never throws', () => {
    const broken = fc
      .tuple(rule, fc.string(), fc.jsonValue())
      .map(([r, key, value]) => ({ ...(r as object), [key]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), broken), (json) => {
        const parsed = parseRule(json, ids);
        if (!parsed.ok) expect(parsed.error.expected).not.toBe('');
      }),
    );
  });
});
