/** The names of the vectorised plates around something. */
export type Ordinal = ReadonlySet<string>;

export function sameSet(a: Ordinal, b: Ordinal): boolean {
  return a === b || (a.size === b.size && [...a].every((word) => b.has(word)));
}

export function intersection(sets: readonly Ordinal[]): Ordinal {
  const [first = new Set<string>(), ...others] = sets;
  if (others.every((set) => sameSet(first, set))) return first;
  return new Set([...first].filter((word) => others.every((set) => set.has(word))));
}

/** The same text for equal sets. */
export function keyOf(ordinal: Ordinal): string {
  return [...ordinal].sort().join('\n');
}

/** Groups of items that hang together by the links each has; the order of items and of groups is that of the list. */
export function connectedBy<T>(items: readonly T[], linksOf: (item: T) => readonly string[]): T[][] {
  const groupOf = new Map<string, Group<T>>();
  const groups: Group<T>[] = [];
  items.forEach((item, place) => {
    const links = linksOf(item);
    const group = mergeAll(
      links
        .map((link) => groupOf.get(link))
        .filter((found) => found !== undefined)
        .map(topOf),
    );
    if (group.items.length === 0) groups.push(group);
    group.items.push({ item, place });
    for (const link of links) groupOf.set(link, group);
  });
  const tops = groups.filter((group) => group.mergedInto === undefined);
  return tops.map((group) => group.items.sort((a, b) => a.place - b.place).map(({ item }) => item));
}

interface Group<T> {
  items: { readonly item: T; readonly place: number }[];
  mergedInto: Group<T> | undefined;
}

function topOf<T>(group: Group<T>): Group<T> {
  let top = group;
  while (top.mergedInto !== undefined) top = top.mergedInto;
  return top;
}

function mergeAll<T>(groups: readonly Group<T>[]): Group<T> {
  const distinct = [...new Set(groups)].sort((a, b) => b.items.length - a.items.length);
  const [first = { items: [], mergedInto: undefined }, ...others] = distinct;
  for (const other of others) {
    first.items.push(...other.items);
    other.mergedInto = first;
  }
  return first;
}
