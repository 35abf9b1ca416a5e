// Draws that do not follow the log density, do not depend on the key as they should, or share it.
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import { fold, gamma, key, normal, select, stopGradient, uniform } from '../../../src/num/index.js';
import { of } from '../laws/statistical/honest.js';
import { deviation, drawer, draws, elsewhere, lying, type Corrupt } from './lies.js';
import { mutant, type LawName, type Mutant } from './mutant.js';

const fit: readonly LawName[] = ['goodnessOfFit'];
const support: readonly LawName[] = ['drawsInSupport'];
const scattered: readonly LawName[] = ['goodnessOfFit', 'entropyMatches'];
const independence: readonly LawName[] = ['independentDraws'];

/** Draws of the family at other parameters. */
const drawnElsewhere = (alter: Parameters<typeof elsewhere>[0]): Corrupt => elsewhere(alter, 'sample', 'rsample');
const times = (name: string, factor: number): Corrupt =>
  drawnElsewhere((given) => ({ [name]: tf.mul(of(given, name), factor) }));

const shifted = (share: number): Corrupt => draws((draw, honest) => tf.add(draw, tf.mul(share, deviation(honest))));
const stretched = (factor: number): Corrupt =>
  draws((draw, honest) => tf.add(honest.mean(), tf.mul(tf.sub(draw, honest.mean()), factor)));

