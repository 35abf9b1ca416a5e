import { nearest, ParamError } from '../num/index.js';
import { answerParams, type Handler } from '../ppl/index.js';
import type { Tensors } from './optim/index.js';

/**
 * Answers parameters with known values.
 *
 * @param met is told the names of those that are asked for
 * @throws ParamError (from the rule) at a parameter that is not among them: it would not be trained
 */
export function substituteKnown(values: Tensors, met: Set<string> = new Set<string>()): Handler {
  const known = new Map(Object.entries(values));
  const rules = answerParams(known);
  return {
    param: (message, outer) => {
      if (!known.has(message.name)) throw unknownParam(message.name, [...known.keys()]);
      met.add(message.name);
      return rules.param(message, outer);
    },
    stored: (message, outer) => {
      met.add(message.name);
      return rules.stored(message, outer);
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
