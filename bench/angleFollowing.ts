/*
 * Whether the inferred angle follows an image that is turned: the test images of finished runs on one's own images, each turned
 * by eight random angles.
 *
 *   npx tsc -p tsconfig.json --noEmit false --outDir build/bench && node build/bench/bench/angleFollowing.js RUN...
 *
 * For each class and s = 1, 2, 3, 4 the table has |mean of exp(i s (change of the inferred angle - turn))| over images and turns: 1
 * if the angle follows but for s-fold symmetry, about 0 if it stays the same or has nothing to do with the turn. The last column is
 * the median error in degrees when half a turn does not count (45 by chance).
 */
import { poseMatrix, warp, type ImageSet } from '../src/data/index.js';
import { classProbabilities, mostProbable } from '../src/app/train/measure.js';
import { rows } from '../src/app/train/labelledBatch.js';
import { openRun } from '../src/app/train/openRun.js';
import { oneHotRows } from '../src/app/train/traversal.js';
import { encode } from '../src/models/index.js';
import { uniformArray } from '../src/num/index.js';

const TURNS = 8;
const SYMMETRIES = [1, 2, 3, 4] as const;

const errors = new Map<number, number[]>();
for (const folder of process.argv.slice(2)) {
  for (const [label, found] of await errorsOf(folder)) errors.set(label, [...(errors.get(label) ?? []), ...found]);
}
console.log('class  turns   s=1   s=2   s=3   s=4   median error modulo 180 degrees');
for (const [label, found] of [...errors].sort(([a], [b]) => a - b)) {
  const shares = SYMMETRIES.map((s) => resultant(found, s).toFixed(2).padStart(4));
  console.log(
    `${label + 1}      ${String(found.length).padStart(5)}  ${shares.join('  ')}   ${median(found).toFixed(1)}`,
  );
}

/** For each class, how much further than the image the inferred angle turned, in radians. */
async function errorsOf(folder: string): Promise<Map<number, number[]>> {
  const { data, vae, params } = await openRun(folder);
  if (data.test === undefined) throw new Error(`${folder}: expected a run with a test set, got none.`);
  const { set, labels } = data.test;
  const indices = [...labels.keys()];
  const classes = vae.options.classes;
  const predicted = [...mostProbable(classProbabilities(vae, params, set), classes)];
  const upright = anglesOf(set);
  const found = new Map<number, number[]>();
  for (let turn = 0; turn < TURNS; turn += 1) {
    const turns = uniformArray([0, turn], set.count).map((u) => 2 * Math.PI * u);
    const maps = Array.from(turns, (angle) => poseMatrix({ angle }));
    const turned = anglesOf({ ...set, images: warp(set, indices, maps, { outside: 'reflect' }) });
    labels.forEach((label, i) => {
      const error = (turned[i] ?? 0) - (upright[i] ?? 0) - (turns[i] ?? 0);
      found.set(label, [...(found.get(label) ?? []), error]);
    });
  }
  return found;

  function anglesOf(images: ImageSet): number[] {
    const { angle } = encode(vae, params, rows(images, indices), oneHotRows(predicted, classes));
    const vectors = angle?.dataSync() ?? [];
    return indices.map((_, i) => Math.atan2(vectors[2 * i + 1] ?? 0, vectors[2 * i] ?? 1));
  }
}

function resultant(angles: readonly number[], s: number): number {
  const mean = (part: (x: number) => number): number =>
    angles.reduce((sum, angle) => sum + part(s * angle), 0) / angles.length;
  return Math.hypot(mean(Math.cos), mean(Math.sin));
}

/** Degrees. */
function median(angles: readonly number[]): number {
  const half = angles.map((angle) => Math.abs(Math.atan(Math.tan(angle)))).sort((a, b) => a - b);
  return ((half[Math.floor(half.length / 2)] ?? 0) * 180) / Math.PI;
}
