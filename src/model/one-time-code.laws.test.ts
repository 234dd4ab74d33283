import fc from 'fast-check';
import { expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { CODE_CHANCE, enrolmentCode, parseEnrolmentCode, writeEnrolmentCode } from './one-time-code.ts';

const chance = fc.uint8Array({ minLength: CODE_CHANCE, maxLength: CODE_CHANCE });
const code = chance
  .map(enrolmentCode)
  .filter((made) => made !== null)
  .map((made) => present(made, 'a code'));
const SIGNS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const found = { ok: false, error: { kind: 'wrong-check-character' } };

it('reads back as it was, however it is written', () => {
  fc.assert(
    fc.property(code, fc.func(fc.boolean()), (made, small) => {
      const typed = [...writeEnrolmentCode(made)].map((sign, i) => (small(i) ? sign.toLowerCase() : sign)).join('');
      expect(parseEnrolmentCode(typed)).toEqual({ ok: true, value: made });
    }),
  );
});

it('with any one sign wrong is found', () => {
  fc.assert(
    fc.property(code, fc.nat(13), fc.constantFrom(...SIGNS), (made, at, sign) => {
      fc.pre(sign !== made[at]);
      expect(parseEnrolmentCode(made.slice(0, at) + sign + made.slice(at + 1))).toEqual(found);
    }),
  );
});

it('with any two neighbours changed is found', () => {
  fc.assert(
    fc.property(code, fc.nat(12), (made, at) => {
      const [a = '', b = ''] = made.slice(at, at + 2);
      fc.pre(a !== b);
      expect(parseEnrolmentCode(made.slice(0, at) + b + a + made.slice(at + 2))).toEqual(found);
    }),
  );
});

it('is drawn again only seldom, and never has a sign that is misread', () => {
  fc.assert(
    fc.property(fc.array(chance, { minLength: 400, maxLength: 400 }), (draws) => {
      const made = draws.map(enrolmentCode).filter((one) => one !== null);
      // 5 of 37 on average.
      expect(made.length).toBeGreaterThan(250);
      for (const one of made) expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{14}$/);
    }),
    { numRuns: 10 },
  );
});
