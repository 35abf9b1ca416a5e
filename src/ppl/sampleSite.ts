import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../dist/index.js';
import { checkInfer } from './checkInfer.js';
import { checkSample } from './checkSample.js';
import type { Infer } from './message.js';
import { perform } from './runtime.js';

/**
 * Performs one sample site, observed if data are given, and checks the shapes of what came back.
 *
 * @throws ArgumentError if a hint is unknown
 * @throws SiteError if a draw is needed and nothing supplies a key
 * @throws ShapeError if value, mask or scale do not fit the batch and the plates
 */
export function sampleSite(name: string, dist: Distribution, obs?: Tensor, infer: Infer = {}): Tensor {
  checkInfer(`sample("${name}")`, infer);
  const site = perform({
    type: 'sample',
    name,
    dist,
    value: obs,
    observed: obs !== undefined,
    scale: 1,
    mask: true,
    plates: [],
    key: undefined,
    infer,
    markov: undefined,
  });
  checkSample(site);
  return site.value;
}
