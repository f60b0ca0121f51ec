import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { TZ: 'UTC' },
    testTimeout: 60_000,
    // Tests share no state, and loading the sources anew for each file took longer than the tests.
    isolate: false,
    maxWorkers: '100%',
  },
  define: { TCPEXPLAIN_VERSION: JSON.stringify('0.0.0-test') },
});
