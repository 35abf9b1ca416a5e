import { expect, it } from 'vitest';
import { pixelPlaces } from '../../src/nn/places.js';

it('pixelPlaces: runs from -1 to 1 along the longer side, with the centre in the middle', () => {
  expect(pixelPlaces({ height: 2, width: 3 })).toEqual([
    [-1, -0.5],
    [0, -0.5],
    [1, -0.5],
    [-1, 0.5],
    [0, 0.5],
    [1, 0.5],
  ]);
});

it('pixelPlaces: gives the places of those pixels that are asked for', () => {
  const size = { height: 4, width: 5 };
  const whole = pixelPlaces(size);
  expect(pixelPlaces(size, [19, 0, 7])).toEqual([whole[19], whole[0], whole[7]]);
});

it.each([
  [1, 1],
  [1, 3],
  [3, 1],
])('pixelPlaces: is finite of %d × %d pixels, and the middle is 0', (height, width) => {
  const places = pixelPlaces({ height, width });
  expect(places.flat().every(Number.isFinite)).toBe(true);
  expect(places[Math.floor((height * width) / 2)]).toEqual([0, 0]);
});
