import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, categorical, normal } from '../../src/dist/index.js';
import {
  computeMarginals,
  dimAllocator,
  enumerate,
  inferDiscrete,
  samplePosterior,
  traceElbo,
  traceEnumElbo,
} from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { markov, plate, sample, scale, seed, trace } from '../../src/ppl/index.js';
import type { Row } from './rows.js';

type Body = () => unknown;

const parallel = { infer: { enumerate: 'parallel' } } as const;
const nothing: Body = () => undefined;
const coin = (name = 'k', probs: number | tf.Tensor = 0.5): tf.Tensor => sample(name, bernoulli({ probs }), parallel);
const datum = (loc: tf.Tensor | number = 0, name = 'x', obs: tf.Tensor = tf.scalar(0)): tf.Tensor =>
  sample(name, normal({ loc, scale: 1 }), { obs });
const check = (model: Body, guide = nothing, elbo = traceEnumElbo()): unknown =>
  elbo.prepare({ model, guide, args: [] }, key(0));
const loss = (model: Body, guide = nothing, elbo = traceEnumElbo()): unknown => {
  const pair = { model, guide, args: [] };
  return elbo.loss(pair, key(0), elbo.prepare(pair, key(0)));
};

/** Faults of enumeration. */
export const enumerationRows: readonly Row[] = [
  {
    situation: 'a batch at the dim of an enumerated site',
    kind: 'EnumerationError',
    names: ['dim conflict', '"k"'],
    fault: () => trace(enumerate(dimAllocator(1), () => coin('k', tf.fill([3, 1], 0.5))))(),
    nearMiss: () => trace(enumerate(dimAllocator(2), () => plate('p', 3, () => coin('k', tf.fill([3], 0.5)))))(),
  },
  {
    situation: 'a value used beyond the history of its chain',
    kind: 'ShapeError',
    names: ['"x2"', '"k'],
    fault: () => loss(() => chain(1)),
    nearMiss: () => loss(() => chain(2)),
  },
  {
    situation: 'a certain dependence across a plate',
    kind: 'EnumerationError',
    names: ['"x"', '"k"', 'plate "p"'],
    fault: () => check(across),
    nearMiss: () => check(() => plate('p', 3, () => datum(coin(), 'x', tf.zeros([3])))),
  },
  {
    situation: 'a model that enumerates in sequence',
    kind: 'EnumerationError',
    names: ['"k"', 'sequential'],
    fault: () => check(() => sample('k', bernoulli({ probs: 0.5 }), { infer: { enumerate: 'sequential' } })),
    nearMiss: () =>
      check(
        () => sample('k', bernoulli({ probs: 0.5 })),
        () => sample('k', bernoulli({ probs: 0.5 }), { infer: { enumerate: 'sequential' } }),
      ),
  },
  {
    situation: 'a support that is not finite',
    kind: 'EnumerationError',
    names: ['normal'],
    fault: () => check(() => sample('z', normal({ loc: 0, scale: 1 }), parallel)),
    nearMiss: () => check(() => coin()),
  },
  {
    situation: 'an event of many choices',
    kind: 'EnumerationError',
    names: ['toEvent'],
    fault: () => check(() => sample('k', bernoulli({ probs: tf.fill([3], 0.5) }).toEvent(1), parallel)),
    nearMiss: () =>
      check(() => plate('p', 3, () => sample('k', bernoulli({ probs: tf.fill([3], 0.5) }).toEvent(0), parallel))),
  },
  {
    situation: 'two scales in one sum',
    kind: 'EnumerationError',
    names: ['2 at "x"', '1 at "k"'],
    fault: () => split(2),
    nearMiss: () => split(1),
  },
  {
    situation: 'a scale that is no number in a sum',
    kind: 'EnumerationError',
    names: ['a tensor at "x"'],
    fault: () => check(() => plate('p', 2, () => scaledDatum(tf.tensor1d([1, 2])))),
    nearMiss: () => check(() => plate('p', 2, () => scaledDatum(1))),
  },
  {
    situation: 'a sum more global than the guide',
    kind: 'EnumerationError',
    names: ['"g"', '"k"', 'plate "p"'],
    fault: () => global(nothing),
    nearMiss: () => global(() => coin()),
  },
  {
    situation: 'a diamond above the budget',
    kind: 'EnumerationError',
    names: ['"a" (size 3)', '"b" (size 4)', 'maxContractionCells'],
    fault: () => check(diamond, nothing, traceEnumElbo({ maxContractionCells: 2 })),
    nearMiss: () => check(diamond),
  },
  {
    situation: 'marginals with a guide that enumerates',
    kind: 'EnumerationError',
    names: ['"k"'],
    fault: () =>
      seed(
        key(0),
        computeMarginals(
          () => datum(coin()),
          () => coin(),
        ),
      )(),
    nearMiss: () =>
      seed(
        key(0),
        computeMarginals(() => datum(coin()), nothing),
      )(),
  },
  {
    situation: 'posterior draws with a guide that enumerates',
    kind: 'EnumerationError',
    names: ['"k"'],
    fault: () =>
      samplePosterior(
        () => datum(coin()),
        () => coin(),
        { numSamples: 1 },
      )(key(0)),
    nearMiss: () => samplePosterior(() => datum(coin()), nothing, { numSamples: 1 })(key(0)),
  },
  {
    situation: 'a joint choice with a guide that enumerates',
    kind: 'EnumerationError',
    names: ['"k"'],
    fault: () =>
      seed(
        key(0),
        inferDiscrete(() => datum(coin()), { guide: () => coin() }),
      )(),
    nearMiss: () =>
      seed(
        key(0),
        inferDiscrete(() => datum(coin()), { guide: nothing }),
      )(),
  },
  {
    situation: 'a dim that is not in scope',
    kind: 'ShapeError',
    names: ['"x"', '-1'],
    fault: () => check(() => datum(tf.zeros([3])), nothing, traceElbo()),
    nearMiss: () => check(() => plate('p', 3, () => datum(tf.zeros([3]), 'x', tf.zeros([3]))), nothing, traceElbo()),
  },
  {
    situation: 'a maxPlateNesting that is too small',
    kind: 'ShapeError',
    names: ['plate("b")', 'maxPlateNesting: 2'],
    fault: () => check(() => nested(), nothing, traceEnumElbo({ maxPlateNesting: 1 })),
    nearMiss: () => check(() => nested(), nothing, traceEnumElbo({ maxPlateNesting: 2 })),
  },
];

