import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import { asTensor } from '../asTensor.js';
import type { Distribution } from '../distribution.js';

/** A parameter of a distribution as a tensor. @throws ArgumentError if the family has none of that name */
export function parameter(dist: Distribution, name: string): Tensor {
  const value = dist.params[name];
  if (value !== undefined) return asTensor(value);
  const expected = `a distribution with a parameter ${name}`;
  throw new ArgumentError({
    where: 'klDivergence',
    expected,
    got: `${dist.family} with ${Object.keys(dist.params).join(', ')}`,
  });
}
