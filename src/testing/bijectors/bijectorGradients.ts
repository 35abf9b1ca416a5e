import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, valueAndGradients } from '../../num/index.js';
import { pathsWithin } from '../laws/deterministic/paths.js';
import { contradicted, contradictionText } from '../laws/deterministic/slopes.js';
import { tangents } from '../laws/deterministic/valueGradient.js';
import type { BijectorCase, BijectorLaw } from './bijectorLaw.js';

/** The gradients of images, pre-images and log-Jacobians equal finite differences. */
export const bijectorGradients: BijectorLaw = {
  name: 'bijectorGradients',
  statement: 'the gradients of forward, inverse and logAbsDetJacobian equal finite differences',
  *problems(given) {
    const { bijector, x, domain } = given;
    yield contradiction(given, 'forward', x, domain, (at) => bijector.forward(at), bijector.codomainEventDim);
    if (!bijector.isBijective) return;
    yield inverseContradiction(given);
    yield contradiction(
      given,
      'logAbsDetJacobian',
      x,
      domain,
      (at) => bijector.logAbsDetJacobian(at, bijector.forward(at)),
      0,
    );
  },
};

/** Along the images of paths in the domain, where the inverse moves as these paths do. */
function inverseContradiction({ bijector, x, domain }: BijectorCase): string | undefined {
  const depth = bijector.domainEventDim;
  const sums = (at: tf.Tensor): tf.Tensor => weighted(bijector.inverse(at), depth);
  const y = bijector.forward(x);
  const gradient = valueAndGradients((inputs) => tf.sum(sums(inputs.y)), { y }).gradients.y;
  for (const { coordinate, points } of pathsWithin(domain, x, 1, depth)) {
    const images = points.map((point) => bijector.forward(point));
    const found = contradicted(
      images.map((image) => sums(image).dataSync()),
      tangents(images, y.rank - bijector.codomainEventDim, gradient),
    );
    if (found !== undefined)
      return `inverse of element ${found.path}, along coordinate ${coordinate}: ${contradictionText(found)}`;
  }
  return undefined;
}

/** The sum over each element, its entries with weights. */
function weighted(y: tf.Tensor, eventRank: number): tf.Tensor {
  const event = y.shape.slice(y.rank - eventRank);
  const weights = tf.reshape(tf.linspace(1, 2, Math.max(1, sizeOf(event))), event);
  return tf.sum(
    tf.mul(y, weights),
    event.map((_, i) => y.rank - 1 - i),
  );
}

/** Each output counts with a weight of its own, so that errors do not cancel. */
function contradiction(
  { bijector }: BijectorCase,
  name: string,
  x: tf.Tensor,
  domain: BijectorCase['domain'],
  f: (at: tf.Tensor) => tf.Tensor,
  eventRank: number,
): string | undefined {
  const sums = (at: tf.Tensor): tf.Tensor => weighted(f(at), eventRank);
  const gradient = valueAndGradients((inputs) => tf.sum(sums(inputs.x)), { x }).gradients.x;
  for (const { coordinate, points } of pathsWithin(domain, x, 1, bijector.domainEventDim)) {
    const values = points.map((point) => sums(point).dataSync());
    const found = contradicted(values, tangents(points, x.rank - bijector.domainEventDim, gradient));
    if (found === undefined) continue;
    return `${name} of element ${found.path}, along coordinate ${coordinate}: ${contradictionText(found)}`;
  }
  return undefined;
}
