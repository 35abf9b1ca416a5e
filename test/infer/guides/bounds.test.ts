// Supports that move from run to run: the guide's draws, densities and summaries follow them.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../../src/dist/index.js';
import { adam, autoDelta, autoNormal, disposeState, svi, traceElbo, type AutoGuide } from '../../../src/infer/index.js';
import { key, SiteError, SupportError } from '../../../src/num/index.js';
import { deterministic, param, plate, sample, seed, substitute, type Program } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { guides } from './table.js';

const { affine, exp } = dist.transforms;

/** Families with a bound b, and where a value x that belongs to the bound 2 is found under the bound b. */
const families: readonly {
  readonly name: string;
  readonly make: (b: dist.Parameter) => dist.Distribution;
  readonly moved: (x: tf.Tensor, b: number) => tf.Tensor;
}[] = [
  { name: 'uniform to b', make: (high) => dist.uniform({ low: 0, high }), moved: scaled },
  {
    name: 'vectors of uniform numbers to b and 2 b',
    make: (b) => dist.uniform({ low: 0, high: tf.mul(b, tf.tensor1d([1, 2])) }).toEvent(1),
    moved: scaled,
  },
  {
    name: 'beta under affine maps',
    make: (scale) => dist.transformed(dist.beta({ concentration1: 2, concentration0: 3 }), [affine({ loc: 0, scale })]),
    moved: scaled,
  },
  {
    name: 'log-normal under affine maps',
    make: (loc) => dist.transformed(dist.normal({ loc: 0, scale: 1 }), [exp, affine({ loc, scale: 1 })]),
    moved: shifted,
  },
  { name: 'pareto from b', make: (scale) => dist.pareto({ scale, alpha: 3 }), moved: shifted },
  { name: 'normal from b', make: (low) => dist.truncatedNormal({ loc: 0, scale: 3, low }), moved: shifted },
  { name: 'normal up to b', make: (high) => dist.truncatedNormal({ loc: 0, scale: 3, high }), moved: shifted },
  {
    name: 'normal from 0 to b',
    make: (high) => dist.truncatedNormal({ loc: 0, scale: 3, low: 0, high }),
    moved: scaled,
  },
];

function scaled(x: tf.Tensor, b: number): tf.Tensor {
  return tf.mul(x, b / 2);
}

function shifted(x: tf.Tensor, b: number): tf.Tensor {
  return tf.add(x, b - 2);
}

type Source = (make: (b: dist.Parameter) => dist.Distribution) => Program<[number]>;

const byNumber: Source = (make) => (b) => both(make(b));
const byTensor: Source = (make) => (b) => both(make(tf.scalar(b)));
const sources = [byNumber, byTensor];

/** Two sites, so that a list of guides has something for each of its parts. */
function both(bounded: dist.Distribution): void {
  sample('scale', bounded);
  sample('other', dist.normal({ loc: 0, scale: 1 }));
}

// A few roundings of a map of numbers up to 20.
const closeness = { tolerance: 2e-5, relative: 1e-5 };

describeEngines('a bound that is an argument', () => {
  // Each guide with half of the families, and with a number or a tensor in turn: each family meets each kind of guide and bound.
  const cases = guides.map((row, at) => ({
    name: row.name,
    row,
    chosen: families
      .filter((_family, i) => (i + at) % 2 === 0)
      .map((family, i) => ({ ...family, source: sources[(i + (at >> 1)) % sources.length] ?? byNumber })),
  }));

  it.each(cases)('$name: draws and summaries follow it from step to step', ({ row, chosen }) => {
    for (const { make, moved, source } of chosen) {
      tf.tidy(() => {
        const model = source(make);
        // The guide's type is that of a model without arguments, which it only passes on.
        const guide = row.make(model as unknown as Program<[]>) as unknown as AutoGuide<[number]>;
        const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.05 }), elbo: traceElbo() });
        let state = inference.init(key(1), 2);
        for (const b of [5, 2]) state = inference.step(state, b).state;
        const params = inference.params(state);
        const draw = (b: number): tf.Tensor => seed(key(7), substitute(params, guide))(b)['scale'] as tf.Tensor;
        const at = (b: number): tf.Tensor[] => {
          draw(b);
          const quantiles = row.hasQuantiles ? [guide.median(params), guide.quantiles(params, [0.1, 0.7])] : [];
          return [...quantiles, guide.samplePosterior(params, key(3), [4])].map((each) => each['scale'] as tf.Tensor);
        };
        const before = at(2);
        for (const b of [1, 7]) {
          expectClose(draw(b), moved(draw(2), b), closeness);
          at(b).forEach((after, i) => expectClose(after, moved(before[i] as tf.Tensor, b), closeness));
        }
      });
    }
  });

  it('a step leaves no tensor behind, whatever the bound is made of', () => {
    for (const { make } of families) {
      for (const source of sources) {
        const model = source(make);
        const inference = svi({ model, guide: autoNormal(model), optimizer: adam(), elbo: traceElbo() });
        let state = inference.init(key(1), 2);
        state = inference.step(state, 3).state;
        const before = tf.memory().numTensors;
        state = inference.step(state, 4).state;
        expect(tf.memory().numTensors).toBe(before);
        disposeState(state);
      }
    }
  });

  it('the ELBO of a scaled prior without data does not depend on the scale', () => {
    tf.tidy(() => {
      const model = (high: number): void => void sample('u', dist.uniform({ low: 0, high: tf.scalar(high) }));
      const inference = svi({ model, guide: autoNormal(model), optimizer: adam(), elbo: traceElbo() });
      const state = inference.init(key(2), 4);
      for (const high of [1, 6]) expectClose(inference.evaluate(state, high), inference.evaluate(state, 4), closeness);
    });
  });
});

