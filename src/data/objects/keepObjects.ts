import type { Components } from './components.js';
import type { RowRange } from './bars.js';
import type { FindSettings } from './findOptions.js';
import { measureObjects } from './measureObjects.js';
import type { FoundObject } from './measureObjects.js';
import { medianByWeight } from './median.js';

/** Objects of less than this share of the typical area are left out unless the options say otherwise. */
const LEAST_SHARE = 0.1;
const LEAST_AREA = 12;

/** The area below which objects have half of the area of all of them. */
export function typicalArea(objects: readonly Pick<FoundObject, 'area'>[], maxArea: number): number {
  return medianByWeight(objects.map(({ area }) => area).filter((area) => area <= maxArea));
}

/** The components that the options leave, as objects, and their pixels numbered anew. */
export function keepObjects(
  components: Components,
  width: number,
  { top, bottom }: RowRange,
  { minArea, maxArea, border }: FindSettings,
): { objects: FoundObject[]; labels: Int32Array } {
  const all = measureObjects(components, width).map((object) => ({
    ...object,
    touchesBorder: object.top === top || object.bottom === bottom || object.left === 0 || object.right === width,
  }));
  const least = minArea ?? Math.max(LEAST_AREA, LEAST_SHARE * typicalArea(all, maxArea));
  const objects = all.filter(
    ({ area, touchesBorder }) => area >= least && area <= maxArea && !(border === 'drop' && touchesBorder),
  );
  const numbers = new Map(objects.map((object, i) => [object, i + 1]));
  const newLabels = [0, ...all.map((object) => numbers.get(object) ?? 0)];
  return { objects, labels: components.labels.map((label) => newLabels[label] ?? 0) };
}
