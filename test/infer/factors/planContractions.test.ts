import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latentPair } from '../../../src/infer/discrete/posteriorRun.js';
import { modelParts, sumsOf, type Component } from '../../../src/infer/elbo/components.js';
import type { Dim } from '../../../src/infer/factors/dims.js';
import { planContractions } from '../../../src/infer/factors/planContraction.js';
import { sumProducts } from '../../../src/infer/factors/sumProduct.js';
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
  const run = seed(key(0), () => modelParts(latentPair(model, nothing, [])).components);
  return handle(answerParams(new Map(params)), run);
}

/** The plates of a component's factors that its result does not keep. */
const platesWithin = ({ densities, plates }: Component): Dim[] => [
  ...new Set(densities.flatMap(({ factor }) => [...factor.plates].filter((plate) => !plates.has(plate)))),
];

function contracted(component: Component, unroll: readonly Dim[]): tf.Tensor {
  const { factors, sums } = sumsOf([component]);
  const [plan] = planContractions(factors, sums, { unroll });
  expect(plan?.unrolled).toEqual([]);
  return sumProducts(factors, sums, { unroll })[0]?.tensor ?? tf.scalar(NaN);
}

describe('planContractions', () => {
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
function isTree(component: Component): boolean {
  const { factors, sums } = sumsOf([component]);
  return planContractions(factors, sums)[0]?.unrolled.length === 0;
}
