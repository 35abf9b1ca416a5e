import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { key, ready } from '../../src/num/index.js';
import { testedEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { make, rows } from './table.js';
import type { Row } from './table.js';

afterAll(async () => {
  await ready();
});

/** Draws, their log densities and gradients on the engine in use. */
function results(row: Row): Record<'draws' | 'logProbs', ArrayLike<number>> {
  const draws = tf.tidy(() => make(row).sample(key(70), [20]).dataSync());
  const logProbs = tf.tidy(() => {
    const dist = make(row);
    return dist.logProb(tf.tensor(draws, [20, ...dist.batchShape, ...dist.eventShape])).dataSync();
  });
  return { draws, logProbs };
}

describe('all engines agree', () => {
  it.each(rows)('$name', async (row) => {
    await ready({ engine: 'cpu' });
    const reference = results(row);
    for (const engine of testedEngines) {
      await ready({ engine });
      const { draws, logProbs } = results(row);
      // The noise is the same bits; what differs is the rounding of exp, log and tanh in its last transform.
      expectClose(draws, reference.draws, { roundings: 8 });
      // Densities at nearby draws; the steepest here has a slope of about 30.
      expectClose(logProbs, reference.logProbs, { roundings: 512 });
    }
    expect(testedEngines.length).toBeGreaterThan(0);
  });
});
