// Laws of enumeration over random small programs that need no reference; those against the sum over all assignments are in
// infer/elbo/bruteForce.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { traceEnumElbo } from '../src/infer/index.js';
import { key } from '../src/num/index.js';
import { inferConfig, type Infer, type Program } from '../src/ppl/index.js';
import {
  isLegal,
  numRuns,
  programOf,
  smallPrograms,
  tablesOf,
  tensorsOf,
  type SmallProgram,
} from '../src/testing/index.js';
import { estimator, type Estimate } from './support/estimates.js';
import { expectClose } from './support/expectClose.js';
import { useScalarEngine } from './support/useScalarEngine.js';
import { warningsOf } from './support/warningsOf.js';

useScalarEngine();

function estimateOf(program: SmallProgram, change: (side: Program, name: 'guide' | 'model') => Program): Estimate {
  let estimate: Estimate = { loss: NaN, gradients: {} };
  warningsOf(() => {
    const params = tensorsOf(program, tablesOf(program));
    const { model, guide } = programOf(program);
    const pair = { model: change(model, 'model'), guide: change(guide, 'guide'), args: [] };
    estimate = estimator(traceEnumElbo(), pair, params)(key(0));
    tf.dispose(params);
  });
  return estimate;
}

function expectSame(a: Estimate, b: Estimate): void {
  expectClose(a.loss, b.loss, { relative: 1e-4, tolerance: 1e-4 });
  for (const [name, gradient] of Object.entries(b.gradients)) {
    expectClose(a.gradients[name] ?? [], gradient, { relative: 1e-3, tolerance: 1e-3 });
  }
}

const holds = (law: (program: SmallProgram) => void, where = isLegal, seed = 1): void =>
  fc.assert(fc.property(smallPrograms({ where }), law), { numRuns: 25, seed, endOnFailure: true });

describe('enumeration', () => {
  const marked = (infer: Infer) => (side: Program, name: 'guide' | 'model') =>
    inferConfig((message) => (message.infer.enumerate === undefined || name === 'model' ? {} : infer), side);

  const inSequence = (program: SmallProgram): SmallProgram => {
    return { ...program, sites: program.sites.map((site) => ({ ...site, strategy: 'sequential' })) };
  };

  it('in the guide, parallel is sequential is any mix', () => {
    holds(
      (program) => {
        const mixed = estimateOf(program, (side) => side);
        expectSame(estimateOf(program, marked({ enumerate: 'sequential' })), mixed);
      },
      (program) => isLegal(program) && isLegal(inSequence(program)) && numRuns(inSequence(program)) <= 12,
    );
  });

  it('expanded values are those that are not', () => {
    holds((program) => {
      const [yes, no] = [true, false].map((expand) =>
        estimateOf(program, (side) => inferConfig(() => ({ expand }), side)),
      ) as [Estimate, Estimate];
      expectSame(yes, no);
    });
  });

  it('the joint probabilities of a program without data sum to 1', () => {
    const isPrior = ({ sites }: SmallProgram): boolean =>
      sites.every(({ kind, side }) => kind === 'choice' && side === 'model');
    holds(
      (program) => {
        const { loss } = estimateOf(program, (side) => side);
        expectClose(loss, 0, { tolerance: 1e-4 });
      },
      (program) => isPrior(program) && isLegal(program),
    );
  });
});
