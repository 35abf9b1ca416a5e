// Families of vectors and matrices: reference values, gradients, draws. SciPy 1.17.1 and mpmath 1.3.0 in 40 digits.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { key, normal } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { gradientChecker } from './support/gradientChecker.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;
const matrix = (...rows: number[][]): tf.Tensor => tf.tensor2d(rows);
/** A unit of the least place of the largest term that is added: eight of them. */
const near = { roundings: 8 };

describeEngines('wishart', () => {
  const expectSlopes = gradientChecker(1e-3);
  const scale = [
    [2, 0.5],
    [0.5, 1],
  ];

  it('has the reference log densities, moments and entropies', () => {
    tf.tidy(() => {
      const value = matrix([3, 1], [1, 2]);
      // scipy.stats.wishart(df, scale).logpdf([[3, 1], [1, 2]]), .entropy(), .mean() and .var(), for df = 1.5, 3, 50.
      const made = dist.wishart({ df: tf.tensor1d([1.5, 3, 50]), covarianceMatrix: matrix(...scale) });
      expectClose(made.logProb(value), [-6.444465179456848, -5.08473364315814, -121.08783736567348], near);
      expectClose(made.entropy(), [2.49754783276499, 6.370447928872425, 11.610040599465123], { roundings: 64 });
      const three = dist.wishart({ df: 3, covarianceMatrix: matrix(...scale) });
      expectClose(three.mean(), [6, 1.5, 1.5, 3], near);
      expectClose(three.variance(), [24, 6.75, 6.75, 6], near);
      // The same with size 3 and df 4.5.
      const covarianceMatrix = matrix([1, 0.2, 0], [0.2, 2, -0.3], [0, -0.3, 0.5]);
      const larger = dist.wishart({ df: 4.5, covarianceMatrix });
      expectClose(larger.logProb(matrix([3, 1, 0.5], [1, 2, -0.2], [0.5, -0.2, 1])), -8.701404224209503, {
        roundings: 16,
      });
      expectClose(larger.entropy(), 12.186967690373384, { roundings: 16 });
      expect(newTensors(() => larger.logProb(covarianceMatrix))).toBe(1);
    });
  });

  it('is the same by its factor and its inverse', () => {
    tf.tidy(() => {
      const scaleTril = matrix([Math.SQRT2, 0], [Math.SQRT1_2 / 2, Math.sqrt(0.875)]);
      const precisionMatrix = tf.div(matrix([1, -0.5], [-0.5, 2]), 1.75);
      for (const params of [{ scaleTril }, { precisionMatrix }]) {
        const made = dist.wishart({ df: 3, ...params });
        expectClose(made.logProb(matrix([3, 1], [1, 2])), -5.08473364315814, near);
      }
    });
  });

  it('has the gradients of its differences', () => {
    tf.tidy(() => {
      const f = ({ df = tf.scalar(0), ...rest }: Tensors): tf.Tensor => {
        const { lower, factor, precisionMatrix } = rest as Record<'lower' | 'factor' | 'precisionMatrix', tf.Tensor>;
        const value = tf.matMul(factor, factor, false, true);
        const byInverse = tf.matMul(precisionMatrix, precisionMatrix, true, false);
        const first = dist.wishart({ df, scaleTril: lower }).logProb(value);
        return tf.sum(tf.add(first, dist.wishart({ df, precisionMatrix: byInverse }).logProb(value)));
      };
      const inputs = {
        df: tf.tensor1d([2.5, 6]),
        lower: matrix([1.2, 0], [0.4, 0.8]),
        factor: matrix([1, 0], [-0.3, 1.5]),
        precisionMatrix: matrix([1, 0.2], [-0.3, 1.1]),
      };
      expectSlopes(f, inputs);
    });
  });
});

