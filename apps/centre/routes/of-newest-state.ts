import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../../../src/base/result.ts';
import type { Trouble } from './trouble.ts';

const WAIT_MS = 10_000;
const PAUSE_MS = 250;

/**
 * Minutes and certificates are of a published state with nothing of the official count behind it. A state follows an act within
 * seconds: whoever asks just before waits for it, for ten seconds at most, and is told only then.
 */
export async function ofNewestState<T>(
  make: () => Promise<Result<T, Trouble>>,
  waitMs = WAIT_MS,
): Promise<Result<T, Trouble>> {
  const until = performance.now() + waitMs;
  for (;;) {
    const made = await make();
    if (made.ok || made.error.code !== 'not-the-newest-state' || performance.now() > until) return made;
    await sleep(PAUSE_MS);
  }
}
