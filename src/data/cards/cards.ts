import { compose, invert } from '../affine.js';
import type { Affine } from '../affine.js';
import type { Key } from '../../num/index.js';
import type { ImageSet, Labels } from '../imageSet.js';
import { warp } from '../warp.js';
import { checkCardsOptions } from './cardsOptions.js';
import type { CardsOptions } from './cardsOptions.js';
import { drawFactors } from './factors.js';
import type { CardFactors } from './factors.js';
import { rasterise } from './rasterise.js';
import { suitNames, suitOutlines } from './suits.js';

export interface Cards extends ImageSet, Labels {
  /** What was done to each glyph. */
  readonly factors: CardFactors;
}

/**
 * Playing-card suits, white on black, each moved by one random affine map: shear along x, shear along y, magnification,
 * rotation, shift, in this order. Image i is of suit i mod 4, and the first images of a larger set with the same key are
 * those of a smaller one.
 *
 * @returns images [4 · count, size, size] with the suit and the factors of each
 * @throws ArgumentError if an option is out of range or unknown
 * @example
 * cards(key(0), { count: 2 }).labels;   // [0, 1, 2, 3, 0, 1, 2, 3]
 * @see Ziatdinov et al. 2024, Digital Discovery 3, 1213, "cards data set"; the glyphs are drawn anew
 */
export function cards(key: Key, options: CardsOptions): Cards {
  const settings = checkCardsOptions(options);
  const { size } = settings;
  const count = suitNames.length * settings.count;
  const factors = drawFactors(key, count, settings);
  const labels = Int32Array.from({ length: count }, (_, i) => i % suitNames.length);
  const maps = Array.from(labels, (_, i) => readingMap(factors, i, size));
  const images = warp(uprightCards(size), labels, maps);
  return { images, count, height: size, width: size, labels, classNames: suitNames, factors };
}

/** One upright, centred image of each suit, [4, size, size]. */
export function uprightCards(size = 48): ImageSet {
  const images = new Float32Array(suitNames.length * size * size);
  suitOutlines().forEach((outline, suit) => {
    const resized = outline.map(([x, y]) => [(x * size) / 48, (y * size) / 48] as const);
    images.set(rasterise(resized, size), suit * size * size);
  });
  return { images, count: suitNames.length, height: size, width: size };
}

/** Where image `i` reads the upright glyph: the inverse of what was done to the glyph. */
function readingMap(factors: CardFactors, i: number, size: number): Affine {
  const at = (name: keyof CardFactors): number => factors[name][i] ?? 0;
  const shearing = compose([1, 0, 0, Math.tan(at('shearY')), 1, 0], [1, Math.tan(at('shearX')), 0, 0, 1, 0]);
  const cos = at('scale') * Math.cos(at('angle'));
  const sin = at('scale') * Math.sin(at('angle'));
  // A fraction of the image is that many times `size` pixels, and the grid from -1 to 1 spans size - 1 of them.
  const unit = (2 * size) / (size - 1);
  // y points down, so a rotation that looks counter-clockwise has the opposite sign of the usual matrix.
  return invert(compose([cos, sin, at('shiftX') * unit, -sin, cos, at('shiftY') * unit], shearing));
}
