import fc from 'fast-check';

/* What an estimate may say, at random; for samples of bodies of the record. */

const whole = fc.nat(2 ** 31 - 1);
const signed = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
const word = fc.constantFrom('a', 'MAS', 'ñ', 'a "b"', '\u2028');
const seven = fc.array(signed, { minLength: 7, maxLength: 7 });
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { noNullPrototype: true });
const facts = fc.dictionary(fc.constantFrom('stations', 'level', 'silentRoll'), fc.oneof(signed, word), {
  noNullPrototype: true,
});
const notes = fc.array(record({ code: word, facts }), { maxLength: 3 });
const result = fc.oneof(
  record({ kind: fc.constant('won'), by: word }),
  record({ kind: fc.constant('second-round'), between: fc.tuple(word, word) }),
  record({ kind: fc.constantFrom('no-majority', 'approved', 'rejected', 'quorum-not-reached', 'no-votes') }),
  record({
    kind: fc.constant('tie'),
    for: fc.constantFrom('winner', 'second-place'),
    among: fc.array(word, { maxLength: 3 }),
  }),
  record({ kind: fc.constant('quorum-unknown'), ifReached: fc.constantFrom('approved', 'rejected') }),
);
const part = record({ name: word, level: word, sheetsOut: whole, votesOut: seven, leadOut: seven, variance: signed });
const basis = record({
  expected: whole,
  sheetsIn: whole,
  setAside: whole,
  silentRoll: whole,
  rollOut: whole,
  order: word,
  figures: word,
  variants: fc.array(record({ variant: word, weight: whole, earlierError: fc.option(whole, { nil: null }) }), {
    maxLength: 3,
  }),
  shock: fc.array(record({ coordinate: word, scale: whole }), { maxLength: 3 }),
});
const parts = fc.array(part, { maxLength: 2 });

export const someSaid: fc.Arbitrary<unknown> = fc.oneof(
  record({
    kind: fc.constant('estimate'),
    base: fc.constantFrom('options', 'total'),
    options: fc.array(record({ id: word, share: seven, votes: seven }), { minLength: 2, maxLength: 3 }),
    lead: record({ of: word, over: word, points: seven }),
    turnout: fc.option(seven, { nil: null }),
    votesOut: seven,
    likely: fc.option(result, { nil: null }),
    outcomes: fc.option(fc.array(record({ result, draws: whole }), { maxLength: 2 }), { nil: null }),
    areas: parts,
    settings: parts,
    basis,
    notes,
  }),
  record({ kind: fc.constant('refused'), code: word, facts, basis: fc.option(basis, { nil: null }), notes }),
);

export const someParameters = fc.dictionary(fc.constantFrom('tailSd', 'slopeSd.fixed'), word, {
  noNullPrototype: true,
});
