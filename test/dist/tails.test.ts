// Logs of tails: what is far too small for float32, and what truncation, folding and censoring make of it.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

type Row = readonly [make: () => Distribution, values: number[], logCdf: number[], logSurvival: number[]];

// mpmath with 60 digits, at the float32 nearest to the value.
const rows: readonly Row[] = [
  [
    () => dist.normal({ loc: 0, scale: 1 }),
    [-300, -40, -1, 0, 2, 40],
    [-45006.6227, -804.608442, -1.84102165, -0.693147181, -0.0230129093, 0],
    [0, 0, -0.172753779, -0.693147181, -3.78318433, -804.608442],
  ],
  [
    () => dist.logistic({ loc: 0, scale: 1 }),
    [-500, -1, 0, 30, 500],
    [-500, -1.31326169, -0.693147181, -9.35762297e-14, 0],
    [0, -0.313261688, -0.693147181, -30, -500],
  ],
  [
    () => dist.gumbel({ loc: 0, scale: 1 }),
    [-6, -1, 0, 30, 300],
    [-403.428793, -2.71828183, -1, -9.35762297e-14, -5.14820022e-131],
    [0, -0.0682660312, -0.458675145, -30, -300],
  ],
  [
    () => dist.laplace({ loc: 0, scale: 1 }),
    [-500, -1, 0, 30, 500],
    [-500.693147, -1.69314718, -0.693147181, -4.67881148e-14, 0],
    [0, -0.203267055, -0.693147181, -30.6931472, -500.693147],
  ],
  [
    () => dist.softLaplace({ loc: 0, scale: 1 }),
    [-500, -1, 0, 30, 500],
    [-500.451583, -1.49424929, -0.693147181, -5.9572478e-14, 0],
    [0, -0.254140293, -0.693147181, -30.4515827, -500.451583],
  ],
  [
    () => dist.cauchy({ loc: 0, scale: 1 }),
    [-1.0000000200408773e20, -2, 0, 0.5, 3, 1.0000000200408773e20],
    [-47.1964318, -1.91336036, -0.693147181, -0.434507355, -0.108048996, -3.1830988e-21],
    [-3.1830988e-21, -0.15968016, -0.693147181, -1.0429419, -2.2787086, -47.1964318],
  ],
  [
    () => dist.studentT({ df: 3 }),
    [-1.0000000200408773e20, -2, 0.5, 3, 1.0000000200408773e20],
    [-138.057382, -2.66408617, -0.39411573, -0.0292583235, -1.08902767e-60],
    [-1.08902767e-60, -0.072208376, -1.12170494, -3.54618468, -138.057382],
  ],
  [
    () => dist.asymmetricLaplace({ loc: 0, scale: 1, asymmetry: 2 }),
    [-500, -1, 30, 300],
    [-250.223144, -0.723143551, -1.75130215e-27, 0],
    [0, -0.66402445, -61.6094379, -601.609438],
  ],
  [
    () => dist.exponential({ rate: 1 }),
    [1.0000000031710769e-30, 1, 500],
    [-69.0775528, -0.458675145, 0],
    [-1.0e-30, -1, -500],
  ],
  [
    () => dist.weibull({ scale: 1, concentration: 3 }),
    [9.999999682655225e-21, 1, 20],
    [-138.155106, -0.458675145, 0],
    [-9.99999905e-61, -1, -8000],
  ],
  [
    () => dist.pareto({ scale: 1, alpha: 4 }),
    [1.5, 1.0000000150474662e30],
    [-0.220061885, 0],
    [-1.62186043, -276.310211],
  ],
  [
    () => dist.gamma({ concentration: 20, rate: 2 }),
    [0.0010000000474974513, 10, 500],
    [-166.629682, -0.635363799, 0],
    [0, -0.754475358, -908.073371],
  ],
  [
    () => dist.chi2({ df: 5 }),
    [1.0000000031710769e-30, 4, 500],
    [-175.627724, -0.797210652, 0],
    [0, -0.598899472, -241.996498],
  ],
  [
    () => dist.inverseGamma({ concentration: 20, rate: 2 }),
    [0.004000000189989805, 0.10000000149011612, 100000],
    [-421.223648, -0.754475301, 0],
    [0, -0.635363849, -258.731201],
  ],
  [
    () => dist.beta({ concentration1: 50, concentration0: 3 }),
    [0.009999999776482582, 0.8999999761581421, 0.9998999834060669],
    [-223.088293, -2.33683297, -2.20298883e-8],
    [0, -0.101626601, -17.6308658],
  ],
  [
    () => dist.kumaraswamy({ concentration1: 50, concentration0: 30 }),
    [0.009999999776482582, 0.8999999761581421, 0.9998999834060669],
    [-226.857314, -1.94075271, 0],
    [0, -0.155012846, -159.018028],
  ],
  [
    () => dist.halfCauchy({ scale: 1 }),
    [9.999999682655225e-21, 0.5, 2, 1.0000000200408773e20],
    [-46.5032846, -1.22021318, -0.349794718, -6.3661976e-21],
    [-6.36619752e-21, -0.349794718, -1.22021318, -46.5032846],
  ],
  [
    () => dist.halfNormal({ scale: 1 }),
    [9.999999682655225e-21, 0.5, 2, 40],
    [-46.2774932, -0.959916334, -0.0465679123, 0],
    [-7.97884535e-21, -0.482764581, -3.09003715, -803.915295],
  ],
  [
    () => dist.logNormal({ loc: 0, scale: 1 }),
    [9.999999682655225e-21, 0.5, 2, 1.0000000200408773e20],
    [-1065.1288, -1.41014209, -0.279857558, 0],
    [0, -0.279857558, -1.41014209, -1065.1288],
  ],
  [
    () => dist.poisson({ rate: 2 }),
    [0, 1.5, 19, 60],
    [-2, -0.901387711, -6.44373139e-14, 0],
    [-0.145413458, -0.520885808, -30.3730835, -152.424297],
  ],
  [
    () => dist.poisson({ rate: 300 }),
    [0, 100, 300, 900],
    [-300, -92.9581234, -0.662911409, 0],
    [0, -4.25402404e-41, -0.724325734, -393.766928],
  ],
  [
    () => dist.binomial({ totalCount: 100, probs: 0.25 }),
    [0, 25, 80, 99],
    [-28.7682072, -0.59154624, -1.03685493e-31, -6.22301528e-61],
    [-3.20720219e-13, -0.806250537, -71.3439459, -138.629436],
  ],
  [
    () => dist.negativeBinomial({ totalCount: 2.5, probs: 0.25 }),
    [0, 3, 100],
    [-0.719205181, -0.0255698385, -7.89545063e-59],
    [-0.66775099, -3.67909948, -133.785915],
  ],
  [
    () => dist.geometric({ probs: 0.25 }),
    [0, 3, 500],
    [-1.38629436, -0.380391471, 0],
    [-0.287682072, -1.15072829, -144.128718],
  ],
  [
    () => dist.gammaPoisson({ concentration: 2.5, rate: 3 }),
    [0, 3, 100],
    [-0.719205181, -0.0255698385, -7.89545063e-59],
    [-0.66775099, -3.67909948, -133.785915],
  ],
];

