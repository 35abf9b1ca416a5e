// What a step says on request: terms that add up to its loss, and norms that add up to its gradient's.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categorical, normal } from '../../src/dist/index.js';
import { siteTerms, sgd, svi, traceElbo, traceEnumElbo, type Objective, type StepInfo } from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { answerParams, handle, param, plate, sample } from '../../src/ppl/index.js';
import { programOf, smallPrograms, tablesOf, tensorsOf } from '../../src/testing/index.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { warningsOf } from '../support/warningsOf.js';

useScalarEngine();

const sum = (terms: Readonly<Record<string, number>> = {}): number => Object.values(terms).reduce((a, b) => a + b, 0);

/** A mixture of two whose classes the model sums out, and a mean that the guide draws. */
function firstStep(elbo: Objective, report: readonly ('gradientNorms' | 'siteTerms')[]): StepInfo {
  const x = tf.tensor1d([-1, 0, 2]);
  const inference = svi({
    model: () => {
      const mean = sample('mean', normal({ loc: 0, scale: 2 }));
      plate('data', 3, () => {
        const k = sample('k', categorical({ logits: param('q', tf.zeros([2])) }), { infer: { enumerate: 'parallel' } });
        sample('x', normal({ loc: tf.add(mean, k), scale: 1 }), { obs: x });
      });
    },
    guide: () => {
      sample('mean', normal({ loc: param('loc', tf.scalar(1)), scale: 0.5 }));
    },
    optimizer: sgd(),
    elbo,
    report,
  });
  return inference.step(inference.init(key(0)), ...[]).info;
}

describe('report', () => {
  it('tells what each site adds to the ELBO', () => {
    const { loss, siteTerms: terms } = firstStep(traceEnumElbo({ numParticles: 3 }), ['siteTerms']);
    expect(Object.keys(terms ?? {})).toEqual(['model/mean', 'model/k + x', 'guide/mean']);
    expectClose(sum(terms), -loss, { roundings: 8 });
  });

  it('works under objectives that draw', () => {
    let info: StepInfo | undefined;
    warningsOf(() => (info = firstStep(traceElbo(), ['siteTerms'])));
    expect(Object.keys(info?.siteTerms ?? {})).toEqual(['model/mean', 'model/k', 'model/x', 'guide/mean']);
    expectClose(sum(info?.siteTerms), -(info?.loss ?? NaN), { roundings: 8 });
  });

  it('tells the norm of each gradient', () => {
    const { gradientNorm, gradientNorms = {} } = firstStep(traceEnumElbo(), ['gradientNorms']);
    expect(Object.keys(gradientNorms).sort()).toEqual(['loc', 'q']);
    expectClose(Math.hypot(...Object.values(gradientNorms)), gradientNorm, { roundings: 8 });
  });

  it('is silent unless asked, and refuses what it does not know', () => {
    expect(firstStep(traceEnumElbo(), [])).not.toHaveProperty('siteTerms');
    expect(() => firstStep(traceEnumElbo(), ['gradients' as 'siteTerms'])).toThrow(
      "svi.report: expected any of gradientNorms, siteTerms, got 'gradients'",
    );
  });
});

describe('siteTerms', () => {
  it('add up to the ELBO of any program', () => {
    const law = fc.property(smallPrograms(), (program) => {
      const params = tensorsOf(program, tablesOf(program));
      const objective = traceEnumElbo();
      warningsOf(() => {
        handle(answerParams(new Map(Object.entries(params))), () => {
          tf.tidy(() => {
            const pair = programOf(program);
            const plan = objective.prepare(pair, key(0));
            const loss = objective.loss(pair, key(0), plan).dataSync()[0] ?? NaN;
            expectClose(sum(siteTerms(objective.traces(pair, key(0), plan), 1)), -loss, {
              relative: 1e-4,
              tolerance: 1e-4,
            });
          });
        });
      });
      tf.dispose(params);
    });
    fc.assert(law, { numRuns: 40, seed: 1, endOnFailure: true });
  });
});
