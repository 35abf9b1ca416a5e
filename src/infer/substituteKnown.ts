import { nearest, ParamError } from '../num/index.js';
import { answerParams, type Handler } from '../ppl/index.js';
import type { Tensors } from './optim/index.js';

/** Where values of parameters come from, for messages. */
const sources = {
  svi: { expected: 'one of the parameters met at init', hint: 'init with arguments that reach every parameter' },
  query: {
    expected: 'a value in the option params',
    hint: 'params: inference.params(state), with those that svi has trained',
  },
} as const;

/**
 * Answers parameters with known values.
 *
 * @param met is told the names of those that are asked for
 * @throws ParamError (from the rule) at a parameter that is not among them and has no value further in: it would be as it starts
 */
export function substituteKnown(
  values: Tensors,
  met: Set<string> = new Set<string>(),
  source: keyof typeof sources = 'svi',
): Handler {
  const known = new Map(Object.entries(values));
  const rules = answerParams(known);
  return {
    param: (message, outer) => {
      if (message.value === undefined && !known.has(message.name))
        throw unknownParam(message.name, [...known.keys()], sources[source]);
      met.add(message.name);
      return rules.param(message, outer);
    },
    stored: (message, outer) => {
      met.add(message.name);
      return rules.stored(message, outer);
    },
  };
}

function unknownParam(
  name: string,
  known: readonly string[],
  { expected, hint }: Record<'expected' | 'hint', string>,
): ParamError {
  const near = nearest(name, known);
  return new ParamError({
    where: `param("${name}")`,
    expected: `${expected} (${known.join(', ') || 'none'})`,
    got: 'a new name',
    hint: near === undefined ? hint : `"${near}"`,
  });
}
