import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import type { Key } from '../../../num/index.js';
import { ask } from './closedForms.js';

/** One thing to ask of a distribution, which makes one tensor. */
export interface Question {
  readonly name: string;
  ask(): tf.Tensor;
}

const closedForms = ['mean', 'variance', 'entropy'] as const;

/** All that a distribution answers with a tensor; `value` is a draw. */
export function questionsTo(dist: Distribution, key: Key, value: tf.Tensor): Question[] {
  const names = closedForms.filter((name) => dist.closedForms.has(name));
  const functions = (['cdf', 'icdf'] as const).filter((name) => dist.closedForms.has(name));
  const half = tf.fill([...dist.batchShape], 0.5);
  return [
    { name: 'sample', ask: () => dist.sample(key, [2]) },
    ...(dist.hasRsample ? [{ name: 'rsample', ask: () => dist.rsample(key, [2]) }] : []),
    { name: 'logProb', ask: () => dist.logProb(value) },
    ...(dist.hasEnumerateSupport ? [{ name: 'enumerateSupport', ask: () => dist.enumerateSupport() }] : []),
    ...names.map((name) => ({ name, ask: () => ask(dist, name) })),
    ...functions.map((name) => ({ name, ask: () => dist[name](half) })),
    { name: 'support.check', ask: () => dist.support.check(value) },
    { name: 'support.feasible', ask: () => dist.support.feasible(value.shape) },
  ];
}

/** The distribution and what can be made of it. */
export function variantsOf(dist: Distribution): readonly (readonly [string, Distribution])[] {
  return [
    ['', dist],
    ['after expand, ', dist.expand([3, ...dist.batchShape])],
    ['after expand twice, ', dist.expand([3, ...dist.batchShape]).expand([2, 3, ...dist.batchShape])],
    ['after mask, ', dist.mask(tf.ones([...dist.batchShape], 'bool'))],
    ...(dist.batchShape.length === 0 ? [] : [['after toEvent, ', dist.toEvent(1)] as const]),
  ];
}
