import * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../../models/index.js';
import { filmFrame, gif, type Raster } from '../figures/index.js';
import { explainImages, storedParams, traversals, type TrainedRun } from '../train/index.js';
import type { Figure } from './experiment.js';
import { lengthOf, momentOf } from './moment.js';
import type { TrainedModel } from './trainModels.js';

/** Images in the scatter, and images of each manifold in both directions. */
const SCATTERED = 400;
const STEPS = 5;

/** What all films show, for captions. */
export const filmInWords: string =
  'Left: what the decoder draws for each class, upright, over two content latents, two standard deviations to either side. ' +
  `Right: ${SCATTERED} test images in the first two latents, by their true class.`;

/** The state of a model as a frame: class manifolds, and the latents of some test images. */
export async function frameOf({ vae, data }: TrainedRun, params: Params, title: string): Promise<Raster> {
  const test = data.test ?? { set: data.unlabelled, labels: new Int32Array(data.unlabelled.count) };
  const indices = Array.from({ length: Math.min(SCATTERED, test.set.count) }, (_, i) => i);
  const found = explainImages(vae, params, test.set, indices);
  return filmFrame({
    title,
    manifolds: traversals(vae, params, data, STEPS),
    classNames: data.classNames,
    scatter: {
      x: found.map(({ content }) => content[0] ?? 0),
      y: found.map(({ content }) => content[1] ?? 0),
      classes: test.labels,
      xLabel: 'content 1',
      yLabel: 'content 2',
      reach: 4,
    },
  });
}

/** A film of a model's training: a frame for each time that it was measured, when its weights were kept. */
export async function trainingFilm(model: TrainedModel, name: string, file: string): Promise<Figure> {
  const frames = await model.use(async (run) => {
    const made: Raster[] = [];
    for (const [i, record] of model.history.entries()) {
      // Snapshots are numbered from 1.
      const params = storedParams(model.folder, i + 1);
      const accuracy = Number(record['testAccuracy']).toFixed(3);
      made.push(await frameOf(run, params, `${name}: ${momentOf(model, record)}, test accuracy ${accuracy}`));
      tf.dispose(params);
    }
    return made;
  });
  const caption = `${name}, ${frames.length} frames over ${lengthOf(model)}. ${filmInWords}`;
  return { file, content: await gif(frames), caption };
}
