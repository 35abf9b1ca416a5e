import { beforeAll } from 'vitest';
import { type EngineName, ready } from '../../src/num/index.js';

/** Runs the suites of a file on the engine that is fastest for tensors of a few numbers, unless KILN_ENGINE names one. */
export function useScalarEngine(): void {
  beforeAll(async () => {
    await ready({ engine: (process.env.KILN_ENGINE ?? 'cpu') as EngineName });
  });
}
