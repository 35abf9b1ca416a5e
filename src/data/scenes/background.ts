import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import { smoothNoise } from './smoothNoise.js';

/** The support behind the particles: wide and fine mottling, and in some scenes a slope; about 0, [row, column]. */
export function drawBackground(draws: DrawStream, frame: Frame): Float64Array {
  const background = new Float64Array(frame.height * frame.width);
  const wide = draws.between(0, 0.12);
  addMottling(draws, background, frame, wide, draws.between(6, 20));
  const fine = [0, 0.05, 0.12][draws.below(3)] ?? 0;
  if (fine > 0) addMottling(draws, background, frame, fine, draws.between(1.5, 4));
  if (draws.chance(0.4)) addSlope(background, frame, draws.between(-0.15, 0.15), draws.between(-0.15, 0.15));
  return background;
}

function addMottling(draws: DrawStream, background: Float64Array, frame: Frame, size: number, scale: number): void {
  const mottling = smoothNoise(draws, frame, scale);
  for (let i = 0; i < background.length; i += 1) background[i] = (background[i] ?? 0) + size * (mottling[i] ?? 0);
}

/** Rises by `across` and `down` over half the shorter side. */
function addSlope(background: Float64Array, { height, width }: Frame, across: number, down: number): void {
  const half = Math.min(height, width) / 2;
  for (let i = 0; i < background.length; i += 1) {
    const [column, row] = [i % width, Math.floor(i / width)];
    background[i] = (background[i] ?? 0) + (across * (column - width / 2) + down * (row - height / 2)) / half;
  }
}
