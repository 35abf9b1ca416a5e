import * as tf from '@tensorflow/tfjs-core';
import { disposeState, type SviState } from '../../infer/index.js';
import { fold } from '../../num/index.js';
import { meanProblem } from './meanProblem.js';
import type { ModelLaw } from './modelLaw.js';
import { fitOf, lawKey, moved, startOf } from './modelRuns.js';
import { withoutParameters } from './parameters.js';

const NUM_EVALUATIONS = 24;

export const trainingLowersLoss: ModelLaw = {
  name: 'trainingLowersLoss',
  statement: 'training, from a little off the start, does not end at a higher loss',
  exempts: withoutParameters,
  problem: (subject) => {
    const { args, steps, falseAlarmRate } = subject;
    const key = lawKey(subject, 'training');
    const fit = fitOf(subject);
    const first = startOf(subject, key);
    let state: SviState = { ...first, params: moved(first.params, key, 0.5) };
    const losses = (at: SviState): number[] =>
      Array.from({ length: NUM_EVALUATIONS }, (_, i) => fit.evaluate({ ...at, key: fold(key, i), step: 0 }, ...args));
    const before = losses(state);
    for (let i = 0; i < steps; i += 1) state = fit.step(state, ...args).state;
    const excess = losses(state).map((loss, i) => loss - (before[i] ?? NaN));
    const isLower = excess.reduce((sum, x) => sum + x, 0) <= 0;
    const what = `loss after ${steps} steps less loss before`;
    return isLower ? undefined : meanProblem(what, excess, 0, falseAlarmRate);
  },
};

export const noLeakInTraining: ModelLaw = {
  name: 'noLeakInTraining',
  statement: 'the number of tensors stays the same from step to step, also after one that fails',
  exempts: withoutParameters,
  problem: (subject) => {
    const { args } = subject;
    const control = { isFailing: false };
    const model = (...given: readonly unknown[]): unknown => {
      const result = subject.model(...given);
      if (control.isFailing) throw new Error('thrown on purpose');
      return result;
    };
    const fit = fitOf({ ...subject, model });
    let { state } = fit.step(startOf({ ...subject, model }, lawKey(subject, 'leak')), ...args);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i += 1) {
      state = fit.step(state, ...args).state;
      fit.evaluate(state, ...args);
    }
    const trained = tf.memory().numTensors - before;
    control.isFailing = true;
    try {
      fit.step(state, ...args);
    } catch {
      // What is left after it is what counts.
    }
    const failed = tf.memory().numTensors - before - trained;
    disposeState(state);
    if (trained !== 0) return `expected as many tensors after 3 steps as before, got ${trained} more`;
    return failed === 0 ? undefined : `expected as many tensors after a step that failed as before, got ${failed} more`;
  },
};
