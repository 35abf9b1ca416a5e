import * as tf from '@tensorflow/tfjs-core';
import { bijectTo, delta, type Bijector, type Constraint } from '../../dist/index.js';
import { sizeOf, type Shape } from '../../num/index.js';
import { plate, sample } from '../../ppl/index.js';

/** A vectorised plate of the model, as a guide enters it again. */
export interface LatentPlate {
  readonly name: string;
  readonly dim: number;
  /** How many indices there are in all; undefined for a plate without a size. */
  readonly fullSize: number | undefined;
  /** How many take part in a run, if not all. */
  readonly subsampleSize: number | undefined;
  /** Which take part, where the model names them itself. */
  readonly subsample: readonly number[] | undefined;
}

/** A continuous latent site of the model, as guides see it: on the host, but for bounds. Shapes are those without subsampling. */
export interface LatentSite {
  readonly name: string;
  /** Outermost first. */
  readonly plates: readonly LatentPlate[];
  readonly batchShape: Shape;
  /** The event in the space of the model, and in unconstrained coordinates. */
  readonly eventShape: Shape;
  readonly freeEventShape: Shape;
  /** That of the run it was read in: of another run where it has bounds, whose tensors may be gone. */
  readonly support: Constraint;
  /** Where the guide starts, in unconstrained coordinates [...batch, ...freeEvent]. */
  readonly start: Float32Array;
}

/** The bijection from unconstrained coordinates. */
export function bijectorOf(site: LatentSite): Bijector {
  return bijectTo(site.support);
}

/** [...batch, ...freeEvent]. */
export function freeShape({ batchShape, freeEventShape }: LatentSite): number[] {
  return [...batchShape, ...freeEventShape];
}

/** How many unconstrained numbers the site has in all. */
export function freeSize(site: LatentSite): number {
  return sizeOf(freeShape(site));
}

/** The start as a new tensor [...batch, ...freeEvent]. */
export function startOf(site: LatentSite): tf.Tensor {
  return tf.tensor(site.start, freeShape(site), 'float32');
}

/** Runs `body` in the plates of the model around the site. */
export function inPlates<R>({ plates }: LatentSite, body: () => R): R {
  const enter = plates.reduceRight<() => R>(
    (inner, { name, dim, fullSize, subsampleSize, subsample }) =>
      () =>
        plate(name, fullSize, inner, {
          dim,
          ...(subsampleSize === undefined ? {} : { subsampleSize }),
          ...(subsample === undefined ? {} : { subsample }),
        }),
    body,
  );
  return enter();
}

/** The site of the model at the image of an unconstrained value, which has a density already: it adds minus the log-Jacobian. */
export function pushForward(site: LatentSite, free: tf.Tensor): tf.Tensor {
  const bijector = bijectorOf(site);
  const value = bijector.forward(free);
  const logDensity = tf.neg(bijector.logAbsDetJacobian(free, value));
  return sample(site.name, delta({ value, logDensity, eventDim: site.eventShape.length }));
}

/** Whether unconstrained coordinates are those of the model. */
export function isFree(site: LatentSite): boolean {
  return bijectorOf(site).name === 'identity';
}
