import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, multiplyMask } from '../../num/index.js';
import { revise, type Handler, type Program } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Drops the log density of the sample sites of `program` where `condition` is false.
 *
 * @param condition a boolean, or a boolean tensor that broadcasts to the batch of every site; it may depend on enumerated sites
 * @throws ArgumentError if a tensor is not boolean
 */
export function mask<Args extends readonly unknown[], R>(
  condition: boolean | Tensor,
  program: Program<Args, R>,
): Program<Args, R> {
  if (typeof condition !== 'boolean') checkBoolean(condition);
  const masking: Handler = {
    sample: (message, outer) => outer(revise(message, { mask: multiplyMask(message.mask, condition) })),
  };
  return (...args) => handle(masking, () => program(...args));
}

function checkBoolean(condition: Tensor): void {
  // For callers in JavaScript.
  const dtype = (condition as { readonly dtype?: string } | null)?.dtype ?? typeof condition;
  if (dtype === 'bool') return;
  throw new ArgumentError({
    where: 'mask',
    expected: 'a boolean or a boolean tensor',
    got: dtype,
    hint: 'tf.greater(x, 0) or tf.cast(x, "bool")',
  });
}
