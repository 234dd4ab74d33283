/** 1 in `npm test`; the longer suite says how many times as much is tried there (vitest.faults.config.ts). */
const TIMES = Number(process.env['LAW_RUNS'] ?? 1);

/** Whether this is the longer suite. */
export const IS_LONG = TIMES > 1;

/** How often a law is tried that takes long: so often in `npm test`, and many times that in the longer suite. */
export function lawRuns(few: number): number {
  return few * TIMES;
}
