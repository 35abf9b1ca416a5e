import { multiplyScale, sizeAt } from '../num/index.js';
import type { Frame, Handler, PlateMessage, SampleMessage, Subsample } from './message.js';
import { checkOptionNames } from './checkOptionNames.js';
import { expandToPlate, misfit } from './expandToPlate.js';
import { revise } from './revise.js';
import { enter, handle, perform } from './runtime.js';

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
 * Without a body it is the list of indices for a loop, `for (const i of sequentialPlate(name, size))`, each of whose turns is
 * under its frame; leaving the loop early removes the frame.
 *
 * @returns what the bodies returned, in order
 * @throws ArgumentError if size or subsample make no sense
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
      // A loop left by break, return or throw ends the generator here.
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
        revise(message, { dist: expandToPlate(message, frame), scale, plates: [frame, ...message.plates] }),
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

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
