import { formatShape, multiplyScale, ShapeError, sizeAt, withSizeAt } from '../num/index.js';
import type { Frame, Handler, PlateMessage, SampleMessage, Subsample } from './message.js';
import { checkOptionNames } from './checkOptionNames.js';
import { revise } from './revise.js';
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

const SUBSAMPLE_OPTIONS = ['subsampleSize', 'subsample'];
const PLATE_OPTIONS = [...SUBSAMPLE_OPTIONS, 'dim'];

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

function plateMessage(
  name: string,
  size: number | undefined,
  isSequential: boolean,
  options: PlateOptions,
): PlateMessage {
  checkOptionNames(`plate("${name}")`, options, isSequential ? SUBSAMPLE_OPTIONS : PLATE_OPTIONS);
  const { subsampleSize, subsample, dim } = options;
  return { type: 'plate', name, size, isSequential, subsampleSize, subsample, dim, plates: [] };
}

function plateHandler(frame: Frame): Handler {
  const inside = <M extends { readonly plates: readonly Frame[] }>(message: M): M => ({
    ...message,
    plates: [frame, ...message.plates],
  });
  const factor = frame.fullSize === undefined || frame.size === undefined ? 1 : frame.fullSize / frame.size;
  const checkAgreement = agreementChecker(frame);
  return {
    sample: (message, outer) => {
      const scale = multiplyScale(message.scale, factor);
      const site = outer(
        revise(message, { dist: broadcast(message, frame), scale, plates: [frame, ...message.plates] }),
      );
      checkAgreement(site);
      return site;
    },
    param: (message, outer) => outer(inside(message)),
    deterministic: (message, outer) => outer(inside(message)),
    plate: (message, outer) => outer(inside(message)),
    subsample: (message, outer) => outer(inside(message)),
    frames: (message, outer) => outer(inside(message)),
  };
}

function broadcast(message: SampleMessage, frame: Frame): SampleMessage['dist'] {
  const { dist } = message;
  if (frame.dim === undefined || frame.size === undefined) return dist;
  const size = sizeAt(dist.batchShape, frame.dim);
  if (size === frame.size && dist.batchShape.length >= -frame.dim) return dist;
  if (size !== 1 && size !== frame.size) throw misfit(message, frame.dim, `1 or ${frame.size}`, frame.name);
  return dist.expand(withSizeAt(dist.batchShape, frame.dim, frame.size));
}

/** Sites in a plate without a size must agree on one, except those of size 1. */
function agreementChecker({ name, dim, size }: Frame): (site: SampleMessage) => void {
  if (dim === undefined || size !== undefined) return () => undefined;
  let agreed = 1;
  return (site) => {
    const { batchShape, eventShape } = site.dist;
    const ofValue = site.value === undefined ? 1 : sizeAt(site.value.shape, dim - eventShape.length);
    const own = Math.max(sizeAt(batchShape, dim), ofValue);
    if (own !== 1 && agreed !== 1 && own !== agreed) throw misfit(site, dim, `1 or ${agreed}, as at other sites`, name);
    agreed = Math.max(agreed, own);
  };
}

function misfit(message: SampleMessage, dim: number, expected: string, plateName: string): ShapeError {
  return new ShapeError({
    where: `sample("${message.name}")`,
    expected: `batch size ${expected} at dim ${dim}, that of plate "${plateName}"`,
    got: `batch shape ${formatShape(message.dist.batchShape)}`,
    hint: 'toEvent(n) for dims that belong to one draw, a transposed or reshaped parameter, or another dim for the plate',
  });
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
