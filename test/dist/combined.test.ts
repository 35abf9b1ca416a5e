// Distributions made from others, against SciPy 1.17.1.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key, normal as noise, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { combinators } from './cases/combined.js';

const { transforms, constraints } = dist;

interface Golden {
  readonly name: string;
  readonly make: () => Distribution;
  readonly at: readonly number[];
  readonly logProb: readonly number[];
  readonly cdf?: readonly number[];
  /** Quantiles of the shares `q`. */
  readonly q?: readonly number[];
  readonly icdf?: readonly number[];
}

const twoNormals = (): Distribution =>
  dist.mixtureSameFamily(
    dist.categorical({ probs: tf.tensor2d([0.25, 0.75, 0.6, 0.4], [2, 2]) }),
    dist.normal({ loc: tf.tensor2d([-1, 2, 0, 3], [2, 2]), scale: tf.tensor2d([0.5, 1, 2, 0.7], [2, 2]) }),
  );

const table: readonly Golden[] = [
  {
    // st.lognorm(0.5, scale=exp(1))
    name: 'normal through exp',
    make: () => dist.transformed(dist.normal({ loc: 1, scale: 0.5 }), transforms.exp),
    at: [0.2, 5, 1e-10, 1e10],
    logProb: [-12.23468588, -2.578058403, -1131.682966, -993.5278607],
    cdf: [9.000619836e-8, 0.8885543367, 0, 1],
    q: [0.01, 0.9],
    icdf: [0.8494434259, 5.159170356],
  },
  {
    // st.weibull_min(2)
    name: 'exponential through a power',
    make: () => dist.transformed(dist.exponential({ rate: 1 }), transforms.power(0.5)),
    at: [0.2, 3],
    logProb: [-0.9562907319, -7.208240531],
    cdf: [0.03921056085, 0.9998765902],
  },
  {
    // st.invgamma(3, scale=2)
    name: 'gamma through a falling power',
    make: () => dist.transformed(dist.gamma({ concentration: 3, rate: 2 }), transforms.power(-1)),
    at: [0.2, 3],
    logProb: [-2.175953989, -3.67482146],
  },
  {
    // logsumexp(log(w) + st.norm.logpdf(x, loc, scale), axis=-1)
    name: 'mixtureSameFamily',
    make: twoNormals,
    at: [0.4, 3.5],
    logProb: [-2.440143419, -1.596913801],
    cdf: [0.2904606862, 0.8809544011],
  },
  { name: 'mixtureSameFamily, far out', make: twoNormals, at: [-40, 60], logProb: [-883.2066206, -452.1229113] },
  {
    // logsumexp([log(.3) + st.gamma.logpdf(x, 2), log(.7) + st.norm.logpdf(x)], axis=0)
    name: 'mixture of gamma and normal',
    make: () =>
      dist.mixture(dist.categorical({ probs: tf.tensor1d([0.3, 0.7]) }), [
        dist.gamma({ concentration: 2, rate: 1 }),
        dist.normal({ loc: 0, scale: 1 }),
      ]),
    at: [-1, 2],
    logProb: [-1.775613477, -2.128675094],
  },
  {
    // e = st.expon(scale=1 / 1.5): e.logpdf(x) - log(e.cdf(2) - e.cdf(.5)), and so on
    name: 'truncated exponential',
    make: () => dist.truncated(dist.exponential({ rate: 1.5 }), { low: 0.5, high: 2 }),
    at: [0.6, 1.9],
    logProb: [0.3668428293, -1.583157171],
    cdf: [0.1557029989, 0.9809331669],
    q: [0.1, 0.99],
    icdf: [0.562478356, 1.945688702],
  },
  {
    name: 'truncated normal',
    make: () => dist.truncated(dist.normal({ loc: 1, scale: 2 }), { low: -1, high: 3 }),
    at: [-0.9, 2.5],
    logProb: [-1.681620567, -1.511620567],
  },
  {
    name: 'normal truncated on one side',
    make: () => dist.truncated(dist.normal({ loc: 1, scale: 2 }), { low: 2 }),
    at: [2.5, 10],
    logProb: [-0.7174239522, -10.56117395],
  },
  {
    // st.foldnorm(0.75, scale=2)
    name: 'folded normal',
    make: () => dist.folded(dist.normal({ loc: 1.5, scale: 2 })),
    at: [0.01, 1.2, 9],
    logProb: [-1.200194002, -1.282181839, -8.642165519],
    cdf: [0.003011368832, 0.3518743162, 0.9999115067],
  },
  {
    name: 'empirical',
    make: () => dist.empirical(tf.tensor1d([1, 2, 2, 5]), tf.tensor1d([0, 0, Math.log(2), 0])),
    at: [1, 2, 5, 3],
    logProb: [Math.log(0.2), Math.log(0.6), Math.log(0.2), -Infinity],
    cdf: [0.2, 0.8, 1, 0.8],
    q: [0, 0.1, 0.5, 0.9, 1],
    icdf: [1, 1, 2, 5, 5],
  },
];

