import type { Distribution } from '../../../dist/index.js';
import { key, sizeOf } from '../../../num/index.js';

/** Why a law of densities and draws says nothing of a distribution; undefined if it does. */
export function outsideLaws(dist: Distribution): string | undefined {
  if (dist.isFactor === true) return 'it stands for a factor and has no draws';
  if (dist.masked !== undefined) return 'its density is masked';
  if (sizeOf(dist.batchShape) * sizeOf(dist.eventShape) === 0) return 'it has no elements';
  return undefined;
}

/** The same for a law of continuous densities or of probabilities: neither has a point that takes all mass a density. */
export function withoutDensity(dist: Distribution): string | undefined {
  const reason = outsideLaws(dist);
  if (reason !== undefined) return reason;
  if (!drawsSomething(dist)) return 'it cannot be drawn from';
  return !dist.isDiscrete && isPoint(dist) ? 'all its mass is on one point' : undefined;
}

function drawsSomething(dist: Distribution): boolean {
  try {
    dist.sample(key(0)).dispose();
    return true;
  } catch {
    return false;
  }
}

/** Whether a few draws of each element are all the same. */
function isPoint(dist: Distribution): boolean {
  const draws = dist.sample(key(0), [8]);
  const values = draws.dataSync();
  draws.dispose();
  const size = values.length / 8;
  return values.every((x, i) => x === values[i % size]);
}