describe('wishart', () => {
  useScalarEngine();

  it('has draws of its mean and variance, whose slopes are those of the mean', () => {
    tf.tidy(() => {
      const count = 4000;
      const covarianceMatrix = matrix([2, 0.5], [0.5, 1]);
      const made = dist.wishart({ df: 3, covarianceMatrix });
      const draws = made.sample(key(1), [count]);
      expect(
        dist.constraints.positiveDefinite
          .check(draws)
          .dataSync()
          .every((each) => each === 1),
      ).toBe(true);
      // Five standard errors of the mean; the kurtosis of a chi-square of 3 is 7, so that of squares is sqrt(6) times the variance.
      const spread = Math.sqrt(24 / count);
      expectClose(tf.mean(draws, 0), made.mean(), { tolerance: 5 * spread });
      expectClose(tf.mean(tf.squaredDifference(draws, made.mean()), 0), [24, 6.75, 6.75, 6], {
        tolerance: (5 * 24 * Math.sqrt(6)) / Math.sqrt(count),
      });
      const slope = tf.grad((df: tf.Tensor) =>
        tf.mean(dist.wishart({ df, covarianceMatrix }).rsample(key(2), [count])),
      );
      // The mean of all four entries is df times the mean of the scale's, 1; a slope has standard deviation below 4.
      expectClose(slope(tf.scalar(3)), 1, { tolerance: (5 * 4) / Math.sqrt(count) });
      const byScale = tf.grad((at: tf.Tensor) =>
        tf.mean(tf.sum(dist.wishart({ df: 3, scaleTril: at }).rsample(key(2), [count]), [-2, -1])),
      )(tf.eye(2));
      // d sum(df L L^T) / d L = 2 df at every entry on and below the diagonal.
      expectClose(byScale, [6, 0, 6, 6], { tolerance: (5 * 12) / Math.sqrt(count) });
    });
  });

  it('KL: 0 from itself, and the mean difference of log densities', () => {
    tf.tidy(() => {
      const q = dist.wishart({ df: 4, covarianceMatrix: matrix([2, 0.5], [0.5, 1]) });
      const p = dist.wishart({ df: 6.5, scaleTril: matrix([1, 0], [-0.4, 0.8]) });
      expectClose(dist.klDivergence(q, q) ?? NaN, 0, { tolerance: 1e-5 });
      const draws = q.sample(key(5), [4000]);
      const terms = tf.sub(q.logProb(draws), p.logProb(draws));
      const { mean, variance } = tf.moments(terms);
      const tolerance = 5 * Math.sqrt((variance.dataSync()[0] ?? 0) / 4000);
      expectClose(dist.klDivergence(q, p) ?? NaN, mean, { tolerance });
    });
  });

  it('rejects degrees of freedom and shapes that do not fit', () => {
    tf.tidy(() => {
      expect(() => dist.wishart({ df: 1, scaleTril: tf.eye(2) })).toThrow('wishart.df: expected a finite number > 1');
      expect(() => dist.wishart({ df: 3, scaleTril: tf.ones([2, 3]) })).toThrow('wishart.scaleTril');
      expect(() => dist.wishart({ df: 3 })).toThrow('wishart: expected one of scaleTril');
    });
  });
});

