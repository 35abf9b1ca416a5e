import { latentMeaning, type Autoencoder, type LatentMeaning, type Params } from '../../models/index.js';
import type { Knowledge } from './knowledge.js';

/** What a content latent stands for, in words and numbers. */
export interface LatentWords extends Partial<Omit<LatentMeaning, 'latent'>> {
  /** `content 1`. */
  readonly name: string;
  /** Such as `size × 1.14 a unit, shear 7° a unit along 45°`, or `shape`. */
  readonly words: string;
  /** How much less of the pixels' variance is explained when it is held at its mean. */
  readonly varianceShare: number;
}

/** Changes smaller than these shares of each other are left out of the words: a log size, and an elongation. */
const MATTERS = 0.25;
/** Changes, and shares of the variance, that round to 0. */
const LEAST = 0.005;
const NOTHING = 'nothing';
const DEGREES = 180 / Math.PI;

/** All content latents of a model: those that deform the plane say what they do, the others how much they explain. */
export function latentWords({ options }: Autoencoder, params: Params, { latentShares }: Knowledge): LatentWords[] {
  const meanings = latentMeaning(params);
  return Array.from({ length: options.contentDim }, (_, k) => {
    // What is held at its mean may explain a little more by chance.
    const varianceShare = Math.max(0, latentShares[k] ?? 0);
    const name = `content ${k + 1}`;
    const { latent: _latent, ...meaning } = meanings[k] ?? { latent: k };
    const words = 'sizeFactor' in meaning ? describe(meaning) : describeShape(varianceShare);
    return { name, words, ...meaning, varianceShare };
  });
}

function describe({ sizeFactor, elongation, shear, direction }: Omit<LatentMeaning, 'latent'>): string {
  const logSize = Math.abs(Math.log(sizeFactor));
  const size = `size × ${sizeFactor.toFixed(2)} a unit`;
  const along = `shear ${inDegrees(shear)}° a unit along ${inDegrees(direction)}°`;
  if (logSize < LEAST && elongation < LEAST) return NOTHING;
  if (logSize < MATTERS * elongation) return along;
  return elongation < MATTERS * logSize ? size : `${size}, ${along}`;
}

function describeShape(share: number): string {
  return share < LEAST ? NOTHING : `shape: ${(100 * share).toFixed(0)} % of the variance`;
}

/** Rounded as a number, which is never written -0. */
function inDegrees(radians: number): number {
  return Math.round(radians * DEGREES);
}
