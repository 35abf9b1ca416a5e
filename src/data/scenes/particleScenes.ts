import { fold } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import { normalise } from '../images/normalise.js';
import type { ImageSet, Labels } from '../imageSet.js';
import { checkScenesOptions } from './scenesOptions.js';
import type { ParticleScenesOptions } from './scenesOptions.js';
import { drawScene } from './scene.js';

/** The direction of each agglomerate's longest axis in radians from -π/2 to π/2, x to the right and y downwards; [image]. */
export interface Axes {
  readonly axes: Float64Array;
}

/**
 * Synthetic patches of micrographs: agglomerates of one to `classes` touching particles in the middle, others around them.
 * The particles of a scene share a style (shapes, sizes, shading) and have their own poses; background, blur and noise vary
 * from scene to scene, and each image is stretched from its 1st to its 99.5th percentile. The style is drawn from a wide
 * prior, so that a classifier trained on scenes alone can sort patches of real micrographs.
 *
 * An image depends on the key and its index only: a smaller set is the beginning of a larger one, and `first` makes any part.
 *
 * @returns images [count, height, width]; image i has 1 + (first + i) mod classes particles, and its label is one less
 * @throws ArgumentError if an option is out of range or unknown
 * @example
 * particleScenes(key(0), { count: 5, classes: 3 }).labels;   // [0, 1, 2, 0, 1]
 * @see Hinton, Dayan, Frey and Neal 1995, "The wake-sleep algorithm for unsupervised neural networks": a classifier trained
 * on draws from a generative model is its sleep phase
 */
export function particleScenes(key: Key, options: ParticleScenesOptions): ImageSet & Labels & Axes {
  const { count, classes, height, width, first } = checkScenesOptions(options);
  const pixels = height * width;
  const images = new Float32Array(count * pixels);
  const axes = new Float64Array(count);
  const labels = Int32Array.from({ length: count }, (_, i) => (first + i) % classes);
  labels.forEach((label, i) => {
    const { values, axis } = drawScene(fold(key, first + i), label + 1, height, width);
    axes[i] = axis;
    images.set(normalise('particleScenes', { values, white: 1, count: 1, height, width }, 'percentile'), i * pixels);
  });
  const classNames = Array.from({ length: classes }, (_, label) => String(label + 1));
  return { images, count, height, width, labels, classNames, axes };
}
