// What only the families of positive and bounded numbers promise of quantiles and draws; their values are in golden.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { factoryOf } from './golden/factories.js';
import { type Row, rows as golden } from './golden/measure.js';

const ROUNDING = 2 ** -24;

type Parameters = Readonly<Record<string, tf.Tensor>>;

const numbers = (list: readonly unknown[] | undefined): number[] => (list ?? []).map(Number);

function build({ family }: Row, params: Parameters): Distribution {
  return factoryOf(family)(params);
}

/** The parameters, each repeated to a shape. */
function parametersOf({ params }: Row, shape: number[]): Parameters {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, tf.fill(shape, Number(value))]));
}

/** How the distribution function changes with the logs of the value and of each parameter; those at 0 have none. */
function logSlopes(row: Row): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(row.cdfSlopes ?? {}).map(([name, slopes]) => {
      return [name, numbers(slopes).map((slope, i) => slope * Number(row.params[name] ?? row.values[i]))];
    }),
  );
}

const rows = golden
  .filter(({ cdfSlopes }) => cdfSlopes !== undefined)
  .map((row) => [`${row.family} ${JSON.stringify(row.params)}`, row] as const);

/** Draws of a location other than 0 are wrapped, which moves them across the ends of what the distribution function counts. */
const drawable = rows.filter(([, { family, params }]) => family !== 'vonMises' || params['loc'] === 0);

describeEngines('families of positive and bounded numbers', () => {
  it.each(rows)('%s: quantiles lead back', (_, row) => {
    tf.tidy(() => {
      const subject = build(row, parametersOf(row, []));
      const parts = numbers(row.cdf).map(Math.fround);
      const back = subject.cdf(subject.icdf(tf.tensor1d(parts))).dataSync();
      // A rounding of the quantile moves its cdf by the density times it.
      const slopes = logSlopes(row)['value'] ?? [];
      back.forEach((part: number, i: number) => {
        const expected = parts[i] ?? NaN;
        if (expected < 1) expectClose(part, expected, { tolerance: 16 * ROUNDING * (1 + Math.abs(slopes[i] ?? 0)) });
      });
    });
  });

  it.each(drawable)('%s: draws lie in the support and fit the distribution function', (_, row) => {
    tf.tidy(() => {
      const subject = build(row, parametersOf(row, []));
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

  // A beta draw is made of two gamma draws, so that only its expectations move like that. Draws by probs are those by logits.
  it.each(drawable.filter(([, { family }]) => family !== 'beta' && !family.endsWith('probs')))(
    '%s: draws move with the parameters so that their part of the mass stays',
    (_, row) => {
      tf.tidy(() => {
        const inputs = parametersOf(row, [32]);
        const names = Object.keys(inputs);
        const partsOfDraws = (...values: tf.Tensor[]): tf.Tensor => {
          const subject = build(row, Object.fromEntries(values.map((each, i) => [names[i] ?? '', each])));
          const draws = subject.rsample(key(8));
          // Those set to the smallest or the largest number no longer move.
          const isFree = tf.logicalAnd(tf.greater(draws, 2 ** -125), tf.notEqual(draws, 1 - 2 ** -24));
          return tf.sum(tf.mul(subject.cdf(draws), tf.cast(isFree, 'float32')));
        };
        tf.grads(partsOfDraws)(Object.values(inputs)).forEach((slope, i) => {
          // Mass that crosses from pi to -pi with the location comes on top.
          if (names[i] === 'loc' && row.family === 'vonMises') return;
          const size = 1 + Math.max(...Object.values(logSlopes(row)).flatMap((each) => each.map(Math.abs)));
          expectClose(tf.mul(slope, Object.values(inputs)[i] ?? 1), Array(32).fill(0), {
            tolerance: 128 * size * ROUNDING,
          });
        });
      });
    },
  );
});