describeEngines('multivariateStudentT', () => {
  const expectSlopes = gradientChecker(1e-3);
  const lower = [
    [2, 0],
    [0.5, 1],
  ];
  const make = (df: number): dist.Distribution =>
    dist.multivariateStudentT({ df, loc: tf.tensor1d([1, -2]), scaleTril: matrix(...lower) });

  it('has the reference log densities and entropies', () => {
    tf.tidy(() => {
      const value = matrix([0.3, -1], [100, 40]);
      // scipy.stats.multivariate_t([1, -2], L L^T, df).logpdf(value) and .entropy(), with L = [[2, 0], [0.5, 1]].
      expectClose(make(0.3).logProb(value), [-4.593542433265593, -13.022063002018346], near);
      expectClose(make(3).logProb(value), [-3.5464225258133917, -19.58362252921895], near);
      expectClose(make(1e4).logProb(value), [-3.28268056921395, -1216.6467751590221], { roundings: 32 });
      expectClose(tf.stack([0.3, 3, 1e4].map((df) => make(df).entropy())), [10.19769091, 4.19769091, 3.53122425], {
        tolerance: 1e-5,
      });
      // mpmath, where squares and gamma functions leave float32.
      expectClose(make(3).logProb(tf.tensor1d([1e30, -1e30])), -346.6590252437726, near);
      expectClose(make(1e8).logProb(tf.tensor1d([3, 4])), -18.1560221180635, { roundings: 32 });
      const made = make(3);
      expect(newTensors(() => made.logProb(value))).toBe(1);
    });
  });

  it('has moments where they exist', () => {
    tf.tidy(() => {
      expectClose(make(3).mean(), [1, -2]);
      expectClose(make(1).mean(), [NaN, NaN]);
      expectClose(make(3).variance(), [12, 3.75], near);
      expectClose(make(1.5).variance(), [Infinity, Infinity]);
      expectClose(make(0.5).variance(), [NaN, NaN]);
    });
  });

  it('has the gradients of its differences', () => {
    tf.tidy(() => {
      const f = (inputs: Tensors): tf.Tensor => {
        const { value, ...params } = inputs as Record<'value' | 'df' | 'loc' | 'scaleTril', tf.Tensor>;
        return tf.sum(dist.multivariateStudentT(params).logProb(value));
      };
      const value = matrix([0.3, -1], [10, -4]);
      const inputs = { value, df: tf.tensor1d([0.8, 12]), loc: tf.tensor1d([1, -2]), scaleTril: matrix(...lower) };
      expectSlopes(f, inputs);
    });
  });
});

describe('multivariateStudentT', () => {
  useScalarEngine();

  it('has draws of its variance, and slopes of its variance', () => {
    tf.tidy(() => {
      const count = 10_000;
      const params = { loc: tf.tensor1d([1, -2]), scaleTril: matrix([2, 0], [0.5, 1]) };
      const made = dist.multivariateStudentT({ df: 12, ...params });
      const draws = made.sample(key(3), [count]);
      // The variance is 4.8; squares have standard deviation sqrt(3 x 10 / 8 - 1) times that.
      const tolerance = (5 * 4.8 * 1.66) / Math.sqrt(count);
      expectClose(tf.mean(draws, 0), [1, -2], { tolerance: 5 * Math.sqrt(4.8 / count) });
      expectClose(tf.mean(tf.squaredDifference(draws, params.loc), 0), made.variance(), { tolerance });
      const slope = tf.grad((df: tf.Tensor) => {
        const moved = dist.multivariateStudentT({ df, ...params }).rsample(key(4), [count]);
        return tf.mean(tf.sum(tf.squaredDifference(moved, params.loc), -1));
      });
      // d (5.25 df / (df - 2)) / d df = -10.5 / 100; the terms spread like five times that.
      expectClose(slope(tf.scalar(12)), -0.105, { tolerance: (5 * 0.5) / Math.sqrt(count) });
      const far = dist.multivariateStudentT({ df: 0.01, ...params }).sample(key(5), [100]);
      expect(
        dist.constraints.realVector
          .check(far)
          .dataSync()
          .every((each) => each === 1),
      ).toBe(true);
    });
  });
});

