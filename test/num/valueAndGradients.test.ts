import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

/** Exercises reuse of a tensor, two paths, several outputs of one operation, and a saved output. */
function tangled(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const [first, second] = tf.split(tf.concat([tf.exp(x), tf.mul(x, y)], 0), 2, 0) as [tf.Tensor, tf.Tensor];
  const mixed = tf.add(tf.sigmoid(first), tf.mul(second, first));
  return tf.sum(tf.add(tf.square(mixed), tf.add(mixed, tf.matMul(mixed, y, false, true))));
}

describeEngines('valueAndGradients', () => {
  const x = (): tf.Tensor =>
    tf.tensor2d([
      [0.5, -1],
      [0.25, 2],
    ]);
  const y = (): tf.Tensor =>
    tf.tensor2d([
      [1, 0.5],
      [-0.5, 1.5],
    ]);

  it('gives the value and the gradient by each parameter', () => {
    const { value, gradients } = valueAndGradients((p) => tf.sum(tf.mul(p.a, tf.square(p.b))), {
      a: tf.tensor1d([1, 2]),
      b: tf.tensor1d([3, 4]),
    });
    expectClose(value, [41]);
    expectClose(gradients.a, [9, 16]);
    expectClose(gradients.b, [6, 16]);
  });

  it('agrees with tf.valueAndGrads to the bit', () => {
    const own = valueAndGradients((p) => tangled(p.x, p.y), { x: x(), y: y() });
    const { value, grads } = tf.valueAndGrads(tangled)([x(), y()]);
    expectClose(own.value, value);
    expectClose(own.gradients.x, grads[0] ?? NaN);
    expectClose(own.gradients.y, grads[1] ?? NaN);
  });

  it('gives zeros for a parameter without a path to the value', () => {
    const { gradients } = valueAndGradients((p) => tf.sum(p.a), { a: tf.ones([2]), b: tf.ones([2, 3]) });
    expect(gradients.b.shape).toEqual([2, 3]);
    expectClose(gradients.b, tf.zeros([2, 3]));
    const constant = valueAndGradients(() => tf.scalar(4), { a: tf.ones([2]) });
    expectClose(constant.value, [4]);
    expectClose(constant.gradients.a, [0, 0]);
  });

  it('takes a parameter as the value, and one tensor under two names', () => {
    const a = tf.scalar(3);
    const identity = valueAndGradients((p) => p.a, { a });
    expectClose(identity.gradients.a, [1]);
    tf.dispose(identity);
    const twice = valueAndGradients((p) => tf.mul(p.a, p.b), { a, b: a });
    tf.dispose(twice.gradients.a);
    expectClose(twice.gradients.b, [6]);
    expectClose(a, [3]);
  });

  it('leaves the value and the gradients, and takes nothing', () => {
    const params = { x: x(), y: y(), z: tf.scalar(1) };
    const before = tf.memory().numTensors;
    const { value, gradients } = valueAndGradients((p) => tangled(p.x, p.y), params);
    expect(tf.memory().numTensors - before).toBe(4);
    tf.dispose([value, gradients]);
    expectClose(params.x, x());
    expect(newTensors(() => valueAndGradients((p) => tangled(p.x, p.y), params))).toBe(4);
  });

  it('passes on what the function throws, and leaves nothing', () => {
    const params = { x: x(), y: y() };
    const failing = (p: { x: tf.Tensor; y: tf.Tensor }): tf.Tensor => {
      tangled(p.x, p.y);
      throw new Error('in the middle');
    };
    const leaked = newTensors(() => {
      expect(() => valueAndGradients(failing, params)).toThrow('in the middle');
      expect(() => tf.tidy(() => valueAndGradients((p) => tf.tidy(() => failing(p)), params))).toThrow('in the middle');
    });
    expect(leaked).toBe(0);
    expectClose(valueAndGradients((p) => tf.sum(p.x), params).gradients.x, [1, 1, 1, 1]);
  });

  it('rejects a value that is not a scalar, and leaves nothing', () => {
    const leaked = newTensors(() => {
      expect(errorOf(() => valueAndGradients((p) => tf.exp(p.x), { x: x() }))).toMatchObject({
        code: 'ShapeError',
        where: 'valueAndGradients',
        got: expect.stringContaining('[2, 2]') as string,
      });
    });
    expect(leaked).toBe(1);
  });

  it('rejects an operation without a gradient, and leaves nothing', () => {
    const params = { x: x() };
    const leaked = newTensors(() => {
      const topk = (p: { x: tf.Tensor }): tf.Tensor => tf.sum(tf.exp(tf.topk(tf.exp(p.x), 1).values));
      expect(errorOf(() => valueAndGradients(topk, params))).toMatchObject({
        code: 'EstimatorError',
        where: 'gradient',
        got: expect.stringContaining('TopK') as string,
      });
    });
    expect(leaked).toBe(0);
  });

  it('works with gradients of customGrad that hand on their argument, twice', () => {
    const add = tf.customGrad((...inputs) => {
      const [a, b] = inputs as [tf.Tensor, tf.Tensor];
      return { value: tf.add(a, b), gradFunc: (dy: tf.Tensor) => [dy, dy] };
    });
    const { gradients } = valueAndGradients((p) => tf.sum(tf.mul(add(p.x, add(p.x, p.y)), p.y)), {
      x: tf.scalar(2),
      y: tf.scalar(3),
    });
    expectClose(gradients.x, [6]);
    expectClose(gradients.y, [10]);
  });

  it('works within both functions of customGrad', () => {
    const cube = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.square(x));
    const recomputed = tf.customGrad((...inputs) => {
      const [a, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
      const slope = valueAndGradients((p) => cube(p.a), { a }).gradients.a;
      save([a, slope]);
      const gradFunc = (dy: tf.Tensor, [at, early]: tf.Tensor[]): tf.Tensor => {
        const late = valueAndGradients((p) => cube(p.a), { a: at as tf.Tensor }).gradients.a;
        return tf.mul(dy, tf.div(tf.add(late, early as tf.Tensor), 2));
      };
      return { value: cube(a), gradFunc };
    });
    const params = { x: tf.scalar(2) };
    const { value, gradients } = valueAndGradients((p) => tf.square(recomputed(p.x)), params);
    expectClose(value, [64]);
    expectClose(gradients.x, [2 * 8 * 12]);
    expect(newTensors(() => valueAndGradients((p) => tf.square(recomputed(p.x)), params))).toBe(2);
  });

  it('gives second derivatives when called within another gradient', () => {
    const slope = (x: tf.Tensor): tf.Tensor => valueAndGradients((p) => tf.mul(p.x, tf.square(p.x)), { x }).gradients.x;
    expectClose(tf.grad(slope)(tf.scalar(2)), [12]);
  });
});
