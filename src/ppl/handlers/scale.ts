import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, multiplyScale } from '../../num/index.js';
import type { Handler, Program } from '../message.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';

/**
 * Multiplies the log density of every sample site of `program` by `factor`.
 *
 * @param factor a finite number > 0, or a tensor that broadcasts to the batch of every site
 * @throws ArgumentError if a number is not
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
