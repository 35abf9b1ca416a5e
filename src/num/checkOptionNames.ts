import { ArgumentError } from './errors.js';
import { nearest } from './nearest.js';

/**
 * Refuses options that do not exist, which the compiler cannot do for callers in JavaScript.
 *
 * @throws ArgumentError naming the option, those there are, and a near one
 */
export function checkOptionNames(where: string, options: object, allowed: readonly string[]): void {
  for (const name in options) {
    if (allowed.includes(name)) continue;
    const near = nearest(name, allowed);
    throw new ArgumentError({
      where,
      expected: `the options ${allowed.join(', ')}`,
      got: `"${name}"`,
      hint: near === undefined ? undefined : `"${near}"`,
    });
  }
}
