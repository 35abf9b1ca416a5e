// The teaching file gives the library's numbers.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as mini from '../examples/mini.js';
import { bernoulli, categorical, normal, type Distribution } from '../src/dist/index.js';
import { sgd, svi, traceEnumElbo } from '../src/infer/index.js';
import { fold, key, valueAndGradients } from '../src/num/index.js';
import * as ppl from '../src/ppl/index.js';
import { describeEngines } from './support/engines.js';
import { estimator } from './support/estimates.js';
import { expectClose } from './support/expectClose.js';

/** The primitives that both have. */
interface Language {
  sample(
    name: string,
    d: Distribution,
    options?: { readonly obs?: tf.Tensor; readonly enumerate?: boolean },
  ): tf.Tensor;
  param(name: string, init: () => tf.Tensor): tf.Tensor;
  plate<R>(name: string, size: number, body: () => R): R;
}

const library: Language = {
  sample: (name, d, { obs, enumerate = false } = {}) =>
    ppl.sample(name, d, { ...(obs && { obs }), ...(enumerate && { infer: { enumerate: 'parallel' } }) }),
  param: (name, init) => ppl.param(name, init),
  plate: (name, size, body) => ppl.plate(name, size, body),
};

type Pair = Record<'model' | 'guide', (language: Language) => void>;
const x = (): tf.Tensor => tf.tensor1d([-1, 0.5, 2, 3]);
const pick = (table: tf.Tensor, index: tf.Tensor): tf.Tensor => tf.gather(table, tf.cast(index, 'int32'));

const pairs: Readonly<Record<string, Pair>> = {
  'a mixture, summed out of the model': {
    model: ({ sample, param, plate }) => {
      const [locs, logits] = [
        param('locs', () => tf.tensor1d([-1, 1, 2])),
        param('logits', () => tf.tensor1d([0, 0.3, -1])),
      ];
      plate('data', 4, () => {
        const k = sample('k', categorical({ logits }), { enumerate: true });
        sample('x', normal({ loc: pick(locs, k), scale: 0.7 }), { obs: x() });
      });
    },
    guide: () => undefined,
  },
  'two choices that are summed together': {
    model: ({ sample, param, plate }) => {
      const logit = param('logit', () => tf.scalar(0.4));
      plate('data', 4, () => {
        const a = sample('a', bernoulli({ logits: logit }), { enumerate: true });
        const b = sample('b', bernoulli({ probs: tf.add(0.2, tf.mul(0.5, a)) }), { enumerate: true });
        sample('x', normal({ loc: tf.add(a, tf.mul(2, b)), scale: 1 }), { obs: x() });
      });
    },
    guide: () => undefined,
  },
  'a choice of the guide, on which a latent with a gradient depends': {
    model: ({ sample, param, plate }) => {
      const slope = param('slope', () => tf.scalar(0.5));
      plate('data', 4, () => {
        const y = sample('y', bernoulli({ probs: 0.3 }));
        const z = sample('z', normal({ loc: 0, scale: 1 }));
        sample('x', normal({ loc: tf.add(tf.mul(slope, z), y), scale: 0.8 }), { obs: x() });
      });
    },
    guide: ({ sample, param, plate }) => {
      const [logits, loc] = [
        param('logits', () => tf.tensor1d([0.1, -0.2, 1, 0.5])),
        param('loc', () => tf.scalar(0.2)),
      ];
      plate('data', 4, () => {
        const y = sample('y', bernoulli({ logits }), { enumerate: true });
        sample('z', normal({ loc: tf.mul(loc, y), scale: 0.5 }));
      });
    },
  },
  'choices of both, and a latent that all data share': {
    model: ({ sample, plate }) => {
      const mean = sample('mean', normal({ loc: 0, scale: 2 }));
      plate('data', 4, () => {
        const y = sample('y', categorical({ probs: tf.tensor1d([0.2, 0.5, 0.3]) }));
        const outlier = sample('outlier', bernoulli({ probs: 0.1 }), { enumerate: true });
        sample('x', normal({ loc: tf.add(mean, y), scale: tf.add(1, tf.mul(5, outlier)) }), { obs: x() });
      });
    },
    guide: ({ sample, param, plate }) => {
      const [loc, logits] = [param('loc', () => tf.scalar(0.3)), param('logits', () => tf.tensor1d([0.1, 0.5, -0.4]))];
      sample('mean', normal({ loc, scale: 0.3 }));
      plate('data', 4, () => {
        sample('y', categorical({ logits }), { enumerate: true });
      });
    },
  },
};

describeEngines('mini', () => {
  it.each(Object.entries(pairs))('%s: loss and gradients are those of traceEnumElbo', (_, { model, guide }) => {
    tf.tidy(() => {
      const own = { model: () => model(mini), guide: () => guide(mini) };
      const params = mini.start(own.model, own.guide, key(0));
      const theirs = estimator(
        traceEnumElbo(),
        { model: () => model(library), guide: () => guide(library), args: [] },
        params,
      );
      for (const root of [key(1), key(2)]) {
        const expected = theirs(root);
        const { value, gradients } = valueAndGradients(
          (named) => mini.substitute(named, () => mini.traceEnumLoss(own.model, own.guide, root)),
          params,
        );
        expectClose(value, expected.loss, { roundings: 32 });
        expect(Object.keys(gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
        for (const [name, slope] of Object.entries(gradients))
          expectClose(slope, [...(expected.gradients[name] ?? [])], { tolerance: 1e-4 });
      }
    });
  });

  it('a step moves parameters as the library does, and leaves no other tensor', () => {
    const { model, guide } = pairs['a mixture, summed out of the model'] ?? {
      model: () => undefined,
      guide: () => undefined,
    };
    const [own, none] = [() => model(mini), () => guide(mini)];
    const inference = svi({
      model: () => model(library),
      guide: () => guide(library),
      optimizer: sgd({ learningRate: 0.05 }),
      elbo: traceEnumElbo(),
    });
    let [state, params] = [inference.init(key(0)), mini.start(own, none, key(0))];
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i += 1) {
      const old = params;
      const moved = mini.step(own, none, params, fold(key(0), i), 0.05);
      const theirs = inference.step(state);
      expectClose(moved.loss, theirs.info.loss, { roundings: 32 });
      [state, params] = [theirs.state, moved.params];
      tf.dispose({ ...old });
    }
    expect(tf.memory().numTensors).toBe(before);
    for (const [name, value] of Object.entries(inference.params(state)))
      expectClose(params[name] ?? [], value, { tolerance: 1e-5 });
  });

  it('a draw without a key is refused', () => {
    expect(() => mini.sample('z', normal({ loc: 0, scale: 1 }))).toThrow(/\bz\b/);
  });
});

it('mini: finds the two groups', () => {
  const { locs } = mini.run();
  expectClose(locs, [-2.1, 2.1], { tolerance: 0.01 });
});
