import * as tf from '@tensorflow/tfjs-core';
import { sumRightmost } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { imageUnder, independent, real } from '../constraints/index.js';
import type { Parameter } from '../distribution.js';
import { identity } from './identity.js';

/**
 * The maps one after the other, the first first. An event is as large as the largest event on the way needs it to be.
 *
 * @example
 * transforms.compose([transforms.affine({ scale: 2 }), transforms.exp]).forward(tf.scalar(1)).dataSync();   // [7.389056]
 */
export function compose(parts: readonly Bijector[]): Bijector {
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (first === undefined || last === undefined) return identity;
  if (parts.length === 1) return first;
  const domainEventDim = parts.reduceRight(
    (dim, part) => Math.max(dim + part.domainEventDim - part.codomainEventDim, part.domainEventDim),
    last.codomainEventDim,
  );
  const codomainEventDim = parts.reduce(
    (dim, part) => dim + part.codomainEventDim - part.domainEventDim,
    domainEventDim,
  );
  const own = first.domain ?? real;
  const domain = independent(own, domainEventDim - own.eventDim);
  return {
    name: `compose(${parts.map(({ name }) => name).join(', ')})`,
    domainEventDim,
    codomainEventDim,
    domain,
    codomain: parts.reduce(imageUnder, domain),
    isBijective: parts.every((part) => part.isBijective),
    ...(parts.every((part) => part.isLinear === true) ? { isLinear: true } : {}),
    ...signOf(parts),
    forward: (x) => tf.tidy(() => parts.reduce((at, part) => part.forward(at), tf.clone(x))),
    inverse: (y) => tf.tidy(() => parts.reduceRight((at, part) => part.inverse(at), tf.clone(y))),
    logAbsDetJacobian: (x, y) => tf.tidy(() => logJacobian(parts, x, y, domainEventDim)),
    forwardShape: (shape) => parts.reduce((at, part) => part.forwardShape(at), shape),
    inverseShape: (shape) => parts.reduceRight((at, part) => part.inverseShape(at), shape),
  };
}

/** What each part adds, summed over the dims by which the event exceeds its own. */
function logJacobian(parts: readonly Bijector[], x: tf.Tensor, y: tf.Tensor, domainEventDim: number): tf.Tensor {
  let [at, eventDim, sum] = [x, domainEventDim, tf.scalar(0) as tf.Tensor];
  parts.forEach((part, i) => {
    const next = i === parts.length - 1 ? y : part.forward(at);
    sum = tf.add(sum, sumRightmost(part.logAbsDetJacobian(at, next), eventDim - part.domainEventDim));
    eventDim += part.codomainEventDim - part.domainEventDim;
    at = next;
  });
  return sum;
}

/** Monotone if all parts are. */
function signOf(parts: readonly Bijector[]): Pick<Bijector, 'slopeSign'> {
  const signs = parts.flatMap((part) => (part.slopeSign === undefined ? [] : [part.slopeSign.bind(part)]));
  if (signs.length < parts.length) return {};
  const times = (a: Parameter, b: Parameter): Parameter =>
    typeof a === 'number' && typeof b === 'number' ? a * b : tf.mul(a, b);
  return { slopeSign: () => signs.reduce((product: Parameter, sign) => times(product, sign()), 1) };
}
