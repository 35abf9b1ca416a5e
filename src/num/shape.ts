import { ShapeError } from './errors.js';

export type Shape = readonly number[];

/** `[3, 1]` as it is written in messages. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** The number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether two shapes are the same, size by size. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** The size at a dim counted from the right (-1 is the last); 1 where the shape is shorter. */
export function sizeAt(shape: Shape, dim: number): number {
  return shape[shape.length + dim] ?? 1;
}

/**
 * The shape that all the named shapes broadcast to.
 *
 * @throws ShapeError naming the parts and their shapes if they do not broadcast
 */
export function broadcastShapes(where: string, shapes: Readonly<Record<string, Shape>>): number[] {
  const all = Object.values(shapes);
  const rank = Math.max(0, ...all.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = new Set(all.map((shape) => sizeAt(shape, i - rank)).filter((size) => size !== 1));
    if (sizes.size > 1) throw mismatch(where, shapes);
    return [...sizes][0] ?? 1;
  });
}

/** Whether `shape` can be broadcast to exactly `target`. */
export function broadcastsTo(shape: Shape, target: Shape): boolean {
  return (
    shape.length <= target.length && shape.every((size, i) => size === 1 || size === sizeAt(target, i - shape.length))
  );
}

/** `shape` with the size at the negative dim `dim` replaced, padded with ones on the left where it is shorter. */
export function withSizeAt(shape: Shape, dim: number, size: number): number[] {
  const padded = [...Array<number>(Math.max(0, -dim - shape.length)).fill(1), ...shape];
  padded[padded.length + dim] = size;
  return padded;
}

function mismatch(where: string, shapes: Readonly<Record<string, Shape>>): ShapeError {
  const names = Object.keys(shapes);
  const list = (words: readonly string[]): string => words.join(' and ');
  return new ShapeError({
    where,
    expected: `${list(names)} of shapes that broadcast`,
    got: list(Object.values(shapes).map(formatShape)),
    hint: 'to give each pair of sizes from the right equal numbers, or 1',
  });
}
