import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import type { Distribution } from '../distribution.js';

/** A parameter of a distribution as a tensor. @throws ArgumentError if the family has none of that name */
export function parameter(dist: Distribution, name: string): tf.Tensor {
  const value = dist.params[name];
  if (value !== undefined) return typeof value === 'number' ? tf.scalar(value) : value;
  const expected = `a distribution with a parameter ${name}`;
  throw new ArgumentError({
    where: 'klDivergence',
    expected,
    got: `${dist.family} with ${Object.keys(dist.params).join(', ')}`,
  });
}
