import type { Handler, Infer, ParamMessage, Program, SampleMessage } from '../message.js';
import { revise } from '../revise.js';
import { handle } from '../runtime.js';

/** Merges `config(message)` over the inference hints of each sample and param site of `program`. */
export function inferConfig<Args extends readonly unknown[], R>(
  config: (message: SampleMessage | ParamMessage) => Infer,
  program: Program<Args, R>,
): Program<Args, R> {
  const configuring: Handler = {
    sample: (message, outer) => outer(revise(message, { infer: { ...message.infer, ...config(message) } })),
    param: (message, outer) => outer({ ...message, infer: { ...message.infer, ...config(message) } }),
  };
  return (...args) => handle(configuring, () => program(...args));
}
