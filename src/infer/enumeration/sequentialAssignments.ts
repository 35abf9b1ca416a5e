/** Which value each sequentially enumerated site takes in a run, by its position in the support. */
export interface Assignment {
  /** The position of a site's value: the first if the run has none for it. Notes that the run met the site. */
  indexOf(name: string, size: number): number;
  /** Whether a site that is marked parallel is enumerated sequentially all the same. */
  isForced(name: string): boolean;
}

/**
 * Runs a program once for every joint value of its sequentially enumerated sites, depth first: each run takes the first value
 * at sites that it has none for, and leaves the others to runs after it.
 *
 * @param forced the sites that are enumerated sequentially though they are marked parallel
 */
export function eachAssignment<R>(run: (assignment: Assignment) => R, forced: ReadonlySet<string>): R[] {
  const results: R[] = [];
  const waiting: ReadonlyMap<string, number>[] = [new Map()];
  for (let known = waiting.pop(); known !== undefined; known = waiting.pop()) {
    const path = new Map(known);
    const others: ReadonlyMap<string, number>[] = [];
    const indexOf = (name: string, size: number): number => {
      const index = path.get(name);
      if (index !== undefined) return index;
      // The last first, as the end of the list is taken next; and those of later sites before those of earlier ones.
      for (let other = size - 1; other > 0; other -= 1) others.push(new Map([...path, [name, other]]));
      path.set(name, 0);
      return 0;
    };
    results.push(run({ indexOf, isForced: (name) => forced.has(name) }));
    waiting.push(...others);
  }
  return results;
}
