import { describe, expect, it } from 'vitest';
import { chooseLabels } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';

const labels = {
  labels: Int32Array.from({ length: 60 }, (_, i) => [0, 0, 0, 1, -1][i % 5] ?? 0),
  classNames: ['a', 'b'],
};
const chosen = (kept: Int32Array, label: number): number[] => Array.from(kept.keys()).filter((i) => kept[i] === label);

describe('chooseLabels', () => {
  it('keeps that many of each class, all of them right, and no other', () => {
    const { labels: kept, classNames } = chooseLabels(labels, 5, key(0));
    expect(classNames).toEqual(['a', 'b']);
    expect([chosen(kept, 0).length, chosen(kept, 1).length]).toEqual([5, 5]);
    expect(kept.every((label, i) => label === -1 || label === labels.labels[i])).toBe(true);
  });

  it('chooses the same for the same key and others for another', () => {
    expect(chooseLabels(labels, 5, key(1))).toEqual(chooseLabels(labels, 5, key(1)));
    expect(chooseLabels(labels, 5, key(2))).not.toEqual(chooseLabels(labels, 5, key(1)));
  });

  it('more labels include the fewer of the same key', () => {
    const [few, many] = [chooseLabels(labels, 3, key(3)).labels, chooseLabels(labels, 8, key(3)).labels];
    expect(few.every((label, i) => label === -1 || many[i] === label)).toBe(true);
  });

  it('groups: takes from as many groups as there are before a second from any', () => {
    // Class 1 has 12 images: 9 in group x, and one each in p, q and r.
    const ones = chosen(labels.labels, 1);
    const groups = Array.from(labels.labels, () => 'x');
    ['p', 'q', 'r'].forEach((group, i) => (groups[ones[i] ?? 0] = group));
    const kept = chooseLabels(labels, 4, key(4), groups).labels;
    expect(
      chosen(kept, 1)
        .map((i) => groups[i])
        .sort(),
    ).toEqual(['p', 'q', 'r', 'x']);
    expect(chosen(chooseLabels(labels, 6, key(4), groups).labels, 1)).toHaveLength(6);
  });

  it('takes all there are, and rejects one more', () => {
    expect(chosen(chooseLabels(labels, 12, key(5)).labels, 1)).toHaveLength(12);
    expect(errorOf(() => chooseLabels(labels, 13, key(5)))).toMatchObject({
      code: 'ArgumentError',
      where: 'chooseLabels',
    });
  });

  it.each([0, -1, 1.5, NaN])('rejects %d labels', (perClass) => {
    const fields = { code: 'ArgumentError', where: 'chooseLabels', got: String(perClass) };
    expect(errorOf(() => chooseLabels(labels, perClass, key(0)))).toMatchObject(fields);
  });
});
