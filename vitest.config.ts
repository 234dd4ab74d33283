import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What tests write is in memory where Linux offers it and there is room: what a disk does is for the longer suite. */
const MEMORY = '/dev/shm';
const ROOM = 1e9;

function scratch(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM ? MEMORY : tmpdir();
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'tests/e2e/**', 'tests/faults/**', '**/*.slow.test.ts'],
    testTimeout: 30_000,
    env: { TMPDIR: scratch() },
    // One more than there are cores: a quarter of a worker's time is waiting for processes, servers and clocks.
    maxWorkers: availableParallelism() + 1,
    // Loading the same modules anew for every file took a tenth of the time. So what a test puts in place of something global
    // it takes away again.
    isolate: false,
  },
});
