import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, svi, traceElbo, traceEnumElbo } from '../../src/infer/index.js';
import {
  generateImages,
  logEvidence,
  logJoint,
  ssrvae,
  vae,
  type Autoencoder,
  type Params,
} from '../../src/models/index.js';
import { key, logSumExp, uniformArray } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { newTensors } from '../support/newTensors.js';

const small = { image: { height: 4, width: 4 }, hidden: [5], decoderHidden: [5] } as const;
const images = (): tf.Tensor2D => tf.tensor2d(Float32Array.from(uniformArray(key(5), 32)), [2, 16]);

function paramsOf(model: Autoencoder): Params {
  const elbo = model.options.classes > 0 ? traceEnumElbo() : traceElbo();
  const inference = svi({ model: model.model, guide: model.guide, optimizer: adam({ learningRate: 1e-3 }), elbo });
  return inference.params(inference.init(key(0), { unlabelled: images() }));
}

/** log p(image | z) of each image at each z, [z][image]. */
function logLikelihoods(model: Autoencoder, params: Params, x: Float32Array, content: number[]): number[][] {
  const p = generateImages(model, params, { content: tf.tensor2d(content, [content.length, 1]) }).dataSync();
  return content.map((_, i) =>
    [0, 1].map((n) => {
      const terms = Array.from({ length: 16 }, (_, k) => [x[16 * n + k] ?? NaN, p[16 * i + k] ?? NaN] as const);
      return terms.reduce((sum, [grey, q]) => sum + grey * Math.log(q) + (1 - grey) * Math.log(1 - q), 0);
    }),
  );
}

describeEngines('logEvidence', () => {
  it('is the integral over the latent, by quadrature', () => {
    const model = vae({ ...small, contentDim: 1 });
    const params = paramsOf(model);
    const x = images();
    const step = 0.05;
    const grid = Array.from({ length: 321 }, (_, i) => -8 + step * i);
    const at = logLikelihoods(model, params, Float32Array.from(x.dataSync()), grid);
    const exact = [0, 1].map((n) =>
      Math.log(
        grid.reduce(
          (sum, z, i) => sum + (step * Math.exp((at[i]?.[n] ?? NaN) - z ** 2 / 2)) / Math.sqrt(2 * Math.PI),
          0,
        ),
      ),
    );
    // Each image 20 times, for as many independent estimates.
    const estimates = logEvidence(model, params, tf.tile(x, [20, 1]), key(1), 50).dataSync();
    exact.forEach((value, n) => {
      const found = Array.from({ length: 20 }, (_, i) => estimates[2 * i + n] ?? NaN);
      const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
      const deviation = Math.sqrt(found.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (found.length - 1));
      // Five standard errors of the mean, the bias of the logarithm (half the variance), and 40 roundings of numbers near 16.
      const tolerance = (5 * deviation) / Math.sqrt(found.length) + deviation ** 2 / 2 + 40 * 16 * 2 ** -24;
      expect(Math.abs(mean - value)).toBeLessThan(tolerance);
    });
  });

  it('rises with the number of draws, is repeatable, and leaves no tensor over', () => {
    const model = ssrvae({ ...small, classes: 3 });
    const params = paramsOf(model);
    const x = images();
    const many = tf.tile(x, [100, 1]);
    const mean = (draws: number): number =>
      tf.mean(logEvidence(model, params, many, key(2), draws)).dataSync()[0] ?? NaN;
    expect(mean(10)).toBeGreaterThan(mean(1));
    expect(logEvidence(model, params, x, key(3), 2).dataSync()).toEqual(
      logEvidence(model, params, x, key(3), 2).dataSync(),
    );
    expect(newTensors(() => logEvidence(model, params, x, key(3), 2))).toBe(1);
  });

  it('is the sum over classes of the joint probabilities; without classes both are the same', () => {
    const model = ssrvae({ ...small, classes: 3 });
    const params = paramsOf(model);
    const x = images();
    const joint = logJoint(model, params, x, key(3), 2);
    expect(joint.shape).toEqual([2, 3]);
    const sums = Array.from(logSumExp(joint, -1).dataSync());
    const found = logEvidence(model, params, x, key(3), 2).dataSync();
    sums.forEach((sum, i) => expect(found[i]).toBeCloseTo(sum, 4));
    // Without a class there is one column, which is all.
    const plain = vae({ ...small, contentDim: 1 });
    const own = paramsOf(plain);
    expect(logJoint(plain, own, x, key(3), 2).shape).toEqual([2, 1]);
    expect(logJoint(plain, own, x, key(3), 2).dataSync()).toEqual(logEvidence(plain, own, x, key(3), 2).dataSync());
    expect(newTensors(() => logJoint(model, params, x, key(3), 2))).toBe(1);
  });
});