describeEngines('lkjCholesky', () => {
  const expectSlopes = gradientChecker(1e-3);
  // dim, concentration, log p at a diagonal of 1, 0.9, 0.8, ..., entropy, means and variances on the diagonal: mpmath, from the
  // formulas in the doc comment.
  const rows: readonly (readonly [number, number, number, number, number[], number[]])[] = [
    [2, 0.5, -1.0393693701915738, 0.4515827052894549, [1, 0.6366197723675814], [0, 0.09471526543064891]],
    [
      3,
      2,
      -1.3778519877290272,
      1.4449248798069647,
      [1, 0.9054147873672268, 0.8],
      [0, 0.013557396150092816, 0.02666666666666667],
    ],
    [
      3,
      1e4,
      -6557.431263593245,
      -10.598565728565154,
      [1, 0.999975001562414, 0.999950002499875],
      [0, 1.2497500351520707e-9, 2.499500068741876e-9],
    ],
    [
      5,
      0.3,
      -5.620127705197327,
      3.4734940274205828,
      [1, 0.8717609704083724, 0.7222222222222222, 0.5364682894820754, 0.2708333333333333],
      [0, 0.022641506124826724, 0.04361245303274289, 0.06002786133669795, 0.05708408816425121],
    ],
  ];

  it.each(rows)(
    'dim %d, concentration %d: is the reference',
    (dim, concentration, logProb, entropy, mean, variance) => {
      tf.tidy(() => {
        const made = dist.lkjCholesky({ dim, concentration });
        const value = tf.mul(tf.eye(dim), tf.tensor1d(mean.map((_, i) => 1 - i / 10)));
        // The logs of the diagonal have two roundings each, times twice the concentration.
        expectClose(made.logProb(value), logProb, { roundings: 16 });
        expectClose(made.entropy(), entropy, { roundings: 32 });
        const onDiagonal = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(x, tf.eye(dim)), -1);
        expectClose(onDiagonal(made.mean()), mean, near);
        // A small difference of two numbers, which for a large concentration are 1 over it, and below 4 logs of gamma functions.
        expectClose(onDiagonal(made.variance()), variance, {
          relative: concentration * 2 ** -24,
          tolerance: concentration > 4 ? 0 : 5e-7,
        });
        expect(newTensors(() => made.logProb(value))).toBe(1);
      });
    },
  );

  it('has the gradients of its differences', () => {
    tf.tidy(() => {
      const f = (inputs: Tensors): tf.Tensor => {
        const { concentration, diagonal } = inputs as Record<'concentration' | 'diagonal', tf.Tensor>;
        const value = tf.mul(tf.eye(4), diagonal);
        return tf.sum(dist.lkjCholesky({ dim: 4, concentration }).logProb(value));
      };
      expectSlopes(f, { concentration: tf.tensor1d([0.4, 3]), diagonal: tf.tensor1d([1, 0.9, 0.7, 0.4]) });
    });
  });
});

describe('lkjCholesky', () => {
  useScalarEngine();

  it('has a density that integrates to 1', () => {
    tf.tidy(() => {
      // Size 3, over three numbers in unconstrained coordinates, by a normal proposal of scale 1.2.
      const map = dist.bijectTo(dist.constraints.corrCholesky);
      const count = 10_000;
      const made = dist.lkjCholesky({ dim: 3, concentration: 1.5 });
      const proposal = dist.normal({ loc: tf.zeros([3]), scale: 1.2 }).toEvent(1);
      const x = proposal.sample(key(8), [count]);
      const y = map.forward(x);
      const logs = tf.add(made.logProb(y), tf.sub(map.logAbsDetJacobian(x, y), proposal.logProb(x)));
      const { mean, variance } = tf.moments(tf.exp(logs));
      expectClose(mean, 1, { tolerance: 5 * Math.sqrt((variance.dataSync()[0] ?? 0) / count) });
    });
  });

  it('has draws of its moments, with uniform rows, whose slopes are those of the mean', () => {
    tf.tidy(() => {
      const count = 4000;
      const made = dist.lkjCholesky({ dim: 4, concentration: 1.5 });
      const draws = made.sample(key(1), [count]);
      expect(
        dist.constraints.corrCholesky
          .check(draws)
          .dataSync()
          .every((each) => each === 1),
      ).toBe(true);
      // Entries have standard deviation 1 / sqrt 6 = 0.41 at most, squares 0.3.
      expectClose(tf.mean(draws, 0), made.mean(), { tolerance: (5 * 0.41) / Math.sqrt(count) });
      const squares = tf.mean(tf.squaredDifference(draws, made.mean()), 0);
      expectClose(squares, made.variance(), { tolerance: (5 * 0.3) / Math.sqrt(count) });
      const flat = tf.reshape(draws, [count, 16]);
      // Entries of one row do not correlate.
      const crossed = tf.mean(tf.mul(tf.slice(flat, [0, 13], [count, 1]), tf.slice(flat, [0, 14], [count, 1])));
      expectClose(crossed, 0, { tolerance: (5 * 0.17) / Math.sqrt(count) });
      const along = (concentration: tf.Tensor, draw: boolean): tf.Tensor => {
        const each = dist.lkjCholesky({ dim: 4, concentration });
        return tf.sum(draw ? tf.mean(each.rsample(key(2), [count]), 0) : each.mean());
      };
      const at = tf.scalar(1.5);
      const [got, want] = [true, false].map((draw) => tf.grad((c: tf.Tensor) => along(c, draw))(at));
      expectClose(got ?? NaN, want ?? NaN, { tolerance: (5 * 1) / Math.sqrt(count) });
    });
  });

  it('rejects a size below 2, and draws at the ends of its parameter', () => {
    tf.tidy(() => {
      expect(() => dist.lkjCholesky({ dim: 1, concentration: 1 })).toThrow('lkjCholesky.dim: expected an integer >= 2');
      const made = dist.lkjCholesky({ dim: 4, concentration: tf.tensor1d([1e-3, 1e6]) });
      expect(
        dist.constraints.corrCholesky
          .check(made.sample(key(1), [50]))
          .dataSync()
          .every((each) => each === 1),
      ).toBe(true);
    });
  });
});

