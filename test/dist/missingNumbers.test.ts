// NaN in a parameter or a value is NaN in the log probability, on every engine, and touches no other row.
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { bernoulli, laplace, normal } from '../../src/dist/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

describeEngines('missing numbers', () => {
  it('a parameter', () => {
    const missing = tf.tensor1d([NaN, 0.5]);
    const slack = { roundings: 8 };
    expectClose(bernoulli({ probs: missing, validate: false }).logProb(tf.scalar(1)), [NaN, Math.log(0.5)], slack);
    expectClose(
      bernoulli({ logits: missing, validate: false }).logProb(tf.scalar(1)),
      [NaN, -0.4740769841801067],
      slack,
    );
    expectClose(
      normal({ loc: missing, scale: 1, validate: false }).logProb(tf.scalar(0.5)),
      [NaN, -0.9189385332046727],
      slack,
    );
  });

  it('a value', () => {
    const missing = tf.tensor1d([NaN, 0]);
    expectClose(laplace({ loc: 0, scale: 0.5, validate: false }).logProb(missing), [NaN, 0]);
  });
});
