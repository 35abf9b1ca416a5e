import { ArgumentError, choose, fold, normalArray } from '../num/index.js';
import type { Key } from '../num/index.js';
import { checkOptionNames } from '../ppl/index.js';
import type { ImageSet } from './imageSet.js';

export interface Contamination {
  /** The share of each image's pixels that are hit, from 0 to 1; rounded to whole pixels. */
  readonly fraction: number;
  /** The grey value that they are set to. */
  readonly intensity: number;
}

/**
 * The set with Gaussian noise added to every pixel. Nothing is cut off, so values leave [0, 1].
 *
 * @param sigma the noise's standard deviation in grey values
 * @param key the same key gives the same noise; the noise of image i depends on the key and on i only
 * @throws ArgumentError if `sigma` is not a finite number >= 0
 * @example
 * const dark = { images: new Float32Array(4), count: 1, height: 2, width: 2 };
 * addNoise(dark, 0, key(0)).images;   // [0, 0, 0, 0]
 * @see Ziatdinov et al. 2024, figure 4e
 */
export function addNoise<Images extends ImageSet>(set: Images, sigma: number, key: Key): Images {
  check('addNoise', 'a standard deviation >= 0', sigma, sigma >= 0 && sigma < Infinity);
  return changed(set, (image, i) => {
    const draws = normalArray(fold(key, i), image.length);
    draws.forEach((draw, pixel) => {
      image[pixel] = (image[pixel] ?? 0) + sigma * draw;
    });
  });
}

/**
 * The set with a share of each image's pixels, chosen at random, set to one grey value.
 *
 * @param key the same key hits the same pixels; the pixels of image i depend on the key and on i only
 * @throws ArgumentError if the fraction is not from 0 to 1, the intensity is not finite, or an option is unknown
 * @example
 * const dark = { images: new Float32Array(4), count: 1, height: 2, width: 2 };
 * contaminate(dark, { fraction: 1, intensity: 0.5 }, key(0)).images;   // [0.5, 0.5, 0.5, 0.5]
 * @see Ziatdinov et al. 2024, figure 4f
 */
export function contaminate<Images extends ImageSet>(set: Images, options: Contamination, key: Key): Images {
  checkOptionNames('contaminate', options, ['fraction', 'intensity']);
  const { fraction, intensity } = options;
  check('contaminate.fraction', 'a share from 0 to 1', fraction, fraction >= 0 && fraction <= 1);
  check('contaminate.intensity', 'a finite grey value', intensity, Number.isFinite(intensity));
  return changed(set, (image, i) => {
    const hit = choose(fold(key, i), image.length, Math.round(fraction * image.length));
    for (const pixel of hit) image[pixel] = intensity;
  });
}

/** The set with a copy of its images that `change` has gone over, one by one. */
function changed<Images extends ImageSet>(set: Images, change: (image: Float32Array, index: number) => void): Images {
  const images = set.images.slice();
  const pixels = set.height * set.width;
  for (let i = 0; i < set.count; i += 1) change(images.subarray(i * pixels, (i + 1) * pixels), i);
  return { ...set, images };
}

function check(where: string, expected: string, got: number, isValid: boolean): void {
  if (!isValid) throw new ArgumentError({ where, expected, got: String(got) });
}