describeEngines('logisticNormal', () => {
  const expectSlopes = gradientChecker(1e-3);
  const params = (): Record<'loc' | 'scale', tf.Tensor> => ({
    loc: tf.tensor1d([1, -0.5]),
    scale: tf.tensor1d([0.5, 2]),
  });

  it('has the reference log densities, and -Infinity on the faces', () => {
    tf.tidy(() => {
      // mpmath, from the formula in the doc comment.
      const value = matrix([0.2, 0.5, 0.3], [1e-30, 0.25, 0.75], [0, 0.5, 0.5]);
      const made = dist.logisticNormal(params());
      expectClose(made.logProb(value), [-4.192534974373286, -9559.52262342805, -Infinity], { roundings: 16 });
      const slope = tf.grad((at: tf.Tensor) => tf.sum(tf.slice(made.logProb(at), 2, 1)))(value);
      expectClose(slope, Array<number>(9).fill(0));
    });
  });

  it('has the gradients of its differences', () => {
    tf.tidy(() => {
      const f = (inputs: Tensors): tf.Tensor => {
        const { free, ...rest } = inputs as Record<'free' | 'loc' | 'scale', tf.Tensor>;
        return tf.sum(dist.logisticNormal(rest).logProb(tf.softmax(free)));
      };
      expectSlopes(f, { free: tf.tensor1d([0.2, 0.6, -0.3]), ...params() });
    });
  });

  it('has draws whose coordinates are normal', () => {
    tf.tidy(() => {
      const made = dist.logisticNormal(params());
      const draws = made.sample(key(1), [2000]);
      expect(
        dist.constraints.simplex
          .check(draws)
          .dataSync()
          .every((each) => each === 1),
      ).toBe(true);
      const standard = tf.div(tf.sub(dist.transforms.stickBreaking.inverse(draws), params().loc), params().scale);
      expectClose(tf.mean(standard, 0), [0, 0], { tolerance: 5 / Math.sqrt(2000) });
      expectClose(tf.mean(tf.square(standard), 0), [1, 1], { tolerance: (5 * Math.SQRT2) / Math.sqrt(2000) });
    });
  });
});

