// Families of the real line and half line: what the laws of all families do not say.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { fold, key } from '../../src/num/index.js';
import { locScaleReparam, plate, reparam, sample, seed } from '../../src/ppl/index.js';
import type { ParameterValues } from '../../src/testing/laws/law.js';
import { misfit } from '../num/random/goodness.js';
import { expectClose } from '../support/expectClose.js';
import { gradientsOf, type Tensors } from '../support/gradientsOf.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import type { FamilyCase } from './cases/familyCase.js';
import { realLine } from './cases/realLine.js';

/** Some ordinary parameters of a case, as tensors. */
function ordinary({ parameters }: FamilyCase, count: number): readonly Tensors[] {
  return fc.sample(parameters, { numRuns: count, seed: 5 }).map(tensorsOf);
}

function tensorsOf(values: ParameterValues): Tensors {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.tensor(value)]));
}

const isNumber = (x: number): boolean => !Number.isNaN(x);

describe('families of the real line', () => {
  useScalarEngine();

  it.each(realLine)('$name: draws fit the distribution function', (family) => {
    for (const params of ordinary(family, 2)) {
      const made = family.factory(params);
      const numDraws = 1000;
      const shares = tf.tidy(() => tf.unstack(made.cdf(made.sample(key(1), [numDraws])), 1).map((x) => x.dataSync()));
      for (const each of shares) expect(misfit(each, (x) => x)).toBeLessThan(1);
      tf.dispose(params);
    }
  });

  it.each(realLine)('$name: the quantile is the inverse, and moves with the parameters as the mass does', (family) => {
    for (const params of ordinary(family, 3)) {
      tf.tidy(() => {
        const q = tf.tensor2d([0.01, 0.2, 0.6, 0.97], [4, 1]);
        const x = family.factory(params).icdf(q);
        const expected = Array.from(q.dataSync()).flatMap((each) => [each, each]);
        // The rounding of x moves the mass by x times the density, of which the most here is some tens.
        const slack = tf.mul(tf.abs(x), tf.exp(family.factory(params).logProb(x)));
        const room = 2 ** -21 * (2 + Math.max(...slack.dataSync()));
        expectClose(family.factory(params).cdf(x), expected, { tolerance: room });
        // 0 = d cdf(icdf(q)) / d parameter: the density times the slope of the quantile, and that of the mass.
        const density = tf.exp(family.factory(params).logProb(x));
        const moved = gradientsOf((named) => tf.mul(family.factory(named).icdf(q), density), params);
        const mass = gradientsOf((named) => family.factory(named).cdf(x), params);
        for (const name of Object.keys(params)) {
          const [a, b] = [moved[name] ?? q, mass[name] ?? q];
          expectClose(tf.neg(a), b, { relative: 1e-4, tolerance: 100 * room });
        }
      });
      tf.dispose(params);
    }
  });

  // Two families draw from two random numbers, and so not by their quantile function.
  const isMixed = ({ name }: FamilyCase): boolean => ['asymmetricLaplace', 'studentT'].includes(name);

  it.each(realLine.filter((family) => !isMixed(family)))('$name: draws move as quantiles do', (family) => {
    const [params = {}] = ordinary(family, 1);
    tf.tidy(() => {
      const x = family.factory(params).sample(key(4), [3]);
      const density = tf.exp(family.factory(params).logProb(x));
      const moved = gradientsOf((named) => tf.mul(family.factory(named).rsample(key(4), [3]), density), params);
      const mass = gradientsOf((named) => family.factory(named).cdf(x), params);
      for (const name of Object.keys(params)) {
        expectClose(tf.neg(moved[name] ?? x), mass[name] ?? x, { relative: 1e-4, tolerance: 1e-4 });
      }
    });
    tf.dispose(params);
  });

  it.each(realLine.filter(isMixed))('$name: gradients of draws are those of expectations', (family) => {
    const [params = {}] = ordinary(family, 1);
    const names = Object.keys(params);
    const differences = Array.from({ length: 20 }, (_, i) => tf.tidy(() => pathwiseExcess(family, params, i)));
    for (const [k, name] of names.entries()) {
      for (const element of [0, 1]) {
        const own = differences.map((each) => each[k]?.[element] ?? NaN);
        const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
        const deviation = Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (own.length - 1) / own.length);
        // Student's t with 19 degrees of freedom lies beyond 7.5 less than once in a million times.
        expect(Math.abs(mean), `${name}[${element}]`).toBeLessThan(7.5 * deviation + 1e-5);
      }
    }
    tf.dispose(params);
  });

  it.each(realLine)('$name: at extremes nothing is NaN, and draws stay in the support', (family) => {
    for (const values of family.extremes) {
      const params = tensorsOf(values);
      tf.tidy(() => {
        const made = family.factory(params);
        const draws = made.sample(key(2), [200]);
        expect(
          made.support
            .check(draws)
            .dataSync()
            .every((x) => x === 1),
        ).toBe(true);
        for (const got of [made.logProb(draws), made.cdf(draws), made.icdf(tf.tensor2d([0, 0.5, 1], [3, 1]))]) {
          expect(got.dataSync().every(isNumber), JSON.stringify(values)).toBe(true);
        }
        const slopes = gradientsOf(({ value = draws, ...named }) => family.factory(named).logProb(value), {
          ...params,
          value: draws,
        });
        const drawSlopes = gradientsOf((named) => family.factory(named).rsample(key(2), [200]), params);
        for (const [name, slope] of [...Object.entries(slopes), ...Object.entries(drawSlopes)]) {
          expect(slope.dataSync().every(isNumber), `${name} at ${JSON.stringify(values)}`).toBe(true);
        }
      });
      tf.dispose(params);
    }
  });

  it.each(realLine)('$name: every member leaves one tensor', (family) => {
    const [params = {}] = ordinary(family, 1);
    const made = family.factory(params);
    const at = tf.tensor1d([0.3, 0.4]);
    const members = [...made.closedForms].map((name) => (): unknown => made[name](at));
    for (const member of [...members, () => made.logProb(at), () => made.sample(key(0)), () => made.rsample(key(0))]) {
      expect(newTensors(member)).toBe(1);
    }
  });

  const located = realLine.filter((family) =>
    tf.tidy(() => family.factory(ordinary(family, 1)[0] ?? {}).relocated !== undefined),
  );

  it('all families of location and scale can be taken apart', () => {
    const names = ['normal', 'laplace', 'softLaplace', 'logistic', 'cauchy', 'gumbel', 'asymmetricLaplace', 'studentT'];
    expect(located.map(({ name }) => name)).toEqual(names);
  });

  it.each(located)('$name: locScaleReparam keeps the law', (family) => {
    const [params = {}] = ordinary(family, 1);
    const made = family.factory(params);
    const numDraws = 2000;
    const program = reparam(locScaleReparam({ centered: 0.3 }), () =>
      plate('draws', numDraws, () => sample('x', made), { dim: -2 }),
    );
    const draws = seed(3, program)();
    const shares = tf.tidy(() => tf.unstack(made.cdf(draws), 1).map((x) => x.dataSync()));
    for (const each of shares) expect(misfit(each, (x) => x)).toBeLessThan(1);
  });
});

