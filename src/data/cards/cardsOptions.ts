import { ArgumentError } from '../../num/index.js';

export interface CardsOptions {
  /** Images of each suit. */
  readonly count: number;
  /** The angle is uniform on ± this many radians. Default 60°. */
  readonly angle?: number;
  /** Both shear angles are uniform on ± this many radians, below 90°. Default 15°. */
  readonly shear?: number;
  /** The magnification is uniform between these two numbers. Default 1 to 1.3. */
  readonly scale?: readonly [number, number];
  /** The shift along each axis is uniform on ± this fraction of the image. Default 0.1. */
  readonly shift?: number;
  /** Along which axes the glyph is shifted. Default both. */
  readonly shiftAxes?: 'both' | 'vertical';
  /** Rows and columns of the images; the glyphs grow with it. Default 48. */
  readonly size?: number;
}

/** The data sets of the paper: nearly upright cards to label, and disordered ones to sort and to test on. */
export const cardsSettings: Readonly<Record<'labelled' | 'unlabelled' | 'test', CardsOptions>> = {
  labelled: { count: 200, angle: Math.PI / 45, shift: 0 },
  unlabelled: { count: 3000 },
  test: { count: 1000 },
};

const defaults: Required<Omit<CardsOptions, 'count'>> = {
  angle: Math.PI / 3,
  shear: Math.PI / 12,
  scale: [1, 1.3],
  shift: 0.1,
  shiftAxes: 'both',
  size: 48,
};

/** The options with defaults filled in; an ArgumentError names the first that is unknown or out of range. */
export function checkCardsOptions(options: CardsOptions): Required<CardsOptions> {
  const known = ['count', ...Object.keys(defaults)];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  check('options', unknown === undefined, known.join(', '), unknown);
  const settings = { ...defaults, ...options };
  const { count, angle, shear, scale, shift, shiftAxes, size } = settings;
  check('count', Number.isSafeInteger(count) && count > 0, 'an integer > 0', count);
  check('angle', angle >= 0 && angle < Infinity, 'finite radians >= 0', angle);
  check('shear', shear >= 0 && shear < Math.PI / 2, 'radians from 0 to below pi / 2', shear);
  check(
    'scale',
    scale[0] > 0 && scale[0] <= scale[1] && scale[1] < Infinity,
    'two numbers > 0, the smaller first',
    scale,
  );
  check('shift', shift >= 0 && shift < Infinity, 'a fraction of the image >= 0', shift);
  check('shiftAxes', ['both', 'vertical'].includes(shiftAxes), 'both or vertical', shiftAxes);
  check('size', Number.isSafeInteger(size) && size >= 2, 'an integer >= 2, in pixels', size);
  return settings;
}

function check(name: string, isValid: boolean, expected: string, got: unknown): void {
  if (!isValid) throw new ArgumentError({ where: `cards.${name}`, expected, got: String(got) });
}
