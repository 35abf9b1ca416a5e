import { ArgumentError } from '../num/index.js';

/** What may hold exceptions from laws: by name, with the reason of each. */
interface Exceptions {
  readonly except?: Readonly<Record<string, string>> | undefined;
  readonly laws?: readonly { readonly name: string }[] | undefined;
}

/**
 * Checks that exceptions name laws: a misspelt one would be none.
 *
 * @param where the option, for the error
 * @param all the laws that may be named beside `laws`
 * @throws ArgumentError listing the names there are
 */
export function checkExceptions(
  where: string,
  { except = {}, laws = [] }: Exceptions,
  all: readonly { readonly name: string }[],
): void {
  const names = new Set([...all, ...laws].map(({ name }) => name));
  const unknown = Object.keys(except).find((name) => !names.has(name));
  if (unknown === undefined) return;
  throw new ArgumentError({ where, expected: `one of ${[...names].join(', ')}`, got: `"${unknown}"` });
}
