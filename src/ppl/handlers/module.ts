import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Adds the prefix `name/` to the names of the parameters of `program`, such as a layer of a network. Other sites keep their names.
 * Two modules of the same name share their parameters.
 *
 * @example
 * const line = module('line', (x) => tf.add(tf.mul(param('slope', tf.scalar(2)), x), param('offset', tf.scalar(1))));
 * [...trace(() => line(3))().sites.keys()];   // ['line/slope', 'line/offset']
 */
export function module<Args extends readonly unknown[], R>(name: string, program: Program<Args, R>): Program<Args, R> {
  const grouped = <T extends { readonly name: string }>(message: T): T => ({
    ...message,
    name: `${name}/${message.name}`,
  });
  const grouping: Handler = {
    param: (message, outer) => ({ ...outer(grouped(message)), name: message.name }),
    stored: (message, outer) => outer(grouped(message)),
    // `block` further in requests the key of a hidden parameter.
    key: (message, outer) => outer(message.purpose === 'param' ? grouped(message) : message),
  };
  return (...args) => handle(grouping, () => program(...args));
}
