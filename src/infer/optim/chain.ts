import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer, Tensors } from './optimizer.js';

/** Something done to gradients before an optimiser sees them. */
export interface GradientTransform {
  readonly name: string;
  /** The gradients to go on with, by the same names; arguments are borrowed, and may be handed back as they are. */
  transform(gradients: Tensors, params: Tensors): Tensors;
}

/**
 * An optimiser whose gradients first go through `transforms`, from left to right: `chain(clipNorm(1), adamw())`.
 *
 * Its state is that of the optimiser at the end, so a checkpoint fits with or without the transforms.
 */
export function chain(...parts: readonly [...transforms: GradientTransform[], last: Optimizer]): Optimizer {
  const transforms = parts.slice(0, -1) as readonly GradientTransform[];
  const last = parts[parts.length - 1] as Optimizer;
  return {
    name: parts.map((part) => part.name).join(' > '),
    init: (params) => last.init(params),
    update: (gradients, state, params) =>
      // A plain object of tensors, which tf.tidy looks through whatever its type is called.
      tf.tidy(() => {
        const changed = transforms.reduce((tensors, part) => part.transform(tensors, params), gradients);
        return last.update(changed, state, params) as ReturnType<Optimizer['update']> & tf.TensorContainerObject;
      }),
  };
}
