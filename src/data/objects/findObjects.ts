import { convolve, gaussianWeights } from '../convolve.js';
import { backgroundOf } from './background.js';
import { rowsBetweenBars, saturatedPixels } from './bars.js';
import type { RowRange } from './bars.js';
import { fillHoles, labelComponents } from './components.js';
import type { Components } from './components.js';
import { eraseDrawings } from './drawings.js';
import { checkFindOptions } from './findOptions.js';
import type { FindOptions, FindSettings } from './findOptions.js';
import { keepObjects, typicalArea } from './keepObjects.js';
import { measureObjects } from './measureObjects.js';
import type { FoundObject } from './measureObjects.js';
import { mergeNear } from './mergeNear.js';
import type { Micrograph } from './micrograph.js';
import { thresholdOf } from './threshold.js';

export interface FoundObjects {
  /** In reading order of their first pixels. */
  readonly objects: readonly FoundObject[];
  /** [row, column]: 0 outside of objects, i + 1 in object i. */
  readonly labels: Int32Array;
  /** Whether the objects are brighter or darker than the background. */
  readonly contrast: 'bright' | 'dark';
  /** The least difference from the background of an object's pixels, holes aside. */
  readonly threshold: number;
}

interface Segments {
  readonly components: Components;
  readonly contrast: 'bright' | 'dark';
  readonly threshold: number;
}

/** The background's squares are so many typical diameters wide, so that four particles that touch fill a fifth of one. */
const DIAMETERS = 4;
/** In pixels; smaller squares would follow the noise. */
const LEAST_SQUARE = 32;

/**
 * The separate objects of a micrograph: where the smoothed grey values differ from the slow trend of the background by more
 * than a threshold, holes filled, touching ones as one. The same micrograph gives the same objects.
 *
 * The typical area, which the least one follows, is that below which objects have half of the area of all of them.
 *
 * @throws ArgumentError naming the first option that is unknown or out of range
 * @example
 * const values = new Float32Array(40 * 40);
 * for (let row = 10; row < 20; row += 1) values.fill(1, 40 * row + 15, 40 * row + 25);
 * const { objects } = findObjects({ height: 40, width: 40, values });
 * objects.map(({ row, column }) => [row, column]);   // [[14.5, 19.5]]
 */
export function findObjects(
  image: Pick<Micrograph, 'height' | 'width' | 'values'>,
  options: FindOptions = {},
): FoundObjects {
  const { height, width, values } = image;
  const settings = checkFindOptions(options, height, width);
  const saturated = saturatedPixels(values);
  const drops = settings.annotations === 'drop';
  const rows = drops ? rowsBetweenBars(saturated, height, width) : { top: 0, bottom: height };
  const smooth = values.slice();
  if (settings.smoothing > 0) convolve(smooth, height, width, gaussianWeights(settings.smoothing));
  const segmentWith = (backgroundSize: number): Segments => {
    const background = backgroundOf(values, width, rows, backgroundSize);
    const { differences, contrast } = differencesOf(smooth, background, width, rows, settings.contrast);
    const first = segment(differences, width, rows, settings);
    const isErased = drops && eraseDrawings(differences, first.components, saturated, width);
    return { ...(isErased ? segment(differences, width, rows, settings) : first), contrast };
  };
  const { components, contrast, threshold } =
    settings.backgroundSize === undefined
      ? segmentTwice(segmentWith, height, width, settings)
      : segmentWith(settings.backgroundSize);
  return { ...keepObjects(components, width, rows, settings), contrast, threshold };
}

/** With wide squares for the background, and then with squares that suit what that finds. */
function segmentTwice(
  segmentWith: (backgroundSize: number) => Segments,
  height: number,
  width: number,
  { maxArea }: FindSettings,
): Segments {
  const wide = Math.min(height, width) / 2;
  const { components } = segmentWith(wide);
  const diameter = 2 * Math.sqrt(typicalArea(measureObjects(components, width), maxArea) / Math.PI);
  return segmentWith(Math.min(wide, Math.max(LEAST_SQUARE, DIAMETERS * diameter)));
}

/** How much each pixel differs from the background, positive where objects are; 0 in bars. */
function differencesOf(
  smooth: Float32Array,
  background: Float32Array,
  width: number,
  { top, bottom }: RowRange,
  contrast: FindSettings['contrast'],
): { differences: Float32Array; contrast: 'bright' | 'dark' } {
  const differences = new Float32Array(smooth.length);
  let skew = 0;
  for (let at = top * width; at < bottom * width; at += 1) {
    const difference = (smooth[at] ?? 0) - (background[at] ?? 0);
    differences[at] = difference;
    skew += difference * difference * difference;
  }
  const isDark = contrast === 'dark' || (contrast === 'auto' && skew < 0);
  return { differences: isDark ? differences.map((d) => -d) : differences, contrast: isDark ? 'dark' : 'bright' };
}

function segment(
  differences: Float32Array,
  width: number,
  { top, bottom }: RowRange,
  { threshold: rule, mergeDistance }: FindSettings,
): { components: Components; threshold: number } {
  const inside = differences.subarray(top * width, bottom * width);
  const threshold = typeof rule === 'number' ? rule : thresholdOf(inside, rule);
  const mask = new Uint8Array(differences.length);
  for (let at = 0; at < mask.length; at += 1) mask[at] = (differences[at] ?? 0) > threshold ? 1 : 0;
  fillHoles(mask, mask.length / width, width);
  const touching = labelComponents(mask, width);
  return { components: mergeDistance < 2 ? touching : mergeNear(touching, width, mergeDistance), threshold };
}
