import { fold, normalArray, randintArray, uniformArray } from '../num/index.js';
import type { Key } from '../num/index.js';

/** Changes images, [image, row, column], in place; each has its own kind and strength of disturbance, drawn from the key. */
export type Disturbance = (images: Float32Array, numPixels: number, key: Key) => void;

/** Of so many images each is left as it is, or has noise added, or some of its pixels set to a grey value. */
const SHARE_CLEAN = 0.25;
const SHARE_NOISY = 0.5;
/** The standard deviation of the noise is at most this, in grey values; strong noise, which is hard to see through, comes more often. */
const MOST_NOISE = 1.3;
/** The share of the pixels that are hit is uniform up to this, and their grey value, the same in an image, from 0 to 1. */
const MOST_HIT = 0.4;

/** Normal and uniform numbers in stock; a power of two. */
const STOCK = 2 ** 20;

/**
 * Disturbances of images to learn from: about a quarter stay clean, half get Gaussian noise, the rest is contaminated, each
 * as strongly as a draw says. Nothing is cut off, so values leave [0, 1].
 *
 * Pixels do not get random numbers of their own, which would cost more than a small network's step: an image reads a run of a
 * stock of them, from a random place. Two images share none of it in all but a few pairs of a thousand.
 *
 * @param key of the stock
 */
export function disturbances(key: Key): Disturbance {
  const normals = Float32Array.from(normalArray(fold(key, 'normal'), STOCK));
  const uniforms = Float32Array.from(uniformArray(fold(key, 'uniform'), STOCK));
  return (images, numPixels, own) => {
    const count = images.length / numPixels;
    const [kinds, strengths, greys] = ['kind', 'strength', 'grey'].map((name) => uniformArray(fold(own, name), count));
    const places = randintArray(fold(own, 'place'), count, 0, STOCK);
    for (let i = 0; i < count; i += 1) {
      const image = images.subarray(i * numPixels, (i + 1) * numPixels);
      const [kind, strength, place] = [kinds?.[i] ?? 0, strengths?.[i] ?? 0, places[i] ?? 0];
      if (kind < SHARE_CLEAN) continue;
      if (kind < SHARE_CLEAN + SHARE_NOISY) addRun(image, normals, place, MOST_NOISE * Math.sqrt(strength));
      else setWhere(image, uniforms, place, MOST_HIT * strength, greys?.[i] ?? 0);
    }
  };
}

function addRun(image: Float32Array, normals: Float32Array, place: number, sigma: number): void {
  for (let pixel = 0; pixel < image.length; pixel += 1) {
    image[pixel] = (image[pixel] ?? 0) + sigma * (normals[(place + pixel) & (STOCK - 1)] ?? 0);
  }
}

function setWhere(image: Float32Array, uniforms: Float32Array, place: number, fraction: number, grey: number): void {
  for (let pixel = 0; pixel < image.length; pixel += 1) {
    if ((uniforms[(place + pixel) & (STOCK - 1)] ?? 1) < fraction) image[pixel] = grey;
  }
}
