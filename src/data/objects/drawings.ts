import type { Components } from './components.js';
import { measureObjects } from './measureObjects.js';
import type { FoundObject } from './measureObjects.js';
import { median } from './median.js';

/** A drawing has at least this share of pixels that are pure black or white, */
const PURE = 0.25;
/** and at least so many times that of the objects in general. */
const PURER = 3;
/** With this share, too, it is one whatever its form and place. */
const ALL_PURE = 0.75;
/** The share of its box that a solid object fills; a disc fills 0.785 of it. */
const SOLID = 0.65;
/** The length of the box of a solid object over its width, at most. */
const LONG = 1.6;
/** Pixels: smaller objects are specks, which say little of objects in general. */
const SPECK = 12;
/** Pixels around a drawing that its blurred edge may reach. */
const MARGIN = 3;

type Measured = Omit<FoundObject, 'touchesBorder'>;

/**
 * Sets the differences of scale bars and letters to 0: they are drawn in pure black or white, which the objects of the
 * micrograph have much less of. What is solid, as the letter o and a dark particle are, is a letter only beside others.
 *
 * @param differences from the background, [row, column]; changed
 * @param saturated 1 where a pixel is pure black or white
 * @returns whether there were any
 */
export function eraseDrawings(
  differences: Float32Array,
  components: Components,
  saturated: Uint8Array,
  width: number,
): boolean {
  const objects = measureObjects(components, width);
  const drawn = drawnObjects(objects, pureShares(objects, components, saturated));
  components.labels.forEach((label, at) => {
    const object = objects[label - 1];
    if (object !== undefined && drawn.has(object)) eraseAround(differences, at, width);
  });
  return drawn.size > 0;
}

function pureShares(objects: readonly Measured[], { labels, count }: Components, saturated: Uint8Array): number[] {
  const pure = new Float64Array(count + 1);
  labels.forEach((label, at) => (pure[label] = (pure[label] ?? 0) + (saturated[at] ?? 0)));
  return objects.map(({ area }, i) => (pure[i + 1] ?? 0) / area);
}

function drawnObjects(objects: readonly Measured[], shares: readonly number[]): Set<Measured> {
  const typical = median(shares.filter((_, i) => (objects[i]?.area ?? 0) >= SPECK));
  const least = Math.max(PURE, PURER * typical);
  const drawn = new Set(objects.filter((object, i) => isSurelyDrawn(object, shares[i] ?? 0, least)));
  const possible = objects.filter((object, i) => (shares[i] ?? 0) >= least && !drawn.has(object));
  // A set hands out what is added while it is read, so that a word is followed to its end.
  for (const letter of drawn) {
    for (const object of possible) if (isBeside(object, letter)) drawn.add(object);
  }
  return drawn;
}

function isSurelyDrawn({ top, left, bottom, right, area }: Measured, share: number, least: number): boolean {
  const [height, width] = [bottom - top, right - left];
  const isSolid = area >= SOLID * height * width && Math.max(height, width) <= LONG * Math.min(height, width);
  return share >= least && (share >= ALL_PURE || !isSolid);
}

/** Whether the space between the boxes is at most half the object's height. */
function isBeside(object: Measured, letter: Measured): boolean {
  const across = Math.max(letter.left - object.right, object.left - letter.right);
  const down = Math.max(letter.top - object.bottom, object.top - letter.bottom);
  return Math.max(across, down) <= (object.bottom - object.top) / 2;
}

function eraseAround(differences: Float32Array, at: number, width: number): void {
  const column = at % width;
  const [left, right] = [Math.max(-MARGIN, -column), Math.min(MARGIN, width - 1 - column)];
  for (let row = at - MARGIN * width; row <= at + MARGIN * width; row += width) {
    if (row + left >= 0) differences.fill(0, row + left, row + right + 1);
  }
}
