import { describe, expect, it } from 'vitest';
import { pickImages } from '../../src/data/index.js';
import { errorOf } from '../support/errorOf.js';

describe('pickImages', () => {
  const set = { images: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 0.125), count: 3, height: 1, width: 2 };

  it('takes images in the order asked for, more than once if asked, with their names', () => {
    const picked = pickImages({ ...set, names: ['a', 'b', 'c'] }, Int32Array.of(2, 0, 2));
    const images = Float32Array.of(1, 0.125, 0, 0.25, 1, 0.125);
    expect(picked).toEqual({ images, count: 3, height: 1, width: 2, names: ['c', 'a', 'c'] });
  });

  it('copies, so that the set stays as it is', () => {
    pickImages(set, [0]).images.fill(9);
    expect(set.images[0]).toBe(0);
  });

  it('rejects an index that is not an image', () => {
    expect(errorOf(() => pickImages(set, [0, 3]))).toMatchObject({
      code: 'ArgumentError',
      where: 'pickImages',
      got: expect.stringMatching(/^3 .*1$/) as string,
    });
    expect(errorOf(() => pickImages(set, [-1]))).toMatchObject({
      code: 'ArgumentError',
      got: expect.stringMatching(/^-1 .*0$/) as string,
    });
  });
});
