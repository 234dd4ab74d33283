import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { type EstimateRules, estimatesShown } from './estimate-rules.ts';
import { FieldReader } from './parse-election-fields.ts';
import { encodeEstimateRules, readEstimateRules, readFolderEstimates } from './parse-estimate-rules.ts';

const AT = instant(1_792_360_000_000);

function ofFolder(value: unknown): EstimateRules | readonly string[] {
  const reader = new FieldReader();
  const rules = readFolderEstimates(value, reader);
  return reader.problems.length === 0 ? rules : reader.problems.map(({ kind, path }) => `${kind} ${path}`);
}

function published(value: unknown): EstimateRules | readonly string[] {
  const reader = new FieldReader();
  const rules = readEstimateRules(value, reader);
  return reader.problems.length === 0 ? rules : reader.problems.map(({ kind, path }) => `${kind} ${path}`);
}

describe('estimates in a folder', () => {
  it('are off in whatever is left out', () => {
    expect(ofFolder({})).toEqual({ show: 'off', notBefore: null, probabilities: false });
    expect(ofFolder({ show: 'on' })).toEqual({ show: 'on', notBefore: null, probabilities: false });
    const notBefore = '2026-10-18T20:26:40Z';
    expect(ofFolder({ show: 'on', notBefore, probabilities: true })).toEqual({
      ...{ show: 'on', probabilities: true },
      notBefore: Date.parse(notBefore),
    });
  });

  it('are refused where a word is misspelt, rather than left off in silence', () => {
    expect(ofFolder({ shown: 'on' })).toEqual(['unknown-value estimates']);
    expect(ofFolder({ show: 'yes' })).toEqual(['unknown-value estimates.show']);
    expect(ofFolder({ notBefore: '2026-10-18T20:00:00' })).toEqual(['time-without-offset estimates.notBefore']);
    expect(ofFolder({ probabilities: 'true' })).toEqual(['wrong-type estimates.probabilities']);
    expect(ofFolder([])).toEqual(['wrong-type estimates']);
  });
});

describe('estimates in a published definition', () => {
  it('say everything, and are read as they were written', () => {
    const rules: EstimateRules = { show: 'on', notBefore: AT, probabilities: true };
    expect(encodeEstimateRules(rules)).toEqual({ show: 'on', notBefore: AT, probabilities: true });
    expect(published(encodeEstimateRules(rules))).toEqual(rules);
    expect(published({ show: 'on', notBefore: null })).toEqual(['wrong-type estimates.probabilities']);
    expect(published({ show: 'on', notBefore: '2026', probabilities: false })).toEqual([
      'wrong-type estimates.notBefore',
    ]);
  });

  it('are shown only where it says so', () => {
    expect(estimatesShown({})).toBeNull();
    expect(estimatesShown({ estimates: { show: 'off', notBefore: null, probabilities: true } })).toBeNull();
    expect(estimatesShown({ estimates: { show: 'on', notBefore: AT, probabilities: false } })?.notBefore).toBe(AT);
  });
});
