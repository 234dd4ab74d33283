import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { argv, exit, stdout } from 'node:process';

/* What .ci/run says at the end of the JSON reports of vitest: what failed, by name, and how much passed. */

type Test = { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] };
type FileReport = {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly Test[];
};
export type Report = { readonly testResults: readonly FileReport[] };

/** Of one suite: its report (null: it wrote none). */
export type Suite = { readonly name: string; readonly report: Report | null };

const LONGEST_MESSAGE = 4000;

/** What failed, by name, then the line with the sums. `failedSteps`: commands that failed, of whatever kind. */
export function summary(
  suites: readonly Suite[],
  { failedSteps, mayNotSkip }: { readonly failedSteps: number; readonly mayNotSkip: boolean },
): { readonly lines: readonly string[]; readonly isGood: boolean } {
  const lines: string[] = [];
  let [passed, failed, skipped] = [0, 0, 0];
  for (const { name, report } of suites) {
    if (report === null) {
      lines.push(`no report of the suite ${name}`);
      failed++;
      continue;
    }
    for (const file of report.testResults) {
      const failures = failuresOf(name, file);
      lines.push(...failures);
      failed += failures.length;
      passed += file.assertionResults.filter((test) => test.status === 'passed').length;
      skipped += file.assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed').length;
    }
  }
  if (failedSteps > 0 && failed === 0) failed = failedSteps;
  if (skipped > 0 && mayNotSkip) {
    lines.push(`${skipped} tests skipped although nothing is missing`);
    failed += skipped;
  }
  lines.push(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return { lines, isGood: failed === 0 };
}

/** One text for each failure of a file. */
function failuresOf(suite: string, file: FileReport): string[] {
  const what = `failed: ${suite}: ${relative('.', file.name)}`;
  const failures = file.assertionResults.filter((test) => test.status === 'failed');
  if (file.status !== 'passed' && failures.length === 0) return [`${what}\n${file.message}`];
  return failures.map(
    (test) => `${what}: ${test.fullName}\n${test.failureMessages.join('\n').slice(0, LONGEST_MESSAGE)}`,
  );
}

/** Null where there is none, or only a part of one: then the suite was broken off. */
function readReport(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return null;
  }
}

function main([folder = '', failedSteps = '0', shared = '']: readonly string[]): number {
  const suites = ['test', 'e2e', 'faults'].map((name) => ({ name, report: readReport(join(folder, `${name}.json`)) }));
  const { lines, isGood } = summary(suites, { failedSteps: Number(failedSteps), mayNotSkip: shared === 'shared' });
  stdout.write(`${lines.join('\n')}\n`);
  return isGood ? 0 : 1;
}

if (import.meta.main) exit(main(argv.slice(2)));
