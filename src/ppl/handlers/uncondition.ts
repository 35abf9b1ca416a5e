import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Turns each observed site of `program` into a latent one, with the hints `wasObserved` and `obs`, its data. Factors stay as they are.
 *
 * @example
 * const model = () => sample('x', normal({ loc: 0, scale: 1 }), { obs: tf.scalar(9) });
 * trace(seed(0, uncondition(model)))().sites.get('x').observed;   // false
 */
export function uncondition<Args extends readonly unknown[], R>(program: Program<Args, R>): Program<Args, R> {
  const unconditioning: Handler = {
    sample: (message, outer) => {
      if (!message.observed || message.dist.isFactor === true) return outer(message);
      const data = message.value === undefined ? {} : { obs: message.value };
      const infer = { ...message.infer, wasObserved: true, ...data };
      return outer({ ...message, value: undefined, observed: false, infer });
    },
  };
  return (...args) => handle(unconditioning, () => program(...args));
}