describeEngines('gaussianRandomWalk', () => {
  const expectSlopes = gradientChecker(1e-3);
  it('has the log density of its steps, and their gradients', () => {
    tf.tidy(() => {
      const made = dist.gaussianRandomWalk({ scale: 2, numSteps: 3 });
      // sum(scipy.stats.norm(0, 2).logpdf([1, 0, 2])).
      expectClose(made.logProb(tf.tensor1d([1, 1, 3])), -5.461257141293855, near);
      expectClose(made.entropy(), 3 * (Math.log(2) + 0.5 * (1 + Math.log(2 * Math.PI))), near);
      const f = (inputs: Tensors): tf.Tensor => {
        const { value, scale } = inputs as Record<'value' | 'scale', tf.Tensor>;
        return tf.sum(dist.gaussianRandomWalk({ scale, numSteps: 3 }).logProb(value));
      };
      expectSlopes(f, { value: matrix([1, 1, 3], [0.5, -1, -1]), scale: tf.tensor1d([2, 0.7]) });
    });
  });

  it('has draws of growing variance', () => {
    tf.tidy(() => {
      const made = dist.gaussianRandomWalk({ scale: tf.tensor1d([2, 0.5]), numSteps: 4 });
      const draws = made.sample(key(1), [5000]);
      expect(draws.shape).toEqual([5000, 2, 4]);
      const ratio = tf.div(tf.mean(tf.square(draws), 0), made.variance());
      expectClose(ratio, Array<number>(8).fill(1), { tolerance: (5 * Math.SQRT2) / Math.sqrt(5000) });
      expect(() => dist.gaussianRandomWalk({ scale: 1, numSteps: 0 })).toThrow('gaussianRandomWalk.numSteps');
    });
  });
});

describeEngines('projectedNormal on the sphere', () => {
  const expectSlopes = gradientChecker(1e-3);
  it('has the reference log densities and mean length', () => {
    tf.tidy(() => {
      // mpmath, -(|m|^2 - t^2) / 2 - log(2 pi) + log((1 + t^2) ncdf(t) + t npdf(t)) with t = x . m.
      const concentration = matrix([0, 0, 0], [1, -2, 0.5], [-3, 2, -1], [40, -20, 40], [-40, 20, -41]);
      const expected = [
        -2.5310242469692907, -1.7487632475840764, -13.08203694912973, 6.3510897972395295, -1854.8814798633568,
      ];
      const made = dist.projectedNormal({ concentration });
      expectClose(made.logProb(tf.tensor1d([2 / 3, -1 / 3, 2 / 3])), expected, { roundings: 16 });
      // sqrt(2 / pi) exp(-r^2 / 2) / r + (1 - 1 / r^2) erf(r / sqrt 2).
      const lengths = [0.001, 0.5, 1, 2, 2.5, 4, 30];
      const along = tf.mul(tf.reshape(tf.tensor1d(lengths), [7, 1]), tf.tensor1d([0, 0, 1]));
      const mean = tf.sum(dist.projectedNormal({ concentration: along }).mean(), -1);
      const reference = [
        5.319229873924429e-4, 0.2594865394131193, 0.4839414490382867, 0.7698657685909192, 0.8435904026475512,
      ];
      expectClose(mean, [...reference, 0.9375075315344454, 0.9988888888888889], near);
    });
  });

  it('has the gradients of its differences', () => {
    tf.tidy(() => {
      const f = (inputs: Tensors): tf.Tensor => {
        const { value, concentration } = inputs as Record<'value' | 'concentration', tf.Tensor>;
        return tf.sum(dist.projectedNormal({ concentration }).logProb(value));
      };
      const value = tf.tensor1d([2 / 3, -1 / 3, 2 / 3]);
      expectSlopes(f, { value, concentration: matrix([1, -2, 0.5], [-3, 2, -1]) });
    });
  });

  it('has a density of mass 1, and draws of its mean', () => {
    tf.tidy(() => {
      const concentration = tf.tensor1d([0.5, -1.5, 1]);
      const made = dist.projectedNormal({ concentration });
      const count = 5000;
      const uniform = dist.projectedNormal({ concentration: tf.zeros([3]) }).sample(key(1), [count]);
      const { mean, variance } = tf.moments(tf.mul(tf.exp(made.logProb(uniform)), 4 * Math.PI));
      expectClose(mean, 1, { tolerance: 5 * Math.sqrt((variance.dataSync()[0] ?? 0) / count) });
      const draws = made.sample(key(2), [count]);
      expectClose(tf.mean(draws, 0), made.mean(), { tolerance: (5 * 0.6) / Math.sqrt(count) });
      expect(() => dist.projectedNormal({ concentration: normal(key(0), [4]) })).toThrow('[..., 2] or [..., 3]');
    });
  });
});
