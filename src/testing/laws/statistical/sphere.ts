import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';
import { logDensityAt } from './densityAt.js';
import type { WeightedPoints } from './reference.js';

const NUM_ANGLES = 8192;
const NUM_PLACES = 40_000;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Weighted points of a distribution on the unit circle or sphere: angles in equal steps, or a spiral of equal areas. */
export function spreadOverSphere(dist: Distribution): WeightedPoints[] {
  const points = Float64Array.from(sizeOf(dist.eventShape) === 2 ? circle() : spiral());
  const area = sizeOf(dist.eventShape) === 2 ? (2 * Math.PI) / NUM_ANGLES : (4 * Math.PI) / NUM_PLACES;
  const places = Array.from({ length: sizeOf(dist.batchShape) }, () => points);
  return logDensityAt(dist, places).map((logDensity) => ({
    points,
    logDensity,
    weights: logDensity.map((logP) => Math.exp(logP) * area),
    error: 0,
    worth: (NUM_ANGLES / 6) ** 2,
    isRandom: false,
  }));
}

function circle(): number[] {
  return Array.from({ length: NUM_ANGLES }, (_, i) => (2 * Math.PI * (i + 0.5)) / NUM_ANGLES).flatMap((angle) => [
    Math.cos(angle),
    Math.sin(angle),
  ]);
}

function spiral(): number[] {
  return Array.from({ length: NUM_PLACES }, (_, i) => {
    const height = (2 * i + 1) / NUM_PLACES - 1;
    const radius = Math.sqrt(1 - height * height);
    return [radius * Math.cos(i * GOLDEN_ANGLE), radius * Math.sin(i * GOLDEN_ANGLE), height];
  }).flat();
}