export const samplers: readonly Mutant[] = [
  mutant('normal', 'draws are 2 % of a standard deviation too high', fit, shifted(0.02)),
  mutant('logistic', 'draws are 2 % of a standard deviation too low', fit, shifted(-0.02)),
  mutant('gumbel', 'draws are 2 % of a standard deviation too high', fit, shifted(0.02)),
  mutant('normal', 'draws have a variance 3 % too large', fit, stretched(Math.sqrt(1.03))),
  mutant('laplace', 'draws have a variance 5 % too small', fit, stretched(Math.sqrt(0.95))),
  mutant(
    'normal',
    'draws are cut off at 2.5 standard deviations',
    fit,
    draws((draw, honest) => {
      const reach = tf.mul(2.5, deviation(honest));
      return tf.maximum(tf.sub(honest.mean(), reach), tf.minimum(tf.add(honest.mean(), reach), draw));
    }),
  ),
  mutant(
    'laplace',
    '1.5 % of the draws are 4 standard deviations too high',
    fit,
    drawer((honest, draw, k) => {
      const own = draw();
      const isFar = tf.less(uniform(fold(k, 'far'), own.shape), 0.015);
      return tf.add(own, select(isFar, tf.add(tf.zerosLike(own), tf.mul(4, deviation(honest))), 0));
    }),
  ),
  mutant(
    'gamma',
    'draws take the rate for a scale',
    fit,
    drawnElsewhere((given) => ({ rate: tf.div(1, of(given, 'rate')) })),
  ),
  mutant('weibull', 'draws have a concentration 5 % too large', fit, times('concentration', 1.05)),
  mutant('vonMises', 'draws have a concentration 10 % too large', fit, times('concentration', 1.1)),
  mutant(
    'inverseGaussian',
    'draws keep the smaller root only',
    fit,
    draws((draw, { params }) => tf.minimum(draw, tf.div(tf.square(params['loc'] ?? NaN), draw))),
  ),
  mutant(
    'uniform',
    'draws leave out the last 2 %',
    fit,
    draws((draw, { params }) => {
      const low = params['low'] ?? NaN;
      return tf.add(low, tf.mul(0.98, tf.sub(draw, low)));
    }),
  ),
  mutant(
    'truncatedNormal',
    'draws beyond the bounds are put onto them',
    fit,
    lying((honest) => {
      const { loc = 0, scale = 1, low = 0, high = 1 } = honest.params;
      const clipped: dist.Distribution['sample'] = (k, shape) =>
        tf.tidy(() =>
          tf.maximum(low, tf.minimum(high, dist.normal({ loc, scale }).expand(honest.batchShape).sample(k, shape))),
        );
      return { sample: clipped, rsample: clipped };
    }),
  ),
  mutant('dirichlet', 'draws have concentrations 20 % too large', fit, times('concentration', 1.2), { isAimed: true }),
  mutant(
    'multivariateNormal',
    'draws have correlations of the other sign',
    fit,
    drawnElsewhere((given) => ({
      scaleTril: tf.mul(
        of(given, 'scaleTril'),
        tf.tensor2d([
          [1, 1],
          [-1, 1],
        ]),
      ),
    })),
  ),
  mutant(
    'multivariateNormal',
    'draws are made by the transpose of the factor',
    fit,
    lying(({ params, batchShape, expand: _ }) => {
      const transposed: dist.Distribution['sample'] = (k, shape = []) =>
        tf.tidy(() => {
          const noise = normal(k, [...shape, ...batchShape, 2, 1]);
          const factor = tf.add(params['scaleTril'] as tf.Tensor, tf.zeros([...shape, ...batchShape, 2, 2]));
          return tf.add(params['loc'] ?? NaN, tf.squeeze(tf.matMul(factor, noise, true), [-1]));
        });
      return { sample: transposed, rsample: transposed };
    }),
    { isAimed: true },
  ),
  mutant(
    'multivariateNormal',
    'one number is the noise of all coordinates',
    fit,
    lying(({ params, batchShape }) => {
      const shared: dist.Distribution['sample'] = (k, shape = []) =>
        tf.tidy(() => {
          const noise = tf.tile(normal(k, [...shape, ...batchShape, 1]), [
            ...shape.map(() => 1),
            ...batchShape.map(() => 1),
            2,
          ]);
          const factor = tf.add(params['scaleTril'] as tf.Tensor, tf.zeros([...shape, ...batchShape, 2, 2]));
          return tf.add(params['loc'] ?? NaN, tf.squeeze(tf.matMul(factor, tf.expandDims(noise, -1)), [-1]));
        });
      return { sample: shared, rsample: shared };
    }),
    { isAimed: true },
  ),
  mutant(
    'multivariateStudentT',
    'noise and scale come from one key',
    fit,
    lying(({ params, batchShape }) => {
      const shared: dist.Distribution['sample'] = (k, shape = []) =>
        tf.tidy(() => {
          const size = [...shape, ...batchShape];
          const noise = normal(k, [...size, 2]);
          const factor = tf.add(params['scaleTril'] as tf.Tensor, tf.zeros([...size, 2, 2]));
          const df = tf.add(params['df'] ?? NaN, tf.zeros(batchShape as number[]));
          // The sum of squares of the same numbers, and of as many more as the degrees of freedom lack.
          const squares = tf.add(
            tf.sum(tf.square(noise), -1),
            tf.mul(2, gamma(fold(k, 'more'), tf.div(tf.sub(df, 2), 2), size)),
          );
          const heavy = tf.div(noise, tf.expandDims(tf.sqrt(tf.div(squares, df)), -1));
          return tf.add(params['loc'] ?? NaN, tf.squeeze(tf.matMul(factor, tf.expandDims(heavy, -1)), [-1]));
        });
      return { sample: shared, rsample: shared };
    }),
    { isAimed: true },
  ),
  mutant(
    'gaussianRandomWalk',
    'all steps come from one key',
    fit,
    drawer((honest, draw) => {
      const first = tf.slice(draw(), 0);
      const step = tf.slice(
        first,
        first.shape.map(() => 0),
        [...first.shape.slice(0, -1), 1],
      );
      return tf.mul(step, tf.range(1, 1 + (honest.eventShape[0] ?? 0)));
    }),
    { isAimed: true },
  ),
  mutant(
    'beta',
    'both gammas come from one key',
    fit,
    lying(({ params, batchShape }) => {
      const shared: dist.Distribution['sample'] = (k, shape = []) =>
        tf.tidy(() => {
          const of1 = (name: string): tf.Tensor =>
            gamma(k, tf.add(params[name] ?? NaN, tf.zeros(batchShape as number[])), [...shape, ...batchShape]);
          const [one, zero] = [of1('concentration1'), of1('concentration0')];
          return tf.div(one, tf.add(one, zero));
        });
      return { sample: shared, rsample: shared };
    }),
  ),
  mutant('lkjCholesky', 'draws have a concentration 20 % too large', scattered, times('concentration', 1.2)),
  mutant(
    'wishart',
    'draws have one degree of freedom too few',
    scattered,
    drawnElsewhere((given) => ({ df: tf.sub(of(given, 'df'), 1) })),
  ),
  mutant(
    'bernoulli',
    'draws are 1 with a probability 2 % too large',
    fit,
    drawnElsewhere((given) => ({ probs: tf.add(of(given, 'probs'), 0.02) })),
  ),
  mutant(
    'categorical',
    '2 % of the last go to the first',
    fit,
    drawnElsewhere((given) => ({
      probs: tf.add(of(given, 'probs'), tf.tensor1d([0.02, 0, -0.02])),
    })),
  ),
  mutant(
    'oneHotCategorical',
    'draws are of the logits at temperature 0.9',
    fit,
    drawnElsewhere((given) => ({ logits: tf.div(of(given, 'logits'), 0.9) })),
  ),
  mutant(
    'poisson',
    'draws are a rounded normal',
    fit,
    lying(({ params, batchShape }) => ({
      sample: (k, shape = []) =>
        tf.tidy(() => {
          const rate = params['rate'] ?? NaN;
          const noise = normal(k, [...shape, ...batchShape]);
          return tf.maximum(0, tf.round(tf.add(rate, tf.mul(tf.sqrt(rate), noise))));
        }),
    })),
  ),
  mutant(
    'poisson',
    'draws count from 1',
    fit,
    draws((draw) => tf.add(draw, 1)),
  ),
  mutant(
    'geometric',
    'draws are trials, not failures',
    fit,
    draws((draw) => tf.add(draw, 1)),
  ),
  mutant(
    'binomial',
    'the last trial is never made',
    fit,
    drawnElsewhere((given) => ({ totalCount: tf.sub(of(given, 'totalCount'), 1) })),
  ),
  mutant('negativeBinomial', 'draws have a total count 5 % too large', fit, times('totalCount', 1.05)),
  mutant(
    'discreteUniform',
    'the highest value never comes',
    fit,
    draws((draw) => select(tf.equal(draw, 5), 2, draw)),
  ),
  mutant('zeroInflated poisson', 'the gate opens 5 % too often', fit, times('gate', 0.95)),
  mutant(
    'dirichletMultinomial',
    'draws share the mean of the probabilities',
    fit,
    lying(({ params, batchShape }) => ({
      sample: (k, shape) =>
        tf.tidy(() => {
          const weights = params['concentration'] as tf.Tensor;
          const probs = tf.div(weights, tf.sum(weights, -1, true));
          return dist
            .multinomial({ totalCount: params['totalCount'] as tf.Tensor, probs })
            .expand(batchShape)
            .sample(k, shape);
        }),
    })),
  ),
  mutant(
    'halfNormal',
    'draws keep their sign',
    support,
    lying(({ params, batchShape }) => {
      const signed: dist.Distribution['sample'] = (k, shape = []) =>
        tf.tidy(() => tf.mul(normal(k, [...shape, ...batchShape]), params['scale'] ?? NaN));
      return { sample: signed, rsample: signed };
    }),
  ),
  mutant(
    'dirichlet',
    'draws sum to 1.001',
    support,
    draws((draw) => tf.mul(draw, 1.001)),
  ),
  mutant(
    'multinomial',
    'draws lack one trial',
    [...support, 'goodnessOfFit'],
    drawnElsewhere((given) => ({ totalCount: tf.sub(of(given, 'totalCount'), 1) })),
  ),
  mutant(
    'binomial',
    'draws go one beyond the total',
    support,
    draws((draw) => tf.add(draw, 1)),
  ),
  mutant(
    'orderedLogistic',
    'draws are counted from 1',
    support,
    draws((draw) => tf.add(draw, 1)),
  ),
  mutant(
    'lkjCholesky',
    'rows of draws are not of length 1',
    support,
    draws((draw) => tf.mul(draw, 0.99)),
  ),
  mutant(
    'exponential',
    'one uniform number serves the whole batch',
    [...independence, 'expand'],
    lying((honest) => {
      const shared: dist.Distribution['sample'] = (k, shape = []) =>
        tf.tidy(() => {
          const share = uniform(k, [...shape, ...honest.batchShape.map(() => 1)]);
          return honest.icdf(tf.add(tf.mul(share, 0.999), tf.fill([...shape, ...honest.batchShape], 1e-6)));
        });
      return { sample: shared, rsample: shared };
    }),
  ),
  mutant(
    'laplace',
    'every second draw mirrors the one before',
    independence,
    drawer((honest, draw, k, shape) => {
      const [size, ...rest] = shape;
      if (size === undefined || size === 0) return draw();
      const half = draw(k, [Math.ceil(size / 2), ...rest]);
      const mirrored = tf.sub(tf.mul(2, honest.mean()), half);
      return tf.slice(tf.reshape(tf.stack([half, mirrored], 1), [-1, ...half.shape.slice(1)]), 0, size);
    }),
  ),
  mutant(
    'poisson',
    'expand repeats one draw',
    [...independence, 'expand'],
    lying((honest) => ({
      expand: (shape) => repeating(honest, shape),
    })),
  ),
  mutant(
    'gamma',
    'every draw is the same number',
    ['sameKeySameDraw', 'independentDraws'],
    drawer((_honest, draw) => draw(key(0))),
  ),
  mutant(
    'gumbel',
    'the draw with gradient comes from another key',
    ['sameKeySameDraw'],
    lying((honest) => ({
      rsample: (k, shape) => honest.rsample(fold(k, 'with gradient'), shape),
    })),
  ),
  mutant(
    'categorical',
    'the draws of the elements change places',
    ['batchElements'],
    draws((draw) => tf.reverse(draw, -1)),
  ),
  mutant(
    'normal',
    'draws with gradient are rounded',
    ['sameKeySameDraw'],
    lying((honest) => ({
      rsample: (k, shape) =>
        tf.tidy(() => {
          const draw = honest.rsample(k, shape);
          return tf.add(draw, stopGradient(tf.sub(tf.div(tf.round(tf.mul(draw, 1000)), 1000), draw)));
        }),
    })),
  ),
];

/** A larger batch that is drawn once and repeated. */
function repeating(honest: dist.Distribution, batchShape: readonly number[]): dist.Distribution {
  const wide = honest.expand(batchShape);
  const repeated: dist.Distribution['sample'] = (k, shape = []) =>
    tf.tidy(() => {
      const once = honest.sample(k, [...shape, ...batchShape.slice(honest.batchShape.length).map(() => 1)]);
      return tf.add(once, tf.zeros([...shape, ...batchShape, ...honest.eventShape], once.dtype));
    });
  return { ...wide, sample: repeated, expand: (shape) => repeating(honest, shape) };
}
