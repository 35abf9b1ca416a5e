import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, multiplyScale } from '../../num/index.js';
import { revise, type Handler, type Program } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Multiplies the log density of the sample sites of `program` by `factor`.
 *
 * @param factor a finite number > 0, or a tensor that broadcasts to the batch of every site; it may depend on enumerated sites
 * @throws ArgumentError if a number is not finite or not > 0
 */
export function scale<Args extends readonly unknown[], R>(
  factor: number | Tensor,
  program: Program<Args, R>,
): Program<Args, R> {
  if (typeof factor === 'number') checkFactor(factor);
  const scaling: Handler = {
    sample: (message, outer) => outer(revise(message, { scale: multiplyScale(message.scale, factor) })),
  };
  return (...args) => handle(scaling, () => program(...args));
}

function checkFactor(factor: number): void {
  if (factor > 0 && factor < Infinity) return;
  throw new ArgumentError({
    where: 'scale',
    expected: 'a finite factor > 0',
    got: String(factor),
    hint: 'mask to drop sites',
  });
}
