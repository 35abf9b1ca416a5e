import * as tf from '@tensorflow/tfjs-core';
import { adam, cosineDecay, disposeState, svi, traceElbo } from '../../infer/index.js';
import type { Autoencoder, Batch, Params } from '../../models/index.js';
import { ArgumentError, fold, key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { classifierViews } from './classifierViews.js';
import type { TaskData } from './taskData.js';

/**
 * Trains q(class | image) of a model alone, from the labelled images in poses of their own: the warm-up of a recipe
 * (`training.warmUpSteps` steps), which takes seconds. Everything follows from `training.seed` and the data.
 *
 * @param from parameters to go on from, after so many steps with other views; fresh ones by default; borrowed
 * @returns the classifier's parameters; the caller frees them
 * @throws ArgumentError without labels
 */
export function trainClassifier(
  data: TaskData,
  vae: Autoencoder,
  training: TrainingConfig,
  from?: { readonly params: Params; readonly steps: number },
): Params {
  const root = fold([0, training.seed], 'classifier');
  const views = classifierViews(data, vae, training, root);
  if (views === undefined)
    throw new ArgumentError({ where: 'trainClassifier', expected: 'labelled images', got: 'none' });
  const { warmUpSteps, warmUpRate } = training;
  const inference = svi<[Batch]>({
    model: vae.model,
    guide: vae.guide,
    optimizer: adam({ learningRate: cosineDecay(warmUpRate, 0, Math.max(1, warmUpSteps)) }),
    elbo: traceElbo(),
  });
  const at = <Result>(step: number, body: (batch: Batch) => Result): Result => {
    const simulated = { ...views.alone((from?.steps ?? 0) + step), multiplier: training.multiplier };
    const result = body({ simulated });
    tf.dispose([simulated.images, simulated.labels]);
    return result;
  };
  let state = at(0, (batch) => inference.init(key(training.seed), batch));
  if (from !== undefined) {
    tf.dispose(state.params);
    state = { ...state, params: Object.fromEntries(Object.entries(from.params).map(([name, x]) => [name, x.clone()])) };
  }
  for (let step = 0; step < warmUpSteps; step += 1) {
    state = at(step, (batch) => inference.step(state, batch).state);
  }
  const params = inference.params(state);
  disposeState(state);
  return params;
}
