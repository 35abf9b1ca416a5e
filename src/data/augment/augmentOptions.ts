import { ArgumentError } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';

export interface AugmentOptions {
  /** Whether images are rotated by any angle. Default true. */
  readonly rotation?: boolean;
  /** Whether every other image, on average, is mirrored. Default true. */
  readonly mirror?: boolean;
  /** The shift along each axis is uniform on ± this many pixels. Default 1. */
  readonly shift?: number;
  /** The log of the zoom is uniform on ± this. Default 0.12. */
  readonly zoom?: number;
  /** The share of the images that are blurred a little. Default 0.3. */
  readonly blur?: number;
  /** The standard deviation of the noise is this times the square of a uniform number. Default 0.08. */
  readonly noise?: number;
  /** The log of the exponent on the grey values is uniform on ± this. Default 0.5. */
  readonly gamma?: number;
  /** The range of the grey values is 1 less up to this share of it. Default 0.3. */
  readonly contrast?: number;
  /** What is added to the grey values is uniform up to this, and no more than keeps white at most 1. Default 0.15. */
  readonly offset?: number;
}

const defaults: Required<AugmentOptions> = {
  rotation: true,
  mirror: true,
  shift: 1,
  zoom: 0.12,
  blur: 0.3,
  noise: 0.08,
  gamma: 0.5,
  contrast: 0.3,
  offset: 0.15,
};

/** The options with defaults filled in; an ArgumentError names the first that is unknown or out of range. */
export function checkAugmentOptions(options: AugmentOptions): Required<AugmentOptions> {
  checkOptionNames('augment', options, Object.keys(defaults));
  const settings = { ...defaults, ...options };
  checkSwitch('rotation', settings.rotation);
  checkSwitch('mirror', settings.mirror);
  checkRange('shift', settings.shift, Infinity, 'finite pixels >= 0');
  checkRange('zoom', settings.zoom, Infinity, 'a finite number >= 0');
  checkRange('blur', settings.blur, 1, 'a share from 0 to 1');
  checkRange('noise', settings.noise, Infinity, 'a finite number >= 0');
  checkRange('gamma', settings.gamma, Infinity, 'a finite number >= 0');
  checkRange('contrast', settings.contrast, 1, 'a share from 0 to 1');
  checkRange('offset', settings.offset, 1, 'a grey value from 0 to 1');
  return settings;
}

function checkSwitch(name: string, value: unknown): void {
  if (typeof value !== 'boolean') refuse(name, 'true or false', value);
}

function checkRange(name: string, value: number, most: number, expected: string): void {
  if (!(value >= 0 && value <= most && value < Infinity)) refuse(name, expected, value);
}

function refuse(name: string, expected: string, got: unknown): never {
  throw new ArgumentError({ where: `augment.${name}`, expected, got: String(got) });
}
