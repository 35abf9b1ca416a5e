import type { LabelledSet, TaskData } from '../../../src/app/train/taskData.js';
import type { ImageSet } from '../../../src/data/index.js';

/** Image i is filled with i / 100, which shows which one came. */
export function numbered(count: number, side = 4): ImageSet {
  const pixels = side * side;
  const images = Float32Array.from({ length: count * pixels }, (_, i) => Math.floor(i / pixels) / 100);
  return { images, count, height: side, width: side };
}

/** A smooth spot off the middle of a black image, the same in each, so that rotations and shifts show. */
export function spots(count: number, side = 8): ImageSet {
  const pixels = side * side;
  const images = Float32Array.from({ length: count * pixels }, (_, i) => {
    const [x, y] = [(i % side) - 0.6 * side, (Math.floor(i / side) % side) - 0.4 * side];
    return Math.max(0, 1 - Math.hypot(x, 0.7 * y) / 2.2);
  });
  return { images, count, height: side, width: side };
}

/** Images whose classes take turns. */
export function withClasses(set: ImageSet, classes = 2): LabelledSet {
  return { set, labels: Int32Array.from({ length: set.count }, (_, i) => i % classes) };
}

export function taskOf(unlabelled: ImageSet, labelled?: LabelledSet, classNames = ['a', 'b']): TaskData {
  return { unlabelled, ...(labelled && { labelled }), testDescription: '', classNames };
}
