import { emptyCanvas, stack } from './canvas.js';
import type { Canvas } from './canvas.js';
import { distancesIn } from './distance.js';
import type { Box, Distances } from './distance.js';
import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import type { Look } from './look.js';
import type { Particle } from './particle.js';
import { drawShade } from './shade.js';
import type { Shade } from './shade.js';
import { smoothNoise } from './smoothNoise.js';

/** Beyond this many softnesses from its outline a particle covers less than 5e-5 of a pixel. */
const FADED = 5;
/** Beyond this many widths a halo has less than 0.3 % of its brightness. */
const HALO_END = 6;

/** What is added to the brightness of a pixel. */
type Grain = (column: number, row: number) => number;

/** Paints the particles, in the order given, each with its own level and grain. */
export function paint(draws: DrawStream, look: Look, particles: readonly Particle[], frame: Frame): Canvas {
  const canvas = emptyCanvas(frame);
  const texture = look.texture === 0 ? undefined : smoothNoise(draws, frame, look.textureSize);
  for (const particle of particles) {
    const haloWidth = frame.unit * draws.between(1.5, 4);
    const margin = Math.max(FADED * look.softness * frame.unit, look.halo === 0 ? 0 : HALO_END * haloWidth);
    const box = boxAround(particle, margin, frame);
    const distances = distancesIn(particle, box);
    const level = Math.exp(look.brightnessSpread * draws.normal());
    const shade = drawShade(draws, look, particle, frame);
    const grain = texture && grainOf(draws, texture, look.texture, frame);
    cover(canvas, look, distances, box, frame, (distance, share, column, row) =>
      Math.max(0.05, level * shade(distance, share, column, row) + (grain?.(column, row) ?? 0)),
    );
    if (look.halo !== 0) surround(canvas, distances, box, frame, haloWidth);
  }
  return canvas;
}

/** The pixels within `margin` of the circle around a particle. */
function boxAround({ x, y, reach }: Particle, margin: number, { height, width }: Frame): Box {
  const far = reach + margin;
  return {
    left: Math.max(0, Math.ceil(x - far)),
    right: Math.min(width, Math.floor(x + far) + 1),
    top: Math.max(0, Math.ceil(y - far)),
    bottom: Math.min(height, Math.floor(y + far) + 1),
  };
}

/** The texture shifted by a random number of columns and rows, around the edges, so that one serves all particles. */
function grainOf(draws: DrawStream, texture: Float64Array, size: number, { height, width }: Frame): Grain {
  const [right, down] = [draws.below(width), draws.below(height)];
  return (column, row) => size * (texture[((row + down) % height) * width + ((column + right) % width)] ?? 0);
}

function cover(canvas: Canvas, look: Look, distances: Distances, box: Box, frame: Frame, valueAt: Shade): void {
  const softness = look.softness * frame.unit;
  const { brightness } = canvas;
  let i = 0;
  for (let row = box.top; row < box.bottom; row += 1) {
    for (let column = box.left; column < box.right; column += 1) {
      const distance = distances.fromOutline[i] ?? 0;
      const share = distances.share[i] ?? 0;
      i += 1;
      if (distance > FADED * softness) continue;
      const covered = 1 / (1 + Math.exp((2 * distance) / softness));
      const at = row * frame.width + column;
      brightness[at] = stack(look.stacking, brightness[at] ?? 0, covered, valueAt(distance, share, column, row));
    }
  }
}

function surround(canvas: Canvas, distances: Distances, box: Box, frame: Frame, haloWidth: number): void {
  const { fromHalo } = canvas;
  let i = 0;
  for (let row = box.top; row < box.bottom; row += 1) {
    for (let at = row * frame.width + box.left; at < row * frame.width + box.right; at += 1) {
      const distance = Math.max(0, distances.fromOutline[i] ?? 0) / haloWidth;
      if (distance < (fromHalo[at] ?? 0)) fromHalo[at] = distance;
      i += 1;
    }
  }
}
