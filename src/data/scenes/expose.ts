import { convolve, gaussianWeights } from '../convolve.js';
import { drawBackground } from './background.js';
import type { Canvas } from './canvas.js';
import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import type { Look } from './look.js';

/** How much of the background a particle hides. */
const OPACITY = 0.6;

/** What a microscope makes of painted particles: background, halos, now and then an annotation, blur and noise. */
export function expose(draws: DrawStream, look: Look, canvas: Canvas, frame: Frame): Float64Array {
  const image = composed(draws, look, canvas, frame);
  if (draws.chance(0.04)) annotate(draws, image, frame);
  const blur = draws.pick([
    [0, 0.35],
    [0.5, 0.3],
    [0.9, 0.2],
    [1.4, 0.15],
  ]);
  if (blur > 0) convolve(image, frame.height, frame.width, gaussianWeights(blur * frame.unit));
  addNoise(draws, image, frame);
  return image;
}

function composed(draws: DrawStream, { halo }: Look, { brightness, fromHalo }: Canvas, frame: Frame): Float64Array {
  const image = drawBackground(draws, frame);
  const contrast = draws.between(0.6, 1);
  for (let i = 0; i < image.length; i += 1) {
    const light = brightness[i] ?? 0;
    const glow = halo === 0 ? 0 : halo * Math.exp(-(fromHalo[i] ?? Infinity));
    image[i] = contrast * light + ((image[i] ?? 0) + glow) * (1 - OPACITY * Math.min(1, light));
  }
  return image;
}

/** A white or black box at the upper or lower border, as of a scale bar or a letter. */
function annotate(draws: DrawStream, image: Float64Array, { height, width, unit }: Frame): void {
  const rows = Math.min(height, Math.round(unit * (2 + draws.below(8))));
  const columns = Math.round(unit * (6 + draws.below(24)));
  const left = draws.below(width) - Math.round(4 * unit);
  const top = draws.chance(0.5) ? 0 : height - rows;
  const level = draws.chance(0.5) ? 1.2 : 0;
  for (let row = top; row < top + rows; row += 1) {
    image.fill(level, row * width + Math.max(0, left), row * width + Math.max(0, Math.min(width, left + columns)));
  }
}

/** Of each pixel, or of each and a little of its neighbours, whatever the size of the frame. */
function addNoise(draws: DrawStream, image: Float64Array, { height, width }: Frame): void {
  const noise = draws.normals(image.length);
  if (draws.chance(0.5)) convolve(noise, height, width, gaussianWeights(0.6));
  const deviation = draws.pick([
    [0.01, 0.35],
    [0.04, 0.3],
    [0.1, 0.25],
    [0.2, 0.1],
  ]);
  for (let i = 0; i < image.length; i += 1) image[i] = (image[i] ?? 0) + deviation * (noise[i] ?? 0);
}
