import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelTerms } from '../../../src/infer/elbo/modelCosts.js';
import { latentPair } from '../../../src/infer/discrete/latentPair.js';
import { evaluation, planContraction, stepPool, type Component } from '../../../src/infer/enumeration/index.js';
import { key } from '../../../src/num/index.js';
import { answerParams, handle, seed } from '../../../src/ppl/index.js';
import {
  isLegal,
  programOf,
  smallPrograms,
  tablesOf,
  tensorsOf,
  type SmallProgram,
} from '../../../src/testing/index.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

useScalarEngine();

/** The sums of a model, without a guide. */
function componentsOf(program: SmallProgram): readonly Component[] {
  const { model } = programOf(program);
  const nothing = { result: undefined, sites: new Map(), plates: new Map() };
  const params = Object.entries(tensorsOf(program, tablesOf(program)));
  const run = seed(key(0), () => modelTerms(latentPair(model, nothing, [])).components);
  return handle(answerParams(new Map(params)), run);
}

/** The plates of a component's factors that its result does not keep. */
const platesWithin = ({ factors, ordinal }: Component): string[] => [
  ...new Set(factors.flatMap((factor) => [...factor.ordinal].filter((plate) => !ordinal.has(plate)))),
];

function contracted({ factors, sumDims, ordinal }: Component, unroll: readonly string[]): tf.Tensor {
  const pool = stepPool();
  const plated = factors.map((factor) => ({ step: pool.factor(factor.packed), ordinal: factor.ordinal }));
  const plan = planContraction(pool, plated, sumDims, ordinal, { unroll });
  expect(plan.unrolled).toEqual([]);
  return evaluation()(plan.result).tensor;
}

describe('planContraction', () => {
  it('gives the same where plates of a tree are taken index by index', () => {
    const isOurs = (program: SmallProgram): boolean =>
      isLegal(program) &&
      program.sites.every(({ kind, side }) => kind === 'observed' || (kind === 'choice' && side === 'model'));
    let forced = 0;
    const law = (program: SmallProgram): void => {
      tf.tidy(() => {
        for (const component of componentsOf(program)) {
          for (const plate of platesWithin(component).filter(() => isTree(component))) {
            forced += 1;
            expectClose(contracted(component, [plate]), contracted(component, []), { relative: 1e-5, tolerance: 1e-5 });
          }
        }
      });
    };
    fc.assert(fc.property(smallPrograms({ where: isOurs }), law), { numRuns: 200, seed: 1, endOnFailure: true });
    expect(forced).toBeGreaterThan(20);
  });
});

/** Whether the component needs no unrolling by itself. */
function isTree({ factors, sumDims, ordinal }: Component): boolean {
  const pool = stepPool();
  const plated = factors.map((factor) => ({ step: pool.factor(factor.packed), ordinal: factor.ordinal }));
  return planContraction(pool, plated, sumDims, ordinal).unrolled.length === 0;
}
