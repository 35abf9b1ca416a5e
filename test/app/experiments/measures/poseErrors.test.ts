import { describe, expect, it } from 'vitest';
import { angleErrors, circularMean, placeErrors } from '../../../../src/app/experiments/measures/index.js';
import { cards, poseMatrix, uprightCards, warp } from '../../../../src/data/index.js';
import { key } from '../../../../src/num/index.js';

const degree = Math.PI / 180;

describe('circularMean', () => {
  it('lies between angles on both sides of the cut', () => {
    expect(Math.abs(circularMean([170 * degree, -170 * degree], 2 * Math.PI))).toBeCloseTo(Math.PI, 12);
    expect(circularMean([10 * degree, 130 * degree, -110 * degree], (2 * Math.PI) / 3)).toBeCloseTo(10 * degree, 12);
  });
});

describe('angleErrors', () => {
  it('takes off a constant offset and whole turns', () => {
    const truth = [0, 1, -2, 3];
    const { offset, errors } = angleErrors([0.3, 1.3, -1.7, 3.3 - 2 * Math.PI], truth, 2 * Math.PI);
    expect(offset).toBeCloseTo(0.3, 12);
    errors.forEach((error) => expect(error).toBeCloseTo(0, 12));
  });

  it('sees a third of a turn as an error, unless the object looks the same', () => {
    const truth = [0, 0, 0, 0, 0, 0];
    const inferred = [0, 0, 0, 0, 0, 120 * degree];
    expect(Math.max(...angleErrors(inferred, truth, 2 * Math.PI).errors)).toBeGreaterThan(100 * degree);
    expect(Math.max(...angleErrors(inferred, truth, 120 * degree).errors)).toBeCloseTo(0, 10);
  });
});

describe('placeErrors', () => {
  it('is 0 of the poses by which the decoder would read the cards', () => {
    const { factors, images, width } = cards(key(1), { count: 3, shear: 0, scale: [1, 1] });
    const unit = (2 * width) / (width - 1);
    const place = { x: factors.shiftX.map((x) => x * unit), y: factors.shiftY.map((y) => y * unit) };
    // What R(angle) p + shift reads at the centre must be 0 where the card lies.
    const shift = { x: new Float64Array(12), y: new Float64Array(12) };
    factors.angle.forEach((angle, i) => {
      const [cos, sin, x, y] = [Math.cos(angle), Math.sin(angle), place.x[i] ?? 0, place.y[i] ?? 0];
      shift.x[i] = -(cos * x - sin * y);
      shift.y[i] = -(sin * x + cos * y);
    });
    // By these poses the upright cards become the cards: the signs are those of the decoder's grid.
    const maps = Array.from(factors.angle, (angle, i) =>
      poseMatrix({ angle, shiftX: shift.x[i] ?? 0, shiftY: shift.y[i] ?? 0 }),
    );
    const again = warp(
      uprightCards(),
      Array.from(maps, (_, i) => i % 4),
      maps,
    );
    again.forEach((value, i) => expect(Math.abs(value - (images[i] ?? NaN))).toBeLessThan(1e-4));
    const { offset, errors } = placeErrors(factors.angle, shift, place);
    [...offset, ...errors].forEach((number) => expect(number).toBeCloseTo(0, 12));
  });

  it('takes off where the model has the centre of its own object', () => {
    const { offset, errors } = placeErrors([0, 0], { x: [0.5, 0.1], y: [0, 0] }, { x: [-0.3, 0.1], y: [0, 0] });
    expect(offset[0]).toBeCloseTo(0.2, 12);
    errors.forEach((error) => expect(error).toBeCloseTo(0, 12));
  });
});
