import { ArgumentError, checkOptionNames } from '../num/index.js';

/** The names of all options, of whichever of several kinds. */
type NameOf<Options> = Options extends unknown ? Extract<keyof Options, string> : never;

/**
 * The options of a family or a map, checked for callers in JavaScript: there are none of another name, none is left out that must be
 * given, and none is a list.
 *
 * @throws ArgumentError naming the option, and for an unknown one the nearest that exists
 */
export function checkedOptions<Options extends object>(
  where: string,
  options: Options,
  required: readonly NameOf<Options>[],
  optional: readonly NameOf<Options>[],
): Options {
  const given: Readonly<Record<string, unknown>> = checkedFacts(where, options, required, optional);
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value)) continue;
    const hint = 'tf.tensor1d or the like around it';
    throw new ArgumentError({ where: `${where}.${name}`, expected: 'a number or a tensor', got: 'a list', hint });
  }
  return options;
}

/** The same for facts, among which lists may be. @throws ArgumentError as above */
export function checkedFacts<Facts extends object>(
  where: string,
  facts: Facts,
  required: readonly NameOf<Facts>[],
  optional: readonly NameOf<Facts>[],
): Facts & Readonly<Record<string, unknown>> {
  const names: readonly string[] = [...required, ...optional];
  if (!isRecord(facts)) throw noRecord(where, facts, names);
  checkOptionNames(where, facts, names);
  for (const name of required) {
    if (facts[name] !== undefined && facts[name] !== null) continue;
    throw new ArgumentError({ where: `${where}.${name}`, expected: 'a value', got: 'none' });
  }
  return facts;
}

function isRecord<Facts>(facts: Facts): facts is Facts & Record<string, unknown> {
  return typeof facts === 'object' && facts !== null && !Array.isArray(facts);
}

function noRecord(where: string, given: unknown, names: readonly string[]): ArgumentError {
  const got = Array.isArray(given) ? 'a list' : given === undefined ? 'none' : `a ${typeof given}`;
  return new ArgumentError({ where, expected: `a record of the options ${names.join(', ')}`, got });
}
