import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import type { Subject } from '../law.js';
import { componentOf, drawsAtLook } from './drawsOf.js';
import { memo } from './memo.js';
import { withDistribution } from './withDistribution.js';

/** A bounded smooth function of an event, neither even nor odd about the middle of each batch element. */
export interface TestFunction {
  /** Of an event that is one number. */
  readonly f: (element: number, x: number) => number;
  /** Of draws [...sample, ...batch, ...event] to [...sample, ...batch]. */
  readonly ofTensor: (dist: Distribution, draws: tf.Tensor) => tf.Tensor;
}

const SHIFT = 0.3;
const BEND = 0.5;

/** tanh of the sum of all components in units of their spread, of arrays each bent a little; of angles, the cosine of the angle to 0.3. */
export function testFunction(subject: Subject): TestFunction {
  const { centres, scales, isAngle } = memo(subject, 'units of components', () => unitsOfComponents(subject));
  if (isAngle) {
    return { f: (_element, x) => Math.cos(x - SHIFT), ofTensor: (_dist, draws) => tf.cos(tf.sub(draws, SHIFT)) };
  }
  return {
    f: (element, x) => Math.tanh((x - (centres[element] ?? 0)) / (scales[element] ?? 1) + SHIFT),
    ofTensor: (dist, draws) => {
      const shape = [...dist.batchShape.slice(1), ...dist.eventShape];
      const standard = tf.div(tf.sub(draws, tf.tensor(centres, shape)), tf.tensor(scales, shape));
      const axes = dist.eventShape.map((_, i) => standard.rank - 1 - i);
      if (axes.length === 0) return tf.tanh(tf.add(standard, SHIFT));
      // Bent, so that its mean moves with the spreads of the components as well as with their places.
      const bent = tf.mul(standard, tf.add(tf.mul(tf.tanh(standard), BEND), 1));
      return tf.tanh(tf.add(tf.mul(tf.sum(bent, axes), 0.5), SHIFT));
    },
  };
}

interface Units {
  readonly centres: number[];
  readonly scales: number[];
  readonly isAngle: boolean;
}

/** Medians and spreads [batch, event], flat. */
function unitsOfComponents(subject: Subject): Units {
  const draws = drawsAtLook(subject, 0);
  const columns = Array.from({ length: draws.numElements * draws.eventSize }, (_, i) =>
    componentOf(draws, Math.floor(i / draws.eventSize), i % draws.eventSize).sort(),
  );
  const quantiles = (q: number): number[] => columns.map((column) => column[Math.floor(q * column.length)] ?? 0);
  const [low, high] = [quantiles(0.159), quantiles(0.841)];
  return {
    centres: quantiles(0.5),
    // A component that never moves counts for nothing.
    scales: low.map((from, i) => ((high[i] ?? 0) > from ? ((high[i] ?? 0) - from) / 2 : 1)),
    isAngle: withDistribution(subject, ({ support }) => support.kind === 'angle'),
  };
}
