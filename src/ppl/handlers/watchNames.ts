import { nearest, warn } from '../../num/index.js';
import type { Handler, Program } from '../message.js';
import { handle } from '../runtime.js';

/** Runs a program; the run calls `meet` with the names of its sites. */
export type NameWatch = <R>(run: (meet: (name: string) => void) => R) => R;

/**
 * Warns, once, of each of `names` that is not the name of a site in the first run, with the nearest name of the run.
 *
 * @param where the function with these names as an argument, such as `condition`
 * @param kind  the kind of site: `param`, `sample` or `site`
 */
export function watchNames(where: string, kind: string, names: Iterable<string>): NameWatch {
  const unseen = new Set(names);
  return (run) => {
    const met = new Set<string>();
    const result = run((name) => void met.add(name));
    for (const name of [...unseen]) {
      unseen.delete(name);
      if (met.has(name)) continue;
      const near = nearest(name, [...met]);
      warn(`${where}: no ${kind}("${name}") in the program${near === undefined ? '' : `; did you mean "${near}"?`}`);
    }
    return result;
  };
}

/**
 * `program` in a handler with one rule for sample sites.
 *
 * @param names site names that the user gave to the handler `where`; `watchNames` warns of unknown ones
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
