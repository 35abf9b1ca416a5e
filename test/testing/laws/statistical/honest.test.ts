import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { statisticalLaws } from '../../../../src/testing/laws/statistical/index.js';
import { parameterTensors } from '../../../../src/testing/laws/statistical/withDistribution.js';
import { useScalarEngine } from '../../../support/useScalarEngine.js';
import { honest } from './honest.js';

useScalarEngine();

describe.each(Object.entries(honest))('%s', (_name, subject) => {
  it.each(statisticalLaws)('keeps $name or is exempt', (law) => {
    const before = tf.memory().numTensors;
    const reason = tf.tidy(() => law.exempts(subject.factory(parameterTensors(subject.parameters))) ?? '');
    if (reason === '') expect(law.problem(subject)).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
  });
});
