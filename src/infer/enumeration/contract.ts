import { EnumerationError } from '../../num/index.js';
import { addAll, logSumExpOver, sumOver, unionOfDims, type Packed } from './packed.js';

/** A log factor and the plates it stands in. */
export interface Factor {
  readonly packed: Packed;
  readonly ordinal: ReadonlySet<string>;
}

/** A connected set of factors, and the plates that all of them share. */
export interface Component<F extends Factor = Factor> {
  readonly factors: readonly F[];
  readonly sumDims: readonly string[];
  readonly ordinal: ReadonlySet<string>;
}

/** Splits factors into sets that share no dim of `sumDims`. */
export function componentsOf<F extends Factor>(factors: readonly F[], sumDims: ReadonlySet<string>): Component<F>[] {
  return connected(factors, sumDims).map((group) => ({
    factors: group,
    sumDims: dimsIn(group, sumDims),
    ordinal: intersection(group.map((factor) => factor.ordinal)),
  }));
}

/**
 * The log of the sum over all sum dims of the product of a component's factors, one value for each index of the
 * component's own plates: innermost plates are summed out and multiplied up to their parents, until none is left.
 *
 * @throws EnumerationError if two crossed plates meet in one factor, so that no order of sums and products exists
 * @see Obermeyer et al. 2019, "Tensor variable elimination for plated factor graphs", algorithm 1
 */
export function contract({ factors, sumDims, ordinal }: Component): Packed {
  const owners = new Map(sumDims.map((dim) => [dim, ownerOf(dim, factors)]));
  let pending = [...factors];
  const done: Packed[] = [];
  while (pending.length > 0) {
    const leaf = largest(pending);
    const inLeaf = pending.filter((factor) => sameSet(factor.ordinal, leaf));
    pending = pending.filter((factor) => !inLeaf.includes(factor));
    const owned = new Set(sumDims.filter((dim) => sameSet(owners.get(dim) ?? new Set(), leaf)));
    for (const part of connected(inLeaf, owned)) {
      const packed = sumProduct(
        part.map((factor) => factor.packed),
        [...owned],
      );
      if (sameSet(leaf, ordinal)) done.push(packed);
      else pending.push(toParent(packed, leaf, owners, ordinal));
    }
  }
  return addAll(done);
}

/** Eliminates dims one by one, the one with the smallest result first. */
export function sumProduct(factors: readonly Packed[], dims: readonly string[]): Packed {
  let left = [...factors];
  const waiting = new Set(dims);
  while (waiting.size > 0) {
    const dim = cheapest(left, waiting);
    waiting.delete(dim);
    const holders = left.filter((factor) => factor.dims.includes(dim));
    if (holders.length === 0) continue;
    left = [...left.filter((factor) => !holders.includes(factor)), logSumExpOver(addAll(holders), [dim])];
  }
  return addAll(left);
}

function cheapest(factors: readonly Packed[], dims: ReadonlySet<string>): string {
  const cost = (dim: string): number => unionOfDims(factors.filter((factor) => factor.dims.includes(dim))).length;
  return [...dims].reduce((best, dim) => (cost(dim) < cost(best) ? dim : best));
}

function toParent(
  packed: Packed,
  leaf: ReadonlySet<string>,
  owners: ReadonlyMap<string, ReadonlySet<string>>,
  root: ReadonlySet<string>,
): Factor {
  const parent = new Set(root);
  for (const dim of packed.dims) for (const plate of owners.get(dim) ?? []) parent.add(plate);
  if (sameSet(parent, leaf)) throw diamond(packed, leaf);
  return {
    packed: sumOver(
      packed,
      [...leaf].filter((plate) => !parent.has(plate)),
    ),
    ordinal: parent,
  };
}

function diamond(packed: Packed, leaf: ReadonlySet<string>): EnumerationError {
  return new EnumerationError({
    where: 'enumeration',
    expected: 'plates that nest like a tree around the enumerated sites',
    got: `dims ${packed.dims.join(', ')} of crossed plates that meet inside ${[...leaf].join(' and ')}`,
    hint: 'sequentialPlate for one of these plates',
  });
}

function ownerOf(dim: string, factors: readonly Factor[]): ReadonlySet<string> {
  return intersection(factors.filter((factor) => factor.packed.dims.includes(dim)).map((factor) => factor.ordinal));
}

/** Groups of factors that hang together by the dims of `links`. */
function connected<F extends Factor>(factors: readonly F[], links: ReadonlySet<string>): F[][] {
  const groups: F[][] = [];
  for (const factor of factors) {
    const touching = groups.filter((group) => sharesDim(factor, group, links));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([...touching.flat(), factor]);
  }
  return groups;
}

function sharesDim(factor: Factor, group: readonly Factor[], links: ReadonlySet<string>): boolean {
  return factor.packed.dims.some((dim) => links.has(dim) && group.some((other) => other.packed.dims.includes(dim)));
}

function dimsIn(factors: readonly Factor[], wanted: ReadonlySet<string>): string[] {
  return unionOfDims(factors.map((factor) => factor.packed)).filter((dim) => wanted.has(dim));
}

function largest(factors: readonly Factor[]): ReadonlySet<string> {
  return factors.reduce<ReadonlySet<string>>(
    (best, { ordinal }) => (ordinal.size >= best.size ? ordinal : best),
    new Set(),
  );
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((word) => b.has(word));
}

function intersection(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...others] = sets;
  return new Set([...first].filter((word) => others.every((set) => set.has(word))));
}
