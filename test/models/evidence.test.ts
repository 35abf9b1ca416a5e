import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  classElbos,
  classify,
  encode,
  generateImages,
  imageElbo,
  logEvidence,
  logJoint,
  rvae,
  ssrvae,
  vae,
  type Autoencoder,
  type Params,
} from '../../src/models/index.js';
import { fold, key, logSumExp } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { allInvariances, images, inferenceOf, leastSpread, paramsOf, posed, still } from './smallModels.js';

const onCircle = { anglePrior: 'projectedNormal', angleSpread: 2 } as const;
const models: Readonly<Record<string, Autoencoder>> = {
  vae: vae({ ...still, contentDim: 1 }),
  rvae: rvae({ ...posed, invariances: allInvariances }),
  ssrvae: ssrvae({ ...posed, ...onCircle, classes: 3 }),
  'ssrvae, gaussian with exposure': ssrvae({
    ...posed,
    classes: 2,
    likelihood: 'gaussian',
    noise: 0.3,
    exposure: true,
  }),
};
const cases = Object.entries(models);

/** log p(image | z) of each image at each z, [z][image]. */
function logLikelihoods(model: Autoencoder, params: Params, x: Float32Array, content: number[]): number[][] {
  const p = generateImages(model, params, { content: tf.tensor2d(content, [content.length, 1]) }).dataSync();
  return content.map((_, i) =>
    [0, 1].map((n) => {
      const terms = Array.from({ length: 16 }, (_unused, k) => [x[16 * n + k] ?? NaN, p[16 * i + k] ?? NaN] as const);
      return terms.reduce((sum, [grey, q]) => sum + grey * Math.log(q) + (1 - grey) * Math.log(1 - q), 0);
    }),
  );
}

describeEngines('logEvidence', () => {
  it('is the integral over the latent, by quadrature', () => {
    const model = vae({ ...still, contentDim: 1 });
    const params = paramsOf(model);
    const x = images(2);
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
    const model = models['ssrvae'] ?? vae(still);
    const params = paramsOf(model);
    const x = images(2);
    const many = tf.tile(x, [100, 1]);
    const mean = (draws: number): number =>
      tf.mean(logEvidence(model, params, many, key(2), draws)).dataSync()[0] ?? NaN;
    expect(mean(10)).toBeGreaterThan(mean(1));
    expect(logEvidence(model, params, x, key(3), 2).dataSync()).toEqual(
      logEvidence(model, params, x, key(3), 2).dataSync(),
    );
    expect(newTensors(() => logEvidence(model, params, x, key(3), 2))).toBe(1);
  });

  it.each(cases)(
    '%s: is the sum over classes of the joint probabilities, of one column without classes',
    (_, model) => {
      const params = paramsOf(model);
      const x = images(2);
      const joint = logJoint(model, params, x, key(3), 2);
      expect(joint.shape).toEqual([2, Math.max(1, model.options.classes)]);
      expectClose(logEvidence(model, params, x, key(3), 2), logSumExp(joint, -1), { roundings: 4 });
      expect(newTensors(() => logJoint(model, params, x, key(3), 2))).toBe(1);
    },
  );
});