describeEngines('made from others', () => {
  it.each(table)('$name: is the reference', ({ make, at, logProb, cdf, q, icdf }) => {
    tf.tidy(() => {
      const made = make();
      // A float32 value of size 30 in the exponent carries 2^-24 of 30; the far ones are relative.
      expectClose(made.logProb(tf.tensor1d([...at])), logProb, { roundings: 32, relative: 2e-6 });
      if (cdf !== undefined) expectClose(made.cdf(tf.tensor1d([...at])), cdf, { roundings: 16 });
      if (q !== undefined && icdf !== undefined) expectClose(made.icdf(tf.tensor1d([...q])), icdf, { relative: 4e-6 });
    });
  });

  it.each(combinators)(
    '$name: draws and densities have its shapes, and leave nothing behind',
    ({ factory, extremes }) => {
      tf.tidy(() => {
        for (const parameters of extremes) {
          const made = factory(
            Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, tf.tensor(value)])),
          );
          const draw = made.sample(key(4), [3]);
          expect(draw.shape).toEqual([3, ...made.batchShape, ...made.eventShape]);
          const logProb = made.logProb(draw);
          expect(logProb.shape).toEqual([3, ...made.batchShape]);
          expect(logProb.dataSync().every((each) => !Number.isNaN(each))).toBe(true);
          expect(newTensors(() => made.sample(key(4)))).toBe(1);
          expect(newTensors(() => made.logProb(draw))).toBe(1);
          dist.checkValue(made, draw);
        }
      });
    },
  );
});

useScalarEngine();

