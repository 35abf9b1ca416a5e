import { loadTaskData, testResult, type LabelledSet, type TrainedRun } from '../train/index.js';
import { contentOf } from './contentOf.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { manifolds, scatter } from './latentFigures.js';
import { leaveOneOut } from './measures/nearest.js';
import { formatSpread, spreadOf } from './measures/spread.js';
import { rvae, seedsOf, vae, type ParticleContender } from './particleContenders.js';
import { splitSeeds } from './splits.js';
import type { TrainedModel } from './trainModels.js';

/** Neighbours that vote: enough for a smooth border, fewer than the smallest class has images. */
const NEIGHBOURS = 15;

interface Separation {
  readonly name: string;
  /** Balanced accuracy of the nearest neighbours in the latent plane, by seed. */
  readonly accuracies: readonly number[];
  readonly figures: readonly Figure[];
}

export const fig5: Experiment = {
  title: 'VAE and rVAE on particles',
  about:
    'Figure 5 of the paper: latent manifolds of a VAE and an rVAE trained without labels, and the images in the latent plane, ' +
    'coloured by the known count. Single particles form a cluster in both; the paper finds the rVAE a little better. Here a number ' +
    `says how well the classes separate: the balanced accuracy of the ${NEIGHBOURS} nearest other images, votes by share of class.`,
  run: async (lab) => {
    const seeds = seedsOf(vae, splitSeeds(lab));
    const asked = [vae, rvae].flatMap((one) =>
      seeds.map((seed) => ({ one, seed, config: one.config(lab.settings, seed) })),
    );
    const trained = await lab.models(
      Object.fromEntries(asked.map(({ one, seed, config }) => [`${one.name}, seed ${seed}`, config])),
    );
    const found: Separation[] = [];
    for (const one of [vae, rvae]) {
      const models = seeds.flatMap((seed) => trained[`${one.name}, seed ${seed}`] ?? []);
      found.push(await separation(one, models));
    }
    const chance = `Guessing gives 1 / number of classes. Particles: ${lab.settings.particles.source}.`;
    return {
      summary: [
        ...found.map(
          ({ name, accuracies }) =>
            `${name}: classes separate with a balanced accuracy of ${formatSpread(spreadOf(accuracies))}.`,
        ),
        chance,
      ],
      tables: [separations(found, seeds)],
      figures: found.flatMap(({ figures }) => figures),
    };
  },
};

async function separation({ name }: ParticleContender, models: readonly TrainedModel[]): Promise<Separation> {
  const accuracies: number[] = [];
  const figures: Figure[] = [];
  for (const [i, model] of models.entries()) {
    await model.use(async (run) => {
      const all = await trainingImages(run);
      accuracies.push(separationOf(run, all));
      if (i > 0) return;
      figures.push(...manifolds(name, run), await scatter(name, run, all, 'training images'));
    });
  }
  return { name, accuracies, figures };
}

/** The training images with all labels that are known; the model has seen none of these. */
async function trainingImages({ config }: TrainedRun): Promise<LabelledSet> {
  const { data } = config;
  if (data.kind === 'cards') throw new TypeError('fig5 is about particles');
  const { labelsPerClass: _, ...all } = data;
  const { labelled, unlabelled } = await loadTaskData(all);
  return labelled ?? { set: unlabelled, labels: new Int32Array(unlabelled.count) };
}

function separationOf(run: TrainedRun, { set, labels }: LabelledSet): number {
  const { classNames } = run.data;
  const positions = contentOf(run, set);
  const known = { positions, dimensions: run.vae.options.contentDim, classes: labels, numClasses: classNames.length };
  return testResult('', leaveOneOut(known, NEIGHBOURS), { set, labels }, classNames).balancedAccuracy;
}

function separations(found: readonly Separation[], seeds: readonly number[]): Table {
  return {
    name: 'separation',
    title: `Balanced accuracy of the ${NEIGHBOURS} nearest other images in the latent plane, each held out in turn`,
    columns: ['model', 'seed', 'balanced accuracy'],
    rows: found.flatMap(({ name, accuracies }) => accuracies.map((accuracy, i) => [name, seeds[i] ?? 0, accuracy])),
  };
}
