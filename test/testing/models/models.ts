// Models with their guides that keep all laws.
import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, categorical, constraints, delta, gamma, logNormal, normal } from '../../../src/dist/index.js';
import { param, plate, sample, scale } from '../../../src/ppl/index.js';
import type { ModelOptions } from '../../../src/testing/index.js';

const SIZE = 6;
export const x = [-1, -0.5, 0, 0.5, 1, 2];
export const y = [-1.9, -0.8, 0.3, 1.4, 1.9, 4.1];

export type Columns = [x: readonly number[], y: readonly number[]];

/** Mean field over a latent real site. */
export function freeNormal(name: string, loc = 0.2): tf.Tensor {
  const spread = param(`${name}.scale`, tf.scalar(0.5), { constraint: constraints.positive });
  return sample(name, normal({ loc: param(`${name}.loc`, tf.scalar(loc)), scale: spread }));
}

/** y = slope x + noise, with latent slope and noise; takes any part of the data. */
export const regression: ModelOptions<Columns> = {
  model: (xs, ys) => {
    const slope = sample('slope', normal({ loc: 0, scale: 2 }));
    const noise = sample('noise', gamma({ concentration: 2, rate: 4 }));
    const row = (): void => {
      const loc = tf.mul(slope, tf.tensor1d([...xs]));
      sample('y', normal({ loc, scale: noise }), { obs: tf.tensor1d([...ys]) });
    };
    scale(SIZE / xs.length, () => plate('rows', xs.length, row))();
  },
  guide: () => {
    freeNormal('slope', 1);
    const spread = param('noise.scale', tf.scalar(0.3), { constraint: constraints.positive });
    sample('noise', logNormal({ loc: param('noise.loc', tf.scalar(-1)), scale: spread }));
  },
  args: [x, y],
  minibatches: [
    [x.slice(0, 3), y.slice(0, 3)],
    [x.slice(3), y.slice(3)],
  ],
};

/** Clusters of points, whose labels the model sums out. */
export const mixture: ModelOptions<[]> = {
  model: () => {
    const share = param('share', tf.tensor1d([0.4, 0.6]), { constraint: constraints.simplex });
    const far = sample('far', normal({ loc: 2, scale: 1 }));
    plate('points', 4, () => {
      const label = sample('label', categorical({ probs: share }), { infer: { enumerate: 'parallel' } });
      const loc = tf.mul(tf.cast(label, 'float32'), far);
      sample('point', normal({ loc, scale: 0.7 }), { obs: tf.tensor1d([-0.4, 0.2, 1.9, 2.6]) });
    });
  },
  guide: () => void freeNormal('far', 1.5),
};

/** A coin that the guide enumerates. */
export const coin: ModelOptions<[]> = {
  model: () => {
    const a = sample('a', bernoulli({ logits: param('prior', tf.scalar(0.3)) }));
    plate('rows', 2, () => {
      const b = sample('b', bernoulli({ logits: tf.sub(tf.mul(a, 1.5), 0.5) }));
      sample('x', normal({ loc: tf.add(a, b), scale: 1 }), { obs: tf.tensor1d([0.5, 1.8]) });
    });
  },
  guide: () => {
    const infer = { enumerate: 'parallel' } as const;
    const a = sample('a', bernoulli({ logits: param('a.logit', tf.scalar(0.1)) }), { infer });
    plate('rows', 2, () => {
      const logits = tf.add(param('b.logit', tf.tensor1d([0.2, -0.3])), tf.mul(a, param('b.slope', tf.scalar(0.5))));
      sample('b', bernoulli({ logits }), { infer });
    });
  },
};

/** A coin whose gradient comes from scores. */
export const drawnCoin: ModelOptions<[]> = {
  model: () => {
    const a = sample('a', bernoulli({ logits: 0.3 }));
    sample('x', normal({ loc: a, scale: 1 }), { obs: tf.scalar(0.8) });
  },
  guide: () => void sample('a', bernoulli({ logits: param('logit', tf.scalar(0.1)) })),
};

/** A point estimate. */
export const point: ModelOptions<[]> = {
  model: () => {
    const rate = sample('rate', gamma({ concentration: 3, rate: 2 }));
    sample('x', normal({ loc: rate, scale: 1 }), { obs: tf.scalar(2) });
  },
  guide: () => {
    sample('rate', delta({ value: param('rate.value', tf.scalar(1), { constraint: constraints.positive }) }));
  },
};

export const honest: Readonly<Record<string, ModelOptions<Columns> | ModelOptions<[]>>> = {
  regression,
  mixture,
  coin,
  drawnCoin,
  point,
};
