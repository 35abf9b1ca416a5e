import { nearest, warn } from '../../num/index.js';

/** Runs a program with a function that is to be told the names of its sites. */
export type NameWatch = <R>(run: (meet: (name: string) => void) => R) => R;

/**
 * Warns of each of `names` that no site of a run has, once, with the nearest name that one has.
 *
 * @param where what was given the names, such as `condition`
 * @param kind  what they are to be names of: `param`, `sample` or `site`
 */
export function watchNames(where: string, kind: string, names: Iterable<string>): NameWatch {
  const open = new Set(names);
  return (run) => {
    const met = new Set<string>();
    const result = run((name) => void met.add(name));
    for (const name of [...open]) {
      open.delete(name);
      if (met.has(name)) continue;
      const near = nearest(name, [...met]);
      warn(`${where}: no ${kind}("${name}") in the program${near === undefined ? '' : `; did you mean "${near}"?`}`);
    }
    return result;
  };
}
