import { describe, expect, it } from 'vitest';
import { type Report, type Suite, summary } from './suite-reports.ts';

const test = (fullName: string, status: string) => ({
  fullName,
  status,
  failureMessages: status === 'failed' ? ['why'] : [],
});
const file = (name: string, ...tests: ReturnType<typeof test>[]) => ({
  name,
  status: tests.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: tests,
});
const report = (...testResults: Report['testResults']): Report => ({ testResults });
const GOOD = file('a.test.ts', test('one', 'passed'), test('two', 'passed'));
const BAD = file('b.test.ts', test('three', 'passed'), test('four', 'failed'));
const BROKEN = { name: 'c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] };
const sum = (suite: Partial<Suite>, failedSteps = 0, mayNotSkip = true) =>
  summary([{ name: 'e2e', report: report(GOOD), ...suite }], { failedSteps, mayNotSkip });

describe('the sum of the suites', () => {
  it('counts what passed', () => {
    expect(sum({})).toEqual({ lines: ['2 passed, 0 failed, 0 skipped'], isGood: true });
  });

  it('names what failed, a file that could not be loaded too', () => {
    const { lines, isGood } = sum({ report: report(GOOD, BAD, BROKEN) }, 1);
    expect(lines).toEqual([
      'failed: e2e: b.test.ts: four\nwhy',
      'failed: e2e: c.test.ts\nno such module',
      '3 passed, 2 failed, 0 skipped',
    ]);
    expect(isGood).toBe(false);
  });

  it('fails where a suite left no report, or a step failed of which no test tells', () => {
    expect(sum({ report: null }).isGood).toBe(false);
    expect(sum({}, 2).lines).toEqual(['2 passed, 2 failed, 0 skipped']);
  });

  it('fails on skipped tests where nothing is missing', () => {
    const one = report(file('a.test.ts', test('one', 'passed'), test('two', 'pending')));
    expect(sum({ report: one }).isGood).toBe(false);
    expect(sum({ report: one }, 0, false)).toEqual({ lines: ['1 passed, 0 failed, 1 skipped'], isGood: true });
  });
});