/** The gradient of E tanh(x / 3) by draws, less that by the change of mass below each draw, at one key. */
function pathwiseExcess({ factory }: FamilyCase, params: Tensors, index: number): number[][] {
  const numDraws = 200;
  const drawKey = fold(key(7), index);
  const made = factory(params);
  const x = made.sample(drawKey, [numDraws]);
  const slope = tf.div(tf.sub(1, tf.square(tf.tanh(tf.div(x, 3)))), 3 * numDraws);
  // By parts: d/dp of the integral of g p is minus that of g' dF/dp.
  const weight = tf.div(slope, tf.exp(made.logProb(x)));
  const pathwise = gradientsOf((named) => tf.mul(factory(named).rsample(drawKey, [numDraws]), slope), params);
  const byMass = gradientsOf((named) => tf.mul(factory(named).cdf(x), weight), params);
  return Object.keys(params).map((name) => Array.from(tf.add(pathwise[name] ?? x, byMass[name] ?? x).dataSync()));
}

describe('outside the support', () => {
  useScalarEngine();

  const outside: readonly [Distribution, readonly number[]][] = [
    [dist.halfNormal({ scale: 2 }), [-1, -1e-30, Infinity]],
    [dist.halfCauchy({ scale: 2 }), [-1, -1e-30, Infinity]],
    [dist.logNormal({ loc: 0, scale: 2 }), [-1, 0, Infinity]],
    [dist.logitNormal({ loc: 0, scale: 2 }), [-1, 0, 1, 2]],
    [dist.uniform({ low: 0, high: 1 }), [-1, 2]],
    [dist.truncatedNormal({ loc: 0, scale: 1, low: -1, high: 2 }), [-2, 3]],
    [dist.truncatedNormal({ loc: 0, scale: 1, low: 1 }), [-Infinity, -2, 0.5, Infinity]],
    [dist.truncatedNormal({ loc: 0, scale: 1, high: -40 }), [-Infinity, -39, 0, Infinity]],
  ];

  it.each(outside.map(([made, values]) => ({ name: `${made.family} on ${made.support.name}`, made, values })))(
    '$name: -Infinity with gradient 0, and a distribution function of 0 or 1',
    ({ made, values }) => {
      tf.tidy(() => {
        const at = tf.tensor1d([...values]);
        expectClose(
          made.logProb(at),
          values.map(() => -Infinity),
        );
        const slopeOf = (f: (x: tf.Tensor) => tf.Tensor): tf.Tensor =>
          gradientsOf(({ x = at }) => f(x), { x: at })['x'] ?? at;
        expectClose(
          slopeOf(made.logProb),
          values.map(() => 0),
        );
        expect(
          made
            .cdf(at)
            .dataSync()
            .every((share) => share === 0 || share === 1),
        ).toBe(true);
        expectClose(
          slopeOf(made.cdf),
          values.map(() => 0),
        );
      });
    },
  );
});

