import type { Json } from '../base/canonical.ts';
import { type Fraction, parseFraction } from '../base/fraction.ts';
import { known, whole } from './parse-desk-rules.ts';
import type { FieldReader } from './parse-election-fields.ts';
import { fractionText } from './parse-rule.ts';
import type { Rule } from './rule.ts';
import { SEAT_METHODS, type SeatRule } from './seat-rule.ts';

/** More than any assembly has. */
export const MAX_SEATS = 5000;

/** The JSON of `seats` of a contest. */
export function encodeSeatRule({ seats, method, threshold }: SeatRule): Json {
  return { seats, method, threshold: threshold === null ? null : fractionText(threshold) };
}

/** Reads `seats` of a contest; null where the contest fills no assembly. A folder may leave out the threshold: there is none. */
export function readSeatRule(value: unknown, rule: Rule, path: string, reader: FieldReader): SeatRule | null {
  if (value === undefined || value === null) return null;
  const fields = known(reader.object(value, path), ['method', 'seats', 'threshold'], path, reader);
  if (rule.kind === 'referendum' || rule.kind === 'runoff') {
    const expected = `no seats in a contest whose rule is ${rule.kind}`;
    reader.report('unknown-value', path, value, expected, 'Lists for an assembly have the rule plurality.');
  }
  return {
    seats: whole(fields.get('seats'), `${path}.seats`, 1, MAX_SEATS, reader),
    method: reader.oneOf(fields.get('method'), `${path}.method`, SEAT_METHODS),
    threshold: readThreshold(fields.get('threshold') ?? null, `${path}.threshold`, reader),
  };
}

function readThreshold(value: unknown, path: string, reader: FieldReader): Fraction | null {
  if (value === null) return null;
  const share = parseFraction(value);
  if (share.ok) return share.value;
  reader.report('wrong-type', path, value, 'a fraction like 3/100 or 0.03, at most 1, or null');
  return null;
}
