import { fold, permutation } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import { drawAgglomerate } from './agglomerate.js';
import { axisOf } from './axis.js';
import { drawStream } from './drawStream.js';
import { expose } from './expose.js';
import type { Frame } from './frame.js';
import { drawLayout } from './layout.js';
import { drawLook } from './look.js';
import { drawNeighbours } from './neighbours.js';
import { paint } from './paint.js';
import type { Particle } from './particle.js';
import { drawShapeStyle } from './shapeStyle.js';

/** The width of a patch in median diameters. */
const WINDOW = 4.2;

export interface Scene {
  /** [height, width], before the grey values are stretched. */
  readonly values: Float64Array;
  /** The direction of the agglomerate's longest axis; see `axisOf`. */
  readonly axis: number;
}

/** A random picture of an agglomerate of `count` particles. */
export function drawScene(key: Key, count: number, height: number, width: number): Scene {
  const draws = drawStream(fold(key, 'scene'));
  const side = Math.min(height, width);
  // Patches are cut by an estimate of the median diameter, so that theirs varies a little.
  const diameter = (side / WINDOW) * Math.exp(0.1 * draws.normal());
  const frame = { height, width, unit: side / 48, diameter };
  const { agglomerate, particles } = drawParticles(key, count, frame);
  const look = drawLook(draws);
  const values = expose(draws, look, paint(draws, look, particles, frame), frame);
  return { values, axis: axisOf(agglomerate) };
}

interface Particles {
  readonly agglomerate: readonly Particle[];
  /** These and their neighbours in random order, so that any of them may lie on top. */
  readonly particles: readonly Particle[];
}

function drawParticles(key: Key, count: number, frame: Frame): Particles {
  const draws = drawStream(fold(key, 'particles'));
  const shape = drawShapeStyle(draws);
  const layout = drawLayout(draws);
  const agglomerate = drawAgglomerate(draws, count, shape, layout, frame);
  const all = [...agglomerate, ...drawNeighbours(draws, agglomerate, shape, layout, frame)];
  return { agglomerate, particles: permutation(fold(key, 'order'), all.length).flatMap((i) => all[i] ?? []) };
}
