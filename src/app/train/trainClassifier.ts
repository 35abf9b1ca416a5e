import * as tf from '@tensorflow/tfjs-core';
import { adam, cosineDecay, disposeState, svi, traceElbo } from '../../infer/index.js';
import type { Autoencoder, Batch, Params } from '../../models/index.js';
import { ArgumentError, fold, key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { classViews } from './classViews.js';
import type { TaskData } from './taskData.js';

/**
 * Trains q(class | image) of a model alone, from its views of the labelled images, which takes seconds. Everything follows from
 * `training.seed` and the data.
 *
 * @param from parameters to go on from, after so many steps with other views; fresh ones by default; borrowed
 * @returns the parameters of the trunk and the class; the caller frees them
 * @throws ArgumentError without labels
 */
export function trainClassifier(
  data: TaskData,
  vae: Autoencoder,
  training: TrainingConfig,
  from?: { readonly params: Params; readonly steps: number },
): Params {
  const steps = training.steps ?? 1;
  const views = classViews(data, vae, training, steps, fold([0, training.seed], 'classifier'));
  if (views === undefined)
    throw new ArgumentError({ where: 'trainClassifier', expected: 'labelled images and views of them', got: 'none' });
  const { model, guide } = vae;
  const optimizer = adam({ learningRate: cosineDecay(training.learningRate, 0, steps) });
  const inference = svi<[Batch]>({ model, guide, optimizer, elbo: traceElbo() });
  const at = <Result>(step: number, body: (batch: Batch) => Result): Result => {
    const batch = { views: views((from?.steps ?? 0) + step) };
    const result = body(batch);
    tf.dispose([batch.views.images, batch.views.labels]);
    return result;
  };
  let state = at(0, (batch) => inference.init(key(training.seed), batch));
  if (from !== undefined) {
    tf.dispose(state.params);
    state = { ...state, params: Object.fromEntries(Object.entries(from.params).map(([name, x]) => [name, x.clone()])) };
  }
  for (let step = 0; step < steps; step += 1) {
    state = at(step, (batch) => inference.step(state, batch).state);
  }
  const params = inference.params(state);
  disposeState(state);
  return params;
}
