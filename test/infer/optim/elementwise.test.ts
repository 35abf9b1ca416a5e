// Each parameter is to come out as if it were alone, to the last bit.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  adam,
  adamw,
  globalNorm,
  rmsprop,
  sgd,
  type Optimizer,
  type OptimizerState,
  type Tensors,
} from '../../../src/infer/index.js';
import { fold, key, normalArray } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

const optimizers: Readonly<Record<string, () => Optimizer>> = {
  sgd: () => sgd({ learningRate: 0.1 }),
  'sgd with momentum': () => sgd({ learningRate: 0.1, momentum: 0.9 }),
  rmsprop: () => rmsprop({ learningRate: 0.02, centered: true, momentum: 0.7 }),
  adam: () => adam({ learningRate: 0.1 }),
  adamw: () => adamw({ learningRate: 0.1, weightDecay: 0.3 }),
};

// Engines take other ways for tensors of 4096 numbers and more.
const SMALL = 4096;

// A scalar, vectors and matrices, with more and fewer entries than a vector unit holds, and just below and at the border of small.
const shapes: Readonly<Record<string, number[]>> = {
  scalar: [],
  few: [3],
  matrix: [2, 3, 4],
  below: [SMALL - 1],
  large: [SMALL],
  larger: [2, SMALL],
};

const draw = (name: string, step: number): Tensors =>
  Object.fromEntries(
    Object.entries(shapes).map(([param, shape]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [param, tf.tensor(Float32Array.from(normalArray(fold(fold(key(step), name), param), size)), shape)];
    }),
  );

interface Run {
  readonly params: Tensors;
  readonly state: OptimizerState;
}

/** A few updates of the parameters of these names. */
function run(
  optimizer: Optimizer,
  names: readonly string[],
  gradientsAt = (step: number): Tensors => draw('gradient', step),
): Run {
  const only = (tensors: Tensors): Tensors =>
    Object.fromEntries(Object.entries(tensors).filter(([name]) => names.includes(name)));
  let params = only(draw('start', 0));
  let state = optimizer.init(params);
  for (let step = 0; step < 3; step += 1)
    ({ params, state } = optimizer.update(only(gradientsAt(step)), state, params));
  return { params, state };
}

const bitsOf = (tensor: tf.Tensor | undefined): Int32Array => {
  const values = Float32Array.from(tensor?.dataSync() ?? []);
  return new Int32Array(values.buffer);
};

describeEngines('elementwise optimisers', () => {
  it.each(Object.entries(optimizers))('%s: together parameters move as each does alone, to the last bit', (_, make) => {
    tf.tidy(() => {
      const { params, state } = run(make(), Object.keys(shapes));
      for (const name of Object.keys(shapes)) {
        const alone = run(make(), [name]);
        expect(params[name]?.shape).toEqual(shapes[name]);
        expect(bitsOf(params[name])).toEqual(bitsOf(alone.params[name]));
        for (const [moment, tensors] of Object.entries(alone.state.moments))
          expect(bitsOf(state.moments[moment]?.[name])).toEqual(bitsOf(tensors[name]));
      }
    });
  });

  it.each(Object.entries(optimizers))('%s: parameters without a gradient stay, and so do their moments', (_, make) => {
    tf.tidy(() => {
      const moving = ['few', 'larger'];
      const gradientsAt = (step: number): Tensors => {
        return Object.fromEntries(Object.entries(draw('gradient', step)).filter(([name]) => moving.includes(name)));
      };
      const { params, state } = run(make(), Object.keys(shapes), gradientsAt);
      const apart = run(make(), moving);
      const start = draw('start', 0);
      for (const name of Object.keys(shapes)) {
        const isMoving = moving.includes(name);
        expect(bitsOf(params[name])).toEqual(bitsOf(isMoving ? apart.params[name] : start[name]));
        for (const tensors of Object.values(state.moments))
          if (!isMoving) expect(tensors[name]?.dataSync().every((value) => value === 0)).toBe(true);
      }
      // The order of names is that of the parameters.
      expect(Object.keys(params)).toEqual(Object.keys(shapes));
    });
  });

  it('with nothing to move nothing moves, and results are new tensors', () => {
    const optimizer = adam();
    const params = draw('start', 0);
    const state = optimizer.init(params);
    expect(newTensors(() => optimizer.update({}, state, params))).toBe(3 * Object.keys(shapes).length);
    const { params: same } = optimizer.update({}, state, params);
    tf.dispose(params);
    for (const name of Object.keys(shapes)) expect(same[name]?.isDisposed).toBe(false);
  });

  it('leaves only its results, of small and large parameters', () => {
    const optimizer = adam();
    const [params, gradients] = [draw('start', 0), draw('gradient', 0)];
    const state = optimizer.init(params);
    expect(newTensors(() => optimizer.update(gradients, state, params))).toBe(3 * Object.keys(shapes).length);
  });

  it('needs the moments of every parameter', () => {
    const optimizer = adam();
    const state = optimizer.init({ a: tf.scalar(1) });
    const update = (): unknown => optimizer.update({ b: tf.scalar(1) }, state, { b: tf.scalar(2) });
    expect(errorOf(update)).toMatchObject({ code: 'ArgumentError', where: 'adam' });
  });

  it('the common norm is that of all entries, small and large', () => {
    const tensors = draw('gradient', 0);
    const squares = Object.values(tensors).flatMap((tensor) => Array.from(tensor.dataSync(), (x) => x * x));
    const exact = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    // Engines sum thousands of squares in orders of their own; a running sum in float32 would be off by half a rounding a term.
    expectClose(globalNorm(tensors), exact, { relative: squares.length * 2 ** -26 });
    expect(newTensors(() => globalNorm(tensors))).toBe(1);
    expectClose(globalNorm({}), 0);
  });
});
