import { fold, split } from '../key.js';
import type { Key } from '../key.js';
import { normalArray } from './normal.js';
import { uniformArray } from './uniform.js';

/**
 * The logs of gamma draws of rate 1, one for each concentration, in float64. Logs, because draws of a small concentration are
 * far below the smallest number: at 0.001 half of them are under 1e-300.
 *
 * @returns NaN where a concentration is not a finite number > 0
 * @see Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; for concentrations below 1 section 6
 */
export function logGammaArray(key: Key, concentrations: ArrayLike<number>): Float64Array {
  const [tryKey = key, boostKey = key] = split(key);
  const logs = new Float64Array(concentrations.length).fill(NaN);
  let pending = Array.from(logs.keys()).filter((i) => isAllowed(concentrations[i] ?? NaN));
  for (let round = 0; pending.length > 0; round += 1) {
    const [normalKey = key, uniformKey = key] = split(fold(tryKey, round));
    const normals = normalArray(normalKey, pending.length);
    const uniforms = uniformArray(uniformKey, pending.length);
    pending = pending.filter((i, j) => {
      logs[i] = proposal(boosted(concentrations[i] ?? NaN), normals[j] ?? 0, uniforms[j] ?? 0);
      return Number.isNaN(logs[i]);
    });
  }
  uniformArray(boostKey, logs.length).forEach((u, i) => {
    const concentration = concentrations[i] ?? NaN;
    if (concentration < 1) logs[i] = (logs[i] ?? NaN) + Math.log(u) / concentration;
  });
  return logs;
}

function isAllowed(concentration: number): boolean {
  return concentration > 0 && concentration < Infinity;
}

/** A draw at concentration a + 1 times u^(1 / a) is a draw at a. */
function boosted(concentration: number): number {
  return concentration < 1 ? concentration + 1 : concentration;
}

/** The log of a draw, or NaN if it is refused: at least 95 in 100 are not. */
function proposal(concentration: number, x: number, u: number): number {
  const d = concentration - 1 / 3;
  const cubeRoot = 1 + x / Math.sqrt(9 * d);
  if (cubeRoot <= 0) return NaN;
  const logV = 3 * Math.log(cubeRoot);
  const isAccepted = Math.log(u) < (x * x) / 2 + d * (1 - cubeRoot ** 3 + logV);
  return isAccepted ? Math.log(d) + logV : NaN;
}
