import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { pickImages, type ImageSet } from '../../data/index.js';
import { engineInfo } from '../../num/index.js';
import { classProbabilities, mostProbable, storedParams, type TrainedRun } from '../train/index.js';
import { cardsModel } from './cardsModel.js';
import { deployedClassifier, type DeployedClassifier } from './deployedClassifier.js';
import type { Experiment, Findings } from './experiment.js';
import { firstImages } from './firstImages.js';
import { largestDifference } from './measures/largestDifference.js';
import type { TrainedModel } from './trainModels.js';

/** Images that are classified. */
const COUNT = 1000;

export const deploy: Experiment = {
  title: 'The classifier on its own',
  about:
    'The paper deploys the classifier alone. A run exports it as a TensorFlow.js layers model; here it classifies test cards in a ' +
    'process of its own that has @tensorflow/tfjs and nothing of Kiln, and is compared with the run that it comes from.',
  run: async (lab) => {
    const { model } = await lab.models({ model: cardsModel(lab.settings, { recipe: 'kiln' }) });
    return model.use(async (run) => {
      const set = someImages(run);
      const inRun = classifyHere(run, set);
      const alone = await deployedClassifier(join(model.folder, 'classifier'), set);
      return findings(model, run, { inRun, alone, count: set.count });
    });
  },
};

interface InRun {
  readonly probabilities: Float32Array;
  readonly classifySeconds: number;
}

function someImages({ data }: TrainedRun): ImageSet {
  const set = data.test?.set ?? data.unlabelled;
  return firstImages(set, COUNT);
}

/** With the run's own engine; once before, so that the engine has warmed up. */
function classifyHere({ vae, params }: TrainedRun, set: ImageSet): InRun {
  classProbabilities(vae, params, pickImages(set, [0]));
  const start = performance.now();
  const probabilities = classProbabilities(vae, params, set);
  return { probabilities, classifySeconds: (performance.now() - start) / 1000 };
}

/** Seconds to read the weights of the whole model from its checkpoint. */
function loadSeconds({ folder }: TrainedModel): number {
  const start = performance.now();
  tf.dispose(storedParams(folder));
  return (performance.now() - start) / 1000;
}

function bytesOf(folder: string, names: readonly string[] = readdirSync(folder)): number {
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function findings(
  model: TrainedModel,
  { data }: TrainedRun,
  {
    inRun,
    alone,
    count,
  }: { readonly inRun: InRun; readonly alone: DeployedClassifier | undefined; readonly count: number },
): Findings {
  const folder = join(model.folder, 'classifier');
  const { engine } = engineInfo();
  const classes = data.classNames.length;
  const rows = [
    [
      'in the run',
      engine,
      null,
      loadSeconds(model),
      count / inRun.classifySeconds,
      bytesOf(join(model.folder, 'checkpoint'), newest(model)),
    ],
    [
      'alone, @tensorflow/tfjs',
      alone?.engine ?? null,
      alone?.importSeconds ?? null,
      alone?.loadSeconds ?? null,
      alone === undefined ? null : count / alone.classifySeconds,
      bytesOf(folder, ['model.json', 'weights.bin']),
    ],
  ];
  const columns = ['where', 'engine', 'library loads, s', 'weights load, s', 'images a second', 'bytes'];
  const table = { name: 'deploy', title: 'The classifier in its run and alone', columns, rows };
  if (alone === undefined) {
    const missing = '@tensorflow/tfjs is not installed here, so that the classifier alone was not run.';
    return { summary: [missing], tables: [table], figures: [] };
  }
  const difference = largestDifference(inRun.probabilities, alone.probabilities);
  const [here, there] = [mostProbable(inRun.probabilities, classes), mostProbable(alone.probabilities, classes)];
  const same = here.filter((label, i) => label === there[i]).length;
  return {
    summary: [
      `Alone the classifier gives ${same} of ${count} cards the class that it gives them in its run; the probabilities differ by ${difference.toExponential(1)} at most.`,
      `It has ${(bytesOf(folder, ['model.json', 'weights.bin']) / 1e6).toFixed(2)} MB, loads in ${alone.loadSeconds.toFixed(2)} s, and classifies ${Math.round(count / alone.classifySeconds)} images a second (engine ${alone.engine}; in the run ${Math.round(count / inRun.classifySeconds)}, engine ${engine}).`,
    ],
    tables: [
      table,
      {
        name: 'agreement',
        title: 'Do they agree',
        columns: ['images', 'same class', 'largest difference of probabilities'],
        rows: [[count, same, difference]],
      },
    ],
    figures: [],
  };
}

/** The newest checkpoint: the whole model with the state of its training. */
function newest({ folder }: TrainedModel): string[] {
  return readdirSync(join(folder, 'checkpoint')).sort().slice(-1);
}
