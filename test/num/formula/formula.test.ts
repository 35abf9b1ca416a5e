import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  abs,
  exp,
  type Expression,
  formula,
  less,
  log,
  scalarFunction,
  sigmoid,
  sign,
  sqrt,
  where,
  weighted,
} from '../../../src/num/formula/index.js';
import { valueAndGradients } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

const normalDensity = formula('normal', (x: Expression, loc: Expression, scale: Expression) =>
  x.sub(loc).div(scale).square().mul(-0.5).sub(log(scale)),
);

const xlogx = formula('xlogx', (x: Expression) => weighted(x, log(x)));

/** The same by operations of TensorFlow.js. */
function composed(x: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  return tf.sub(tf.mul(-0.5, tf.square(tf.div(tf.sub(x, loc), scale))), tf.log(scale));
}

const args = (): Record<'x' | 'loc' | 'scale', tf.Tensor> => ({
  x: tf.tensor([0.5, 1, -2, 3, 0, 7], [2, 1, 3]),
  loc: tf.tensor([0, 1], [2, 1]),
  scale: tf.tensor1d([1, 2, 0.5]),
});

describeEngines('formula', () => {
  it('broadcasts, and so do its gradients', () => {
    const { x, loc, scale } = args();
    expectClose(normalDensity(x, loc, scale), composed(x, loc, scale), { roundings: 8 });
    const of = (f: typeof composed) => valueAndGradients((at) => tf.sum(tf.square(f(at.x, at.loc, at.scale))), args());
    const [lifted, plain] = [of(normalDensity), of(composed)];
    for (const name of ['x', 'loc', 'scale'] as const)
      expectClose(lifted.gradients[name], plain.gradients[name], { roundings: 40 });
  });

  it('has second derivatives', () => {
    const slope = (f: typeof composed) => (at: ReturnType<typeof args>) =>
      tf.sum(tf.square(valueAndGradients((y) => tf.sum(tf.exp(f(y.x, y.loc, y.scale))), at).gradients.scale));
    const [lifted, plain] = [normalDensity, composed].map((f) => valueAndGradients(slope(f), args()));
    for (const name of ['x', 'loc', 'scale'] as const)
      expectClose(lifted?.gradients[name] as tf.Tensor, plain?.gradients[name] as tf.Tensor, { roundings: 100 });
  });

  it('takes numbers for variables, and one for several', () => {
    const x = tf.tensor1d([1, 2]);
    expectClose(normalDensity(x, 0, 2), composed(x, tf.scalar(0), tf.scalar(2)), { roundings: 4 });
    const { gradients } = valueAndGradients((at) => tf.sum(xlogx(at.x)), { x });
    expectClose(gradients.x, [1, 1 + Math.log(2)], { roundings: 2 });
  });

  it('a branch that is not taken, and a gradient of 0, stay out of the way of what is infinite', () => {
    const rootOfLog = formula('safe', (x: Expression) => where(less(x, 1), 0, log(x.sub(1))));
    const { gradients } = valueAndGradients((at) => tf.sum(rootOfLog(at.x)), { x: tf.tensor1d([0.5, 3]) });
    expectClose(gradients.x, [0, 0.5]);
    const weighted = valueAndGradients((at) => tf.sum(tf.mul(log(at.x), tf.tensor1d([0, 1]))), {
      x: tf.tensor1d([0, 2]),
    });
    expectClose(weighted.gradients.x, [0, 0.5]);
    expectClose(xlogx(tf.tensor1d([0, 2])), [0, 2 * Math.log(2)], { roundings: 1 });
  });

  it('is the same where operations of TensorFlow.js take over, for large tensors', () => {
    const guarded = formula('guarded', (x: Expression, y: Expression) =>
      where(less(x, 0), y, sqrt(x).mul(exp(y.neg())).div(abs(y).add(1)).add(sign(x)).mul(sigmoid(y))),
    );
    const x = tf.tensor1d(Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 3));
    const y = tf.tensor1d([0.5, -1]).reshape([2, 1]);
    const weights = tf.tensor1d(Array.from({ length: 5000 }, (_, i) => i % 3));
    const at = (f: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor) =>
      valueAndGradients((given) => tf.sum(tf.mul(f(given.x, given.y), weights)), { x, y });
    const pieces = at((a, b) =>
      tf.concat(
        tf.split(a, 5).map((part) => guarded(part, b)),
        1,
      ),
    );
    const whole = at(guarded);
    expectClose(whole.value, pieces.value, { roundings: 50 });
    expectClose(whole.gradients.x, pieces.gradients.x, { roundings: 10 });
    expectClose(whole.gradients.y, pieces.gradients.y, { roundings: 50 });
  });

  it('runs one kernel forwards and one for each gradient', async () => {
    const { kernels } = await tf.profile(() =>
      normalDensity(...(Object.values(args()) as [tf.Tensor, tf.Tensor, tf.Tensor])),
    );
    expect(kernels.map(({ name }) => name)).toEqual(['Formula']);
  });

  it('leaks nothing, and an unknown derivative is an error', () => {
    const given = args();
    expect(newTensors(() => valueAndGradients((at) => tf.sum(normalDensity(at.x, at.loc, at.scale)), given))).toBe(4);
    const unknown = scalarFunction('round', (x: number) => Math.round(x));
    expect(errorOf(() => valueAndGradients((at) => tf.sum(unknown(at.x)), { x: tf.scalar(1) }))).toMatchObject({
      code: 'EstimatorError',
    });
    expect(errorOf(() => normalDensity(tf.zeros([2]), tf.zeros([3]), 1))).toMatchObject({
      code: 'ShapeError',
      where: 'normal',
    });
  });

  it('formulas are parts of others', () => {
    const density = formula('lognormal', (x: Expression) => normalDensity(log(x), 0, 1).sub(log(x)));
    expectClose(density(tf.scalar(Math.E)), [-1.5], { roundings: 4 });
    expectClose(exp(tf.tensor1d([0, 1])), [1, Math.E], { roundings: 1 });
  });
});
