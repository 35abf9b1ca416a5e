// Models and guides with one mistake each.
import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, categorical, constraints, normal } from '../../../src/dist/index.js';
import { stopGradient } from '../../../src/num/index.js';
import { param, plate, sample, scale } from '../../../src/ppl/index.js';
import type { ModelOptions } from '../../../src/testing/index.js';
import { freeNormal, mixture, regression, x, type Columns } from './models.js';

export interface ModelLiar {
  readonly options: ModelOptions<Columns> | ModelOptions<[]>;
  /** The law that finds it out. */
  readonly law: string;
}

const real = normal({ loc: 0, scale: 1 });
const prior = (): tf.Tensor => sample('z', real);
const guide = (): void => void freeNormal('z');
const data = [0.5, 1, 1.5, 2];
const state = { runs: 0 };

function observe(z: tf.Tensor): void {
  plate('rows', 4, () => sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d(data) }));
}

export const liars: Readonly<Record<string, ModelLiar>> = {
  'data without a plate': {
    law: 'platesDeclared',
    options: { model: () => void sample('x', normal({ loc: prior(), scale: 1 }), { obs: tf.tensor1d(data) }), guide },
  },
  'one datum for a whole plate': {
    law: 'platesDeclared',
    options: {
      model: () => {
        const loc = prior();
        plate('rows', 4, () => sample('x', normal({ loc, scale: 1 }), { obs: tf.scalar(1) }));
      },
      guide,
    },
  },
  'a guide without a site': {
    law: 'guideCoversModel',
    options: {
      model: () => {
        observe(tf.add(prior(), sample('forgotten', real)));
      },
      guide,
    },
  },
  'a guide with a site of another name': {
    law: 'guideCoversModel',
    options: { model: () => observe(prior()), guide: () => void freeNormal('Z') },
  },
  'a guide outside the support': {
    law: 'guideCoversModel',
    options: { model: () => observe(sample('z', bernoulli({ probs: 0.5 }))), guide },
  },
  'a guide in another plate': {
    law: 'guideCoversModel',
    options: {
      model: () => void plate('rows', 3, () => sample('z', real)),
      guide: () => void plate('rows', 2, () => freeNormal('z')),
    },
  },
  'a scale that is drawn below 0': {
    law: 'finiteDensities',
    options: {
      model: () => {
        const z = prior();
        sample('x', normal({ loc: 0, scale: z }), { obs: tf.scalar(1) });
      },
      guide: () => void freeNormal('z', -2),
    },
  },
  'data that are not numbers': {
    law: 'finiteDensities',
    options: { model: () => void sample('x', normal({ loc: prior(), scale: 1 }), { obs: tf.scalar(NaN) }), guide },
  },
  'shapes that depend on a draw': {
    law: 'staticShapes',
    options: {
      model: () => {
        const [z = 0] = prior().dataSync();
        if (z > 0) sample('x', real, { obs: tf.scalar(1) });
      },
      guide,
    },
  },
  'randomness from elsewhere': {
    law: 'sameKeySameRun',
    options: { model: () => observe(tf.add(prior(), (state.runs += 1))), guide },
  },
  'a counter that moves the loss': {
    law: 'evaluateChangesNothing',
    options: { model: () => observe(tf.add(prior(), (state.runs += 1))), guide },
  },
  'a mean over the plate in the plate': {
    law: 'platesIndependent',
    options: {
      model: () => {
        plate('rows', 4, () => {
          const z = sample('z', real);
          sample('x', normal({ loc: tf.mean(z), scale: 1 }), { obs: tf.tensor1d(data) });
        });
      },
      guide: () => void plate('rows', 4, () => freeNormal('z')),
    },
  },
  'a neighbour in the plate': {
    law: 'platesIndependent',
    options: {
      model: () => {
        plate('rows', 4, () => {
          const z = sample('z', real);
          sample('x', normal({ loc: tf.reverse(z), scale: 1 }), { obs: tf.tensor1d(data) });
        });
      },
      guide: () => void plate('rows', 4, () => freeNormal('z')),
    },
  },
  'a scale without constraint': {
    law: 'parametersAnywhere',
    options: {
      model: () => observe(prior()),
      guide: () => void sample('z', normal({ loc: 0, scale: param('scale', tf.scalar(1)) })),
    },
  },
  'a share of the wrong set': {
    law: 'parametersAnywhere',
    options: {
      model: () => {
        const probs = param('share', tf.scalar(0.5), { constraint: constraints.positive });
        sample('x', bernoulli({ probs }), { obs: tf.scalar(1) });
      },
      guide: () => undefined,
    },
  },
  'a parameter that nothing uses': {
    law: 'everyParameterLearns',
    options: {
      model: () => observe(prior()),
      guide: () => {
        param('unused', tf.scalar(1));
        freeNormal('z');
      },
    },
  },
  'a parameter cut off from the loss': {
    law: 'everyParameterLearns',
    options: {
      model: () => observe(tf.add(prior(), stopGradient(param('shift', tf.scalar(0.1))))),
      guide,
    },
  },
  'a gradient cut half way': {
    law: 'gradientMatchesDifferences',
    options: {
      model: () => {
        const shift = param('shift', tf.scalar(0.1));
        observe(tf.add(tf.mul(prior(), stopGradient(shift)), shift));
      },
      guide,
    },
  },
  'a score that is cut': {
    law: 'gradientMatchesDifferences',
    options: {
      model: () => {
        const a = sample('a', bernoulli({ logits: 0.3 }));
        sample('x', normal({ loc: tf.mul(a, 4), scale: 1 }), { obs: tf.scalar(4) });
      },
      guide: () => {
        const logit = param('logit', tf.scalar(0.1));
        const logits = tf.add(stopGradient(tf.mul(logit, 0.5)), tf.mul(logit, 0.5));
        sample('a', bernoulli({ logits }));
      },
    },
  },
  'a sum over enumerated values': {
    law: 'enumeratedMatchesList',
    options: {
      ...mixture,
      model: () => {
        const far = sample('far', normal({ loc: 2, scale: 1 }));
        const label = sample('label', categorical({ probs: tf.tensor1d([0.3, 0.7]) }), {
          infer: { enumerate: 'parallel' },
        });
        const loc = tf.mul(tf.sum(tf.cast(label, 'float32')), far);
        sample('point', normal({ loc, scale: 0.7 }), { obs: tf.scalar(1.9) });
      },
      guide: () => void freeNormal('far', 1.5),
    },
  },
  'a choice by reading one value': {
    law: 'enumeratedMatchesList',
    options: {
      model: () => {
        const [label = 0] = sample('label', bernoulli({ probs: 0.3 }), { infer: { enumerate: 'parallel' } }).dataSync();
        sample('point', normal({ loc: 2 * label, scale: 0.7 }), { obs: tf.scalar(1.9) });
      },
      guide: () => undefined,
    },
  },
  'a mean over all particles': {
    law: 'vectorisedParticlesAgree',
    options: { model: () => observe(tf.mean(prior())), guide },
  },
  'minibatches that are not scaled': {
    law: 'minibatchesAddUp',
    options: {
      ...regression,
      model: (xs: readonly number[], ys: readonly number[]) => {
        const slope = sample('slope', normal({ loc: 0, scale: 2 }));
        const noise = sample('noise', normal({ loc: 0, scale: 1 }));
        plate('rows', xs.length, () => {
          const loc = tf.add(tf.mul(slope, tf.tensor1d([...xs])), noise);
          sample('y', normal({ loc, scale: 1 }), { obs: tf.tensor1d([...ys]) });
        });
      },
      guide: () => {
        freeNormal('slope', 1);
        freeNormal('noise');
      },
    },
  },
  'minibatches that are scaled with the prior': {
    law: 'minibatchesAddUp',
    options: {
      ...regression,
      model: (xs: readonly number[], ys: readonly number[]) => {
        scale(x.length / xs.length, () => {
          const slope = sample('slope', normal({ loc: 0, scale: 0.5 }));
          plate('rows', xs.length, () => {
            const loc = tf.mul(slope, tf.tensor1d([...xs]));
            sample('y', normal({ loc, scale: 1 }), { obs: tf.tensor1d([...ys]) });
          });
        })();
      },
      guide: () => void freeNormal('slope', 1),
    },
  },
  'a tensor kept in each run': {
    law: 'noLeakInTraining',
    options: {
      model: () => {
        tf.keep(tf.scalar(1));
        observe(prior());
      },
      guide,
    },
  },
  'an optimiser that climbs': {
    law: 'trainingLowersLoss',
    options: {
      model: () => observe(prior()),
      guide: () => void sample('z', normal({ loc: param('loc', tf.scalar(-1)), scale: 0.5 })),
      optimizer: {
        name: 'uphill',
        init: () => ({ count: 0, moments: {} }),
        update: (gradients, { count }, params) => ({
          params: Object.fromEntries(
            Object.entries(params).map(([name, value]) => [name, tf.add(value, tf.mul(gradients[name] ?? 0, 0.01))]),
          ),
          state: { count: count + 1, moments: {} },
        }),
      },
    },
  },
};
