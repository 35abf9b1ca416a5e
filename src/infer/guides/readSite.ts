import type * as tf from '@tensorflow/tfjs-core';
import { bijectTo } from '../../dist/index.js';
import { take, withSizeAt, type Shape } from '../../num/index.js';
import type { Frame, PlateMessage, SampleMessage, Site } from '../../ppl/index.js';
import { frozenConstraint } from './frozenConstraint.js';
import type { LatentPlate, LatentSite } from './latentSite.js';

type Plates = ReadonlyMap<string, Site<PlateMessage>>;

/** What guides need to know of a traced site, whose value is where it is to start. Reads data. */
export function latentSite(site: Site<SampleMessage>, plates: Plates): LatentSite {
  const { name, dist, value } = site;
  const frames = vectorised(site);
  const bijector = bijectTo(dist.support);
  const shape = bijector.inverseShape([...dist.batchShape, ...dist.eventShape]);
  const freeEventShape = shape.slice(dist.batchShape.length);
  const start = fullSized(bijector.inverse(value), frames, freeEventShape.length);
  return {
    name,
    plates: frames.map((frame) => latentPlate(frame, plates)),
    batchShape: frames.reduce<Shape>(withFullSize, dist.batchShape),
    eventShape: [...dist.eventShape],
    freeEventShape,
    support: frozenConstraint(dist.support),
    start: Float32Array.from(start.dataSync()),
  };
}

/** Whether the model itself says which indices of a plate around the site take part. */
export function subsamplesByItself(site: Site<SampleMessage>, plates: Plates): boolean {
  return vectorised(site).some(({ name }) => plates.get(name)?.subsample !== undefined);
}

type VectorisedFrame = Frame & { readonly dim: number };

function vectorised({ plates }: Site<SampleMessage>): VectorisedFrame[] {
  return plates.filter((frame): frame is VectorisedFrame => frame.dim !== undefined);
}

function latentPlate({ name, dim, size, fullSize, indices }: VectorisedFrame, plates: Plates): LatentPlate {
  const isNamed = plates.get(name)?.subsample !== undefined;
  return {
    name,
    dim,
    fullSize,
    subsampleSize: indices === undefined ? undefined : size,
    subsample: isNamed ? indices : undefined,
  };
}

function withFullSize(shape: Shape, { dim, fullSize, indices }: VectorisedFrame): Shape {
  return indices === undefined || fullSize === undefined ? shape : withSizeAt(shape, dim, fullSize);
}

/** The start repeated to the full size of subsampled plates, whose other indices have no value of their own yet. */
function fullSized(start: tf.Tensor, frames: readonly VectorisedFrame[], eventRank: number): tf.Tensor {
  return frames.reduce((spread, { dim, size = 1, fullSize, indices }) => {
    if (indices === undefined || fullSize === undefined) return spread;
    return take(
      spread,
      Array.from({ length: fullSize }, (_, i) => i % size),
      dim - eventRank,
    );
  }, start);
}
