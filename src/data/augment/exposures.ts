import { fold, normalArray, split, uniformArray } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import { convolve } from '../convolve.js';
import type { AugmentOptions } from './augmentOptions.js';
import { symmetric } from './poses.js';

/** What is done to the grey values of one image, in this order. */
export interface Exposure {
  readonly isBlurred: boolean;
  /** The standard deviation of the noise, and its key. */
  readonly noise: number;
  readonly noiseKey: Key;
  readonly gamma: number;
  readonly contrast: number;
  readonly offset: number;
}

/** Blurs about as much as a Gaussian of a standard deviation of 0.7 pixels. */
const blurWeights = Float64Array.of(0.25, 0.5, 0.25);

/** `count` random exposures, each option with a key of its own, so that one changes nothing of the others. */
export function drawExposures(key: Key, count: number, options: Required<AugmentOptions>): Exposure[] {
  const [noiseKey = key, ...keys] = split(key, 6);
  const [blurs, noises, gammas, contrasts, offsets] = keys.map((each) => uniformArray(each, count));
  return Array.from({ length: count }, (_, i) => {
    const contrast = 1 - options.contrast * (contrasts?.[i] ?? 0);
    return {
      isBlurred: (blurs?.[i] ?? 1) < options.blur,
      noise: options.noise * (noises?.[i] ?? 0) ** 2,
      noiseKey: fold(noiseKey, i),
      gamma: Math.exp(options.gamma * symmetric(gammas?.[i])),
      contrast,
      offset: Math.min(1 - contrast, options.offset * (offsets?.[i] ?? 0)),
    };
  });
}

/** Applies an exposure to an image with values in [0, 1], [height, width], which it changes. */
export function applyExposure(image: Float32Array, height: number, width: number, exposure: Exposure): void {
  if (exposure.isBlurred) convolve(image, height, width, blurWeights);
  if (exposure.noise > 0) addNoise(image, exposure);
  changeTones(image, exposure);
}

/** What the noise takes below 0 or above 1 is cut off. */
function addNoise(image: Float32Array, { noise, noiseKey }: Exposure): void {
  const draws = normalArray(noiseKey, image.length);
  for (let i = 0; i < image.length; i += 1) {
    image[i] = Math.min(1, Math.max(0, (image[i] ?? 0) + noise * (draws[i] ?? 0)));
  }
}

/** x becomes contrast · x^gamma + offset. */
function changeTones(image: Float32Array, { gamma, contrast, offset }: Exposure): void {
  for (let i = 0; i < image.length; i += 1) {
    const value = image[i] ?? 0;
    // exp and log take half the time of a power; log(0) is -Infinity, whose exp is 0.
    const toned = gamma === 1 ? value : Math.exp(gamma * Math.log(value));
    image[i] = contrast * toned + offset;
  }
}
