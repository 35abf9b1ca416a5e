import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { positive } from './cases/positive.js';
import { golden } from './golden/positive.js';
import type { Golden } from './golden/positive.js';

const ROUNDING = 2 ** -24;

type Parameters = Readonly<Record<string, tf.Tensor>>;

/** A family of the golden table at parameters, each repeated to a shape. */
function build(family: string, params: Parameters): Distribution {
  const name = family === 'continuousBernoulli' || family === 'relaxedBernoulli' ? `${family} of logits` : family;
  const found = positive.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no case of ${name}`);
  return found.factory(params);
}

function parametersOf({ params }: Golden, shape: number[]): Parameters {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, tf.fill(shape, value)]));
}

/** The derivatives of a member by the value and each parameter, times these: how it changes with their logs. */
function logSlopes(row: Golden, member: 'logProb' | 'cdf'): Record<string, tf.Tensor> {
  const inputs: Parameters = { value: tf.tensor1d([...row.values]), ...parametersOf(row, [row.values.length]) };
  const names = Object.keys(inputs);
  const of = (...[value, ...rest]: tf.Tensor[]): tf.Tensor => {
    const params = Object.fromEntries(rest.map((each, i) => [names[i + 1] ?? '', each]));
    return tf.sum(build(row.family, params)[member](value as tf.Tensor));
  };
  const slopes = tf.grads(of)(Object.values(inputs));
  return Object.fromEntries(slopes.map((slope, i) => [names[i] ?? '', tf.mul(slope, Object.values(inputs)[i] ?? 1)]));
}

/** The same of the table; parameters at 0 have none. */
function goldenLogSlopes(row: Golden, table: Golden['gradients']): [string, number[]][] {
  return Object.entries(table).map(([name, slopes]) => {
    return [name, slopes.map((slope, i) => slope * (row.params[name] ?? row.values[i] ?? NaN))];
  });
}

const title = ({ family, params }: Golden): string => `${family} ${JSON.stringify(params)}`;
const rows = golden.map((row) => [title(row), row] as const);

/** Draws of a location other than 0 are wrapped, which moves them across the ends of what the distribution function counts. */
const drawable = rows.filter(([, { family, params }]) => family !== 'vonMises' || params['loc'] === 0);

describeEngines('families of positive and bounded numbers', () => {
  it.each(rows)('%s: log densities and their gradients equal the golden ones', (_, row) => {
    tf.tidy(() => {
      const found = build(row.family, parametersOf(row, [])).logProb(tf.tensor1d([...row.values]));
      expectClose(found, row.logProb, { roundings: 32 });
      const slopes = logSlopes(row, 'logProb');
      for (const [name, expected] of goldenLogSlopes(row, row.gradients)) {
        expectClose(slopes[name] ?? NaN, expected, { roundings: 64 });
      }
    });
  });

  it.each(rows)('%s: moments and entropy equal the golden ones', (_, row) => {
    tf.tidy(() => {
      const subject = build(row.family, parametersOf(row, []));
      for (const member of ['mean', 'variance', 'entropy'] as const) {
        const expected = row[member];
        if (expected === undefined) continue;
        // Beyond the largest float32 it must be Infinity.
        expectClose(subject[member](), [Math.fround(expected)], { relative: 600 * ROUNDING, roundings: 24 });
      }
    });
  });

  it.each(rows)('%s: distribution functions and their gradients equal the golden ones', (_, row) => {
    tf.tidy(() => {
      const subject = build(row.family, parametersOf(row, []));
      const isRelative = row.family !== 'vonMises';
      const closeness = isRelative ? { relative: 64 * ROUNDING, tolerance: 2 ** -126 } : { roundings: 4 };
      expectClose(subject.cdf(tf.tensor1d([...row.values])), row.cdf, closeness);
      const slopes = logSlopes(row, 'cdf');
      for (const [name, expected] of goldenLogSlopes(row, row.slopes)) {
        expectClose(slopes[name] ?? NaN, expected, { roundings: 64 });
      }
    });
  });

  it.each(rows.filter(([, { family }]) => family !== 'vonMises'))('%s: quantiles lead back', (_, row) => {
    tf.tidy(() => {
      const subject = build(row.family, parametersOf(row, []));
      const parts = row.cdf.map(Math.fround);
      const back = subject.cdf(subject.icdf(tf.tensor1d(parts))).dataSync();
      // A rounding of the quantile moves its cdf by the density times it.
      const slopes = goldenLogSlopes(row, row.slopes).find(([name]) => name === 'value')?.[1] ?? [];
      back.forEach((part: number, i: number) => {
        const expected = parts[i] ?? NaN;
        if (expected < 1) expectClose(part, expected, { tolerance: 16 * ROUNDING * (1 + Math.abs(slopes[i] ?? 0)) });
      });
    });
  });

  it.each(drawable)('%s: draws lie in the support and fit the distribution function', (_, row) => {
    tf.tidy(() => {
      const subject = build(row.family, parametersOf(row, []));
      const numDraws = 1000;
      const draws = subject.sample(key(7), [numDraws]);
      expectClose(tf.all(subject.support.check(draws)), [1]);
      const parts = Float64Array.from(subject.cdf(draws).dataSync()).sort();
      // Draws set to the smallest or the largest number stand for all beyond it.
      const gaps = parts
        .slice(0, -1)
        .map((part, i) => (part === parts[i + 1] ? 0 : Math.abs(part - (i + 1) / numDraws)));
      // The bound of Dvoretzky, Kiefer and Wolfowitz at a chance of 1e-9.
      expect(Math.max(...gaps)).toBeLessThan(Math.sqrt(Math.log(2 / 1e-9) / (2 * numDraws)));
    });
  });

  // A beta draw is made of two gamma draws, so that only its expectations move like that.
  it.each(drawable.filter(([, { family }]) => family !== 'beta'))(
    '%s: draws move with the parameters so that their part of the mass stays',
    (_, row) => {
      tf.tidy(() => {
        const inputs = parametersOf(row, [32]);
        const names = Object.keys(inputs);
        const partsOfDraws = (...values: tf.Tensor[]): tf.Tensor => {
          const subject = build(row.family, Object.fromEntries(values.map((each, i) => [names[i] ?? '', each])));
          const draws = subject.rsample(key(8));
          // Those set to the smallest or the largest number no longer move.
          const isFree = tf.logicalAnd(tf.greater(draws, 2 ** -125), tf.notEqual(draws, 1 - 2 ** -24));
          return tf.sum(tf.mul(subject.cdf(draws), tf.cast(isFree, 'float32')));
        };
        tf.grads(partsOfDraws)(Object.values(inputs)).forEach((slope, i) => {
          // Mass that crosses from pi to -pi with the location comes on top.
          if (names[i] === 'loc' && row.family === 'vonMises') return;
          const size =
            1 + Math.max(...Object.values(goldenLogSlopes(row, row.slopes)).flatMap(([, each]) => each.map(Math.abs)));
          expectClose(tf.mul(slope, Object.values(inputs)[i] ?? 1), Array(32).fill(0), {
            tolerance: 128 * size * ROUNDING,
          });
        });
      });
    },
  );
});
