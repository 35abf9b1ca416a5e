import type { Params } from './use.js';
import { DEFORMATION_UNIT, deformationRow } from './deformation.js';

/** What a unit of a content latent does to the object, whatever its class. */
export interface LatentMeaning {
  /** Counted from 0. */
  readonly latent: number;
  /** The object's size is multiplied by this. */
  readonly sizeFactor: number;
  /**
   * Longer by this in one direction and shorter across it, as a logarithm: half of what a unit adds to log(length / width). A simple
   * shear by a small angle a is a / 2 of it and a rotation.
   */
  readonly elongation: number;
  /** The shear angle a that goes with it, radians: a = 2 × elongation for small ones. */
  readonly shear: number;
  /** The direction in which it gets longer, radians counter-clockwise as seen from the right, from -π/2 to π/2. */
  readonly direction: number;
}

/**
 * What the latents of a trained model mean that also deform the plane, read off the learned deformation: for content k that is
 * exp(z Aₖ), whose trace says the change of size a unit and whose rest the shear and its direction. Empty without deformations.
 */
export function latentMeaning(params: Params): LatentMeaning[] {
  const rows = params['deformation'];
  if (rows === undefined) return [];
  const values = rows.dataSync();
  return Array.from({ length: rows.size / 3 }, (_, latent) => {
    const { may } = deformationRow(latent);
    const [size = 0, stretch = 0, shear = 0] = may.map(
      (share, i) => share * DEFORMATION_UNIT * (values[3 * latent + i] ?? 0),
    );
    const elongation = Math.hypot(stretch, shear);
    return {
      latent,
      sizeFactor: Math.exp(size),
      elongation,
      shear: Math.atan(2 * Math.sinh(elongation)),
      // y points downwards, and seen from the right counter-clockwise is up.
      direction: -0.5 * Math.atan2(shear, stretch),
    };
  });
}