describeEngines('logCdf and logSurvival', () => {
  it.each(rows.map((row) => [row[0].toString().replace(/^.*?\.|\s/gs, ''), row] as const))(
    '%s',
    (_name, [make, values, below, above]) => {
      const [whole, value] = [make(), tf.tensor1d([...values])];
      // What lies below the least normal float32 may be 0.
      expectClose(whole.logCdf(value), below, { relative: 3e-6, tolerance: 1e-37 });
      expectClose(whole.logSurvival(value), above, { relative: 3e-6, tolerance: 1e-37 });
      const ends = tf.tensor1d([-Infinity, Infinity]);
      expectClose(whole.logCdf(ends), [-Infinity, 0]);
      expectClose(whole.logSurvival(ends), [0, -Infinity]);
    },
  );

  it.each(rows.map((row) => [row[0].toString().replace(/^.*?\.|\s/gs, ''), row] as const))(
    'the slope by the value is the density over the share: %s',
    (_name, [make, values]) => {
      const whole = make();
      if (whole.isDiscrete) return;
      const value = tf.tensor1d([...values]);
      const slopeOf = (of: 'logCdf' | 'logSurvival'): tf.Tensor => tf.grad((x: tf.Tensor) => whole[of](x))(value);
      const hazard = (of: 'logCdf' | 'logSurvival'): tf.Tensor =>
        tf.exp(tf.sub(whole.logProb(value), whole[of](value)));
      // The exponents have an error of a rounding each.
      expectClose(slopeOf('logCdf'), hazard('logCdf'), { relative: 1e-2, tolerance: 1e-30 });
      expectClose(slopeOf('logSurvival'), tf.neg(hazard('logSurvival')), { relative: 1e-2, tolerance: 1e-30 });
    },
  );

  it('are those of the elements, of images and of mixtures', () => {
    const standard = dist.normal({ loc: 0, scale: 1 });
    const falling = dist.transformed(standard, [dist.transforms.affine({ loc: 0, scale: -1 }), dist.transforms.exp]);
    expectClose(falling.logCdf(tf.scalar(Math.exp(-40))), -804.608442, { relative: 1e-5 });
    expectClose(falling.logSurvival(tf.scalar(Math.exp(40))), -804.608442, { relative: 1e-5 });
    expectClose(falling.logCdf(tf.scalar(-1)), -Infinity);
    const mixing = dist.categorical({ probs: tf.tensor1d([0.5, 0.5]) });
    const two = dist.mixtureSameFamily(mixing, dist.normal({ loc: tf.tensor1d([0, 10]), scale: 1 }));
    expectClose(two.logSurvival(tf.scalar(50)), -804.608442 - Math.LN2, { relative: 1e-6 });
    expectClose(dist.mixture(mixing, [standard, standard]).logCdf(tf.scalar(-40)), -804.608442, { relative: 1e-6 });
    const choice = dist.categorical({ logits: tf.tensor1d([0, -200, -300]) });
    expectClose(choice.logSurvival(tf.tensor1d([-1, 0, 0.5, 1, 2])), [0, -200, -200, -300, -Infinity]);
    expectClose(choice.logCdf(tf.tensor1d([-1, 0, 1, 2])), [-Infinity, 0, 0, 0]);
    expect(newTensors(() => standard.logCdf(tf.scalar(1)))).toBe(2);
    expect(standard.expand([3]).logSurvival(tf.scalar(1)).shape).toEqual([3]);
  });

  it('are refused where there is no cdf, and for vectors', () => {
    const wishart = dist.wishart({ df: 3, scaleTril: tf.eye(2) });
    expect(errorOf(() => wishart.logCdf(tf.eye(2)))).toMatchObject({ where: 'wishart.cdf' });
    const vector = dist.normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1);
    expect(errorOf(() => vector.logCdf(tf.zeros([2])))).toMatchObject({ where: 'normal.logCdf' });
  });
});

