// A million data: their log likelihood is a sum in which float32 alone would lose 1 %.
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { normal } from '../../src/dist/index.js';
import { importance } from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { plate, sample } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

const count = 1_000_000;

describeEngines('a million data', () => {
  it('their evidence is right to a millionth', () => {
    const data = Float32Array.from({ length: count }, (_, i) => 0.1 + Math.sin(i) / 7);
    const squares = data.reduce((sum, x) => sum + (x - 0.25) ** 2, 0);
    const model = (): void => {
      plate('data', count, () => sample('x', normal({ loc: 0.25, scale: 1 }), { obs: tf.tensor1d(data) }));
    };
    const { logMeanWeight } = importance(model, undefined, { numSamples: 1 })(key(0));
    expectClose(logMeanWeight, -squares / 2 - (count / 2) * Math.log(2 * Math.PI), { relative: 1e-6 });
  });
});
