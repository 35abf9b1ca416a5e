import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, formatShape } from '../num/index.js';
import { describeFirstBad } from './describeFirstBad.js';
import type { Constraint } from './constraint.js';
import type { Distribution, Parameter } from './distribution.js';

/**
 * Checks the parameters of a distribution against their constraints, unless it was made with `validate: false`. Reads tensor data, so call it outside a gradient tape.
 *
 * @param where what to name in the error, such as a site; default: the family
 * @throws ArgumentError naming the distribution, the parameter, the first bad index and the value there
 */
export function checkParameters(dist: Distribution, where: string = dist.family): void {
  if (dist.validate === false) return;
  for (const part of dist.parts ?? []) checkParameters(part, where === dist.family ? part.family : where);
  const place = where === dist.family ? where : `${where}, ${dist.family}`;
  for (const [name, value] of Object.entries(dist.params)) {
    const constraint = dist.parameterConstraints[name];
    if (constraint !== undefined) checkParameter(`${place}.${name}`, value, constraint);
  }
}

function checkParameter(where: string, value: Parameter, constraint: Constraint): void {
  // Plain numbers were checked when the distribution was made, except against bounds that are tensors.
  if (typeof value === 'number' && constraint.contains !== undefined) return;
  const problem = tf.tidy(() => {
    const tensor = typeof value === 'number' ? tf.scalar(value) : value;
    return describeFirstBad(tensor, constraint.check(tensor), constraint.eventDim);
  });
  if (problem === undefined) return;
  const got = typeof value === 'number' ? problem : `${problem} of a tensor of shape ${formatShape(value.shape)}`;
  throw new ArgumentError({ where, expected: constraint.expected, got });
}
