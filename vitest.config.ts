import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'tests/e2e/**', 'tests/faults/**', '**/*.slow.test.ts'],
    testTimeout: 30_000,
    // The default leaves a core idle, and half of the time is waiting for processes.
    maxWorkers: '100%',
    // Loading the same modules anew for every file took a tenth of the time. So what a test puts in place of something global
    // it takes away again.
    isolate: false,
  },
});
