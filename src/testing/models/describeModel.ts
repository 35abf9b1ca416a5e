import { runnerOf, type Runner } from '../laws/runner.js';
import { checkExceptions } from '../checkExceptions.js';
import { checkOneModelLaw, type ModelOptions } from './checkModel.js';
import { modelLaws } from './modelLaws.js';

export interface DescribeModelOptions<Args extends readonly unknown[]> extends ModelOptions<Args> {
  /** The runner's `describe` and `it`. Default: the global ones. */
  readonly runner?: Runner | undefined;
}

/**
 * A suite of tests, one for each law of models, for any test runner.
 *
 * ```ts
 * import { describe, it } from 'vitest';   // or 'node:test'
 * describeModel('regression', { model, guide, args: [x, y], runner: { describe, it } });
 * ```
 *
 * @throws ArgumentError if there is no runner, or an exception names a law that does not exist
 */
export function describeModel<Args extends readonly unknown[]>(
  name: string,
  options: DescribeModelOptions<Args>,
): void {
  const { describe, it } = runnerOf('describeModel', options.runner);
  checkExceptions(`except of ${name}`, options, modelLaws);
  describe(name, () => {
    for (const law of options.laws ?? modelLaws) {
      it(`${law.name}: ${law.statement}`, () => {
        const { status, reason, key } = checkOneModelLaw(law, options);
        if (status !== 'failed') return;
        throw new Error(`${name} breaks the law ${law.name}: ${law.statement}\n  ${reason}\n  with key ${key}`);
      });
    }
  });
}
