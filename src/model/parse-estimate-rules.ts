import type { Json } from '../base/canonical.ts';
import { type Instant, isInstant } from '../base/instant.ts';
import type { EstimateRules } from './estimate-rules.ts';
import { known } from './parse-desk-rules.ts';
import type { FieldReader, Fields } from './parse-election-fields.ts';

const SHOW = ['off', 'on'] as const;
const KEYS = ['notBefore', 'probabilities', 'show'] as const;

/** The JSON of `estimates`. */
export function encodeEstimateRules({ show, notBefore, probabilities }: EstimateRules): Json {
  return { show, notBefore, probabilities };
}

/** Reads `estimates` of the published definition, in which every key is said. */
export function readEstimateRules(value: unknown, reader: FieldReader): EstimateRules {
  const fields = known(reader.object(value, 'estimates'), KEYS, 'estimates', reader);
  return {
    show: reader.oneOf(fields.get('show'), 'estimates.show', SHOW),
    notBefore: readInstant(fields.get('notBefore'), reader),
    probabilities: readFlag(fields.get('probabilities'), reader),
  };
}

/** Reads `estimates` of a folder: what it leaves out is off, and an unknown key is an error, like a misspelt rule. */
export function readFolderEstimates(value: unknown, reader: FieldReader): EstimateRules {
  const fields: Fields = known(reader.object(value, 'estimates'), KEYS, 'estimates', reader);
  const notBefore = fields.get('notBefore') ?? null;
  return {
    show: fields.has('show') ? reader.oneOf(fields.get('show'), 'estimates.show', SHOW) : 'off',
    notBefore: notBefore === null ? null : reader.time(notBefore, 'estimates.notBefore'),
    probabilities: fields.has('probabilities') ? readFlag(fields.get('probabilities'), reader) : false,
  };
}

function readInstant(value: unknown, reader: FieldReader): Instant | null {
  if (value === null || isInstant(value)) return value;
  reader.report('wrong-type', 'estimates.notBefore', value, 'milliseconds since 1970, or null');
  return null;
}

function readFlag(value: unknown, reader: FieldReader): boolean {
  if (typeof value === 'boolean') return value;
  reader.report('wrong-type', 'estimates.probabilities', value, 'true or false');
  return false;
}
