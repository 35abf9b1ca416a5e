import fc from 'fast-check';
import { expect, it } from 'vitest';
import { axisOf } from '../../../src/data/scenes/axis.js';
import { drawStream } from '../../../src/data/scenes/drawStream.js';
import { drawParticle, moveTo } from '../../../src/data/scenes/particle.js';
import { drawShapeStyle, type ShapeStyle } from '../../../src/data/scenes/shapeStyle.js';
import { key } from '../../../src/num/index.js';

const frame = { height: 48, width: 48, unit: 1, diameter: 48 / 4.2 };
const disc: ShapeStyle = { ...drawShapeStyle(drawStream(key(0))), family: 'disc', isMixed: false, lumpiness: 0 };
const directions = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });

/** How far two axes are apart, from 0 to π/2: half a turn changes nothing. */
function between(a: number, b: number): number {
  return Math.abs(Math.asin(Math.sin(a - b)));
}

it('the axis of two discs is the line through their centres, whichever way', () => {
  fc.assert(
    fc.property(fc.nat(1000), directions, fc.double({ min: 5, max: 20, noNaN: true }), (seed, direction, distance) => {
      const draws = drawStream(key(seed));
      const [a, b] = [drawParticle(draws, disc, frame), drawParticle(draws, disc, frame)];
      const pair = [
        moveTo(a, 3, -2),
        moveTo(b, 3 + distance * Math.cos(direction), -2 + distance * Math.sin(direction)),
      ];
      expect(between(axisOf(pair), direction)).toBeLessThan(1e-9);
    }),
  );
});

it('the axis of a particle is that of its outline, from -π/2 to π/2, wherever it lies', () => {
  const long: ShapeStyle = { ...disc, family: 'ellipse', aspect: 3 };
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: -20, max: 20 }), (seed, place) => {
      const particle = drawParticle(drawStream(key(seed)), long, frame);
      const axis = axisOf([moveTo(particle, place, -place)]);
      expect(Math.abs(axis)).toBeLessThanOrEqual(Math.PI / 2);
      expect(between(axis, particle.angle)).toBeLessThan(1e-6);
    }),
  );
});
