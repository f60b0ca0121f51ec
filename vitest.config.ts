import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { TZ: 'UTC' },
    testTimeout: 60_000,
  },
  define: { TCPEXPLAIN_VERSION: JSON.stringify('0.0.0-test') },
});
