/**
 * What a dim of a log factor stands for: the indices of a plate, or the values of an enumerated site. Equal dims are one object.
 */
export interface Dim {
  readonly kind: 'plate' | 'site';
  readonly name: string;
  /** Which indices of unrolled plates a dim is for, as text; empty for all others. */
  readonly at: string;
}

/** The vectorised plates around something. */
export type PlateSet = ReadonlySet<Dim>;

const known = new Map<string, Dim>();

export function plateDim(name: string): Dim {
  return dimOf('plate', name, '');
}

export function siteDim(name: string): Dim {
  return dimOf('site', name, '');
}

/** The dim of the copy of an enumerated site at one index of an unrolled plate. */
export function dimAt({ kind, name, at }: Dim, plate: Dim, index: number): Dim {
  return dimOf(kind, name, `${at} [${plate.name} = ${index}]`);
}

/** A dim in words. */
export function textOf({ name, at }: Dim): string {
  return name + at;
}

function dimOf(kind: Dim['kind'], name: string, at: string): Dim {
  const key = `${kind} ${name}${at}`;
  const dim = known.get(key) ?? { kind, name, at };
  known.set(key, dim);
  return dim;
}

export function sameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a === b || (a.size === b.size && isSubset(a, b));
}

export function isSubset<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  for (const item of a) if (!b.has(item)) return false;
  return true;
}

export function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (isSubset(b, a)) return a;
  return isSubset(a, b) ? b : new Set([...a, ...b]);
}

export function intersection<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  const [first = new Set<T>(), ...others] = sets;
  if (others.every((set) => sameSet(first, set))) return first;
  return new Set([...first].filter((item) => others.every((set) => set.has(item))));
}

/** Groups of items that hang together by the links that each has, in the order of their first items. */
export function connectedBy<T, L>(items: readonly T[], linksOf: (item: T) => readonly L[]): T[][] {
  const parents = items.map((_, i) => i);
  const rootOf = (i: number): number => {
    const parent = parents[i] ?? i;
    if (parent === i) return i;
    const root = rootOf(parent);
    parents[i] = root;
    return root;
  };
  const firstWith = new Map<L, number>();
  items.forEach((item, i) => {
    for (const link of linksOf(item)) {
      const [a, b] = [rootOf(i), rootOf(firstWith.get(link) ?? i)];
      parents[Math.max(a, b)] = Math.min(a, b);
      firstWith.set(link, Math.min(a, b));
    }
  });
  const groups = new Map<number, T[]>();
  items.forEach((item, i) => {
    const group = groups.get(rootOf(i));
    if (group === undefined) groups.set(rootOf(i), [item]);
    else group.push(item);
  });
  return [...groups.values()];
}
