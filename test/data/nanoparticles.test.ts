// The real particles beside the project: the loaders as the main job uses them.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chooseLabels, pickImages, readGroups, readImages, readLabels, splitByGroup } from '../../src/data/index.js';
import { key } from '../../src/num/index.js';

const file = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/nanoparticles/${name}`, import.meta.url));
const images = readImages(file('dev-images.npy'));
const classNames = ['1', '2', '3', '4'];
const labels = readLabels(file('dev-counts.npy'), images, { classNames });
const groups = readGroups(file('dev-patches.json'), images, { field: 'micrograph' });
const countIn = (side: Int32Array, label: number): number => side.filter((i) => labels.labels[i] === label).length;

describe('the nanoparticles', () => {
  it('are 750 patches with the counts that their description gives', () => {
    expect(images).toMatchObject({ count: 750, height: 48, width: 48 });
    expect(images.images.every((value) => value >= 0 && value <= 1)).toBe(true);
    const all = Int32Array.from(labels.labels.keys());
    expect([0, 1, 2, 3].map((label) => countIn(all, label))).toEqual([568, 126, 35, 21]);
    expect(new Set(groups).size).toBe(94);
  });

  it.each([0, 1, 2, 3, 4])('split by micrograph (key %d) leaves 15 labels a class to train on', (seed) => {
    const { train, test } = splitByGroup(groups, labels, 0.25, key(seed));
    // A quarter of 568, 126, 35 and 21, as near as whole micrographs come.
    expect(
      [0, 1, 2, 3].map((label) => countIn(test, label) / countIn(Int32Array.from(labels.labels.keys()), label)),
    ).toSatisfy((shares: number[]) => shares.every((share) => share > 0.2 && share < 0.3));
    const trained = pickImages(images, train);
    const own = { labels: Int32Array.from(train, (i) => labels.labels[i] ?? -1), classNames };
    const kept = chooseLabels(
      own,
      15,
      key(seed),
      Array.from(train, (i) => groups[i] ?? ''),
    );
    expect(kept.labels.filter((label) => label >= 0)).toHaveLength(60);
    expect(trained.count).toBe(train.length);
  });
});
