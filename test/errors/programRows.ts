import * as tf from '@tensorflow/tfjs-core';
import { constraints, normal } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import {
  condition,
  deterministic,
  mask,
  param,
  plate,
  replay,
  sample,
  scale,
  seed,
  sequentialPlate,
  trace,
} from '../../src/ppl/index.js';
import type { Row } from './rows.js';

const standard = normal({ loc: 0, scale: 1 });
const row = normal({ loc: tf.zeros([3]), scale: 1 });
const run = (body: () => unknown): unknown => trace(seed(key(0), body))();

/** Faults that a single run of a program shows. */
export const programRows: readonly Row[] = [
  {
    situation: 'two sample sites of one name',
    kind: 'SiteError',
    names: ['"x"', 'programRows.ts'],
    fault: () => run(() => [sample('x', standard), sample('x', standard)]),
    nearMiss: () => run(() => [sample('x', standard), sample('y', standard)]),
  },
  {
    situation: 'a sample and a param of one name',
    kind: 'SiteError',
    names: ['"x"', 'programRows.ts'],
    fault: () => run(() => [param('x', tf.scalar(0)), sample('x', standard)]),
    nearMiss: () => run(() => [param('x', tf.scalar(0)), param('x', tf.scalar(0))]),
  },
  {
    situation: 'replay of a site that the trace observed',
    kind: 'SiteError',
    names: ['"x"'],
    fault: () => {
      const body = (): unknown => sample('x', standard);
      const traced = trace(condition({ x: tf.scalar(1) }, body))();
      return run(() => replay(traced, body)());
    },
    nearMiss: () => {
      const body = (): unknown => sample('x', standard);
      const traced = trace(seed(key(1), body))();
      return run(() => replay(traced, body)());
    },
  },
  {
    situation: 'a draw without a key',
    kind: 'SiteError',
    names: ['"x"', 'seed'],
    fault: () => trace(() => sample('x', standard))(),
    nearMiss: () => trace(() => sample('x', standard, { obs: tf.scalar(0) }))(),
  },
  {
    situation: 'a body that is asynchronous',
    kind: 'SiteError',
    names: ['promise', 'async'],
    fault: () => trace(async () => Promise.resolve())(),
    nearMiss: () => trace(() => ({ then: 1 }))(),
  },
  {
    situation: 'a log density that does not fit its plates',
    kind: 'ShapeError',
    names: ['"x"', 'plate "rows"', '4', '[3]'],
    fault: () => run(() => plate('rows', 4, () => sample('x', row))),
    nearMiss: () => run(() => plate('rows', 3, () => sample('x', row))),
  },
  {
    situation: 'obs that enlarges a plate',
    kind: 'ShapeError',
    names: ['"x"', '[4]'],
    fault: () => run(() => plate('rows', 3, () => sample('x', standard, { obs: tf.zeros([4]) }))),
    nearMiss: () => run(() => plate('rows', 3, () => sample('x', standard, { obs: tf.zeros([3]) }))),
  },
  {
    situation: 'obsMask of another shape',
    kind: 'ShapeError',
    names: ['"x', '[4]'],
    fault: () => run(() => sample('x', row.toEvent(1), { obs: tf.zeros([3]), obsMask: tf.ones([4], 'bool') })),
    nearMiss: () =>
      run(() => plate('p', 3, () => sample('x', row, { obs: tf.zeros([3]), obsMask: tf.ones([3], 'bool') }))),
  },
  {
    situation: 'a mask of another shape',
    kind: 'ShapeError',
    names: ['"x"', '[4]'],
    fault: () =>
      run(() =>
        plate(
          'p',
          3,
          mask(tf.ones([4], 'bool'), () => sample('x', standard)),
        ),
      ),
    nearMiss: () =>
      run(() =>
        plate(
          'p',
          3,
          mask(tf.ones([3], 'bool'), () => sample('x', standard)),
        ),
      ),
  },
  {
    situation: 'a scale of another shape',
    kind: 'ShapeError',
    names: ['"x"', '[4]'],
    fault: () =>
      run(() =>
        plate(
          'p',
          3,
          scale(tf.ones([4]), () => sample('x', standard)),
        ),
      ),
    nearMiss: () =>
      run(() =>
        plate(
          'p',
          3,
          scale(tf.ones([3]), () => sample('x', standard)),
        ),
      ),
  },
  {
    situation: 'a broadcast inside a plate',
    kind: 'ShapeError',
    names: ['"x"', 'plate "p"'],
    fault: () => run(() => plate('p', 2, () => sample('x', row))),
    nearMiss: () => run(() => plate('p', 2, () => sample('x', row.toEvent(1)))),
  },
  {
    situation: 'two plates at one dim',
    kind: 'ShapeError',
    names: ['"a"', '"b"', '-1', '-2'],
    fault: () => run(() => plate('a', 2, () => plate('b', 3, () => sample('x', standard), { dim: -1 }), { dim: -1 })),
    nearMiss: () =>
      run(() => plate('a', 2, () => plate('b', 3, () => sample('x', standard), { dim: -2 }), { dim: -1 })),
  },
  {
    situation: 'a plate inside itself',
    kind: 'ShapeError',
    names: ['"a"'],
    fault: () => run(() => plate('a', 2, () => plate('a', 2, () => sample('x', standard)))),
    nearMiss: () => run(() => [plate('a', 2, () => sample('x', standard)), plate('a', 2, () => sample('y', standard))]),
  },
  {
    situation: 'a dim that is not negative',
    kind: 'ShapeError',
    names: ['"a"', '0'],
    fault: () => run(() => plate('a', 2, () => sample('x', standard), { dim: 0 })),
    nearMiss: () => run(() => plate('a', 2, () => sample('x', standard), { dim: -3 })),
  },
  {
    situation: 'one plate at two dims',
    kind: 'ShapeError',
    names: ['"a"', '-1', '-2'],
    fault: () => run(() => [plate('a', 2, () => 0), plate('b', 3, () => plate('a', 2, () => sample('x', standard)))]),
    nearMiss: () =>
      run(() => [plate('a', 2, () => 0, { dim: -2 }), plate('b', 3, () => plate('a', 2, () => sample('x', standard)))]),
  },
  {
    situation: 'one plate both vectorised and sequential',
    kind: 'ShapeError',
    names: ['"a"', 'sequential'],
    fault: () => run(() => [plate('a', 2, () => 0), sequentialPlate('a', 2, (i) => sample(`x${i}`, standard))]),
    nearMiss: () => run(() => [plate('a', 2, () => 0), sequentialPlate('b', 2, (i) => sample(`x${i}`, standard))]),
  },
  {
    situation: 'a param of the wrong size in a subsampled plate',
    kind: 'ShapeError',
    names: ['"w"', '"p"', '5', '[4]'],
    fault: () => run(() => plate('p', 5, () => param('w', tf.zeros([4]), { eventDim: 0 }), { subsampleSize: 2 })),
    nearMiss: () => run(() => plate('p', 5, () => param('w', tf.zeros([5]), { eventDim: 0 }), { subsampleSize: 2 })),
  },
  {
    situation: 'a plate of size 0',
    kind: 'ArgumentError',
    names: ['"p"', '0'],
    fault: () => run(() => plate('p', 0, () => 0)),
    nearMiss: () => run(() => plate('p', 1, () => 0)),
  },
  {
    situation: 'a subsampleSize beyond the size',
    kind: 'ArgumentError',
    names: ['"p"', '6', '5'],
    fault: () => run(() => plate('p', 5, () => 0, { subsampleSize: 6 })),
    nearMiss: () => run(() => plate('p', 5, () => 0, { subsampleSize: 5 })),
  },
  {
    situation: 'a subsample whose length disagrees',
    kind: 'ArgumentError',
    names: ['"p"', '2', '3'],
    fault: () => run(() => plate('p', 5, () => 0, { subsampleSize: 3, subsample: [0, 1] })),
    nearMiss: () => run(() => plate('p', 5, () => 0, { subsampleSize: 2, subsample: [0, 1] })),
  },
  {
    situation: 'a param without init that nobody knows',
    kind: 'ParamError',
    names: ['"w"'],
    fault: () => run(() => param('w')),
    nearMiss: () => run(() => [param('w', tf.scalar(0)), param('w')]),
  },
  {
    situation: 'a param declared twice differently',
    kind: 'ParamError',
    names: ['"w"', '[2]', '[3]'],
    fault: () => run(() => [param('w', tf.zeros([2])), param('w', tf.zeros([3]))]),
    nearMiss: () => run(() => [param('w', tf.zeros([2])), param('w', tf.ones([2]))]),
  },
  {
    situation: 'a param declared twice under different constraints',
    kind: 'ParamError',
    names: ['"w"', 'real', 'positive'],
    fault: () => run(() => [param('w', tf.ones([2])), param('w', tf.ones([2]), { constraint: constraints.positive })]),
    nearMiss: () => run(() => [1, 2].map(() => param('w', tf.ones([2]), { constraint: constraints.positive }))),
  },
  {
    situation: 'a scale that is not above 0',
    kind: 'ArgumentError',
    names: ['scale', '0', 'mask'],
    fault: () => run(scale(0, () => sample('x', standard))),
    nearMiss: () => run(scale(1e-9, () => sample('x', standard))),
  },
  {
    situation: 'a mask that is not boolean',
    kind: 'ArgumentError',
    names: ['mask', 'float32'],
    fault: () => run(mask(tf.scalar(1), () => sample('x', standard))),
    nearMiss: () => run(mask(tf.scalar(1, 'bool'), () => sample('x', standard))),
  },
  {
    situation: 'an unknown option',
    kind: 'ArgumentError',
    names: ['"subsamplesize"', 'subsampleSize'],
    fault: () => run(() => plate('p', 3, () => deterministic('d', tf.scalar(0)), { subsamplesize: 2 } as object)),
    nearMiss: () => run(() => plate('p', 3, () => deterministic('d', tf.scalar(0)), {})),
  },
];
