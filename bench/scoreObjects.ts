import { cutPatches, findObjects, patchSize, readMicrograph } from '../src/data/index.js';
import type { FindOptions, FoundObjects, Micrograph, PatchPosition } from '../src/data/index.js';
import type { Case } from './drawCases.js';

/** How well the objects of one micrograph are found. */
export interface Score {
  /** Particles annotated, and patches. */
  readonly counts: readonly [particles: number, patches: number];
  /**
   * Of the particles those that lie whole in one patch, of the patches those in which a whole particle lies, of the particles
   * those of which half lies in objects, and of the objects those of which half is annotated.
   */
  readonly shares: readonly [inPatch: number, holding: number, inObjects: number, annotated: number];
  /** The side of the patches, in pixels. */
  readonly size: number;
  /** To find objects and cut patches of 48 × 48. */
  readonly seconds: number;
  /** Particles in no patch and patches without a particle; their weight is their area, in areas of a patch. */
  readonly failures: readonly (Case & { readonly weight: number })[];
}

/** The first and last row and column of a particle. */
interface Box {
  top: number;
  left: number;
  bottom: number;
  right: number;
  area: number;
}

interface Outcome {
  readonly particles: readonly Box[];
  readonly isIn: readonly boolean[];
  readonly positions: readonly PatchPosition[];
  readonly holds: readonly boolean[];
  readonly size: number;
}

/** Finds the objects of the micrograph PATH.png and compares them with PATH-instances.png, 0 outside of particles. */
export function scoreObjects(path: string, options: FindOptions = {}): Score {
  const image = readMicrograph(path);
  const truth = readMicrograph(path.replace(/\.png$/, '-instances.png'));
  const instances = Int32Array.from(truth.values, (value) => Math.round(65535 * value));
  const start = performance.now();
  const found = findObjects(image, options);
  const size = patchSize(found.objects);
  const { positions } = cutPatches(image, found.objects, size, { resize: 48, contrast: found.contrast });
  const seconds = (performance.now() - start) / 1000;
  const particles = [...boxesOf(instances, image.width).values()];
  const isIn = particles.map((box) => positions.some((patch) => lies(box, patch, size)));
  const holds = positions.map((patch) => particles.some((box) => lies(box, patch, size)));
  const overlap = overlapShares(instances, found);
  const shares = [share(isIn), share(holds), overlap.particles, overlap.objects] as const;
  const failures = failuresOf(image, instances, found, { particles, isIn, positions, holds, size });
  return { counts: [particles.length, positions.length], shares, size, seconds, failures };
}

function boxesOf(instances: Int32Array, width: number): Map<number, Box> {
  const boxes = new Map<number, Box>();
  instances.forEach((instance, at) => {
    if (instance === 0) return;
    const [row, column] = [Math.floor(at / width), at % width];
    const box = boxes.get(instance) ?? { top: row, left: column, bottom: row, right: column, area: 0 };
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column);
    box.bottom = row;
    box.area += 1;
    boxes.set(instance, box);
  });
  return boxes;
}

function lies(box: Box, { top, left }: PatchPosition, size: number): boolean {
  return box.top >= top && box.bottom < top + size && box.left >= left && box.right < left + size;
}

function share(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length;
}

/** The share of particles of which half lies in objects, and of objects of which half is annotated. */
function overlapShares(instances: Int32Array, { labels }: FoundObjects): { particles: number; objects: number } {
  const halves = (groups: Int32Array, others: Int32Array): boolean[] => {
    const counts = new Map<number, [all: number, common: number]>();
    groups.forEach((group, at) => {
      if (group === 0) return;
      const [all, common] = counts.get(group) ?? [0, 0];
      counts.set(group, [all + 1, common + (others[at] === 0 ? 0 : 1)]);
    });
    return [...counts.values()].map(([all, common]) => common >= all / 2);
  };
  return { particles: share(halves(instances, labels)), objects: share(halves(labels, instances)) };
}

function failuresOf(
  image: Micrograph,
  instances: Int32Array,
  found: FoundObjects,
  outcome: Outcome,
): Score['failures'] {
  const { particles, isIn, positions, holds, size } = outcome;
  const common = { image, instances, labels: found.labels, size };
  const missed = particles.flatMap(({ top, bottom, left, right, area }, i) => {
    const [row, column] = [(top + bottom) / 2, (left + right) / 2];
    return isIn[i] === true ? [] : [{ ...common, kind: 'missed' as const, row, column, weight: area / size ** 2 }];
  });
  const empty = positions.flatMap(({ row, column }, i) => {
    const weight = (found.objects[i]?.area ?? 0) / size ** 2;
    return holds[i] === true ? [] : [{ ...common, kind: 'empty' as const, row, column, weight }];
  });
  return [...missed, ...empty];
}