/** A chain whose data depend on the choice of two positions before. */
function chain(history: number): void {
  const states: tf.Tensor[] = [];
  markov(
    4,
    (t) => {
      states.push(sample(`k${t}`, categorical({ logits: tf.zeros([3]) }), parallel));
      const source = states[t - 2];
      if (source !== undefined) datum(source, `x${t}`);
    },
    { history },
  );
}

/** A choice and its datum, of which the latter has a scale of its own. */
function split(factor: number): unknown {
  return check(() => {
    const k = coin();
    scale(factor, () => datum(k))();
  });
}

function scaledDatum(factor: number | tf.Tensor): void {
  const k = coin();
  scale(factor, () => datum(k, 'x', tf.zeros([2])))();
}

/** A datum in a plate that depends on a global choice and on one that the guide enumerates in the plate. */
function global(more: Body): unknown {
  const guide = (): void => {
    more();
    plate('p', 2, () => coin('g'));
  };
  const model = (): void => {
    const k = coin();
    plate('p', 2, () => datum(tf.add(k, coin('g')), 'x', tf.zeros([2])));
  };
  return check(model, guide);
}

/** A datum of one index of a plate, outside of it: drawn, the values are [2]; enumerated, they are [2, 1]. */
function across(): void {
  const k = plate('p', 2, () => coin());
  datum(k.rank === 2 ? k : tf.slice(k, 0, 1));
}

/** Choices along rows and along columns that meet in a table of data. */
function diamond(): void {
  const rows = plate('a', 3, () => coin('i'), { dim: -1 });
  const columns = plate('b', 4, () => coin('j'), { dim: -2 });
  plate('a', 3, () => plate('b', 4, () => datum(tf.add(rows, columns), 'x', tf.zeros([4, 3])), { dim: -2 }), {
    dim: -1,
  });
}

function nested(): void {
  plate('a', 2, () => plate('b', 3, () => datum(coin(), 'x', tf.zeros([3, 2]))));
}
