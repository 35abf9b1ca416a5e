import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../dist/index.js';
import { ArgumentError, complement, impute } from '../num/index.js';
import { mask } from './handlers/mask.js';
import type { Infer } from './message.js';
import { perform } from './runtime.js';
import { sampleSite } from './sampleSite.js';

/** Data of which only a part is known. */
export interface PartialData {
  /** [...batch, ...event]; entries where the mask is false are never used. */
  readonly obs: Tensor | undefined;
  /** True where `obs` counts; a tensor broadcasts to the batch shape without enlarging it. */
  readonly obsMask: boolean | Tensor;
  readonly infer: Infer;
}

/**
 * A choice that is partly known: the observed site `name_observed`, masked by `obsMask`, the latent site `name_unobserved`,
 * masked by its complement, and the deterministic site `name`, which has the data where they are known and the draw elsewhere.
 *
 * @throws ArgumentError without `obs`, or if the mask is not boolean
 * @throws ShapeError if the mask does not fit the batch
 */
export function sampleImputed(name: string, dist: Distribution, { obs, obsMask, infer }: PartialData): Tensor {
  if (obs === undefined) {
    throw new ArgumentError({ where: `sample("${name}")`, expected: 'obs beside obsMask', got: 'none', hint: 'obs' });
  }
  const known = mask(obsMask, () => sampleSite(`${name}_observed`, dist, obs, infer))();
  const draw = mask(complement(obsMask), () => sampleSite(`${name}_unobserved`, dist, undefined, infer))();
  const value = impute(obsMask, known, draw, dist.eventShape.length);
  return perform({ type: 'deterministic', name, value, plates: [] }).value;
}
