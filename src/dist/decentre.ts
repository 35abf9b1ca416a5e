import * as tf from '@tensorflow/tfjs-core';
import type { Distribution, Parameter } from './distribution.js';
import { withoutRsample } from './withoutRsample.js';

/** A location-scale distribution taken apart: draws of `noise`, given to `restore`, are draws of the distribution. */
export interface Decentred {
  readonly noise: Distribution;
  /** loc + scale^(1 - c) (noise - c loc), [...sample, ...batch, ...event]; the caller owns it. */
  restore(noise: tf.Tensor): tf.Tensor;
}

/**
 * Moves location and scale out of a distribution, in part: the noise has location c loc and scale scale^c.
 *
 * @param centered c, from 0 (standard noise) to 1 (nothing is moved), a number or a tensor that broadcasts to the batch
 * @returns undefined if the family is not one of location and scale
 * @see Gorinova, Moore and Hoffman 2020, "Automatic reparameterisation of probabilistic programs", section 4
 * @example
 * const { noise, restore } = decentre(normal({ loc: 5, scale: 2 }), 0);
 * noise.params.loc;   // 0
 * restore(tf.scalar(1)).dataSync();   // [7]
 */
export function decentre(dist: Distribution, centered: Parameter): Decentred | undefined {
  if (dist.masked !== undefined) {
    const { base, mask } = dist.masked;
    return around(decentre(base, centered), (noise) => noise.mask(mask));
  }
  if (dist.independent !== undefined) {
    const { base, reinterpreted } = dist.independent;
    return around(decentre(base, centered), (noise) => noise.toEvent(reinterpreted));
  }
  const { loc, scale } = dist.params;
  if (dist.relocated === undefined || loc === undefined || scale === undefined) return undefined;
  const [part, partScale] = [times(centered, loc), power(scale, centered)];
  const noise = dist.relocated(part, partScale);
  return {
    noise: dist.hasRsample ? noise : withoutRsample(noise),
    restore: (x) => tf.tidy(() => tf.add(tf.mul(tf.sub(x, part), power(scale, complement(centered))), loc)),
  };
}

function around(parts: Decentred | undefined, wrap: (noise: Distribution) => Distribution): Decentred | undefined {
  return parts === undefined ? undefined : { noise: wrap(parts.noise), restore: parts.restore };
}

function times(a: Parameter, b: Parameter): Parameter {
  return typeof a === 'number' && typeof b === 'number' ? a * b : tf.mul(a, b);
}

function power(base: Parameter, exponent: Parameter): Parameter {
  if (typeof base === 'number' && typeof exponent === 'number') return base ** exponent;
  if (exponent === 0) return 1;
  return exponent === 1 ? base : tf.pow(base, exponent);
}

function complement(c: Parameter): Parameter {
  return typeof c === 'number' ? 1 - c : tf.sub(1, c);
}
