import { checkOptionNames, formatShape, multiplyScale, ShapeError, sizeAt, withSizeAt } from '../num/index.js';
import { revise, type Frame, type Handler, type Message, type PlateMessage, type Rule } from './message.js';
import type { SampleMessage, Subsample } from './message.js';
import { enter, handle, perform } from './runtime.js';

export interface SubsampleOptions {
  /** The number of distinct indices to draw, from 1 to the size of the plate. */
  readonly subsampleSize?: number;
  /** The indices to use, or a function that draws them. */
  readonly subsample?: Subsample;
}

export interface PlateOptions extends SubsampleOptions {
  /** The batch dim of the plate, negative. Default: the rightmost one that is free. */
  readonly dim?: number;
}

const SUBSAMPLE_OPTIONS = ['subsampleSize', 'subsample'];
const PLATE_OPTIONS = [...SUBSAMPLE_OPTIONS, 'dim'];

/**
 * Runs `body` once, vectorised over `size` conditionally independent indices.
 *
 * Sites inside are expanded to the size of the plate at its dim, and their log densities are scaled by size / subsampleSize.
 *
 * @param size the number of indices before subsampling; undefined for a plate that only names a dim
 * @param body receives the subsampled indices
 * @throws ArgumentError if the size or the subsample is not valid
 * @throws ShapeError if the dim is taken
 */
export function plate<R>(
  name: string,
  size: number | undefined,
  body: (indices: readonly number[]) => R,
  options: PlateOptions = {},
): R {
  const { indices, dim } = perform(plateMessage(name, size, false, options)).value;
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
 * Runs `body(i)` for each index in turn; site names must differ between iterations.
 *
 * Without a body it returns the indices for a loop, `for (const i of sequentialPlate(name, size))`, whose turns are in the plate; the
 * loop may be left early.
 *
 * @returns the results of the bodies, in order
 * @throws ArgumentError if the size or the subsample is not valid
 */
export function sequentialPlate<R>(
  name: string,
  size: number,
  body: (index: number) => R,
  options?: SubsampleOptions,
): R[];
export function sequentialPlate(name: string, size: number, options?: SubsampleOptions): Iterable<number>;
export function sequentialPlate<R>(
  name: string,
  size: number,
  bodyOrOptions: ((index: number) => R) | SubsampleOptions = {},
  options: SubsampleOptions = {},
): R[] | Iterable<number> {
  if (typeof bodyOrOptions !== 'function') return turns(name, size, bodyOrOptions);
  return framesOf(name, size, options).map(({ index, frame }) =>
    handle(plateHandler(frame), () => bodyOrOptions(index)),
  );
}

function* turns(name: string, size: number, options: SubsampleOptions): Generator<number> {
  for (const { index, frame } of framesOf(name, size, options)) {
    const leave = enter(plateHandler(frame));
    try {
      yield index;
    } finally {
      // Runs also when break, return or throw ends the loop.
      leave();
    }
  }
}

function framesOf(
  name: string,
  size: number,
  options: SubsampleOptions,
): { readonly index: number; readonly frame: Frame }[] {
  const { indices } = perform(plateMessage(name, size, true, options)).value;
  const taken = indices ?? range(size);
  return taken.map((index, iteration) => ({ index, frame: { name, size: taken.length, fullSize: size, iteration } }));
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
  const factor = frame.fullSize === undefined || frame.size === undefined ? 1 : frame.fullSize / frame.size;
  const checkAgreement = agreementChecker(frame);
  return {
    ...insidePlates([frame]),
    sample: (message, outer) => {
      const scale = multiplyScale(message.scale, factor);
      const plates = [frame, ...message.plates];
      const site = outer(revise(message, { dist: expandToPlate(message, frame), scale, plates }));
      checkAgreement(site);
      return site;
    },
  };
}

/** The rules that put all messages but samples into the plates `frames`. */
export function insidePlates(frames: readonly Frame[]): Omit<Handler, 'sample'> {
  const put = <M extends Extract<Message, { readonly plates: readonly Frame[] }>>(
    message: M,
    outer: Parameters<Rule<M>>[1],
  ): ReturnType<Rule<M>> => outer({ ...message, plates: [...frames, ...message.plates] });
  return { param: put, deterministic: put, plate: put, subsample: put, frames: put };
}

/**
 * The distribution of a site, expanded to the size of a plate at its dim.
 *
 * @throws ShapeError if its size there is neither 1 nor that size
 */
export function expandToPlate(message: SampleMessage, { name, dim, size }: Frame): SampleMessage['dist'] {
  const { dist } = message;
  if (dim === undefined || size === undefined) return dist;
  const own = sizeAt(dist.batchShape, dim);
  if (own === size && dist.batchShape.length >= -dim) return dist;
  if (own !== 1 && own !== size) throw misfit(message, `batch size 1 or ${size} at dim ${dim}, for plate "${name}"`);
  return dist.expand(withSizeAt(dist.batchShape, dim, size));
}

/** For a plate without a size: checks that all sites have one size at its dim, or size 1. */
function agreementChecker({ name, dim, size }: Frame): (site: SampleMessage) => void {
  if (dim === undefined || size !== undefined) return () => undefined;
  let agreed = 1;
  return (site) => {
    const { batchShape, eventShape } = site.dist;
    const ofValue = site.value === undefined ? 1 : sizeAt(site.value.shape, dim - eventShape.length);
    const own = Math.max(sizeAt(batchShape, dim), ofValue);
    if (own !== 1 && agreed !== 1 && own !== agreed) {
      throw misfit(site, `batch size 1 or ${agreed} at dim ${dim}, as at the other sites in plate "${name}"`);
    }
    agreed = Math.max(agreed, own);
  };
}

function misfit({ name, dist }: SampleMessage, expected: string): ShapeError {
  return new ShapeError({
    where: `sample("${name}")`,
    expected,
    got: `batch shape ${formatShape(dist.batchShape)}`,
    hint: 'toEvent(n) for dims that belong to one draw, a transposed or reshaped parameter, or another dim for the plate',
  });
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
