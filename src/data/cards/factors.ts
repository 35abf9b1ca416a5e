import { split, uniformArray } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import type { CardsOptions } from './cardsOptions.js';

/** What was done to each glyph, [image]. */
export interface CardFactors {
  /** Radians, counter-clockwise as seen. */
  readonly angle: Float64Array;
  /** Radians; x grows by tan(shearX) times y, and then y by tan(shearY) times x, y downwards. */
  readonly shearX: Float64Array;
  readonly shearY: Float64Array;
  /** Magnification. */
  readonly scale: Float64Array;
  /** Fractions of the image, to the right and downwards. */
  readonly shiftX: Float64Array;
  readonly shiftY: Float64Array;
}

/** Independent factors for `count` images; each column has its own key, so that one option changes one column only. */
export function drawFactors(key: Key, count: number, options: Required<CardsOptions>): CardFactors {
  const { angle, shear, scale, shift, shiftAxes } = options;
  const keys = split(key, 6);
  const column = (place: number, low: number, high: number): Float64Array => {
    return uniformArray(keys[place] ?? key, count).map((u) => low + (high - low) * u);
  };
  const across = shiftAxes === 'both' ? shift : 0;
  return {
    angle: column(0, -angle, angle),
    shearX: column(1, -shear, shear),
    shearY: column(2, -shear, shear),
    scale: column(3, scale[0], scale[1]),
    shiftX: column(4, -across, across),
    shiftY: column(5, -shift, shift),
  };
}
