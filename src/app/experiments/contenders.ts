import * as tf from '@tensorflow/tfjs-core';
import type { Cards } from '../../data/index.js';
import type { Autoencoder, Params } from '../../models/index.js';
import type { RunConfig } from '../config/index.js';
import type { TestResult } from '../jobs.js';
import { buildModel, evaluateModel, storedParams } from '../train/index.js';
import type { Lab } from './lab.js';
import { testCards } from './testCards.js';
import type { TrainedModel } from './trainModels.js';

/** One way to train a model of the cards, with one seed or several. */
export interface Contender {
  /** For legends and tables. */
  readonly name: string;
  /** One for each seed. */
  readonly configs: readonly RunConfig[];
}

/** A trained model without the data it was trained on. */
export interface OpenModel {
  readonly vae: Autoencoder;
  readonly params: Params;
}

export interface OpenContender {
  readonly name: string;
  /** One for each seed; their weights are freed when the caller's work is done. */
  readonly models: readonly OpenModel[];
}

/** Trains contenders where they are not trained yet. [contender][seed] */
export async function trainContenders(lab: Lab, contenders: readonly Contender[]): Promise<TrainedModel[][]> {
  const nameOf = ({ name }: Contender, { training }: RunConfig): string => `${name}, seed ${training.seed}`;
  const configs = contenders.flatMap((one) => one.configs.map((config) => [nameOf(one, config), config] as const));
  const trained = await lab.models(Object.fromEntries(configs));
  return contenders.map((one) => one.configs.flatMap((config) => trained[nameOf(one, config)] ?? []));
}

/** Trains contenders, opens all of their models at once, and frees their weights when `body` has ended. */
export async function withContenders<Result>(
  lab: Lab,
  contenders: readonly Contender[],
  body: (open: readonly OpenContender[]) => Result | Promise<Result>,
): Promise<Result> {
  const trained = await trainContenders(lab, contenders);
  const open = contenders.map(({ name }, i) => ({ name, models: (trained[i] ?? []).map(openModel) }));
  try {
    return await body(open);
  } finally {
    tf.dispose(open.flatMap(({ models }) => models.map(({ params }) => params)));
  }
}

/** How well each model of a contender classifies some cards. */
export function classifyCards({ name, models }: OpenContender, cards: Cards): TestResult[] {
  const test = { set: cards, labels: cards.labels };
  return models.map(({ vae, params }) => evaluateModel(name, vae, params, test, cards.classNames));
}

function openModel({ config, folder }: TrainedModel): OpenModel {
  const sample = testCards({ testPerClass: 1 });
  const shape = { unlabelled: sample, testDescription: '', classNames: sample.classNames };
  return { vae: buildModel(config.model, config.training, shape), params: storedParams(folder) };
}
