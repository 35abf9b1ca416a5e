import { multiplyScale, type Shape, ShapeError, formatShape, sizeAt, withSizeAt } from '../num/index.js';
import type { Frame, Handler, PlateMessage, SampleMessage, Subsample } from './message.js';
import { handle, perform } from './runtime.js';

export interface SubsampleOptions {
  /** How many distinct indices to draw, from 1 to the plate's size. */
  readonly subsampleSize?: number;
  /** Which indices take part, or a function that draws them. */
  readonly subsample?: Subsample;
}

export interface PlateOptions extends SubsampleOptions {
  /** The negative batch dim to hold; by default the rightmost one free. */
  readonly dim?: number;
}

/**
 * Runs `body` once, vectorised over `size` conditionally independent indices.
 *
 * Sites inside are expanded to the plate's size at its dim, and their log densities are scaled by size / subsampleSize.
 *
 * @param size the number of indices in all; undefined for a plate that only names a dim
 * @param body receives the indices that take part
 * @throws ArgumentError if size or subsample make no sense
 * @throws ShapeError if the dim is held already
 */
export function plate<R>(
  name: string,
  size: number | undefined,
  body: (indices: readonly number[]) => R,
  options: PlateOptions = {},
): R {
  const site = perform(plateMessage(name, size, false, options));
  const { indices, dim } = site.value;
  const frame: Frame = {
    name,
    ...(dim === undefined ? {} : { dim }),
    size: indices?.length ?? size,
    fullSize: size,
    ...(indices === undefined ? {} : { indices }),
  };
  return handle(plateHandler(frame), () => body(indices ?? range(size ?? 0)));
}

/**
 * Runs `body(i)` for each index in turn, each under a frame of its own; site names must differ between iterations.
 *
 * @returns what the bodies returned, in order
 */
export function sequentialPlate<R>(
  name: string,
  size: number,
  body: (index: number) => R,
  options: SubsampleOptions = {},
): R[] {
  const { indices } = perform(plateMessage(name, size, true, options)).value;
  const taken = indices ?? range(size);
  return taken.map((index, iteration) =>
    handle(plateHandler({ name, size: taken.length, fullSize: size, iteration }), () => body(index)),
  );
}

function plateMessage(name: string, size: number | undefined, isSequential: boolean, options: PlateOptions): PlateMessage {
  const { subsampleSize, subsample, dim } = options;
  return { type: 'plate', name, size, isSequential, subsampleSize, subsample, dim, plates: [] };
}

function plateHandler(frame: Frame): Handler {
  const inside = <M extends { readonly plates: readonly Frame[] }>(message: M): M => ({
    ...message,
    plates: [frame, ...message.plates],
  });
  const factor = frame.fullSize === undefined || frame.size === undefined ? 1 : frame.fullSize / frame.size;
  return {
    sample: (message, outer) =>
      outer(inside({ ...message, dist: broadcast(message, frame), scale: multiplyScale(message.scale, factor) })),
    param: (message, outer) => outer(inside(message)),
    deterministic: (message, outer) => outer(inside(message)),
    plate: (message, outer) => outer(inside(message)),
    subsample: (message, outer) => outer(inside(message)),
  };
}

function broadcast(message: SampleMessage, frame: Frame): SampleMessage['dist'] {
  const { dist } = message;
  if (frame.dim === undefined || frame.size === undefined) return dist;
  const size = sizeAt(dist.batchShape, frame.dim);
  if (size === frame.size && dist.batchShape.length >= -frame.dim) return dist;
  if (size !== 1 && size !== frame.size) throw misfit(message, frame, dist.batchShape);
  return dist.expand(withSizeAt(dist.batchShape, frame.dim, frame.size));
}

function misfit(message: SampleMessage, frame: Frame, batchShape: Shape): ShapeError {
  return new ShapeError({
    where: `sample("${message.name}")`,
    expected: `batch size 1 or ${frame.size} at dim ${frame.dim}, that of plate "${frame.name}"`,
    got: `batch shape ${formatShape(batchShape)}`,
    hint: 'toEvent(n) for dims that belong to one draw, a transposed or reshaped parameter, or another dim for the plate',
  });
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
