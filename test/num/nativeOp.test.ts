import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { nativeOp, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

describeEngines('nativeOp', (engine) => {
  const [y, dy] = [
    [0.5, -0.25, 0],
    [1, 2, -3],
  ];

  it('runs an operation of TensorFlow on native, and says on other engines that it cannot', () => {
    const found = nativeOp('TanhGrad', [tf.tensor1d(y), tf.tensor1d(dy)]);
    if (engine !== 'native') return expect(found).toBeUndefined();
    expect(found?.shape).toEqual([3]);
    expectClose(
      found ?? [],
      y.map((value, i) => (dy[i] ?? NaN) * (1 - value ** 2)),
      { roundings: 4 },
    );
  });

  it('passes attributes on', () => {
    const found = nativeOp('LeakyReluGrad', [tf.tensor1d(dy), tf.tensor1d(y)], { alpha: 0.25 });
    if (engine === 'native') expectClose(found ?? [], [1, 0.5, -0.75]);
  });

  it('leaves one tensor on native and none elsewhere', () => {
    const [a, b] = [tf.tensor1d(y), tf.tensor1d(dy)];
    expect(newTensors(() => nativeOp('TanhGrad', [a, b]))).toBe(engine === 'native' ? 1 : 0);
  });

  it('is not there where gradients are recorded, as none would flow through it', () => {
    valueAndGradients(
      ({ x }) => {
        expect(nativeOp('TanhGrad', [x, x])).toBeUndefined();
        return tf.sum(x);
      },
      { x: tf.tensor1d(y) },
    );
  });
});
