import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, type Json } from '../base/canonical.ts';
import { decodeBody, type EventBody, encodeBody } from './bodies.ts';
import { EVENT_KINDS, isEventKind, isFigureKind, RESERVED_KINDS } from './kinds.ts';
import { someText } from './sample-bodies.test-support.ts';
import { ALL_BODIES as BODIES } from './sample-events.test-support.ts';

type Raw = Record<string, Json>;
const jsonOf = (body: EventBody) => JSON.parse(canonicalText(encodeBody(body))) as Raw;

describe.each(EVENT_KINDS)('a body of %s', (kind) => {
  const bodies: fc.Arbitrary<EventBody> = BODIES[kind];

  it('survives its bytes', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(decodeBody(kind, jsonOf(body))).toEqual({ ok: true, value: body });
      }),
      { numRuns: 50 },
    );
  });

  it('with a field missing is refused, and the field named', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const json = jsonOf(body);
        for (const field of Object.keys(json)) {
          const { [field]: _, ...rest } = json;
          expect(decodeBody(kind, rest)).toEqual({ ok: false, error: { kind: 'body-field', of: kind, field } });
        }
      }),
      { numRuns: 10 },
    );
  });

  it('with an unknown field is refused', () => {
    const names = fc.oneof(someText, fc.constantFrom('kind', 'v', 'note', '__proto__', 'constructor'));
    fc.assert(
      fc.property(bodies, names, (body, name) => {
        const json = jsonOf(body);
        if (Object.hasOwn(json, name)) return;
        const more = JSON.parse(`{"${'x'}":1}`) as Raw;
        const raw = Object.fromEntries([...Object.entries(json), [name, more['x'] ?? 1]]);
        expect(decodeBody(kind, raw)).toEqual({
          ok: false,
          error: { kind: 'body-field', of: kind, field: 'an unknown field' },
        });
      }),
      { numRuns: 30 },
    );
  });

  it('with a field of another type is refused or decodes to exactly that', () => {
    const wrong = fc.constantFrom<Json>(
      null,
      true,
      -1,
      3,
      'x',
      '',
      [],
      [1],
      [1, -2],
      [1, 2, 3],
      {},
      { es: 1, en: '' },
      ['empty'],
    );
    fc.assert(
      fc.property(bodies, fc.nat(), wrong, (body, at, value) => {
        const json = jsonOf(body);
        const fields = Object.keys(json);
        if (fields.length === 0) return;
        const raw = { ...json, [fields[at % fields.length] ?? '']: value };
        const decoded = decodeBody(kind, raw);
        if (decoded.ok) expect(canonicalText(encodeBody(decoded.value))).toBe(canonicalText(raw));
      }),
      { numRuns: 100 },
    );
  });
});

describe('kinds', () => {
  it('of later stages are reserved and are no kinds of this version', () => {
    for (const kind of RESERVED_KINDS) expect(isEventKind(kind)).toBe(false);
    const all = [...EVENT_KINDS, ...RESERVED_KINDS];
    expect(new Set(all).size).toBe(all.length);
  });

  it('are all known, and names that every object has are none', () => {
    for (const kind of EVENT_KINDS) expect(isEventKind(kind)).toBe(true);
    for (const kind of ['constructor', '__proto__', 'toString', '', 'sheetagreed']) {
      expect(isEventKind(kind)).toBe(false);
      expect(isFigureKind(kind)).toBe(false);
    }
  });

  it('that tell figures are those with boxes, and the one whose reasons may tell of a result', () => {
    for (const kind of EVENT_KINDS) {
      const [sample] = fc.sample(BODIES[kind] as fc.Arbitrary<EventBody>, { numRuns: 1, seed: 1 });
      const tells = sample !== undefined && ('boxes' in sample || 'reasons' in sample);
      expect([kind, isFigureKind(kind)]).toEqual([kind, tells]);
    }
  });
});

describe('boxes', () => {
  const agreed = (boxes: Json) => decodeBody('SheetAgreed', { station: '1', sheet: 2, boxes, from: 0 });

  it('are numbers, empty or illegible, and empty is not zero', () => {
    const decoded = agreed([0, null, 'illegible', 7]);
    expect(decoded.ok && decoded.value.kind === 'SheetAgreed' && decoded.value.boxes).toEqual([
      0,
      'empty',
      'illegible',
      7,
    ]);
  });

  it.each<[Json]>([[[-1]], [[0.5]], [['empty']], [['7']], [[true]], [[[1]]], [{ 0: 1 }], ['12'], [[2 ** 53]]])(
    '%j are none',
    (boxes) => {
      expect(agreed(boxes)).toEqual({ ok: false, error: { kind: 'body-field', of: 'SheetAgreed', field: 'boxes' } });
    },
  );
});
