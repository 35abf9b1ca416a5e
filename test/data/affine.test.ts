import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, identity, invert, objectMatrix, poseMatrix } from '../../src/data/index.js';
import type { Affine } from '../../src/data/index.js';
import { ArgumentError } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';

const small = fc.double({ min: -3, max: 3, noNaN: true });
const poses = fc
  .record({ angle: small, shiftX: small, shiftY: small, mirror: fc.boolean() })
  .chain((pose) => fc.double({ min: 0.5, max: 2, noNaN: true }).map((scale) => ({ ...pose, scale })));
const apply = ([a, b, c, d, e, f]: Affine, x: number, y: number): [number, number] => [
  a * x + b * y + c,
  d * x + e * y + f,
];
// A map of poses has numbers below 10; a few dozen float64 operations on them err by far less than this.
const FLOAT64 = { tolerance: 1e-12 };

describe('affine maps', () => {
  it('invert: undoes a pose from both sides', () => {
    fc.assert(
      fc.property(poses, (pose) => {
        const map = poseMatrix(pose);
        expectClose(compose(invert(map), map), identity, FLOAT64);
        expectClose(compose(map, invert(map)), identity, FLOAT64);
      }),
      { seed: 1 },
    );
  });

  it('compose: is one map after the other, at any point', () => {
    fc.assert(
      fc.property(poses, poses, small, small, (first, second, x, y) => {
        const [a, b] = [poseMatrix(first), poseMatrix(second)];
        expectClose(apply(compose(b, a), x, y), apply(b, ...apply(a, x, y)), FLOAT64);
      }),
      { seed: 2 },
    );
  });

  it('invert: rejects a map to a line', () => {
    expect(errorOf(() => invert([1, 2, 0, 2, 4, 0]))).toMatchObject({ code: 'ArgumentError', where: 'invert' });
  });
});

describe('poseMatrix', () => {
  it('rotates, scales and then shifts the coordinates', () => {
    // A quarter turn takes x = 1 to y = 1 (downwards), the scale doubles it, the shift comes last.
    const map = poseMatrix({ angle: Math.PI / 2, scale: 2, shiftX: 0.25, shiftY: -0.5 });
    expectClose(apply(map, 1, 0), [0.25, 1.5], FLOAT64);
  });

  it('mirror: flips x before the rotation', () => {
    expectClose(apply(poseMatrix({ angle: Math.PI / 2, mirror: true }), 1, 0), [0, -1], FLOAT64);
  });

  it('the default pose is the identity', () => {
    expect(poseMatrix({})).toEqual(identity);
  });

  it.each([{ angle: NaN }, { shiftX: Infinity }, { scale: 0 }, { scale: -1 }])('rejects %j', (pose) => {
    expect(errorOf(() => poseMatrix(pose))).toMatchObject({ code: 'ArgumentError', where: 'poseMatrix' });
  });

  it('names the bad number', () => {
    expect(errorOf(() => poseMatrix({ angle: NaN })).got).toContain('"angle":"NaN"');
  });
});

describe('objectMatrix', () => {
  const objects = fc.record({ angle: small, x: small, y: small, scale: fc.double({ min: 0.5, max: 2, noNaN: true }) });

  it('reads where a point of the object was before it was magnified, rotated counter-clockwise as seen and moved', () => {
    fc.assert(
      fc.property(objects, small, small, ({ angle, x, y, scale }, u, v) => {
        // Counter-clockwise as seen, with y downwards.
        const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
        const [right, down] = [cos * u + sin * v + x, -sin * u + cos * v + y];
        expectClose(apply(objectMatrix({ angle, x, y, scale }), right, down), [u, v], FLOAT64);
      }),
      { seed: 3 },
    );
  });

  it('of an object that lies still is the identity', () => {
    expectClose(objectMatrix({ angle: 0, x: 0, y: 0, scale: 1 }), identity);
  });

  it('rejects a size that is none', () => {
    expect(() => objectMatrix({ angle: 0, x: 0, y: 0, scale: 0 })).toThrow(ArgumentError);
  });
});
