import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, normal } from '../../src/dist/index.js';
import { importance, sgd, svi, traceElbo, traceEnumElbo, traceMeanFieldElbo } from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { intervene, lift, param, plate, sample, seed, substitute, trace, type Infer } from '../../src/ppl/index.js';
import type { Row } from './rows.js';

type Body = () => unknown;

const standard = normal({ loc: 0, scale: 1 });
const nothing: Body = () => undefined;
const latent = (name = 'z', infer: Infer = {}): tf.Tensor => sample(name, standard, { infer });
const coin = (name: string, infer: Infer): tf.Tensor => sample(name, bernoulli({ probs: 0.5 }), { infer });
const parallel: Infer = { enumerate: 'parallel' };
const check = (model: Body, guide = nothing, elbo = traceElbo()): unknown =>
  elbo.prepare({ model, guide, args: [] }, key(0));
const run = (body: Body): unknown => trace(seed(key(0), body))();
const both =
  (...bodies: Body[]): Body =>
  () =>
    bodies.forEach((body) => body());

/** What is legal but seldom meant. */
export const warningRows: readonly Row[] = [
  {
    situation: 'a latent site that the guide lacks',
    kind: 'warning',
    names: ['"z"'],
    fault: () => check(() => latent()),
    nearMiss: () =>
      check(
        () => latent(),
        () => latent(),
      ),
  },
  {
    situation: 'a guide site that the model lacks',
    kind: 'warning',
    names: ['"z"'],
    fault: () => check(nothing, () => latent()),
    nearMiss: () => check(nothing, () => latent('z', { isAuxiliary: true })),
  },
  {
    situation: 'an auxiliary site that the model has',
    kind: 'warning',
    names: ['"z"', 'isAuxiliary'],
    fault: () =>
      check(
        () => latent(),
        () => latent('z', { isAuxiliary: true }),
      ),
    nearMiss: () =>
      check(
        () => latent(),
        () => latent(),
      ),
  },
  {
    situation: 'a guide plate that the model lacks',
    kind: 'warning',
    names: ['plate "p"'],
    fault: () => check(nothing, () => plate('p', 2, () => latent('a', { isAuxiliary: true }))),
    nearMiss: () =>
      check(
        () => plate('p', 2, () => 0),
        () => plate('p', 2, () => latent('a', { isAuxiliary: true })),
      ),
  },
  {
    situation: 'marks that the objective does not follow',
    kind: 'warning',
    names: ['traceElbo', '"k"', 'traceEnumElbo'],
    fault: () =>
      check(
        () => coin('k', {}),
        () => coin('k', parallel),
      ),
    nearMiss: () =>
      check(
        () => coin('k', {}),
        () => coin('k', {}),
      ),
  },
  {
    situation: 'enumeration without marks',
    kind: 'warning',
    names: ['traceEnumElbo', 'traceElbo'],
    fault: () =>
      check(
        () => coin('k', {}),
        () => coin('k', {}),
        traceEnumElbo(),
      ),
    nearMiss: () =>
      check(
        () => coin('k', {}),
        () => coin('k', parallel),
        traceEnumElbo(),
      ),
  },
  {
    situation: 'a site after an enumerated one of a plate that it is not in',
    kind: 'warning',
    names: ['"z"', '"k"', '"p"', 'model'],
    fault: () =>
      check(
        both(
          () => plate('p', 2, () => coin('k', parallel)),
          () => sample('z', standard, { obs: tf.scalar(0) }),
        ),
        nothing,
        traceEnumElbo(),
      ),
    nearMiss: () =>
      check(
        both(
          () => sample('z', standard, { obs: tf.scalar(0) }),
          () => plate('p', 2, () => coin('k', parallel)),
        ),
        nothing,
        traceEnumElbo(),
      ),
  },
  {
    situation: 'another order under the mean-field objective',
    kind: 'warning',
    names: ['a, b', 'b, a'],
    fault: () =>
      check(
        both(
          () => latent('a'),
          () => latent('b'),
        ),
        both(
          () => latent('b'),
          () => latent('a'),
        ),
        traceMeanFieldElbo(),
      ),
    nearMiss: () =>
      check(
        both(
          () => latent('a'),
          () => latent('b'),
        ),
        both(
          () => latent('a'),
          () => latent('b'),
        ),
        traceMeanFieldElbo(),
      ),
  },
  {
    situation: 'different numbers of draws at guide sites',
    kind: 'warning',
    names: ['2 at "a"', '3 at "b"'],
    fault: () =>
      check(
        both(
          () => latent('a'),
          () => latent('b'),
        ),
        drawn(2, 3),
        traceEnumElbo(),
      ),
    nearMiss: () =>
      check(
        both(
          () => latent('a'),
          () => latent('b'),
        ),
        drawn(2, 2),
        traceEnumElbo(),
      ),
  },
  {
    situation: 'numSamples in a model',
    kind: 'warning',
    names: ['"z"', 'numSamples'],
    fault: () => check(() => latent('z', { numSamples: 3 }), nothing, traceEnumElbo()),
    nearMiss: () =>
      check(
        () => latent(),
        () => latent('z', { numSamples: 3 }),
        traceEnumElbo(),
      ),
  },
  {
    situation: 'a log density that is NaN',
    kind: 'warning',
    names: ['"x"', 'step 1', 'NaN'],
    fault: () => step(NaN),
    nearMiss: () => step(2),
  },
  {
    situation: 'keys that lift does not use',
    kind: 'warning',
    names: ['lift', '"wieght"', '"weight"'],
    fault: () => run(lift({ wieght: standard }, () => param('weight', tf.scalar(0)))),
    nearMiss: () => run(lift({ weight: standard }, () => param('weight', tf.scalar(0)))),
  },
  {
    situation: 'keys that substitute does not use',
    kind: 'warning',
    names: ['substitute', '"wieght"', '"weight"'],
    fault: () => run(substitute({ wieght: tf.scalar(1) }, () => param('weight', tf.scalar(0)))),
    nearMiss: () => run(substitute({ weight: tf.scalar(1) }, () => param('weight', tf.scalar(0)))),
  },
  {
    situation: 'data without handlers',
    kind: 'warning',
    names: ['"x"'],
    fault: () => sample('x', standard, { obs: tf.scalar(0) }),
    nearMiss: () => run(() => sample('x', standard, { obs: tf.scalar(0) })),
  },
  {
    situation: 'two interventions on one site',
    kind: 'warning',
    names: ['intervene', '"z"'],
    fault: () =>
      run(
        intervene(
          { z: tf.scalar(1) },
          intervene({ z: tf.scalar(2) }, () => latent()),
        ),
      ),
    nearMiss: () => run(intervene({ z: tf.scalar(1) }, () => latent())),
  },
  {
    situation: 'few points in the tail',
    kind: 'warning',
    names: ['tail'],
    fault: () => weigh(20),
    nearMiss: () => weigh(200),
  },
];

function drawn(a: number, b: number): Body {
  return both(
    () => latent('a', { numSamples: a }),
    () => latent('b', { numSamples: b }),
  );
}

/** A step that goes on whatever comes, on the second datum. */
function step(second: number): void {
  const inference = svi({
    model: (x: tf.Tensor) => void sample('x', normal({ loc: param('loc', tf.scalar(0)), scale: 1 }), { obs: x }),
    guide: () => undefined,
    optimizer: sgd(),
    elbo: traceElbo(),
    onNonFinite: 'allow',
  });
  const { state } = inference.step(inference.init(key(0), tf.scalar(1)), tf.scalar(1));
  inference.step(state, tf.scalar(second));
}

function weigh(numSamples: number): unknown {
  const model = (): unknown => sample('x', normal({ loc: latent(), scale: 1 }), { obs: tf.scalar(1) });
  return importance(model, () => sample('z', normal({ loc: 0, scale: 2 })), { numSamples })(key(0));
}