describe('transformed', () => {
  it('works out events: a map of vectors takes batch dims, a map of numbers leaves events', () => {
    const base = dist.normal({ loc: tf.zeros([5, 3]), scale: 1 });
    const simplex = dist.transformed(base, transforms.stickBreaking);
    expect([simplex.batchShape, simplex.eventShape]).toEqual([[5], [4]]);
    expect(simplex.support.name).toBe('simplex');
    expect(dist.transformed(base.toEvent(1), transforms.exp).support.name).toBe('independent(positive, 1)');
    const grown = dist.transformed(dist.normal({ loc: 0, scale: 1 }), transforms.affine({ loc: tf.zeros([3]) }));
    expect(grown.batchShape).toEqual([3]);
    // Three draws, not one three times.
    expect(new Set(grown.sample(key(0)).dataSync()).size).toBe(3);
    expect(grown.expand([4, 3]).sample(key(0), [2]).shape).toEqual([2, 4, 3]);
  });

  it('sums log-Jacobians over what is an event', () => {
    const base = dist.normal({ loc: tf.zeros([2, 3]), scale: 1 });
    const x = noise(key(1), [2, 3]);
    const each = dist.transformed(base, transforms.exp).logProb(tf.exp(x));
    expectClose(dist.transformed(base.toEvent(1), transforms.exp).logProb(tf.exp(x)), tf.sum(each, -1), {
      roundings: 16,
    });
  });

  it('knows moments of linear maps, by number and by vector', () => {
    const base = dist.laplace({ loc: 1, scale: 2 });
    const moved = dist.transformed(base, [transforms.affine({ loc: 3, scale: -2 }), transforms.affine({ loc: 1 })]);
    expectClose(moved.mean(), [2], { roundings: 4 });
    expectClose(moved.variance(), [32], { roundings: 8 });
    expectClose(moved.entropy(), [1 + Math.log(8)], { roundings: 8 });
    const swapped = dist.transformed(
      dist.normal({ loc: tf.tensor1d([1, 2]), scale: 1 }).toEvent(1),
      transforms.permute([1, 0]),
    );
    expectClose(swapped.mean(), [2, 1]);
    expect(swapped.closedForms.has('variance')).toBe(false);
  });

  it.each([
    ['tanh', transforms.tanh],
    ['sigmoid', transforms.sigmoid],
  ])('%s: takes its own draws at the ends from where they came', (_name, map) => {
    tf.tidy(() => {
      const base = dist.normal({ loc: 60, scale: 1 });
      const made = dist.transformed(base, map);
      const draw = made.rsample(key(2), [5]);
      const x = base.sample(key(2), [5]);
      const want = tf.sub(base.logProb(x), map.logAbsDetJacobian(x, draw));
      expectClose(made.logProb(draw), want, { roundings: 64 });
      // The same numbers from elsewhere are all that is known of them.
      expect(made.logProb(tf.clone(draw)).dataSync()[0]).toBeLessThan(-100);
    });
  });

  it('has the gradients of its density, by parameters of the map too, also at its own draws', () => {
    tf.tidy(() => {
      const given = { loc: tf.scalar(0.3), scale: tf.scalar(-1.7), inner: tf.scalar(0.8) };
      const build = ({ loc, scale, inner }: typeof given): Distribution =>
        dist.transformed(dist.normal({ loc: inner, scale: 1 }), [transforms.affine({ loc, scale }), transforms.exp]);
      const draw = build(given).sample(key(3), [4]);
      const fixed = valueAndGradients((p) => tf.sum(build(p as typeof given).logProb(draw)), given).gradients;
      // The density of normal(loc + scale inner, |scale|) at log y.
      const same = valueAndGradients(({ loc, scale, inner }) => {
        const plain = dist.normal({ loc: tf.add(loc, tf.mul(scale, inner)), scale: tf.abs(scale) });
        return tf.sum(plain.logProb(tf.log(draw)));
      }, given).gradients;
      const own = valueAndGradients((p) => {
        const made = build(p as typeof given);
        return tf.sum(made.logProb(made.rsample(key(3), [4])));
      }, given).gradients;
      for (const name of ['loc', 'scale', 'inner'] as const)
        expectClose(fixed[name], same[name], { relative: 1e-4, tolerance: 1e-4 });
      // Entropy: log p of a draw is -log|scale| - loc - scale (inner + z) and terms without parameters.
      const z = Array.from(noise(key(3), [4]).dataSync());
      expectClose(own.loc, -4, { tolerance: 1e-4 });
      expectClose(own.inner, 4 * 1.7, { tolerance: 1e-4 });
      expectClose(own.scale, 4 / 1.7 - z.reduce((sum, each) => sum + each + 0.8, 0), { tolerance: 1e-3 });
    });
  });

  it('has a support that the registries reach', () => {
    const part = dist.transformed(dist.uniform({ low: 0, high: 1 }), transforms.affine({ loc: 2, scale: 3 }));
    expect(Array.from(part.support.check(tf.tensor1d([1.9, 2, 4, 5.1, NaN])).dataSync())).toEqual([0, 1, 1, 0, 0]);
    expectClose(dist.bijectTo(part.support).forward(tf.scalar(0)), 3.5, { roundings: 4 });
  });

  it.each([
    [
      () => dist.transformed(dist.bernoulli({ probs: 0.5 }), transforms.exp),
      'transformed: expected a continuous distribution, got bernoulli',
    ],
    [
      () => dist.transformed(dist.normal({ loc: tf.zeros([3]), scale: 1 }), transforms.softmax),
      'transformed: expected a bijection, got softmax',
    ],
    [
      () =>
        dist.transformed(
          dist.normal({ loc: tf.zeros([1]), scale: 1 }).toEvent(1),
          transforms.affine({ loc: tf.zeros([3]) }),
        ),
      'that fit the event shape [1]',
    ],
    [
      () =>
        dist.checkParameters(dist.transformed(dist.normal({ loc: 0, scale: tf.tensor1d([1, -1]) }), transforms.exp)),
      'normal.scale: expected',
    ],
  ])('rejects what it cannot be made of: %#', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('mixtures', () => {
  it('have moments by weight', () => {
    // (w * loc).sum(-1), (w * (scale**2 + (loc - mean)**2)).sum(-1)
    expectClose(twoNormals().mean(), [1.25, 1.2], { roundings: 8 });
    expectClose(twoNormals().variance(), [2.5, 4.756], { roundings: 16 });
  });

  it('pass implicit gradients on: those of moments', () => {
    tf.tidy(() => {
      const given = { logits: tf.tensor1d([0.2, -0.4]), loc: tf.tensor1d([-1, 1.5]), scale: tf.tensor1d([0.6, 1.2]) };
      const build = ({ logits, loc, scale }: typeof given): Distribution =>
        dist.mixtureSameFamily(dist.categorical({ logits }), dist.normal({ loc, scale }));
      const count = 40_000;
      const square = (p: typeof given): tf.Tensor => tf.mean(tf.square(build(p).rsample(key(5), [count])));
      const drawn = valueAndGradients((p) => square(p as typeof given), given).gradients;
      const known = valueAndGradients((p) => {
        const made = build(p as typeof given);
        return tf.add(made.variance(), tf.square(made.mean()));
      }, given).gradients;
      // A slope of 2 x dx/dp, of standard deviation 6 at most, in five standard errors.
      for (const name of ['logits', 'loc', 'scale'] as const)
        expectClose(drawn[name], known[name], { tolerance: (5 * 6) / Math.sqrt(count) });
    });
  });

  it('have no gradients of draws where the supports differ', () => {
    const low = tf.tensor1d([0, 2]);
    const mixing = dist.categorical({ probs: tf.tensor1d([0.5, 0.5]) });
    expect(dist.mixtureSameFamily(mixing, dist.uniform({ low, high: tf.add(low, 1) })).hasRsample).toBe(false);
    const halves = dist.mixtureSameFamily(mixing, dist.uniform({ low, high: tf.add(low, 1) }));
    expect(Array.from(halves.support.check(tf.tensor1d([0.5, 1.5, 2.5])).dataSync())).toEqual([1, 0, 1]);
    expectClose(halves.logProb(tf.tensor1d([0.5, 1.5])), [-Math.LN2, -Infinity], { roundings: 4 });
  });

  it('draw each part as often as its weight says', () => {
    const count = 20_000;
    const draws = dist
      .mixture(dist.categorical({ probs: tf.tensor1d([0.3, 0.7]) }), [
        dist.gamma({ concentration: 2, rate: 1 }),
        dist.uniform({ low: -2, high: -1 }),
      ])
      .sample(key(6), [count]);
    const share = tf.mean(tf.cast(tf.greater(draws, 0), 'float32'));
    expectClose(share, 0.3, { tolerance: 5 * Math.sqrt((0.3 * 0.7) / count) });
  });

  it('maskedMixture: takes each element from one of the two', () => {
    const mask = tf.tensor1d([false, true], 'bool');
    const made = dist.maskedMixture(mask, dist.normal({ loc: 0, scale: 1 }), dist.exponential({ rate: 2 }));
    expectClose(made.logProb(tf.tensor1d([-1, -1])), [-1.4189385, -Infinity], { roundings: 4 });
    expectClose(made.mean(), [0, 0.5]);
    expect(Array.from(made.support.check(tf.tensor1d([-1, -1])).dataSync())).toEqual([1, 0]);
    expect(made.hasRsample).toBe(true);
    expect(made.expand([3, 2]).sample(key(0)).shape).toEqual([3, 2]);
  });

  it.each([
    [
      () => dist.mixtureSameFamily(dist.normal({ loc: 0, scale: 1 }), twoNormals()),
      'mixtureSameFamily: expected for mixing a distribution of one number',
    ],
    [
      () =>
        dist.mixtureSameFamily(
          dist.categorical({ probs: tf.tensor1d([0.5, 0.5]) }),
          dist.normal({ loc: tf.zeros([3]), scale: 1 }),
        ),
      'whose batch shape ends in 2',
    ],
    [
      () => dist.mixture(dist.categorical({ probs: tf.tensor1d([0.5, 0.5]) }), [twoNormals()]),
      'mixture: expected 2 components',
    ],
    [
      () =>
        dist.mixture(dist.bernoulli({ probs: 0.5 }), [
          dist.normal({ loc: 0, scale: 1 }),
          dist.bernoulli({ probs: 0.5 }),
        ]),
      'all continuous or all discrete',
    ],
    [
      () => dist.maskedMixture(tf.ones([2]), twoNormals(), twoNormals()),
      'maskedMixture: expected a boolean mask, got float32',
    ],
  ])('reject what does not fit: %#', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the others', () => {
  it('empirical: lists its numbers once, in order, with the moments of its weights', () => {
    const made = dist.empirical(tf.tensor1d([5, 2, 2, -1]));
    expectClose(made.enumerateSupport(), [-1, 2, 5]);
    expectClose(tf.sum(tf.exp(made.logProb(made.enumerateSupport()))), 1, { roundings: 4 });
    expectClose(made.mean(), [2], { roundings: 4 });
    expectClose(made.variance(), [4.5], { roundings: 8 });
    expectClose(made.entropy(), [1.5 * Math.LN2], { roundings: 8 });
    expect(dist.empirical(tf.zeros([2, 3])).hasEnumerateSupport).toBe(false);
  });

  it('empirical: takes whole vectors', () => {
    const made = dist.empirical(
      tf.tensor3d([
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ]),
      tf.tensor2d([
        [0, -Infinity],
        [0, 0],
      ]),
    );
    expect([made.batchShape, made.eventShape]).toEqual([[2], [2]]);
    expectClose(made.mean(), [1, 2, 6, 7], { roundings: 8 });
    const draws = made.sample(key(1), [20]);
    expectClose(
      tf.slice(draws, [0, 0, 0], [-1, 1, -1]),
      Array.from({ length: 20 }, () => [1, 2]),
    );
    expectClose(
      made.logProb(
        tf.tensor2d([
          [1, 2],
          [7, 8],
        ]),
      ),
      [0, -Math.LN2],
      { roundings: 4 },
    );
  });

  it('improperUniform: has a density, and nothing to draw', () => {
    const made = dist.improperUniform(constraints.positive, [2], [3]);
    expectClose(
      made.logProb(
        tf.tensor2d([
          [1, 2, 3],
          [1, -2, 3],
        ]),
      ),
      [0, -Infinity],
    );
    expect(made.support.name).toBe('independent(positive, 1)');
    expect(() => made.sample(key(0))).toThrow('improperUniform.sample: expected a proper distribution');
    expect(made.expand([4, 2]).logProb(tf.ones([3])).shape).toEqual([4, 2]);
    expect(() => dist.improperUniform(constraints.simplex)).toThrow(
      'improperUniform: expected an event shape of at least 1 dims',
    );
  });

  it('truncated: draws lie between the bounds and carry all gradients', () => {
    tf.tidy(() => {
      const given = { loc: tf.scalar(0.5), scale: tf.scalar(1.5), low: tf.scalar(-1), high: tf.scalar(1) };
      const build = ({ loc, scale, low, high }: typeof given): Distribution =>
        dist.truncated(dist.normal({ loc, scale }), { low, high });
      const draws = build(given).sample(key(7), [1000]);
      dist.checkValue(build(given), draws);
      const slopes = (values: typeof given): Record<string, number> => {
        const { gradients } = valueAndGradients(
          (p) => tf.mean(build(p as typeof given).rsample(key(7), [1000])),
          values,
        );
        return Object.fromEntries(Object.entries(gradients).map(([name, slope]) => [name, slope.dataSync()[0] ?? NaN]));
      };
      for (const [name, slope] of Object.entries(slopes(given))) {
        const at = (by: number): number =>
          tf
            .mean(build({ ...given, [name]: tf.add(given[name as keyof typeof given], by) }).sample(key(7), [1000]))
            .dataSync()[0] ?? NaN;
        expectClose(slope, (at(0.01) - at(-0.01)) / 0.02, { tolerance: 2e-3 });
      }
    });
  });

  it('truncated: keeps whole numbers, and gives bounds to bijectTo', () => {
    const counts = dist.truncated(dist.poisson({ rate: 2 }), { low: 1, high: 3 });
    // st.poisson(2).pmf([1, 2, 3]) / (st.poisson(2).cdf(3) - st.poisson(2).cdf(0))
    expectClose(tf.exp(counts.logProb(tf.tensor1d([0, 1, 2, 3, 4]))), [0, 0.375, 0.375, 0.25, 0], { roundings: 16 });
    expect(dist.truncated(dist.normal({ loc: 0, scale: 1 }), { low: -1, high: 2 }).support.name).toBe(
      'interval(-1, 2)',
    );
    expect(dist.truncated(dist.exponential({ rate: 1 }), { low: 2 }).support.name).toBe('greaterThanEq(2)');
    expect(() => dist.truncated(dist.normal({ loc: 0, scale: 1 }), { low: 2, high: 1 })).toThrow(
      'truncated normal.high',
    );
    expect(() => dist.truncated(dist.dirichlet({ concentration: tf.ones([3]) }), { low: 0 })).toThrow(
      'with cdf and icdf',
    );
  });

  it('folded: is of numbers that go both ways', () => {
    expect(
      dist
        .folded(dist.uniform({ low: -1, high: 3 }))
        .support.check(tf.tensor1d([-0.5, 0.5, 2.9, 3.1]))
        .dataSync(),
    ).toEqual(new Uint8Array([0, 1, 1, 0]));
    expect(() => dist.folded(dist.bernoulli({ probs: 0.5 }))).toThrow(
      'folded: expected a continuous distribution of numbers',
    );
  });
});
