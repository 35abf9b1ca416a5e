import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { constraints, type Bijector, type Constraint } from '../../dist/index.js';
import type { Shape } from '../../num/index.js';
import { message } from '../laws/deterministic/drawsInSupport.js';
import { asCode } from '../laws/asCode.js';
import { valuesIn } from '../laws/parametersIn.js';
import { runnerOf, type Runner } from '../laws/runner.js';
import { bijectorGradients } from './bijectorGradients.js';
import type { BijectorCase, BijectorLaw, BijectorResult } from './bijectorLaw.js';
import { farOut, slopeSign } from './farOut.js';
import { logJacobian } from './logJacobian.js';
import { bijectorLeak, bijectorShapes, elementByElement, image, roundTrip } from './roundTrip.js';

/** All laws of bijectors. */
export const bijectorLaws: readonly BijectorLaw[] = [
  bijectorShapes,
  roundTrip,
  image,
  elementByElement,
  logJacobian,
  bijectorGradients,
  farOut,
  slopeSign,
  bijectorLeak,
];

export interface BijectorOptions {
  /** Where its arguments lie. Default: all reals. */
  readonly domain?: Constraint | undefined;
  /** The set onto which it maps; without it, no law asks whether images lie there. */
  readonly codomain?: Constraint | undefined;
  /** The shape of its arguments [...batch, ...event]. Default: a batch of [2], and 3 for each dim of the event. */
  readonly shape?: Shape | undefined;
  /** See `BijectorCase`. Default: what `logJacobian` says. */
  readonly freeEntries?: readonly number[] | undefined;
  readonly laws?: readonly BijectorLaw[] | undefined;
  /** How many sets of points each law sees. Default: 5. */
  readonly runs?: number | undefined;
  /** Which sets of points come. Default: 0. */
  readonly seed?: number | undefined;
}

/**
 * Puts a bijector to all laws of bijectors, without a test runner. Points that fail a law shrink to the simplest that still do.
 *
 * @param make the bijector, or what makes it; the latter may make tensors, which are disposed
 * @example
 * const results = checkBijector(() => bijectTo(constraints.simplex), { codomain: constraints.simplex });
 * results.filter(({ status }) => status === 'failed');   // []
 */
export function checkBijector(make: Bijector | (() => Bijector), options: BijectorOptions = {}): BijectorResult[] {
  return (options.laws ?? bijectorLaws).map((law) => checkOne(law, make, options));
}

/**
 * A suite of tests, one for each law of bijectors, for any test runner; see `describeDistribution` for how to name one.
 *
 * @throws ArgumentError if there is no runner
 */
export function describeBijector(
  name: string,
  make: Bijector | (() => Bijector),
  options: BijectorOptions & { readonly runner?: Runner | undefined } = {},
): void {
  const { describe, it } = runnerOf('describeBijector', options.runner);
  describe(name, () => {
    for (const law of options.laws ?? bijectorLaws) {
      it(`${law.name}: ${law.statement}`, () => {
        const { status, reason, x } = checkOne(law, make, options);
        if (status !== 'failed') return;
        const points = `at the simplest points found: ${asCode({ x })}`;
        throw new Error(`${name} breaks the law ${law.name}: ${law.statement}\n  ${reason}\n  ${points}`);
      });
    }
  });
}

function checkOne(law: BijectorLaw, make: Bijector | (() => Bijector), options: BijectorOptions): BijectorResult {
  const { domain = constraints.real, runs = 5, seed = 0 } = options;
  const made = typeof make === 'function' ? make : () => make;
  const shape = options.shape ?? tf.tidy(() => [2, ...Array<number>(made().domainEventDim).fill(3)]);
  const at = (x: tf.TensorLike): BijectorResult => resultAt(law, made, x, options, domain);
  const seen: BijectorResult[] = [];
  const property = fc.property(valuesIn(domain, shape), (x) => {
    const result = at(x);
    seen.push(result);
    return result.status !== 'failed';
  });
  const simplest = fc.check(property, { numRuns: runs, seed }).counterexample?.[0];
  return simplest === undefined ? (seen[0] ?? at(0)) : at(simplest);
}

function resultAt(
  law: BijectorLaw,
  make: () => Bijector,
  x: tf.TensorLike,
  { codomain, freeEntries }: BijectorOptions,
  domain: Constraint,
): BijectorResult {
  const found: { exemption?: string | undefined; problem?: string | undefined } = {};
  const body = (): void => {
    const given: BijectorCase = {
      bijector: make(),
      x: tf.tensor(x, undefined, 'float32'),
      domain,
      codomain,
      freeEntries,
    };
    found.exemption = law.exempts?.(given);
    if (found.exemption === undefined) found.problem = first(law.problems(given));
  };
  const error = message(() => tf.tidy(body));
  const problem = found.problem ?? (error === undefined ? undefined : `expected an answer, got ${error}`);
  if (found.exemption !== undefined) return { law: law.name, status: 'exempt', reason: found.exemption, x };
  return { law: law.name, status: problem === undefined ? 'passed' : 'failed', reason: problem ?? '', x };
}

function first(problems: Iterable<string | undefined>): string | undefined {
  for (const problem of problems) if (problem !== undefined) return problem;
  return undefined;
}
