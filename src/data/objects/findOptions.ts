import { ArgumentError, nearest } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';

/** How far from the background an object must be; see {@link FindOptions}. */
export type ThresholdRule = 'balanced' | 'otsu' | 'noise';

/** All lengths are in pixels, areas in pixels, grey values as the micrograph has them. */
export interface FindOptions {
  /** Whether objects are brighter or darker than the background. Default `auto`: the side with the longer tail of values. */
  readonly contrast?: 'auto' | 'bright' | 'dark';
  /**
   * The side of the squares whose medians make up the background, ≥ 8. Objects that fill half of one are taken for background.
   * Default four times the typical diameter that is found with half of the micrograph's shorter side, and no more than that.
   */
  readonly backgroundSize?: number;
  /** The standard deviation of the Gaussian that takes out noise; 0 leaves it in. Default 1. */
  readonly smoothing?: number;
  /**
   * The least difference from the background, as a number, or a rule: `otsu` separates two heaps of values, `noise` is four
   * standard deviations of the background, `balanced` the geometric mean of both. Default `balanced`.
   */
  readonly threshold?: ThresholdRule | number;
  /** Objects are one if a pixel of one and a pixel of the other are at most this far apart, centre to centre. Default 1.5. */
  readonly mergeDistance?: number;
  /** Smaller objects are left out. Default a tenth of the typical area (see {@link findObjects}), and at least 12. */
  readonly minArea?: number;
  /** Larger objects are left out. Default a quarter of the micrograph. */
  readonly maxArea?: number;
  /** Whether objects that touch the border are kept. Default `keep`. */
  readonly border?: 'keep' | 'drop';
  /** Whether bars with settings, scale bars and letters are taken for objects (`keep`). Default `drop`. */
  readonly annotations?: 'drop' | 'keep';
}

type Automatic = 'backgroundSize' | 'minArea';
export type FindSettings = Required<Omit<FindOptions, Automatic>> & Pick<FindOptions, Automatic>;

const RULES: readonly ThresholdRule[] = ['balanced', 'otsu', 'noise'];

/** The options with defaults filled in; an ArgumentError names the first that is unknown or out of range. */
export function checkFindOptions(options: FindOptions, height: number, width: number): FindSettings {
  const defaults: Required<Omit<FindOptions, Automatic>> = {
    contrast: 'auto',
    smoothing: 1,
    threshold: 'balanced',
    mergeDistance: 1.5,
    maxArea: (height * width) / 4,
    border: 'keep',
    annotations: 'drop',
  };
  checkOptionNames('findObjects', options, [...Object.keys(defaults), 'backgroundSize', 'minArea']);
  const settings = { ...defaults, ...options };
  checkRange('backgroundSize', settings.backgroundSize ?? 8, 8, 'a number of pixels >= 8');
  checkRange('smoothing', settings.smoothing, 0, 'a number of pixels >= 0');
  checkRange('mergeDistance', settings.mergeDistance, 0, 'a number of pixels >= 0');
  checkRange('minArea', settings.minArea ?? 0, 0, 'a number of pixels >= 0');
  checkRange('maxArea', settings.maxArea, settings.minArea ?? 0, 'a number of pixels of at least minArea');
  checkChoice('contrast', settings.contrast, ['auto', 'bright', 'dark']);
  checkChoice('border', settings.border, ['keep', 'drop']);
  checkChoice('annotations', settings.annotations, ['drop', 'keep']);
  if (typeof settings.threshold === 'string') checkChoice('threshold', settings.threshold, RULES);
  else checkRange('threshold', settings.threshold, 0, `a grey value >= 0 or ${RULES.join(', ')}`);
  return settings;
}

function checkRange(name: string, value: number, least: number, expected: string): void {
  if (value >= least && value < Infinity) return;
  throw new ArgumentError({ where: `findObjects.${name}`, expected: `${expected}, finite`, got: String(value) });
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const hint = nearest(value, choices) ?? choices[0];
  throw new ArgumentError({ where: `findObjects.${name}`, expected: choices.join(', '), got: `"${value}"`, hint });
}
