import { convolve, gaussianWeights } from '../convolve.js';
import { backgroundOf } from './background.js';
import { rowsBetweenBars, saturatedPixels } from './bars.js';
import type { RowRange } from './bars.js';
import { fillHoles, labelComponents } from './components.js';
import type { Components } from './components.js';
import { eraseDrawings } from './drawings.js';
import { checkFindOptions } from './findOptions.js';
import type { FindOptions, FindSettings } from './findOptions.js';
import { measureObjects } from './measureObjects.js';
import type { FoundObject } from './measureObjects.js';
import { medianByWeight } from './median.js';
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

/** Objects of less than this share of the typical area are left out unless the options say otherwise. */
const LEAST_SHARE = 0.1;
const LEAST_AREA = 12;

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
  const { differences, contrast } = fromBackground(image, rows, settings);
  let { components, threshold } = segment(differences, width, rows, settings);
  if (drops && eraseDrawings(differences, components, saturated, width)) {
    ({ components, threshold } = segment(differences, width, rows, settings));
  }
  return { ...kept(components, width, rows, settings), contrast, threshold };
}

/** How much each pixel differs from the background, positive where objects are; 0 in bars. */
function fromBackground(
  { height, width, values }: Pick<Micrograph, 'height' | 'width' | 'values'>,
  rows: RowRange,
  { contrast, smoothing, backgroundSize }: FindSettings,
): { differences: Float32Array; contrast: 'bright' | 'dark' } {
  const differences = values.slice();
  const background = backgroundOf(values, width, rows, backgroundSize);
  if (smoothing > 0) convolve(differences, height, width, gaussianWeights(smoothing));
  let skew = 0;
  for (let at = 0; at < differences.length; at += 1) {
    const row = Math.floor(at / width);
    const isInside = row >= rows.top && row < rows.bottom;
    const difference = isInside ? (differences[at] ?? 0) - (background[at] ?? 0) : 0;
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

/** The objects that the options leave, numbered anew. */
function kept(
  components: Components,
  width: number,
  { top, bottom }: RowRange,
  { minArea, maxArea, border }: FindSettings,
): Pick<FoundObjects, 'objects' | 'labels'> {
  const all = measureObjects(components, width).map((object) => ({
    ...object,
    touchesBorder: object.top === top || object.bottom === bottom || object.left === 0 || object.right === width,
  }));
  const possible = all.filter(({ area }) => area <= maxArea);
  const least = minArea ?? Math.max(LEAST_AREA, LEAST_SHARE * medianByWeight(possible.map(({ area }) => area)));
  const objects = possible.filter(({ area, touchesBorder }) => area >= least && !(border === 'drop' && touchesBorder));
  const numbers = new Map(objects.map((object, i) => [object, i + 1]));
  const newLabels = [0, ...all.map((object) => numbers.get(object) ?? 0)];
  return { objects, labels: components.labels.map((label) => newLabels[label] ?? 0) };
}