describe('truncatedNormal', () => {
  useScalarEngine();

  it('its support can be reached from the reals: an interval, a half line either way, or all', () => {
    const at = { loc: 0, scale: 1 };
    const supports = [{ low: 0, high: 2 }, { low: 3 }, { high: 3 }, {}].map(
      (bounds) => dist.truncatedNormal({ ...at, ...bounds }).support,
    );
    expect(supports.map(({ name }) => name)).toEqual(['interval(0, 2)', 'greaterThanEq(3)', 'lessThanEq(3)', 'real']);
    for (const support of supports) {
      const image = dist.bijectTo(support).forward(tf.tensor1d([-50, 0, 50]));
      expect(
        support
          .check(image)
          .dataSync()
          .every((fits) => fits === 1),
      ).toBe(true);
      expect(dist.constraintNamed(support.name).name).toBe(support.name);
    }
  });

  it('takes infinite bounds in tensors, beside finite ones', () => {
    tf.tidy(() => {
      const bounds = { low: tf.tensor1d([-Infinity, -1]), high: tf.tensor1d([0.5, Infinity]) };
      const made = (loc: tf.Tensor): Distribution => dist.truncatedNormal({ loc, scale: 1, ...bounds });
      const single = [{ high: 0.5 }, { low: -1 }].map((own) => dist.truncatedNormal({ loc: 0, scale: 1, ...own }));
      const x = tf.scalar(0.25);
      expectClose(made(tf.scalar(0)).logProb(x), tf.stack(single.map((each) => each.logProb(x))), { roundings: 2 });
      const slope = tf.grad((loc: tf.Tensor) => tf.sum(made(loc).logProb(x)));
      expect(slope(tf.scalar(0)).dataSync().every(Number.isFinite)).toBe(true);
    });
  });

  it.each([{ low: 2, high: 1 }, { low: Infinity }, { low: NaN }, { high: -Infinity }])('rejects %o', (bounds) => {
    expect(() => dist.truncatedNormal({ loc: 0, scale: 1, ...bounds })).toThrow('truncatedNormal.');
  });
});

describe('delta', () => {
  it('the distribution function jumps at its value', () => {
    const made = dist.delta({ value: tf.tensor1d([1, 2]) });
    expectClose(made.cdf(tf.tensor2d([1, 1.5], [2, 1])), [1, 0, 1, 0]);
    expectClose(made.icdf(tf.scalar(0.3)), [1, 2]);
    expect(dist.delta({ value: tf.zeros([2]), eventDim: 1 }).closedForms.has('cdf')).toBe(false);
  });
});
