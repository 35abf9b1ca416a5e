import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';
import { watchNames } from './watchNames.js';

/**
 * `program` inside a handler with one rule for its sample sites.
 *
 * @param names those that a caller has written; one that meets no site in the first run is warned of, as from `where`
 */
export function handleSamples<Args extends readonly unknown[], R>(
  where: string,
  names: readonly string[],
  rule: Required<Handler>['sample'],
  program: Program<Args, R>,
): Program<Args, R> {
  const watch = watchNames(where, 'sample', names);
  return (...args) =>
    watch((meet) => {
      const handler: Handler = {
        sample: (message, outer) => {
          meet(message.name);
          return rule(message, outer);
        },
      };
      return handle(handler, () => program(...args));
    });
}
