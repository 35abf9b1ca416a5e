import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, formatShape, ShapeError, sizeAt, SupportError } from '../num/index.js';
import { describeFirstBad } from './describeFirstBad.js';
import type { Distribution } from './distribution.js';

/**
 * Checks that a value [...sample, ...batch, ...event] lies in the support of a distribution. Values under a mask are not
 * looked at, nor any of a distribution made with `validate: false`. Reads tensor data, so call it outside a gradient tape.
 *
 * @param where what to name in the error, such as a site; default: the family
 * @throws ShapeError if the value has not the event shape, or does not broadcast against the batch shape
 * @throws SupportError naming the support, the first bad index and the value there
 */
export function checkValue(dist: Distribution, value: tf.Tensor, where: string = dist.family): void {
  checkShape(dist, value, where);
  if (dist.validate === false) return;
  const problem = tf.tidy(() => describeFirstBad(value, isAllowed(dist, value), dist.support.eventDim));
  if (problem === undefined) return;
  const { name, expected } = dist.support;
  const got = `${problem} of a value of shape ${formatShape(value.shape)}`;
  throw new SupportError({ where, expected: `${expected} (the support of ${dist.family} is ${name})`, got });
}

function checkShape({ batchShape, eventShape, family }: Distribution, value: tf.Tensor, where: string): void {
  const fits = eventShape.every((size, i) => sizeAt(value.shape, i - eventShape.length) === size);
  if (value.rank < eventShape.length || !fits) {
    const expected = `a value whose shape ends in the event shape ${formatShape(eventShape)} of ${family}`;
    throw new ShapeError({
      where,
      expected,
      got: formatShape(value.shape),
      hint: 'tf.reshape, or toEvent with another n',
    });
  }
  const valueBatch = value.shape.slice(0, value.rank - eventShape.length);
  broadcastShapes(where, { 'the value without its event dims': valueBatch, 'the batch': batchShape });
}

/** The support's answer, or true where a mask hides the value. */
function isAllowed(dist: Distribution, value: tf.Tensor): tf.Tensor {
  if (dist.masked !== undefined) {
    const { base, mask } = dist.masked;
    if (mask === true) return isAllowed(base, value);
    const hidden = mask === false ? tf.scalar(true, 'bool') : tf.logicalNot(mask);
    return tf.logicalOr(isAllowed(base, value), hidden);
  }
  if (dist.independent === undefined) return dist.support.check(value);
  const { base, reinterpreted } = dist.independent;
  const allowed = isAllowed(base, value);
  return tf.all(
    allowed,
    Array.from({ length: reinterpreted }, (_, i) => allowed.rank - 1 - i),
  );
}