describeEngines('a bound that is trained', () => {
  const model = (): void => {
    const high = param('high', () => tf.scalar(2), { constraint: dist.constraints.positive });
    const u = sample('scale', dist.uniform({ low: 0, high }));
    sample('other', dist.normal({ loc: 0, scale: 1 }));
    sample('x', dist.normal({ loc: u, scale: 0.1 }), { obs: tf.scalar(4) });
  };

  it.each(guides)('$name: draws and summaries are those at the parameters given', (row) => {
    tf.tidy(() => {
      const guide = row.make(model);
      const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.1 }), elbo: traceElbo() });
      let state = inference.init(key(1));
      for (let i = 0; i < 3; i += 1) state = inference.step(state).state;
      const params = inference.params(state);
      const high = params['high'] as tf.Tensor;
      expect(high.dataSync()[0]).toBeGreaterThan(2.2);
      const doubled = { ...params, high: tf.mul(high, 2) };
      const draw = (at: typeof params): tf.Tensor => seed(key(7), substitute(at, guide))()['scale'] as tf.Tensor;
      expectClose(draw(doubled), tf.mul(draw(params), 2), closeness);
      const summary = (at: typeof params): tf.Tensor =>
        (row.hasQuantiles ? guide.median(at) : guide.samplePosterior(at, key(3)))['scale'] as tf.Tensor;
      expectClose(summary(doubled), tf.mul(summary(params), 2), closeness);
    });
  });

  it('the median of autoNormal and autoDelta is the closed form', () => {
    tf.tidy(() => {
      for (const [guide, name] of [
        [autoNormal(model), 'autoNormal.locs.scale'],
        [autoDelta(model), 'autoDelta.scale'],
      ] as const) {
        const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.1 }), elbo: traceElbo() });
        const { state } = inference.step(inference.step(inference.init(key(1))).state);
        const params = inference.params(state);
        const expected = tf.mul(params['high'] as tf.Tensor, tf.sigmoid(params[name] as tf.Tensor));
        expectClose(guide.median(params)['scale'] as tf.Tensor, expected, closeness);
      }
    });
  });
});

describe('what a guide cannot follow', () => {
  useScalarEngine();
  const unit = (): tf.Tensor => sample('a', dist.normal({ loc: 0, scale: 1 }));
  const starts =
    (model: Program<[]>): (() => unknown) =>
    () =>
      tf.tidy(() => void seed(key(0), autoNormal(model))());
  const highs = tf.tensor1d([1, 2, 3, 4]);
  const refused: Readonly<Record<string, Program<[]>>> = {
    'a draw': () => void sample('b', dist.uniform({ low: 0, high: tf.exp(unit()) })),
    'a draw, in a map': () => {
      const scale = tf.exp(unit());
      sample('b', dist.transformed(dist.beta({ concentration1: 2, concentration0: 2 }), [affine({ scale })]));
    },
    'a site that is enumerated': () => {
      const k = sample('k', dist.categorical({ probs: tf.tensor1d([0.999, 0.001]) }));
      sample('b', dist.uniform({ low: 0, high: tf.add(tf.cast(k, 'float32'), 1) }));
    },
    'which of two indices are drawn': () =>
      plate('rows', 4, (rows) => sample('b', dist.uniform({ low: 0, high: tf.gather(highs, [...rows]) })), {
        subsampleSize: 2,
      }),
    'which index is drawn': () =>
      plate('rows', 4, (rows) => sample('b', dist.uniform({ low: 0, high: tf.gather(highs, [...rows]) })), {
        subsampleSize: 1,
      }),
  };

  it.each(Object.keys(refused))('names the site whose bounds depend on %s', (name) => {
    const error = errorOf(starts(refused[name] as Program<[]>));
    expect(error).toBeInstanceOf(SupportError);
    expect(error).toMatchObject({ where: 'automatic guide for sample("b")' });
  });

  it('accepts bounds of one number in a subsampled plate, and parameters that start at random', () => {
    const model = (): void => {
      const high = param('high', (at) => tf.exp(dist.normal({ loc: 0, scale: 1 }).sample(at)));
      plate('rows', 4, () => sample('b', dist.uniform({ low: 0, high })), { subsampleSize: 2 });
    };
    expect(starts(model)).not.toThrow();
  });

  it('a site that is gone', () => {
    tf.tidy(() => {
      const model = (isThere: boolean): void => {
        if (isThere) sample('b', dist.uniform({ low: 0, high: 1 }));
        else deterministic('b', tf.scalar(0));
      };
      const inference = svi({ model, guide: autoNormal(model), optimizer: adam(), elbo: traceElbo() });
      const state = inference.init(key(0), true);
      expect(errorOf(() => inference.step(state, false))).toBeInstanceOf(SiteError);
    });
  });

  it('summaries after arguments are disposed, unless the bounds are numbers', () => {
    const fit = (make: (high: tf.Tensor) => dist.Distribution): (() => unknown) => {
      const model = (high: tf.Tensor): void => void sample('b', make(high));
      const guide = autoNormal(model);
      const high = tf.scalar(3);
      const inference = svi({ model, guide, optimizer: adam(), elbo: traceElbo() });
      const params = inference.params(inference.init(key(0), high));
      high.dispose();
      return () => guide.median(params)['b']?.dataSync();
    };
    tf.tidy(() => {
      expect(errorOf(fit((high) => dist.uniform({ low: 0, high })))).toMatchObject({ where: 'autoNormal' });
      expect(fit(() => dist.uniform({ low: 0, high: 3 }))()).toEqual(Float32Array.of(1.5));
    });
  });
});
