import { describe, expect, it } from 'vitest';
import { angleErrors, circularMean, placeErrors } from '../../../../src/app/experiments/measures/index.js';
import { cards, objectMatrix, uprightCards, warp } from '../../../../src/data/index.js';
import { key } from '../../../../src/num/index.js';

const degree = Math.PI / 180;

describe('circularMean', () => {
  it('lies between angles on both sides of the cut', () => {
    expect(Math.abs(circularMean([170 * degree, -170 * degree], 2 * Math.PI))).toBeCloseTo(Math.PI, 12);
    expect(circularMean([10 * degree, 130 * degree, -110 * degree], (2 * Math.PI) / 3)).toBeCloseTo(10 * degree, 12);
  });
});

describe('angleErrors', () => {
  it('takes off a constant offset and whole rotations', () => {
    const truth = [0, 1, -2, 3];
    const { offset, errors } = angleErrors([0.3, 1.3, -1.7, 3.3 - 2 * Math.PI], truth, 2 * Math.PI);
    expect(offset).toBeCloseTo(0.3, 12);
    errors.forEach((error) => expect(error).toBeCloseTo(0, 12));
  });

  it('sees a third of a rotation as an error, unless the object looks the same', () => {
    const truth = [0, 0, 0, 0, 0, 0];
    const inferred = [0, 0, 0, 0, 0, 120 * degree];
    expect(Math.max(...angleErrors(inferred, truth, 2 * Math.PI).errors)).toBeGreaterThan(100 * degree);
    expect(Math.max(...angleErrors(inferred, truth, 120 * degree).errors)).toBeCloseTo(0, 10);
  });
});

describe('placeErrors', () => {
  it('is 0 of the places at which an upright object, moved there, becomes the card', () => {
    const { factors, images, width } = cards(key(1), { count: 3, shear: 0, scale: [1, 1] });
    const unit = (2 * width) / (width - 1);
    const place = { x: factors.shiftX.map((x) => x * unit), y: factors.shiftY.map((y) => y * unit) };
    // The signs of factors, places and poses are one convention.
    const maps = Array.from(factors.angle, (angle, i) =>
      objectMatrix({ angle, x: place.x[i] ?? NaN, y: place.y[i] ?? NaN, scale: 1 }),
    );
    const again = warp(
      uprightCards(),
      Array.from(maps, (_, i) => i % 4),
      maps,
    );
    again.forEach((value, i) => expect(Math.abs(value - (images[i] ?? NaN))).toBeLessThan(1e-4));
    const { offset, errors } = placeErrors(place, place);
    expect([...offset, ...errors]).toEqual(Array(2 + factors.angle.length).fill(0));
  });

  it('takes off where the model has the centre of its own object, and nothing else', () => {
    const truth = { x: [-0.3, 0.1], y: [0.2, 0] };
    const shifted = { x: truth.x.map((x) => x + 0.2), y: truth.y.map((y) => y - 0.1) };
    const { offset, errors } = placeErrors(shifted, truth);
    expect(offset).toEqual([expect.closeTo(0.2, 12), expect.closeTo(-0.1, 12)]);
    errors.forEach((error) => expect(error).toBeCloseTo(0, 12));
    // One of two is off by (0.6, 0.8), so that each is half of that from the mean.
    const wrong = placeErrors({ x: [truth.x[0] ?? NaN, 0.7], y: [0.2, 0.8] }, truth);
    wrong.errors.forEach((error) => expect(error).toBeCloseTo(0.5, 12));
  });
});
