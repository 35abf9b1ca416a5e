// A distribution in the coordinates of a bijector.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { dirichlet, gamma, pullBack, transforms, uniform, type Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

useScalarEngine();

describe('pullBack', () => {
  it.each([
    ['gamma', gamma({ concentration: 2, rate: 3 }), transforms.bijectTo(gamma({ concentration: 1, rate: 1 }).support)],
    ['uniform', uniform({ low: -1, high: 3 }), transforms.bijectTo(uniform({ low: -1, high: 3 }).support)],
  ])('of %s integrates to 1', (_name, dist: Distribution, bijector) => {
    const grid = tf.linspace(-30, 30, 60_001);
    const density = tf.exp(pullBack(dist, bijector).logProb(grid));
    // The trapezoidal rule on a smooth density that vanishes at both ends; what is left is rounding.
    expectClose(tf.mul(tf.sum(density), 60 / 60_000), 1, { tolerance: 1e-4 });
  });

  it('maps vectors of another length', () => {
    const simplex = dirichlet({ concentration: tf.tensor1d([1, 2, 3]) });
    const base = pullBack(simplex, transforms.stickBreaking);
    expect(base.eventShape).toEqual([2]);
    const draw = base.sample(key(0), [4]);
    expect(draw.shape).toEqual([4, 2]);
    expectClose(tf.sum(transforms.stickBreaking.forward(draw), -1), [1, 1, 1, 1], { roundings: 8 });
    expect(base.logProb(draw).shape).toEqual([4]);
  });

  it('sums the Jacobian over the event', () => {
    const pair = gamma({ concentration: tf.tensor1d([1, 2]), rate: 1 }).toEvent(1);
    const base = pullBack(pair, transforms.bijectTo(pair.support));
    // log p(x) = -x and log x - x, plus log x for each Jacobian, at x = 1.
    expectClose(base.logProb(tf.zeros([2])), -2, { roundings: 8 });
  });
});
