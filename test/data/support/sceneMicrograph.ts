import { fold } from '../../../src/num/index.js';
import type { Key } from '../../../src/num/index.js';
import { drawStream } from '../../../src/data/scenes/drawStream.js';
import { distanceTo } from '../../../src/data/scenes/distance.js';
import { expose } from '../../../src/data/scenes/expose.js';
import { drawLook } from '../../../src/data/scenes/look.js';
import { paint } from '../../../src/data/scenes/paint.js';
import { drawParticle, moveTo } from '../../../src/data/scenes/particle.js';
import { drawShapeStyle } from '../../../src/data/scenes/shapeStyle.js';

export interface SceneMicrograph {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
  /** [row, column]: the number of the particle that a pixel lies in, or 0. */
  readonly instances: Int32Array;
}

const [HEIGHT, WIDTH, PITCH, DIAMETER] = [240, 320, 40, 14];

/** A whole micrograph as the simulated scenes of training would show it: one style, about 38 particles, each by itself. */
export function sceneMicrograph(key: Key): SceneMicrograph {
  const draws = drawStream(fold(key, 'style'));
  const frame = { height: HEIGHT, width: WIDTH, unit: 1, diameter: DIAMETER };
  const style = drawShapeStyle(draws);
  const look = drawLook(draws);
  const places = Array.from({ length: (HEIGHT / PITCH) * (WIDTH / PITCH) }, (_, i) => i).filter(() =>
    draws.chance(0.8),
  );
  const particles = places.map((i) => {
    const [row, column] = [Math.floor(i / (WIDTH / PITCH)), i % (WIDTH / PITCH)];
    const jitter = (): number => PITCH / 2 + draws.between(-5, 5);
    return moveTo(drawParticle(draws, style, frame), column * PITCH + jitter(), row * PITCH + jitter());
  });
  const values = Float32Array.from(expose(draws, look, paint(draws, look, particles, frame), frame));
  const instances = Int32Array.from(values, (_, at) => {
    const [y, x] = [Math.floor(at / WIDTH), at % WIDTH];
    return particles.findIndex((one) => Math.hypot(x - one.x, y - one.y) < one.reach && distanceTo(one, x, y) <= 0) + 1;
  });
  return { height: HEIGHT, width: WIDTH, values, instances };
}
