import type { Shape } from './shape.js';
import { sizeOf } from './shape.js';

/** A shape seen from one axis: how many blocks lie before it, how long it is, and how many numbers one step of it is. */
export interface AxisView {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** `shape` seen from its axes `first` to `last`, taken as one. */
export function viewAxes(shape: Shape, first: number, last: number): AxisView {
  return {
    outer: sizeOf(shape.slice(0, first)),
    length: sizeOf(shape.slice(first, last + 1)),
    inner: sizeOf(shape.slice(last + 1)),
  };
}

/** The `axes`, sorted, in runs of neighbours: axes of size 1 between two of them part nothing. */
export function axisRuns(shape: Shape, axes: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const axis of [...axes].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && sizeOf(shape.slice(run[1] + 1, axis)) === 1) run[1] = axis;
    else runs.push([axis, axis]);
  }
  return runs;
}

/** `shape` without `axes`, or with ones there. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return shape.filter((_, i) => !axes.includes(i));
}
