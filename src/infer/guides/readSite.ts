import type * as tf from '@tensorflow/tfjs-core';
import { bijectTo } from '../../dist/index.js';
import { sameShape, take } from '../../num/index.js';
import type { PlateMessage, SampleMessage, Site } from '../../ppl/index.js';
import { fullBatchShape, fullShape, vectorised, type VectorisedFrame } from './fullSize.js';
import type { LatentPlate, LatentSite } from './latentSite.js';

type Plates = ReadonlyMap<string, Site<PlateMessage>>;

/**
 * What guides need to know of a traced site. Reads data.
 *
 * @param start where it is to start: of the shape of this run, or of the full size of subsampled plates
 */
export function latentSite(site: Site<SampleMessage>, plates: Plates, start: tf.Tensor): LatentSite {
  const { name, dist } = site;
  const frames = vectorised(site);
  const bijector = bijectTo(dist.support);
  const shape = bijector.inverseShape([...dist.batchShape, ...dist.eventShape]);
  const freeEventShape = shape.slice(dist.batchShape.length);
  const free = bijector.inverse(start);
  const isFull = sameShape(start.shape, fullShape(site));
  return {
    name,
    plates: frames.map((frame) => latentPlate(frame, plates)),
    batchShape: fullBatchShape(site),
    eventShape: [...dist.eventShape],
    freeEventShape,
    support: dist.support,
    start: Float32Array.from((isFull ? free : fullSized(free, frames, freeEventShape.length)).dataSync()),
  };
}

/** Whether the model itself says which indices of a plate around the site take part. */
export function subsamplesByItself(site: Site<SampleMessage>, plates: Plates): boolean {
  return vectorised(site).some(({ name }) => plates.get(name)?.subsample !== undefined);
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
