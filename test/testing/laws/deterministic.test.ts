import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkLaw, deterministicLaws, laws } from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { honest, kept, liars } from './liars/index.js';

describeEngines('laws of how distributions are made', () => {
  it.each(honest)('pass $name, and leave no tensors', ({ factory, parameters }) => {
    const before = tf.memory().numTensors;
    const results = deterministicLaws.map((law) => checkLaw(law, { factory, parameters }));
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

// The gradient of a divergence needs no chance either.
describe.each([...deterministicLaws, laws.klGradient].map((law) => ({ law })))('$law.name', ({ law }) => {
  useScalarEngine();
  const mine = liars[law.name] ?? [];

  it('has at least two liars aimed at it', () => {
    expect(mine.length).toBeGreaterThanOrEqual(2);
  });

  it.each(mine)('catches $name', ({ factory, parameters }) => {
    const before = tf.memory().numTensors;
    const { status, reason } = checkLaw(law, { factory, parameters });
    expect(status).toBe('failed');
    expect(reason).toMatch(/expected .*got /s);
    tf.dispose(kept.splice(0));
    expect(tf.memory().numTensors).toBe(before);
  });
});
