import { describe, expect, it } from 'vitest';
import { cardShape, deformation, imageShape } from '../../../../src/app/experiments/measures/index.js';
import { cards, compose, poseMatrix, uprightCards, warp, type Affine } from '../../../../src/data/index.js';
import { key } from '../../../../src/num/index.js';

describe('deformation', () => {
  it('is the logarithm of a stretch and of a shear, whatever the scale', () => {
    const [e, f] = [Math.exp(0.3), Math.exp(-0.3)];
    expect(deformation(e, 0, f).stretch).toBeCloseTo(0.3, 12);
    // The same, rotated by 45°.
    const sheared = deformation((7 * (e + f)) / 2, (7 * (e - f)) / 2, (7 * (e + f)) / 2);
    expect(sheared.shear).toBeCloseTo(0.3, 12);
    expect(sheared.stretch).toBeCloseTo(0, 12);
    expect(deformation(2, 0, 2)).toEqual({ shear: 0, stretch: 0 });
  });
});

describe('cardShape', () => {
  it('gives back the matrix of each card as rotation times deformation', () => {
    const { factors } = cards(key(3), { count: 5 });
    const { scale, shear, stretch, rotation } = cardShape(factors);
    factors.angle.forEach((angle, i) => {
      const [a, b] = [Math.tan(factors.shearX[i] ?? 0), Math.tan(factors.shearY[i] ?? 0)];
      const asDrawn = compose(rotated(angle, scale[i] ?? 0), [1, a, 0, b, 1 + a * b, 0]);
      const [s, d] = [shear[i] ?? 0, stretch[i] ?? 0];
      // exp([[d, s], [s, -d]]) = cosh(r) I + sinh(r) / r [[d, s], [s, -d]], where r² = s² + d².
      const r = Math.hypot(s, d);
      const [cosh, sinh] = [Math.cosh(r), Math.sinh(r) / r];
      const deformed: Affine = [cosh + sinh * d, sinh * s, 0, sinh * s, cosh - sinh * d, 0];
      const again = compose(rotated(rotation[i] ?? 0, scale[i] ?? 0), deformed);
      again.forEach((entry, k) => expect(entry).toBeCloseTo(asDrawn[k] ?? NaN, 12));
    });
  });
});

/** A rotation counter-clockwise as seen, y downwards. */
function rotated(angle: number, scale: number): Affine {
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return [cos, sin, 0, -sin, cos, 0];
}

describe('imageShape', () => {
  const heart = uprightCards();
  const shapeOf = (map: Affine): ReturnType<typeof imageShape> => imageShape(warp(heart, [2], [map]), 48);

  it('does not change with the place, and grows with the object', () => {
    const [still, moved] = [shapeOf(poseMatrix({})), shapeOf(poseMatrix({ shiftX: 4 / 47, shiftY: -6 / 47 }))];
    expect(moved.size).toBeCloseTo(still.size, 4);
    expect(moved.shear).toBeCloseTo(still.shear, 4);
    // What is read at 0.8 p is shown 1.25 times as large; pixels have a size of their own, 1/12 in the square.
    expect(shapeOf(poseMatrix({ scale: 0.8 })).size / still.size).toBeCloseTo(1.25, 2);
  });

  it('adds a small shear of a nearly round object', () => {
    const shear = 0.2;
    // The image is read at the inverse of what is done to the object.
    const sheared = shapeOf([1, -shear, 0, 0, 1, 0]);
    expect(sheared.shear).toBeCloseTo(shear / 2, 1);
    expect(Math.abs(sheared.stretch - shapeOf(poseMatrix({})).stretch)).toBeLessThan(0.03);
  });

  it('is NaN of a dark image', () => {
    expect(imageShape(new Float32Array(9), 3).size).toBeNaN();
  });
});
