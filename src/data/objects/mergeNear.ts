import type { Components } from './components.js';

/**
 * Makes one of all components of which a pixel of one and a pixel of the other are at most `distance` apart, centre to
 * centre; numbered anew in reading order.
 */
export function mergeNear({ labels, count }: Components, width: number, distance: number): Components {
  const parents = Int32Array.from({ length: count + 1 }, (_, label) => label);
  for (const [down, across] of offsetsWithin(distance)) join(labels, parents, width, down, across);
  return renumbered(labels, parents);
}

/** The half of the places around a pixel, within the distance, that comes after it in reading order. */
function offsetsWithin(distance: number): [down: number, across: number][] {
  const reach = Math.floor(distance);
  const offsets: [number, number][] = [];
  for (let down = 0; down <= reach; down += 1) {
    for (let across = down === 0 ? 1 : -reach; across <= reach; across += 1) {
      if (down * down + across * across <= distance * distance) offsets.push([down, across]);
    }
  }
  return offsets;
}

function join(labels: Int32Array, parents: Int32Array, width: number, down: number, across: number): void {
  const step = down * width + across;
  for (let at = 0; at + step < labels.length; at += 1) {
    const [label, other] = [labels[at] ?? 0, labels[at + step] ?? 0];
    if (label === 0 || other === 0 || label === other) continue;
    const column = (at % width) + across;
    if (column < 0 || column >= width) continue;
    const [root, otherRoot] = [rootOf(parents, label), rootOf(parents, other)];
    parents[Math.max(root, otherRoot)] = Math.min(root, otherRoot);
  }
}

function rootOf(parents: Int32Array, label: number): number {
  let root = label;
  while (parents[root] !== root) root = parents[root] ?? 0;
  parents[label] = root;
  return root;
}

function renumbered(labels: Int32Array, parents: Int32Array): Components {
  const numbers = new Int32Array(parents.length);
  let count = 0;
  for (let label = 1; label < parents.length; label += 1) {
    const root = rootOf(parents, label);
    numbers[label] = root === label ? (count += 1) : (numbers[root] ?? 0);
  }
  return { labels: labels.map((label) => numbers[label] ?? 0), count };
}