describeEngines('truncated in a tail', () => {
  // mpmath.
  it.each<[string, () => Distribution, number[], number[]]>([
    ['poisson', () => dist.truncated(dist.poisson({ rate: 2 }), { low: 20 }), [19, 21], [-Infinity, -2.45096459]],
    ['poisson 11', () => dist.truncated(dist.poisson({ rate: 2 }), { low: 11 }), [12], [-1.97118368]],
    ['poisson 60', () => dist.truncated(dist.poisson({ rate: 2 }), { low: 59.5 }), [61], [-3.45104461]],
    ['gumbel 14', () => dist.truncated(dist.gumbel({ loc: 0, scale: 1 }), { low: 14 }), [15], [-0.99999989]],
    ['gumbel 200', () => dist.truncated(dist.gumbel({ loc: 0, scale: 1 }), { low: 200 }), [201], [-1]],
    [
      'normal',
      () => dist.truncated(dist.normal({ loc: 1.35, scale: 0.1 }), { low: -20, high: -1 }),
      [-1, -1.004, -1.05],
      [5.46138814, 4.52060028, -6.41360018],
    ],
    [
      'beta',
      () => dist.truncated(dist.beta({ concentration1: 0.02, concentration0: 2 }), { low: 1e-10 }),
      [0.5],
      [-2.8744477],
    ],
  ])('%s', (_name, make, values, right) => {
    // The mass is the difference of logs of a few hundred.
    expectClose(make().logProb(tf.tensor1d(values)), right, { relative: 1e-5, tolerance: 6e-5 });
  });

  it.each<[string, () => Distribution]>([
    ['normal', () => dist.truncated(dist.normal({ loc: 1.35, scale: 0.1 }), { low: -20, high: -1 })],
    ['normal on the right', () => dist.truncated(dist.normal({ loc: tf.tensor1d([0, 1]), scale: 1 }), { low: 30 })],
    ['gumbel', () => dist.truncated(dist.gumbel({ loc: 0, scale: 1 }), { low: 200 })],
    ['logistic', () => dist.truncated(dist.logistic({ loc: 0, scale: 2 }), { high: -300 })],
    ['vonMises', () => dist.truncated(dist.vonMises({ loc: 0, concentration: 3 }), { low: 2, high: 3 })],
  ])('draws and quantiles are inverse to the distribution function: %s', (_name, make) => {
    const cut = make();
    const q = tf.tensor2d([[0.01], [0.25], [0.5], [0.9], [0.999]]);
    expectClose(cut.cdf(cut.icdf(q)), tf.add(q, tf.zeros([...cut.batchShape])), { tolerance: 2e-3 });
    const draws = cut.sample(key(3), [200]);
    expect(tf.all(cut.support.check(draws)).dataSync()[0]).toBe(1);
    expectClose(tf.mean(cut.cdf(draws)), 0.5, { tolerance: 0.09 });
  });

  it.each<[string, () => Distribution, number]>([
    ['poisson above', () => dist.truncated(dist.poisson({ rate: 2 }), { low: 20 }), 20],
    ['poisson far above', () => dist.truncated(dist.poisson({ rate: 2 }), { low: 60 }), 60],
    ['poisson below', () => dist.truncated(dist.poisson({ rate: 300 }), { high: 20 }), 8],
    ['binomial', () => dist.truncated(dist.binomial({ totalCount: 100, probs: 0.01 }), { low: 70 }), 70],
    ['geometric', () => dist.truncated(dist.geometric({ probs: 0.5 }), { low: 200 }), 200],
  ])('counts: %s', (_name, make, first) => {
    const cut = make();
    const counts = tf.range(first, first + 13);
    const below = tf.cumsum(tf.exp(cut.logProb(counts)));
    expectClose(cut.cdf(counts), below, { tolerance: 2e-4 });
    // Halfway up each step.
    const middle = tf.sub(cut.cdf(counts), tf.mul(tf.exp(cut.logProb(counts)), 0.5));
    const isClear = tf.greater(tf.exp(cut.logProb(counts)), 1e-3);
    expectClose(tf.where(isClear, cut.icdf(middle), counts), counts);
    const draws = cut.sample(key(1), [100]);
    expect(tf.all(cut.support.check(draws)).dataSync()[0]).toBe(1);
  });

  it('moves deep draws with the parameters', () => {
    // x - 30 falls about exponentially over 1 / 30, and shrinks by as much as the location rises, over 30.
    const draw = (loc: tf.Tensor): tf.Tensor =>
      dist.truncated(dist.normal({ loc, scale: 1 }), { low: 30 }).rsample(key(1));
    const at = (loc: number): number => draw(tf.scalar(loc)).dataSync()[0] ?? NaN;
    const slope = tf.grad((loc: tf.Tensor) => draw(loc))(tf.scalar(0));
    expectClose(slope, (at(1) - at(-1)) / 2, { relative: 0.02 });
  });
});

