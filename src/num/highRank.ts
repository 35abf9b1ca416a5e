import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from './errors.js';
import { callKernel, inputOf, replaceKernel } from './kernels.js';
import { type Shape, broadcastShapes, formatShape, sameShape, sizeOf } from './shape.js';

type Padding = readonly [before: number, after: number];

/**
 * Makes elementwise kernels of two inputs right at every rank.
 *
 * Above `limit`, where the backend's own broadcasting gives out, inputs are repeated to the common shape and handed over
 * as vectors. That costs memory, and only there.
 */
export function repairBinary(backendName: string, names: readonly string[], limit: number): void {
  for (const name of names) {
    replaceKernel(name, backendName, (original) => (args) => {
      const [a, b] = [inputOf(args, 'a'), inputOf(args, 'b')];
      if (a.rank <= limit && b.rank <= limit) return original(args);
      const shape = broadcastShapes(name, { a: a.shape, b: b.shape });
      return tf.tidy(() => {
        const flat = callKernel(original, args, { a: flatten(a, shape), b: flatten(b, shape) });
        return tf.reshape(flat, shape);
      });
    });
  }
}

/**
 * Makes PadV2 right at every rank if at most `limit` dims are left once neighbours without padding are merged; if not, it
 * throws a ShapeError.
 */
export function repairPad(backendName: string, limit: number): void {
  replaceKernel('PadV2', backendName, (original) => (args) => {
    const x = inputOf(args, 'x');
    if (x.rank <= limit) return original(args);
    const { paddings } = args.attrs as unknown as { paddings: readonly Padding[] };
    const runs = mergeUnpadded(x.shape, paddings);
    if (runs.length > limit) throw tooManyPadded(x.shape, limit);
    const attrs = { ...args.attrs, paddings: runs.map(({ padding }) => [...padding]) };
    const outShape = x.shape.map((size, i) => size + sizeOfPadding(paddings[i]));
    return tf.tidy(() => {
      const merged = tf.reshape(
        x,
        runs.map(({ size }) => size),
      );
      return tf.reshape(callKernel(original, { ...args, attrs }, { x: merged }), outShape);
    });
  });
}

/** `x` repeated to `shape`, as a vector; one number stays a scalar. */
function flatten(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (x.size === 1) return tf.reshape(x, []);
  const full = sameShape(x.shape, shape) ? x : tf.broadcastTo(x, [...shape]);
  return tf.reshape(full, [sizeOf(shape)]);
}

function mergeUnpadded(shape: Shape, paddings: readonly Padding[]): { size: number; padding: Padding }[] {
  const runs: { size: number; padding: Padding }[] = [];
  for (const [i, size] of shape.entries()) {
    const padding = paddings[i] ?? [0, 0];
    const last = runs.at(-1);
    if (last !== undefined && sizeOfPadding(last.padding) === 0 && sizeOfPadding(padding) === 0) last.size *= size;
    else runs.push({ size, padding });
  }
  return runs;
}

function sizeOfPadding([before, after]: Padding = [0, 0]): number {
  return before + after;
}

function tooManyPadded(shape: Shape, limit: number): ShapeError {
  return new ShapeError({
    where: 'PadV2',
    expected: `at most ${limit} dims, counting neighbours without padding as one`,
    got: `shape ${formatShape(shape)}`,
    hint: 'padding in two steps',
  });
}
