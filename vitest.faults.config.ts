import { defineConfig } from 'vitest/config';

/** Tried in `npm test` as well, less often: see tests/law-runs.ts. */
const LONGER = [
  'apps/run/rehearsal-board.test.ts',
  'simulation/night.test.ts',
  'src/canvass/canvass.laws.test.ts',
  'src/entry/blindness.laws.test.ts',
  'src/entry/decide.laws.test.ts',
  'src/model/outcome.laws.test.ts',
  'src/projection/{project*,memory}.laws.test.ts',
  'src/publication/public-view*.laws.test.ts',
  'src/verify/verify-night.laws.test.ts',
];

export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts', '**/*.slow.test.ts', ...LONGER],
    env: { LAW_RUNS: '8' },
    exclude: ['node_modules/**'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    fileParallelism: false,
  },
});