describeEngines('folded', () => {
  it('keeps its digits wherever the base lies', () => {
    for (const loc of [-50, 50]) {
      const whole = dist.folded(dist.normal({ loc, scale: 1 }));
      expectClose(whole.logProb(tf.scalar(1)), -1201.41894, { relative: 1e-6 });
      // log(Phi(-49) - Phi(-51)).
      expectClose(whole.logCdf(tf.scalar(1)), -1205.3112, { relative: 1e-6 });
      expectClose(whole.logSurvival(tf.tensor1d([0, 60])), [0, -53.2312852], { relative: 1e-6 });
    }
    expectClose(dist.folded(dist.normal({ loc: 0, scale: 1 })).cdf(tf.tensor1d([-1, 0, 1])), [0, 0, 0.682689492], {
      relative: 1e-6,
    });
  });
});

describeEngines('censored', () => {
  const between = { low: -1, high: 2 };

  it('gives its bounds the mass beyond them', () => {
    const seen = dist.censored(dist.normal({ loc: 0, scale: 1 }), between);
    const right = [-Infinity, -1.84102165, -0.918938533, -3.78318433, -Infinity];
    expectClose(seen.logProb(tf.tensor1d([-1.5, -1, 0, 2, 3])), right, { relative: 1e-6 });
    expectClose(seen.cdf(tf.tensor1d([-2, -1, 0, 2])), [0, 0.158655254, 0.5, 1], { relative: 1e-6 });
    expectClose(seen.icdf(tf.tensor1d([0, 0.1, 0.5, 1])), [-1, -1, 0, 2], { tolerance: 1e-6 });
    expectClose(dist.censored(dist.normal({ loc: 0, scale: 1 }), { high: 40 }).logProb(tf.scalar(40)), -804.608442, {
      relative: 1e-6,
    });
  });

  it('adds up to 1 over counts', () => {
    const seen = dist.censored(dist.poisson({ rate: tf.tensor1d([3, 0.1]) }), { low: 1, high: 5 });
    expectClose(tf.sum(tf.exp(seen.logProb(seen.enumerateSupport())), 0), [1, 1], { tolerance: 1e-6 });
  });

  it('draws what it says, and has finite gradients', () => {
    const loc = tf.scalar(0.5);
    const seen = dist.censored(dist.normal({ loc, scale: 1 }), between);
    const draws = seen.sample(key(0), [4000]);
    expectClose(tf.mean(tf.cast(tf.equal(draws, 2), 'float32')), 0.0668072, { tolerance: 0.016 });
    const data = tf.tensor1d([-1, 0, 2, 3, -5]);
    const slope = tf.grad((at: tf.Tensor) =>
      tf.sum(
        dist
          .censored(dist.normal({ loc: at, scale: 1 }), between)
          .logProb(data)
          .slice(0, 3),
      ),
    )(loc);
    // -phi(-1.5) / Phi(-1.5) + (0 - loc) + phi(1.5) / Phi(-1.5).
    expectClose(slope, -0.5, { tolerance: 1e-5 });
    expect(seen.hasRsample).toBe(false);
    expect(errorOf(() => dist.censored(dist.wishart({ df: 3, scaleTril: tf.eye(2) }), {}))).toMatchObject({
      where: 'censored',
    });
  });
});
