import * as tf from '@tensorflow/tfjs-core';
import { formatShape, sameShape, ShapeError, type Shape } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { noJacobian } from './noJacobian.js';

/**
 * Maps side by side: slice i, along the dim to the left of the events of the maps, goes through map i. Log-Jacobians are summed.
 *
 * @param parts maps whose events have equally many dims, and give the same size from the same size
 */
export function stacked(parts: readonly Bijector[]): Bijector {
  const [first] = parts;
  const domainDim = 1 + (first?.domainEventDim ?? 0);
  const codomainDim = 1 + (first?.codomainEventDim ?? 0);
  const isBijective = parts.every((part) => part.isBijective);
  const name = `stacked(${parts.map((part) => part.name).join(', ')})`;
  const over = (x: tf.Tensor, from: number, to: number, move: (part: Bijector, x: tf.Tensor) => tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const slices = tf.unstack(x, x.rank - from);
      const images = parts.map((part, i) => move(part, slices[i] ?? x));
      checkSameShape(name, images);
      return tf.stack(images, (images[0] ?? x).rank + 1 - to);
    });
  const shaped = (
    shape: Shape,
    from: number,
    to: number,
    of: (part: Shape) => readonly number[] | undefined,
  ): number[] => {
    const at = shape.length - from;
    const image = [...(of([...shape.slice(0, at), ...shape.slice(at + 1)]) ?? shape)];
    image.splice(image.length + 1 - to, 0, parts.length);
    return image;
  };
  return {
    name,
    domainEventDim: domainDim,
    codomainEventDim: codomainDim,
    isBijective,
    forward: (x) => over(x, domainDim, codomainDim, (part, slice) => part.forward(slice)),
    inverse: (y) => over(y, codomainDim, domainDim, (part, slice) => part.inverse(slice)),
    logAbsDetJacobian: (x, y) =>
      tf.tidy(() => {
        if (!isBijective) noJacobian(name);
        const [xs, ys] = [tf.unstack(x, x.rank - domainDim), tf.unstack(y, y.rank - codomainDim)];
        return tf.addN(parts.map((part, i) => part.logAbsDetJacobian(xs[i] ?? x, ys[i] ?? y)));
      }),
    forwardShape: (shape) => shaped(shape, domainDim, codomainDim, (slice) => first?.forwardShape(slice)),
    inverseShape: (shape) => shaped(shape, codomainDim, domainDim, (slice) => first?.inverseShape(slice)),
  };
}

function checkSameShape(where: string, images: readonly tf.Tensor[]): void {
  const [first] = images;
  if (first === undefined || images.every(({ shape }) => sameShape(shape, first.shape))) return;
  const got = images.map(({ shape }) => formatShape(shape)).join(', ');
  throw new ShapeError({ where, expected: 'maps that give slices of one shape', got, hint: 'concatenated' });
}
