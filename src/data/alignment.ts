import { invert, objectMatrix, type ObjectPose } from './affine.js';
import type { ImageSet } from './imageSet.js';
import { warp } from './warp.js';

const UPRIGHT: ObjectPose = { angle: 0, x: 0, y: 0, scale: 1 };

/** Angles tried all around the circle. */
const ANGLES = 48;
/** From so many images in turn an alignment of a class starts, but of classes with many from fewer. */
const STARTS = 5;
const MANY = 200;
const ROUNDS = 3;
/** Sectors of the circle, in each of which the place is looked for at the most promising angle. */
const SECTORS = 8;
/** Rows and columns that are enough to see how an object lies. */
const SIDE = 24;

/**
 * In which poses labelled images lie beside others of their class: each is rotated and shifted until it correlates best with the mean of
 * the others. That may end with some of them upside down, so it starts from several images, and the end at which all are most alike
 * holds. The zero of a class's angle is the angle of the image it started from.
 *
 * @param labels the class of each image
 * @param reach how far from each other objects may lie, grid units; 0 for objects that are centred
 * @returns [image]
 * @see Penczek et al. 1992, "Three-dimensional reconstruction of single particles embedded in ice", on alignment without a reference
 */
export function alignedPoses(set: ImageSet, labels: Int32Array, reach: number): readonly ObjectPose[] {
  const poses = Array.from(labels, () => UPRIGHT);
  const look = looks(pooled(set, Math.max(1, Math.floor(Math.min(set.height, set.width) / SIDE))));
  for (const label of new Set(labels)) {
    const own = [...labels.keys()].filter((i) => labels[i] === label);
    const starts = own.slice(0, Math.max(1, Math.min(STARTS, Math.floor(MANY / own.length))));
    const ends = starts.map((start) => alignedTo(start, own, look, reach));
    const likeness = ends.map((end) => end.likeness);
    ends[likeness.indexOf(Math.max(...likeness))]?.poses.forEach((pose, i) => (poses[i] = pose));
  }
  return poses;
}

interface Alignment {
  readonly poses: ReadonlyMap<number, ObjectPose>;
  /** The squared length of the sum of all looks. */
  readonly likeness: number;
}

function alignedTo(start: number, own: readonly number[], look: Look, reach: number): Alignment {
  const poses = new Map<number, ObjectPose>([[start, UPRIGHT]]);
  const seen = new Map([[start, look(start, UPRIGHT)]]);
  const sum = look(start, UPRIGHT);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const i of own) {
      if (seen.size === 1 && i === start) continue;
      // Each is compared with the others alone: with itself it would agree as it is.
      add(sum, seen.get(i), -1);
      const pose = bestPose((one) => dot(look(i, one), sum), reach);
      poses.set(i, pose);
      seen.set(i, look(i, pose));
      add(sum, seen.get(i), 1);
    }
  }
  return { poses, likeness: dot(sum, sum) };
}

type Score = (pose: ObjectPose) => number;

/** The best place at each of the most promising angles, and then both in smaller steps. */
function bestPose(score: Score, reach: number): ObjectPose {
  const all = rotations(UPRIGHT);
  const sectors = Array.from({ length: SECTORS }, (_, k) =>
    all.filter((_pose, angle) => Math.floor((angle * SECTORS) / ANGLES) === k),
  );
  const promising = sectors.flatMap((poses) => best(poses, score));
  const [coarse = UPRIGHT] = best(
    promising.flatMap((pose) => around(pose, reach)),
    score,
  );
  const step = Math.PI / ANGLES;
  const nearby = [-1, -0.5, 0, 0.5, 1].map((k) => ({ ...coarse, angle: coarse.angle + k * step }));
  const [aligned = coarse] = best(nearby, score);
  const [fine = aligned] = best(around(aligned, reach / 4), score);
  const [finest = fine] = best(
    [-1, 0, 1].map((k) => ({ ...fine, angle: fine.angle + (k * step) / 4 })),
    score,
  );
  return finest;
}

/** The pose that scores most, or none of none. */
function best(poses: readonly ObjectPose[], score: Score): ObjectPose[] {
  const scores = poses.map(score);
  const place = scores.indexOf(Math.max(...scores));
  return poses.slice(place, place + 1);
}

function rotations(pose: ObjectPose): ObjectPose[] {
  return Array.from({ length: ANGLES }, (_, k) => ({ ...pose, angle: (2 * Math.PI * k) / ANGLES }));
}

/** A pose, and others whose place is around its own. */
function around(pose: ObjectPose, reach: number): ObjectPose[] {
  const steps = reach === 0 ? [0] : [0, -1, -0.5, 0.5, 1];
  return steps.flatMap((x) => steps.map((y) => ({ ...pose, x: pose.x + x * reach, y: pose.y + y * reach })));
}

/** What is within a circle of image i once its object is upright and centred, at mean 0 and length 1. */
type Look = (i: number, pose: ObjectPose) => Float32Array;

function looks(set: ImageSet): Look {
  const { height, width } = set;
  const within = Array.from({ length: height * width }, (_, p) => p).filter((p) => {
    const [x, y] = [(p % width) - (width - 1) / 2, Math.floor(p / width) - (height - 1) / 2];
    return 2 * Math.hypot(x, y) <= Math.min(height, width);
  });
  return (i, pose) => {
    const upright = warp(set, [i], [invert(objectMatrix(pose))], { outside: 'reflect' });
    const seen = new Float32Array(within.length);
    let sum = 0;
    for (let k = 0; k < seen.length; k += 1) sum += seen[k] = upright[within[k] ?? 0] ?? 0;
    const middle = sum / seen.length;
    const length = Math.sqrt(Math.max(1e-12, dot(seen, seen) - sum * middle));
    for (let k = 0; k < seen.length; k += 1) seen[k] = ((seen[k] ?? 0) - middle) / length;
    return seen;
  };
}

/** Images of means over squares of `side` pixels, which show as well how an object lies, in less time. */
function pooled({ images, count, height, width }: ImageSet, side: number): ImageSet {
  const [rows, columns] = [Math.floor(height / side), Math.floor(width / side)];
  const out = new Float32Array(count * rows * columns);
  for (let i = 0; i < count; i += 1)
    for (let row = 0; row < rows * side; row += 1)
      for (let column = 0; column < columns * side; column += 1) {
        const at = (i * rows + Math.floor(row / side)) * columns + Math.floor(column / side);
        out[at] = (out[at] ?? 0) + (images[(i * height + row) * width + column] ?? 0) / side ** 2;
      }
  return { images: out, count, height: rows, width: columns };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let p = 0; p < a.length; p += 1) sum += (a[p] ?? 0) * (b[p] ?? 0);
  return sum;
}

function add(sum: Float32Array, part: Float32Array | undefined, sign: 1 | -1): void {
  part?.forEach((value, p) => (sum[p] = (sum[p] ?? 0) + sign * value));
}
