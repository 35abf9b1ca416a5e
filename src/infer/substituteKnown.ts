import { nearest, ParamError } from '../num/index.js';
import type { Handler } from '../ppl/index.js';
import type { Tensors } from './optim/index.js';

/**
 * Answers parameters with known values.
 *
 * @throws ParamError (from the rule) at a parameter that is not among them: it would not be trained
 */
export function substituteKnown(values: Tensors): Handler {
  return {
    param: (message, outer) => {
      const value = message.value ?? values[message.name];
      if (value === undefined) throw unknownParam(message.name, Object.keys(values));
      return outer({ ...message, value });
    },
    stored: (message, outer) => {
      const tensor = values[message.name];
      return outer(tensor === undefined ? message : { ...message, value: { tensor } });
    },
  };
}

function unknownParam(name: string, known: readonly string[]): ParamError {
  const near = nearest(name, known);
  return new ParamError({
    where: `param("${name}")`,
    expected: `one of the parameters met at init (${known.join(', ') || 'none'})`,
    got: 'a new name',
    hint: near === undefined ? 'init with arguments that reach every parameter' : `"${near}"`,
  });
}
