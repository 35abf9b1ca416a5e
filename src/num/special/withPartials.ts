import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../broadcast.js';
import type { Numeric } from '../formula/index.js';
import { broadcastShapes } from '../shape.js';
import type { Shape } from '../shape.js';

/** A function of several numbers, given its arguments as tensors of one shape. */
export type Elementwise = (at: readonly tf.Tensor[]) => tf.Tensor;

/**
 * An elementwise function of several arguments, which broadcast, with partial derivatives of its own. As in `withDerivative`
 * none of them is recorded by a gradient tape, and the derivatives are computed only if they are needed.
 *
 * @param where what to call the function in errors
 * @param args its arguments by name, in order
 * @param partials the partial derivatives in that order; each gets the arguments and behind them the value
 * @throws ShapeError if the shapes do not broadcast
 */
export function withPartials(
  where: string,
  args: Readonly<Record<string, Numeric>>,
  value: Elementwise,
  partials: readonly Elementwise[],
): tf.Tensor {
  const given = Object.values(args);
  const shapes = Object.entries(args).map(([name, arg]) => [name, typeof arg === 'number' ? [] : arg.shape] as const);
  const shape = broadcastShapes(where, Object.fromEntries(shapes));
  return tf.tidy(() => {
    const operation = tf.customGrad((...inputs) => {
      const [save, ...reversed] = [...inputs].reverse() as [tf.GradSaveFunc, ...tf.Tensor[]];
      const at = reversed.reverse();
      const result = value(at);
      save([...at, result]);
      const slope = (dy: tf.Tensor, saved: tf.Tensor[], i: number): tf.Tensor => {
        const partial = partials[i];
        return typeof given[i] === 'number' || partial === undefined ? tf.zerosLike(dy) : tf.mul(dy, partial(saved));
      };
      return {
        value: result,
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => given.map((_, i) => slope(dy, saved, i)),
      };
    });
    return operation(...given.map((arg) => whole(arg, shape)));
  });
}

function whole(arg: Numeric, shape: Shape): tf.Tensor {
  return typeof arg === 'number' ? tf.fill([...shape], arg) : broadcastTo(arg, shape);
}
