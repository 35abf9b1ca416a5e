// Every case of vectors and matrices at ordinary and far-out parameters: nothing is NaN, and draws stay in their sets.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import type { ParameterValues } from '../../src/testing/laws/law.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { multivariate } from './cases/multivariate.js';
import type { FamilyCase } from './cases/familyCase.js';

function holds({ factory }: FamilyCase, values: ParameterValues): void {
  tf.tidy(() => {
    const names = Object.keys(values);
    const tensors = names.map((name) => tf.tensor(values[name] ?? NaN));
    const named = (all: readonly tf.Tensor[]): Record<string, tf.Tensor> =>
      Object.fromEntries(names.map((name, i) => [name, all[i] ?? tf.scalar(NaN)]));
    const dist = factory(named(tensors));
    checkParameters(dist);
    expect(dist.batchShape).toEqual([2]);
    const draws = dist.sample(key(1), [20]);
    expect(Array.from(dist.support.check(draws).dataSync())).toEqual(Array<number>(40).fill(1));
    const logs = Array.from(dist.logProb(draws).dataSync());
    expect(logs.every((each) => each > -Infinity && each < Infinity)).toBe(true);
    const slopes = tf.grads((...all: tf.Tensor[]) => tf.sum(factory(named(all)).logProb(draws)))(tensors);
    expect(slopes.flatMap((slope) => Array.from(slope.dataSync())).some(Number.isNaN)).toBe(false);
    if (dist.hasRsample) {
      const paths = tf.grads((...all: tf.Tensor[]) => tf.sum(factory(named(all)).rsample(key(1), [5])))(tensors);
      expect(paths.flatMap((path) => Array.from(path.dataSync())).some(Number.isNaN)).toBe(false);
    }
    for (const moment of ['mean', 'variance', 'entropy'] as const) {
      if (dist.closedForms.has(moment)) expect(newTensors(() => dist[moment]())).toBe(1);
    }
  });
}

describe('cases of vectors and matrices', () => {
  useScalarEngine();

  it.each(multivariate)('$name: ordinary parameters', (each) => {
    for (const values of fc.sample(each.parameters, { numRuns: 3, seed: 1 })) holds(each, values);
  });

  it.each(multivariate)('$name: extremes', (each) => {
    for (const values of each.extremes) holds(each, values);
  });
});
