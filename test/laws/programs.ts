// What laws over random small programs have in common.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { traceEnumElbo, type Objective } from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import type { Program } from '../../src/ppl/index.js';
import {
  isLegal,
  programOf,
  smallPrograms,
  tablesOf,
  tensorsOf,
  type SmallProgram,
  type Tables,
} from '../../src/testing/index.js';
import { estimator, type Estimate } from '../support/estimates.js';
import { expectClose } from '../support/expectClose.js';
import { warningsOf } from '../support/warningsOf.js';

export type Change = (side: Program, name: 'guide' | 'model') => Program;

/** The loss and gradients of a program, with its sides changed. */
export function estimateOf(
  program: SmallProgram,
  change: Change = (side) => side,
  tables: Tables = tablesOf(program),
  objective: Objective = traceEnumElbo(),
): Estimate {
  let estimate: Estimate = { loss: NaN, gradients: {} };
  warningsOf(() => {
    const params = tensorsOf(program, tables);
    const { model, guide } = programOf(program);
    const pair = { model: change(model, 'model'), guide: change(guide, 'guide'), args: [] };
    estimate = estimator(objective, pair, params)(key(0));
    tf.dispose(params);
  });
  return estimate;
}

export function expectSame(a: Estimate, b: Estimate): void {
  expectClose(a.loss, b.loss, { relative: 1e-4, tolerance: 1e-4 });
  for (const [name, gradient] of Object.entries(b.gradients)) {
    expectClose(a.gradients[name] ?? [], gradient, { relative: 1e-3, tolerance: 1e-3 });
  }
}

/** Puts a law to random programs. */
export const holds = (law: (program: SmallProgram) => void, where = isLegal, seed = 1): void =>
  fc.assert(fc.property(smallPrograms({ where }), law), { numRuns: 25, seed, endOnFailure: true });
