import { ArgumentError } from '../../num/index.js';

/** The two functions of a test runner that suites are made of. vitest, jest and node:test have them. */
export interface Runner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => void | Promise<void>): unknown;
}

/** The runner given, or the one whose functions are global. @throws ArgumentError if there is none */
export function runnerOf(where: string, given: Runner | undefined): Runner {
  if (given !== undefined) return given;
  const { describe, it } = globalThis as Partial<Runner>;
  if (describe !== undefined && it !== undefined) return { describe, it };
  throw new ArgumentError({
    where,
    expected: 'a test runner with global describe and it, or one in the options',
    got: 'neither',
    hint: "import { describe, it } from 'vitest' (or 'node:test') and the option { runner: { describe, it } }",
  });
}
