/** Which value each sequentially enumerated site takes in a run, by its position in the support. */
export interface Choices {
  /** The value of a site, its first if the run was not told; keeps which sites the run met. */
  indexOf(name: string, size: number): number;
  /** Whether a site that is marked parallel is enumerated sequentially all the same. */
  isForced(name: string): boolean;
}

/** A run of a program under some choices. */
export type ChoiceRun<R> = (choices: Choices) => R;

/**
 * Runs a program once for every joint value of its sequentially enumerated sites, depth first: each run takes the first value
 * at sites it was not told about, and leaves the others to runs after it.
 *
 * @param forced the sites that are enumerated sequentially though they are marked parallel
 */
export function eachChoice<R>(run: ChoiceRun<R>, forced: ReadonlySet<string> = new Set()): R[] {
  const results: R[] = [];
  const waiting: ReadonlyMap<string, number>[] = [new Map()];
  for (let told = waiting.pop(); told !== undefined; told = waiting.pop()) {
    const path = new Map(told);
    const others: ReadonlyMap<string, number>[] = [];
    const indexOf = (name: string, size: number): number => {
      const known = path.get(name);
      if (known !== undefined) return known;
      // The last first, as the end of the list is taken next; and those of later sites before those of earlier ones.
      for (let index = size - 1; index > 0; index -= 1) others.push(new Map([...path, [name, index]]));
      path.set(name, 0);
      return 0;
    };
    results.push(run({ indexOf, isForced: (name) => forced.has(name) }));
    waiting.push(...others);
  }
  return results;
}
