import type { ContractionBuilder, ContractionNode } from './contraction.js';
import type { Dim } from './dims.js';
import { unionOfDims } from './logFactor.js';

/** Sums dims out one by one, the one with the smallest result first. @returns what is left, without these dims */
export function eliminate(
  builder: ContractionBuilder,
  inputs: readonly ContractionNode[],
  dims: readonly Dim[],
): ContractionNode[] {
  const left = new Set(inputs);
  const holders = new Map(dims.map((dim) => [dim, new Set<ContractionNode>()]));
  const costs = new Map<Dim, number>();
  const hold = (node: ContractionNode): void => {
    left.add(node);
    for (const dim of node.dims) holders.get(dim)?.add(node);
    for (const dim of node.dims) costs.delete(dim);
  };
  inputs.forEach(hold);
  for (const [dim, nodes] of holders) if (nodes.size === 0) holders.delete(dim);
  while (holders.size > 0) {
    const dim = cheapest(builder, holders, costs);
    const held = [...(holders.get(dim) ?? [])];
    holders.delete(dim);
    for (const node of held) {
      left.delete(node);
      for (const other of node.dims) holders.get(other)?.delete(node);
    }
    hold(builder.sum(held, dim));
  }
  return [...left];
}

function cheapest(
  { cells, sizeOf }: ContractionBuilder,
  holders: ReadonlyMap<Dim, ReadonlySet<ContractionNode>>,
  costs: Map<Dim, number>,
): Dim {
  for (const [dim, nodes] of holders) {
    if (!costs.has(dim)) costs.set(dim, cells(unionOfDims([...nodes])) / sizeOf(dim));
  }
  return [...holders.keys()].reduce((best, dim) => ((costs.get(dim) ?? 0) < (costs.get(best) ?? 0) ? dim : best));
}
