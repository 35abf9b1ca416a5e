import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { ArgumentError, ShapeError, SupportError } from '../../src/num/index.js';
import { newTensors } from '../support/newTensors.js';

describe('plain numbers are checked at once', () => {
  it.each([
    {
      make: () => dist.normal({ loc: 0, scale: 0 }),
      text: 'normal.scale: expected a finite number > 0 in float32, got 0.',
    },
    {
      make: () => dist.normal({ loc: 0, scale: 1e-50 }),
      text: 'normal.scale: expected a finite number > 0 in float32, got 1e-50.',
    },
    { make: () => dist.normal({ loc: NaN, scale: 1 }), text: 'normal.loc: expected a finite number, got NaN.' },
    { make: () => dist.normal({ loc: 1e39, scale: 1 }), text: 'normal.loc: expected a finite number, got 1e+39.' },
    { make: () => dist.uniform({ low: 1, high: 1 }), text: 'uniform.high: expected a finite number > 1, got 1.' },
    { make: () => dist.bernoulli({ probs: 1.5 }), text: 'bernoulli.probs: expected a number from 0 to 1, got 1.5.' },
    {
      make: () => dist.bernoulli({ logits: NaN }),
      text: 'bernoulli.logits: expected a number that is not NaN, got NaN.',
    },
    {
      make: () => dist.bernoulli({ logits: Infinity, allowGrey: true }),
      text: 'bernoulli.logits: expected a finite number, got Infinity.',
    },
    {
      make: () => dist.gamma({ concentration: -1, rate: 1 }),
      text: 'gamma.concentration: expected a finite number > 0',
    },
    {
      make: () => dist.vonMises({ loc: 0, concentration: -1 }),
      text: 'vonMises.concentration: expected a finite number >= 0',
    },
  ])('$text', ({ make, text }) => {
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(text);
  });

  it('probs and logits exclude each other', () => {
    const both = { probs: 0.5, logits: 0 } as unknown as { probs: number };
    expect(() => dist.bernoulli(both)).toThrow('bernoulli: expected either probs or logits, got both.');
    expect(() => dist.categorical({} as unknown as { probs: tf.Tensor })).toThrow(
      'categorical: expected either probs or logits, got neither.',
    );
  });

  it('shapes that do not broadcast are an error that names both', () => {
    tf.tidy(() => {
      expect(() => dist.normal({ loc: tf.zeros([3]), scale: tf.ones([2]) })).toThrow(
        'normal: expected loc and scale of shapes that broadcast, got [3] and [2]. Try',
      );
      expect(() => dist.projectedNormal({ concentration: tf.zeros([4]) })).toThrow(
        'a concentration of shape [..., 2] or [..., 3], got [4]',
      );
    });
  });
});

describe('checkParameters', () => {
  it('names the distribution, the parameter, the first bad index and the value', () => {
    tf.tidy(() => {
      const bad = dist.normal({
        loc: 0,
        scale: tf.tensor2d([
          [1, 2],
          [-3, 0],
        ]),
      });
      expect(() => dist.checkParameters(bad)).toThrow(ArgumentError);
      expect(() => dist.checkParameters(bad)).toThrow(
        'normal.scale: expected a finite number > 0 in float32, got -3 at index [1, 0] of a tensor of shape [2, 2].',
      );
      expect(() => dist.checkParameters(bad.toEvent(1), 'sample("x")')).toThrow('sample("x"), normal.scale: expected');
    });
  });

  it('shows a bad vector', () => {
    tf.tidy(() => {
      const bad = dist.categorical({
        probs: tf.tensor2d([
          [0.5, 0.5],
          [0.5, 0.6],
        ]),
      });
      expect(() => dist.checkParameters(bad)).toThrow(
        'a vector of numbers >= 0 with sum 1, got [0.5, 0.6] at index [1] of',
      );
      const nan = dist.categorical({ logits: tf.tensor1d([0, NaN]) });
      expect(() => dist.checkParameters(nan)).toThrow('got [0, NaN] of a tensor of shape [2]');
    });
  });

  it('checks bounds that are tensors', () => {
    tf.tidy(() => {
      const bad = dist.uniform({ low: tf.tensor1d([0, 2]), high: 1 });
      expect(() => dist.checkParameters(bad)).toThrow(
        'uniform.high: expected a finite number > its bound, got 1 at index [1].',
      );
    });
  });

  it('accepts what is right, and leaves nothing', () => {
    tf.tidy(() => {
      const good = dist.normal({ loc: tf.zeros([2]), scale: tf.ones([2]) });
      expect(newTensors(() => dist.checkParameters(good))).toBe(0);
      dist.checkParameters(dist.categorical({ logits: tf.tensor1d([0, -Infinity]) }));
      dist.checkParameters(dist.bernoulli({ logits: tf.tensor1d([Infinity, -Infinity]) }));
    });
  });
});

describe('checkValue', () => {
  it('names the support, the first bad index and the value', () => {
    tf.tidy(() => {
      const bad = (): void =>
        dist.checkValue(
          dist.bernoulli({ probs: 0.5 }),
          tf.tensor2d([
            [0, 1],
            [1, 0.5],
          ]),
          'sample("x")',
        );
      expect(bad).toThrow(SupportError);
      expect(bad).toThrow(
        'sample("x"): expected 0 or 1 (the support of bernoulli is boolean), got 0.5 at index [1, 1] of a value of shape [2, 2].',
      );
      const outside = (): void => dist.checkValue(dist.uniform({ low: 0, high: tf.tensor1d([1, 2]) }), tf.scalar(1.5));
      expect(outside).toThrow('uniform: expected a number from 0 to its bound');
      expect(outside).toThrow('got 1.5 at index [0]');
    });
  });

  it('checks the event shape', () => {
    tf.tidy(() => {
      const bad = (): void =>
        dist.checkValue(dist.oneHotCategorical({ probs: tf.tensor1d([0.5, 0.5]) }), tf.zeros([4, 3]));
      expect(bad).toThrow(ShapeError);
      expect(bad).toThrow('expected a value whose shape ends in the event shape [2] of oneHotCategorical, got [4, 3].');
      expect(() => dist.checkValue(dist.normal({ loc: tf.zeros([3]), scale: 1 }), tf.zeros([2]))).toThrow(ShapeError);
    });
  });

  it('does not look under a mask, also within toEvent', () => {
    tf.tidy(() => {
      const mask = tf.tensor1d([1, 0], 'bool');
      const base = dist.normal({ loc: tf.zeros([2]), scale: 1 });
      dist.checkValue(base.mask(mask), tf.tensor1d([1, NaN]));
      dist.checkValue(base.mask(mask).toEvent(1), tf.tensor1d([1, NaN]));
      dist.checkValue(base.toEvent(1).mask(false), tf.tensor1d([NaN, NaN]));
      expect(() => dist.checkValue(base.mask(mask), tf.tensor1d([NaN, 1]))).toThrow('got NaN at index [0]');
      expect(() => dist.checkValue(base.mask(mask).toEvent(1), tf.tensor1d([NaN, 1]))).toThrow(
        'got [NaN, 1] of a value',
      );
    });
  });

  it('leaves nothing', () => {
    tf.tidy(() => {
      const [made, value] = [dist.normal({ loc: 0, scale: 1 }), tf.zeros([2])];
      expect(newTensors(() => dist.checkValue(made, value))).toBe(0);
    });
  });
});
