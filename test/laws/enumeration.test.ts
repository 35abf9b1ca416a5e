// Laws of enumeration over random small programs that need no reference; those against the sum over all assignments are in
// test/infer/elbo/bruteForce.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { traceEnumElbo } from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { inferConfig, scope, type Infer, type Program } from '../../src/ppl/index.js';
import {
  isLegal,
  numRuns,
  programOf,
  tablesOf,
  tensorsOf,
  type SmallProgram,
  type SmallSite,
} from '../../src/testing/index.js';
import { estimator, type Estimate } from '../support/estimates.js';
import { estimateOf, expectSame, holds } from './programs.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { warningsOf } from '../support/warningsOf.js';

useScalarEngine();

/** With the first two neighbours that know nothing of each other in each other's place. */
function swapped(sites: readonly SmallSite[]): readonly SmallSite[] {
  const isFree = (later: SmallSite, earlier: SmallSite): boolean =>
    ![...later.model.parents, ...later.guide.parents].includes(earlier);
  const place = sites.findIndex((site, i) => i > 0 && isFree(site, sites[i - 1] ?? site));
  if (place < 1) return sites;
  return [...sites.slice(0, place - 1), ...sites.slice(place - 1, place + 1).reverse(), ...sites.slice(place + 1)];
}

/** The program beside a copy of itself under other names. */
function twice(program: SmallProgram): Estimate {
  let estimate: Estimate = { loss: NaN, gradients: {} };
  warningsOf(() => {
    const [params, others] = [tensorsOf(program, tablesOf(program)), tensorsOf(program, tablesOf(program))];
    const renamed = Object.fromEntries(Object.entries(others).map(([name, table]) => [`again/${name}`, table]));
    const { model, guide } = programOf(program);
    const beside = (side: Program) => (): void => {
      side();
      scope('again', side)();
    };
    const pair = { model: beside(model), guide: beside(guide), args: [] };
    estimate = estimator(traceEnumElbo(), pair, { ...params, ...renamed })(key(0));
    tf.dispose([params, others]);
  });
  return estimate;
}

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

  it('does not depend on the order of sites that do not depend on each other', () => {
    holds(
      (program) => {
        const exchanged = { ...program, sites: swapped(program.sites) };
        expectSame(
          estimateOf(exchanged, (side) => side),
          estimateOf(program, (side) => side),
        );
      },
      (program) => !program.isMarkov && isLegal(program) && swapped(program.sites) !== program.sites,
    );
  });

  it('adds what is unrelated', () => {
    holds((program) => {
      const [once, { loss, gradients }] = [estimateOf(program, (side) => side), twice(program)];
      expectClose(loss, 2 * once.loss, { relative: 1e-4, tolerance: 1e-4 });
      for (const [name, gradient] of Object.entries(once.gradients)) {
        for (const copy of [name, `again/${name}`]) {
          expectClose(gradients[copy] ?? [], gradient, { relative: 1e-3, tolerance: 1e-3 });
        }
      }
    });
  });
});
