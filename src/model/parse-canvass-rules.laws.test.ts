import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../base/bytes.ts';
import { canonicalText } from '../base/canonical.ts';
import { type Fraction, fraction } from '../base/fraction.ts';
import { type CanvassRules, RULING_EFFECTS } from './canvass-rules.ts';
import { CHECK_CODES, CHECK_DEFAULTS, type CheckCode } from './check-defaults.ts';
import { type CheckSetting, OBSERVATION_CODES } from './desk-rules.ts';
import type { GpUnitId } from './ids.ts';
import { encodeCanvassRules, readCanvassRules, readFolderCanvass } from './parse-canvass-rules.ts';
import { FieldReader } from './parse-election-fields.ts';
import { encodeSeatRule, readSeatRule } from './parse-seat-rule.ts';
import { SEAT_METHODS, type SeatRule } from './seat-rule.ts';

const TEXT = fc.string({ maxLength: 8, unit: 'grapheme' }).filter((text) => text.isWellFormed());
const NAME = fc.record({ es: TEXT, en: TEXT }, { noNullPrototype: true });
const ID = fc.stringMatching(/^[a-z0-9][a-zñ0-9_-]{0,6}$/);
const KEY = fc.integer({ min: 2, max: 120 }).map((byte) => toBase64(new Uint8Array(32).fill(byte)));
// Nine decimals are the most that a folder may write.
const SHARE = fc.nat(10 ** 9).map((num) => fraction(num, 10 ** 9));
function settingOf(code: CheckCode, share: Fraction): CheckSetting {
  const usual = CHECK_DEFAULTS[code];
  return usual.share === null ? usual : { ...usual, share };
}
const CHECKS = fc
  .subarray([...CHECK_CODES])
  .chain((codes) => SHARE.map((share) => Object.fromEntries(codes.map((code) => [code, settingOf(code, share)]))));
const OBSERVATIONS = fc
  .tuple(fc.subarray([...OBSERVATION_CODES]), fc.constantFrom('waits' as const, 'counts' as const))
  .map(([codes, fate]) => Object.fromEntries(codes.map((code) => [code, fate])));
const GROUND = fc.record(
  { code: ID, name: NAME, law: NAME, effects: fc.subarray([...RULING_EFFECTS], { minLength: 1 }), holds: fc.boolean() },
  { noNullPrototype: true },
);
const OFFICE = fc.record(
  {
    id: fc.stringMatching(/^[A-Z0-9-]{1,16}$/),
    name: NAME,
    units: fc.array(
      ID.map((id) => id as GpUnitId),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { noNullPrototype: true },
);
const CERTIFIER = fc.record({ id: ID, name: TEXT, title: NAME, key: KEY }, { noNullPrototype: true });
const RULES: fc.Arbitrary<CanvassRules> = fc
  .record({
    offices: fc.uniqueArray(OFFICE, { maxLength: 3, selector: ({ id }) => id }),
    scans: fc.boolean(),
    quorum: fc.integer({ min: 1, max: 100 }),
    grounds: fc.uniqueArray(GROUND, { maxLength: 4, selector: ({ code }) => code }),
    checks: CHECKS,
    observations: OBSERVATIONS,
    certifiers: fc.uniqueArray(CERTIFIER, { maxLength: 4, comparator: (a, b) => a.id === b.id || a.key === b.key }),
    partial: fc.boolean(),
  })
  .chain((rules) =>
    fc
      .integer({ min: Math.min(1, rules.certifiers.length), max: rules.certifiers.length })
      .map((required) => ({ ...rules, required })),
  );

describe('rules of a canvass', () => {
  it('are read as they were written, and have one spelling', () => {
    fc.assert(
      fc.property(RULES, (rules) => {
        const reader = new FieldReader();
        const text = canonicalText(encodeCanvassRules(rules));
        const read = readCanvassRules(JSON.parse(text), reader);
        expect(reader.problems).toEqual([]);
        expect(read).toEqual(rules);
        expect(canonicalText(encodeCanvassRules(read))).toBe(text);
      }),
    );
  });

  it('mean the same in a folder, whose offices name units by their levels', () => {
    fc.assert(
      fc.property(RULES, (rules) => {
        const offices = rules.offices.map((office) => ({ ...office, units: office.units.map((town) => ({ town })) }));
        const said = { ...(encodeCanvassRules(rules) as object), offices };
        const reader = new FieldReader();
        const read = readFolderCanvass(JSON.parse(JSON.stringify(said)), ['town'], reader);
        expect(reader.problems).toEqual([]);
        const named = rules.offices.map((office) => ({ ...office, units: office.units.map((town) => [town]) }));
        expect(read).toEqual({ ...rules, offices: named });
      }),
    );
  });

  it('that lost any one part are refused as published, and have its default in a folder', () => {
    fc.assert(
      fc.property(RULES, fc.nat(8), (rules, part) => {
        const said = Object.entries(encodeCanvassRules({ ...rules, offices: [] }) as object);
        const cut = Object.fromEntries(said.filter((_, i) => i !== part));
        const strict = new FieldReader();
        readCanvassRules(cut, strict);
        expect(strict.problems.map(({ kind }) => kind)).toContain('missing-value');
        const lenient = new FieldReader();
        readFolderCanvass(cut, [], lenient);
        // Fewer certifiers than have to sign is no default.
        if (said[part]?.[0] !== 'certifiers') expect(lenient.problems).toEqual([]);
      }),
    );
  });
});

it('seats are read as they were written', () => {
  const SEATS: fc.Arbitrary<SeatRule> = fc.record({
    seats: fc.integer({ min: 1, max: 5000 }),
    method: fc.constantFrom(...SEAT_METHODS),
    threshold: fc.option(
      fc.tuple(fc.nat(999), fc.integer({ min: 999, max: 10 ** 9 })).map(([n, d]) => fraction(n, d)),
      {
        nil: null,
      },
    ),
  });
  fc.assert(
    fc.property(SEATS, (seats) => {
      const reader = new FieldReader();
      const read = readSeatRule(
        JSON.parse(canonicalText(encodeSeatRule(seats))),
        { kind: 'plurality' },
        'seats',
        reader,
      );
      expect(reader.problems).toEqual([]);
      expect(read).toEqual(seats);
    }),
  );
});