describeEngines('classElbos', () => {
  it.each(cases)('%s: from one draw it is the estimate of the joint probability; from more it is below', (_, model) => {
    const params = paramsOf(model);
    const x = images(3);
    // The log of one weight is its mean.
    expectClose(classElbos(model, params, x, key(4)), logJoint(model, params, x, key(4), 1), { roundings: 4 });
    // The same weights: a mean of logs is at most the log of the mean.
    const [below, above] = [classElbos(model, params, x, key(4), 6), logJoint(model, params, x, key(4), 6)];
    expect(Math.max(...tf.sub(below, above).dataSync())).toBeLessThan(0);
    expect(newTensors(() => classElbos(model, params, x, key(4), 2))).toBe(1);
  });

  it('of one draw is log p(x | z) + log p(z) - log q(z), written out', () => {
    const model = vae({ ...still, contentDim: 1 });
    // As sure as it can be, so that its draws are near its centre.
    const params = { ...paramsOf(model), ...narrow(paramsOf(model)) };
    const [content] = model.latents;
    const logSpread = Math.log(content === undefined ? NaN : leastSpread(content));
    const x = images(2);
    const centre = Array.from(encode(model, params, x)['content']?.dataSync() ?? []);
    const likelihoods = logLikelihoods(model, params, Float32Array.from(x.dataSync()), centre);
    const found = classElbos(model, params, x, key(1)).dataSync();
    centre.forEach((z, i) => {
      // The constants of the two normal densities cancel, and what is left is half the square of a standard normal draw; the draw moves
      // the likelihood of 16 pixels by less than 0.05.
      const rest = (found[i] ?? NaN) - ((likelihoods[i]?.[i] ?? NaN) - z ** 2 / 2 + logSpread);
      expect(rest).toBeGreaterThan(-0.05);
      expect(rest).toBeLessThan(5 ** 2 / 2);
    });
  });
});

describeEngines('imageElbo', () => {
  it.each(cases)('%s: is Σ q(y) (ELBO(y) - log q(y)) at the same draws', (_, model) => {
    const params = paramsOf(model);
    const x = images(3);
    const { classes } = model.options;
    const elbos = classElbos(model, params, x, key(5), 2).arraySync();
    const q = classes === 0 ? elbos.map(() => [1]) : classify(model, params, x).arraySync();
    const expected = elbos.map((row, i) =>
      row.reduce((sum, elbo, y) => sum + (q[i]?.[y] ?? NaN) * (elbo - Math.log(q[i]?.[y] ?? NaN)), 0),
    );
    const found = imageElbo(model, params, x, key(5), 2);
    expect(found.shape).toEqual([3]);
    expectClose(found, expected, { roundings: 16 });
    expect(newTensors(() => imageElbo(model, params, x, key(5), 2))).toBe(1);
  });

  it.each(cases)('%s: is on average what training minimises, with the sign reversed', (_, model) => {
    const params = paramsOf(model);
    const [count, repeats] = [2, 60];
    const unlabelled = tf.tile(images(count), [repeats, 1]);
    const inference = inferenceOf(model);
    const state = inference.init(fold(key(0), 'params'), { unlabelled: images(count) });
    const losses = Array.from({ length: 3 }, (_unused, i) =>
      inference.evaluate({ ...state, params, key: key(i) }, { unlabelled }),
    );
    const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length / unlabelled.shape[0];
    const elbos = Array.from(imageElbo(model, params, unlabelled, key(6), 3).dataSync());
    const mean = elbos.reduce((sum, one) => sum + one, 0) / elbos.length;
    const deviation = (n: number): number => {
      const own = elbos.filter((_one, i) => i % count === n);
      const middle = own.reduce((sum, one) => sum + one, 0) / own.length;
      return Math.sqrt(own.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (own.length - 1));
    };
    // As many draws on both sides: five standard errors of the difference of two means.
    const spread = Math.hypot(deviation(0), deviation(1)) / Math.sqrt(2);
    expect(Math.abs(mean + loss)).toBeLessThan(5 * spread * Math.sqrt(2 / elbos.length) + 1e-3);
  });
});

/** Parameters of the encoder's last layer that make its spread tiny. */
function narrow(params: Params): Params {
  const [kernel, bias] = [params['encoder/out/kernel'], params['encoder/out/bias']].map((x) => x?.arraySync());
  const rows = (kernel as number[][]).map(([loc = NaN]) => [loc, 0]);
  const [loc = NaN] = bias as number[];
  return { 'encoder/out/kernel': tf.tensor2d(rows), 'encoder/out/bias': tf.tensor1d([loc, -200]) };
}
