import { checkInfer } from '../checkMessage.js';
import { revise, type Handler, type Infer, type ParamMessage } from '../message.js';
import type { Program, SampleMessage } from '../message.js';
import { handle } from '../runtime.js';

/**
 * Merges `config(message)` over the inference hints of each sample and param site of `program`.
 *
 * @throws ArgumentError (from the program) if a hint is unknown
 */
export function inferConfig<Args extends readonly unknown[], R>(
  config: (message: SampleMessage | ParamMessage) => Infer,
  program: Program<Args, R>,
): Program<Args, R> {
  const merged = (message: SampleMessage | ParamMessage): Infer => {
    const hints = config(message);
    checkInfer(`inferConfig of ${message.type}("${message.name}")`, hints);
    return { ...message.infer, ...hints };
  };
  const configuring: Handler = {
    sample: (message, outer) => outer(revise(message, { infer: merged(message) })),
    param: (message, outer) => outer({ ...message, infer: merged(message) }),
  };
  return (...args) => handle(configuring, () => program(...args));
}
