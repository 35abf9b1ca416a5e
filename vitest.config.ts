import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^kiln-ppl$/, replacement: source('index.ts') },
      { find: /^kiln-ppl\/(\w+)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // The native engine takes half a second to load, and there is no state to keep apart: one process tests many files.
    isolate: false,
    // No test may fail because the machine is slow: this ends only what hangs.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
