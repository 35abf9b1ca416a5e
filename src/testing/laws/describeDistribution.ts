import { checkExceptions } from '../checkExceptions.js';
import { checkOneLaw, type CheckOptions } from './checkDistribution.js';
import { checkEngines, type EngineSwitch } from './checkEngines.js';
import { failureText } from './failureText.js';
import type { DistributionFactory } from './law.js';
import { allLaws } from './laws.js';
import { runnerOf, type Runner } from './runner.js';
import type { ParameterSource } from './sampleParameters.js';

export interface DescribeOptions extends CheckOptions {
  /** The runner's `describe` and `it`. Default: the global ones. */
  readonly runner?: Runner | undefined;
  /** Engines that must agree, each with what makes it the one in use. Default: none, as one engine has nothing to agree with. */
  readonly engines?: readonly EngineSwitch[] | undefined;
}

/**
 * A suite of tests, one for each law, for any test runner; see `laws`. The distribution runs on the engine in use.
 *
 * With vitest without globals, or with node:test, hand over their functions:
 * ```ts
 * import { describe, it } from 'vitest';   // or 'node:test'
 * await ready();
 * describeDistribution('exponential', ({ rate }) => exponential({ rate }), { rate: constraints.positive }, { runner: { describe, it } });
 * ```
 *
 * @param factory makes the distribution from its parameters as float32 tensors of any batch shape; called within gradients as well
 * @param parameters a fast-check arbitrary of nested numbers, the set of each parameter (for a batch of [2]), or one choice. Give
 *   parameters a batch: several laws are about batches
 * @throws ArgumentError if there is no runner, or an option names a law that does not exist
 */
export function describeDistribution(
  name: string,
  factory: DistributionFactory,
  parameters: ParameterSource,
  options: DescribeOptions = {},
): void {
  const { describe, it } = runnerOf('describeDistribution', options.runner);
  checkExceptions('except', options, allLaws);
  describe(name, () => {
    for (const law of options.laws ?? allLaws) {
      it(`${law.name}: ${law.statement}`, () => {
        const result = checkOneLaw(name, law, factory, parameters, options);
        if (result.status === 'failed') throw new Error(failureText(name, law, result));
      });
    }
    const { engines = [] } = options;
    if (engines.length < 2) return;
    it('enginesAgree: log densities, draws and gradients are the same on all engines, up to rounding', async () => {
      const problem = await checkEngines(factory, parameters, engines, options);
      if (problem !== undefined) throw new Error(`${name} breaks the law enginesAgree\n  ${problem}`);
    });
  });
}
