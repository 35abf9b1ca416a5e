import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, bijectTo, constraints, normal, uniform } from '../../src/dist/index.js';
import {
  inferDiscrete,
  renyiElbo,
  restoreState,
  sgd,
  storeState,
  svi,
  traceElbo,
  traceEnumElbo,
  traceMeanFieldElbo,
  type Svi,
} from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { factor, param, plate, sample } from '../../src/ppl/index.js';
import type { Row } from './rows.js';

type Body = () => unknown;

const standard = normal({ loc: 0, scale: 1 });
const nothing: Body = () => undefined;
const check = (model: Body, guide = nothing, elbo = traceElbo()): unknown =>
  elbo.prepare({ model, guide, args: [] }, key(0));
const coin = (): tf.Tensor => sample('k', bernoulli({ probs: 0.5 }));

/** A fit of the mean of one datum, whose model may declare more than at its start. */
function fit(more: (x: tf.Tensor) => unknown = () => 0): Svi<[tf.Tensor]> {
  return svi({
    model: (x: tf.Tensor) => {
      more(x);
      sample('x', normal({ loc: param('loc', tf.scalar(0)), scale: 1 }), { obs: x });
    },
    guide: () => undefined,
    optimizer: sgd(),
    elbo: traceElbo(),
  });
}

/** Two steps, the second on another datum. */
function steps(inference: Svi<[tf.Tensor]>, first: number, second: number): unknown {
  const { state } = inference.step(inference.init(key(0), tf.scalar(first)), tf.scalar(first));
  return inference.step(state, tf.scalar(second));
}

/** Faults of a model with its guide, and of the algorithms. */
export const inferenceRows: readonly Row[] = [
  {
    situation: 'guide and model that differ in the event of a shared site',
    kind: 'ShapeError',
    names: ['"z"', '[2]', '[3]'],
    fault: () => check(vector(2), vector(3)),
    nearMiss: () => check(vector(2), vector(2)),
  },
  {
    situation: 'guide and model that differ in the plate of a shared site',
    kind: 'ShapeError',
    names: ['"p"', 'size 3', 'size 4'],
    fault: () =>
      check(
        () => plate('p', 3, () => sample('z', standard)),
        () => plate('p', 4, () => sample('z', standard)),
      ),
    nearMiss: () =>
      check(
        () => plate('p', 3, () => sample('z', standard)),
        () => plate('p', 3, () => sample('z', standard)),
      ),
  },
  {
    situation: 'guide and model that draw different parts of a plate',
    kind: 'ArgumentError',
    names: ['"p"', '2', '3'],
    fault: () => check(part(2), part(3)),
    nearMiss: () => check(part(2), part(2)),
  },
  {
    situation: 'a param that is new after init',
    kind: 'ParamError',
    names: ['"late"', '(loc)'],
    fault: () =>
      steps(
        fit((x) => x.dataSync()[0] === 1 && param('late', tf.scalar(0))),
        0,
        1,
      ),
    nearMiss: () =>
      steps(
        fit((x) => x.dataSync()[0] === 1 && param('loc')),
        0,
        0,
      ),
  },
  {
    situation: 'a datum outside the support',
    kind: 'SupportError',
    names: ['"u"', 'interval(0, 1)', '2'],
    fault: () => check(() => sample('u', uniform({ low: 0, high: 1 }), { obs: tf.scalar(2) })),
    nearMiss: () => check(() => sample('u', uniform({ low: 0, high: 1 }), { obs: tf.scalar(1) })),
  },
  {
    situation: 'a starting value outside its constraint',
    kind: 'SupportError',
    names: ['"s"', 'positive', '-1'],
    fault: () => fit(() => param('s', tf.scalar(-1), { constraint: constraints.positive })).init(key(0), tf.scalar(0)),
    nearMiss: () =>
      fit(() => param('s', tf.scalar(1e-9), { constraint: constraints.positive })).init(key(0), tf.scalar(0)),
  },
  {
    situation: 'a constraint without a transform',
    kind: 'SupportError',
    names: ['boolean'],
    fault: () => bijectTo(constraints.boolean),
    nearMiss: () => bijectTo(constraints.unitInterval),
  },
  {
    situation: 'a factor in a guide that does not say whether it is reparameterised',
    kind: 'EstimatorError',
    names: ['"f"', 'hasRsample'],
    fault: () => check(nothing, () => factor('f', tf.scalar(1))),
    nearMiss: () => check(nothing, () => factor('f', tf.scalar(1), { hasRsample: true })),
  },
  {
    situation: 'a site that is not reparameterised where it must be',
    kind: 'EstimatorError',
    names: ['"k"'],
    fault: () => check(coin, coin, traceMeanFieldElbo()),
    nearMiss: () => check(vector(2), vector(2), traceMeanFieldElbo()),
  },
  {
    situation: 'nothing to differentiate',
    kind: 'EstimatorError',
    names: ['param'],
    fault: () => {
      const bare = svi({
        model: () => sample('z', standard, { obs: tf.scalar(0) }),
        guide: nothing,
        optimizer: sgd(),
        elbo: traceElbo(),
      });
      return bare.step(bare.init(key(0)));
    },
    nearMiss: () => steps(fit(), 0, 0),
  },
  {
    situation: 'alpha 1',
    kind: 'ArgumentError',
    names: ['alpha', '1', 'traceElbo'],
    fault: () => renyiElbo({ alpha: 1 }),
    nearMiss: () => renyiElbo({ alpha: 0.99 }),
  },
  {
    situation: 'a temperature that is neither 0 nor 1',
    kind: 'ArgumentError',
    names: ['temperature', '0.5'],
    fault: () => inferDiscrete(coin, { temperature: 0.5 as 0 }),
    nearMiss: () => inferDiscrete(coin, { temperature: 0 }),
  },
  {
    situation: 'an option that an objective does not know',
    kind: 'ArgumentError',
    names: ['numParticle', 'numParticles'],
    fault: () => traceEnumElbo({ numParticle: 2 } as object),
    nearMiss: () => traceEnumElbo({ numParticles: 2 }),
  },
  {
    situation: 'a loss that is not finite',
    kind: 'NumericError',
    names: ['step 1', '"x"', 'NaN'],
    fault: () => steps(fit(), 0, NaN),
    nearMiss: () => steps(fit(), 0, 1e6),
  },
  {
    situation: 'a checkpoint that does not fit',
    kind: 'CheckpointError',
    names: ['other'],
    fault: () => {
      const wide = fit(() => param('other', tf.zeros([2])));
      return restoreState(storeState(wide.init(key(0), tf.scalar(0))), fit().init(key(0), tf.scalar(0)));
    },
    nearMiss: () => restoreState(storeState(fit().init(key(0), tf.scalar(0))), fit().init(key(0), tf.scalar(0))),
  },
];

function vector(size: number): Body {
  return () => sample('z', normal({ loc: tf.zeros([size]), scale: 1 }).toEvent(1));
}

function part(subsampleSize: number): Body {
  return () => plate('p', 5, () => sample('z', standard), { subsampleSize });
}
