// Vectorised particles of traceElbo and traceEnumElbo; that they are unbiased is in unbiased.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulli, normal } from '../../../src/dist/index.js';
import { sampleSites, traceElbo, traceEnumElbo, type Objective, type ProgramPair } from '../../../src/infer/index.js';
import { ArgumentError, EstimatorError, key, ShapeError } from '../../../src/num/index.js';
import { factor, param, plate, sample } from '../../../src/ppl/index.js';
import { programOf, smallPrograms, tablesOf, tensorsOf } from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { estimator, type Estimate } from '../../support/estimates.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

const wide = { numParticles: 3, vectorizeParticles: true };

/** Every choice is enumerated and every point is certain, so that particles are all alike. */
const programs = smallPrograms({ maxAssignments: 1000, maxRuns: 2 });

describeEngines('vectorised particles of traceEnumElbo', (engine) => {
  it('have the value and the gradients of one run where nothing is drawn', () => {
    const property = fc.property(programs, (program) => {
      warningsOf(() => {
        const params = tensorsOf(program, tablesOf(program));
        const [one, many] = [traceEnumElbo(), traceEnumElbo(wide)].map((objective) =>
          estimator(objective, programOf(program), params)(key(1)),
        ) as [Estimate, Estimate];
        tf.dispose(params);
        expectClose(many.loss, one.loss, { relative: 1e-4, tolerance: 1e-4 });
        for (const [name, gradient] of Object.entries(one.gradients)) {
          expectClose(many.gradients[name] ?? [], gradient, { relative: 1e-3, tolerance: 1e-3 });
        }
      });
    });
    fc.assert(property, { numRuns: engine === 'cpu' ? 40 : 4, seed: 5, endOnFailure: true });
  });
});

describe('vectorised particles', () => {
  useScalarEngine();

  const lossOf = (objective: Objective, pair: Omit<ProgramPair, 'args'>): number =>
    tf.tidy(() => {
      const whole = { ...pair, args: [] };
      return objective.loss(whole, key(0), objective.prepare(whole, key(0))).dataSync()[0] ?? NaN;
    });

  const exact = (): void => void sample('z', normal({ loc: 7 / 3.25, scale: 1 / Math.sqrt(3.25) }));
  const model = (): void => {
    const z = sample('z', normal({ loc: 0, scale: 2 }));
    plate('data', 3, () => sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d([1, 2, 4]) }));
  };

  it.each([traceElbo(wide), traceEnumElbo(wide)])('$name: minus the log evidence at the exact guide', (objective) => {
    const logEvidence = -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(13) + 21 - (4 / 13) * 49);
    warningsOf(() => expectClose(lossOf(objective, { model, guide: exact }), -logEvidence, { roundings: 64 }));
  });

  it('are as many draws: the traces hold one run with a dim for them', () => {
    const pair = { model, guide: exact, args: [] };
    const shapes: (readonly number[])[] = [];
    tf.tidy(() => {
      const plan = traceElbo(wide).prepare(pair, key(0));
      for (const { guide } of traceElbo(wide).traces(pair, key(0), plan)) {
        for (const { value } of sampleSites(guide)) shapes.push(value.shape);
      }
    });
    expect(shapes).toEqual([[3, 1]]);
  });

  it.each([traceElbo, traceEnumElbo])('%o: names the site that mixes them up', (objective) => {
    const mixing = (): void => {
      const z = sample('z', normal({ loc: 0, scale: 2 }));
      sample('x', normal({ loc: tf.tile(tf.reshape(z, [-1]), [2]), scale: 1 }).toEvent(1), { obs: tf.zeros([2]) });
    };
    const run = (options: object) => () =>
      warningsOf(() => lossOf(objective(options), { model: mixing, guide: exact }));
    expect(run({ numParticles: 2 })).not.toThrow();
    expect(run({ numParticles: 2, vectorizeParticles: true })).toThrow(/sample\("x"\)/);
    expect(run({ numParticles: 2, vectorizeParticles: true })).toThrow(ShapeError);
  });

  it('a term summed over the particles is found though its shape fits', () => {
    const mixing = (): void => {
      const z = sample('z', normal({ loc: 0, scale: 2 }));
      factor('f', tf.sum(z));
    };
    const run = (options: object) => () => lossOf(traceElbo(options), { model: mixing, guide: exact });
    expect(run({ numParticles: 2 })).not.toThrow();
    expect(run(wide)).toThrow(EstimatorError);
    expect(run(wide)).toThrow('sample("f") in a vectorised run');
  });

  it('take part beside plates that are subsampled', () => {
    const rows = (side: 'guide' | 'model') => (): void =>
      plate(
        'rows',
        6,
        () => {
          const k = sample('k', bernoulli({ logits: 0.3 }));
          if (side === 'model') sample('x', normal({ loc: k, scale: 1 }), { obs: tf.scalar(0.5) });
        },
        { subsampleSize: 2 },
      );
    expect(Number.isFinite(lossOf(traceElbo(wide), { model: rows('model'), guide: rows('guide') }))).toBe(true);
  });

  it('too small a maxPlateNesting is an error, an unknown option too', () => {
    const pair = { model, guide: exact };
    expect(() => lossOf(traceElbo({ ...wide, maxPlateNesting: 0 }), pair)).toThrow('maxPlateNesting: 1');
    expect(() => lossOf(traceElbo({ ...wide, maxPlateNesting: 2 }), pair)).not.toThrow();
    expect(() => traceElbo({ vectoriseParticles: true } as object)).toThrow(ArgumentError);
    expect(() => traceElbo({ vectoriseParticles: true } as object)).toThrow('Try "vectorizeParticles"');
  });

  it('parameters that are shared get the mean gradient', () => {
    const guide = (): void => void sample('z', normal({ loc: param('m'), scale: 1e-3 }));
    const prior = (): void => void sample('z', normal({ loc: 0, scale: 1 }));
    const estimate = estimator(traceElbo(wide), { model: prior, guide, args: [] }, { m: tf.scalar(2) })(key(0));
    // Draws lie within a few thousandths of m, so the gradient of z²/2 is m up to as much.
    expectClose(estimate.gradients['m'] ?? [], [2], { tolerance: 0.01 });
  });
});
