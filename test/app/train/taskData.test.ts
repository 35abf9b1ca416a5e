import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashPath, recipes } from '../../../src/app/config/index.js';
import { loadTaskData } from '../../../src/app/train/taskData.js';
import { npyFile } from '../../../src/data/index.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();

it('loadTaskData: says where unlabelled images come from, and which classes training knows', async () => {
  const path = folder();
  // Every image is of one grey value, its own; classes take turns.
  const grey = Uint8Array.from({ length: 40 * 4 }, (_, i) => 5 * Math.floor(i / 4));
  writeFileSync(join(path, 'images.npy'), npyFile(grey, [40, 2, 2]));
  writeFileSync(
    join(path, 'labels.npy'),
    npyFile(
      Uint8Array.from({ length: 40 }, (_, i) => i % 2),
      [40],
    ),
  );
  const [images, labels] = [await hashPath(join(path, 'images.npy')), await hashPath(join(path, 'labels.npy'))];
  const data = await loadTaskData({ ...recipes.kiln.images.data, labelsPerClass: 3, images, labels });
  const { unlabelled, origin, labelled, test } = data;
  const { places = [], known = [] } = origin ?? {};
  expect([unlabelled.count, places.length, known.length, labelled?.set.count]).toEqual([28, 28, 28, 6]);
  const valueOf = (set: typeof unlabelled, i: number): number => Math.round(255 * (set.images[4 * i] ?? NaN)) / 5;
  for (let i = 0; i < 28; i += 1) {
    expect(valueOf(unlabelled, i)).toBe(places[i]);
    if ((known[i] ?? NaN) >= 0) expect(known[i]).toBe((places[i] ?? NaN) % 2);
  }
  expect(Array.from(known).filter((label) => label >= 0)).toHaveLength(6);
  const tested = Array.from({ length: test?.set.count ?? 0 }, (_, i) =>
    test === undefined ? NaN : valueOf(test.set, i),
  );
  expect(tested.filter((place) => Array.from(places).includes(place))).toEqual([]);
});
