import * as tf from '@tensorflow/tfjs-core';
import { cardSets } from '../cardSets.js';
import { fold } from '../../num/index.js';
import { buildModel, evidenceOf, trainClassifier } from '../train/index.js';
import { cardsModel } from './cardsModel.js';
import type { Experiment, Findings } from './experiment.js';
import type { Lab } from './lab.js';
import { labelsModel } from './labelsModels.js';
import { learningChart } from './learningChart.js';
import { learningCurve, type CurvePoint, type LearningTask, type Strategy } from './learningCurve.js';
import { formatSpread, spreadOf } from './measures/spread.js';

const strategies: readonly (readonly [Strategy, string])[] = [
  ['random', 'at random'],
  ['entropy', 'largest entropy over poses'],
  ['disagreement', 'most disagreement between poses'],
  ['together', 'largest entropy of classifier and decoder'],
];

/** Labels of each class at the start, images labelled in each round, labels in all at the end. */
const START = 5;
const BATCH = 30;
const END = 200;
/** Images of each class among which to choose. */
const POOL = 500;
/** So many seeds at most. */
const SEEDS = 2;
/** Steps in which the classifier learns from the first labels, and in each round after that. */
const STEPS = { first: 800, round: 150 } as const;
/** As the classifier is all that is trained: more views a step than in the recipe, and a step size for short rounds. */
const CLASSIFIER = { views: 128, learningRate: 1.5e-3 } as const;

/** The curves of one strategy, one for each seed. */
interface Measured {
  readonly strategy: string;
  readonly curves: readonly (readonly CurvePoint[])[];
}

export const active: Experiment = {
  title: 'Which image to label next',
  about:
    `Active choice of labels: from ${START} labelled cards of each class, ${BATCH} more are labelled in each round, chosen among ` +
    `${POOL * 4} unlabelled cards (rotated by up to ±60°) at random, by the entropy of q(class | image) averaged over poses ` +
    '(Settles 2009), by the disagreement of poses (mutual information of class and pose, after Houlsby et al. 2011), or by the entropy of ' +
    'the mean of q(class | image) and p(class | image) ∝ p(image, class), estimated as the ELBO is with the decoder of an ss-rVAE ' +
    'that knows the first labels. To save ' +
    `time only the classifier is trained, not the whole model: ${STEPS.first} steps on the first labelled cards at all angles, and ` +
    `${STEPS.round} more in each round, so that what grows by steps alone shows in the random choice. ` +
    '`kiln suggest` ranks the unlabelled images of a run in the same way.',
  run: async (lab) => {
    const tasks: LearningTask[] = [];
    for (const seed of lab.seeds.slice(0, SEEDS)) tasks.push(await taskOf(lab, seed));
    const measured = strategies.map(([strategy, name]) => ({
      strategy: name,
      curves: tasks.map((task, seed) => {
        lab.settings.interrupt.throwIfAborted();
        const curve = learningCurve(task, strategy);
        lab.say(`  ${name}, seed ${seed}: ${curve.at(-1)?.accuracy.toFixed(3) ?? '-'} at the end`);
        return curve;
      }),
    }));
    tf.dispose(tasks.map(({ first }) => first));
    return findings(measured);
  },
};

async function taskOf(lab: Lab, seed: number): Promise<LearningTask> {
  const { settings } = lab;
  const size = settings.isSmoke ? { labels: 2, pool: 30, test: 10, steps: 2, rounds: 2, batch: 4 } : undefined;
  const { data, model, training } = cardsModel(settings, { recipe: 'kiln', seed });
  if (data.kind !== 'cards') throw new TypeError('cardsModel: expected a config of cards');
  const counts = { labelsPerClass: size?.labels ?? START, unlabelledPerClass: size?.pool ?? POOL };
  const { labelled, unlabelled: pool, test } = cardSets({ ...data, ...counts, testPerClass: size?.test ?? 500 });
  const classNames = test.classNames;
  const { started } = await lab.models({ started: labelsModel(lab, START, seed) });
  const decoder = await started.use(({ vae, params }) => evidenceOf(vae, params, pool, 1).classes);
  const start = { set: labelled, labels: labelled.labels };
  const shape = { unlabelled: pool, testDescription: '', classNames };
  const vae = buildModel(model, training, shape);
  const first = { ...training, ...(size === undefined && CLASSIFIER), steps: size?.steps ?? STEPS.first };
  return {
    vae,
    training: first,
    roundSteps: size?.steps ?? STEPS.round,
    start,
    first: trainClassifier({ ...shape, labelled: start }, vae, first),
    pool,
    decoder,
    test: { set: test, labels: test.labels },
    classNames,
    batch: size?.batch ?? BATCH,
    rounds: size?.rounds ?? (END - START * classNames.length) / BATCH,
    key: fold([0, seed], 'active'),
  };
}

async function findings(measured: readonly Measured[]): Promise<Findings> {
  const numSeeds = measured[0]?.curves.length ?? 0;
  const spreads = measured.map(({ strategy, curves }) => ({
    strategy,
    points: (curves[0] ?? []).map(({ labels, perClass }, round) => ({
      labels,
      perClass,
      accuracy: spreadOf(curves.map((curve) => curve[round]?.accuracy ?? NaN)),
    })),
  }));
  const last = spreads.map(({ strategy, points }) => {
    const end = points.at(-1);
    return `${strategy} ${end === undefined ? '-' : formatSpread(end.accuracy)}`;
  });
  return {
    summary: [`Accuracy with ${spreads[0]?.points.at(-1)?.labels ?? '-'} labels by choice: ${last.join('; ')}.`],
    tables: [
      {
        name: 'learning',
        title: 'Test accuracy by number of labels and choice',
        columns: ['choice', 'labels in all', 'accuracy', 'lowest', 'highest', 'labels of each class, first seed'],
        rows: spreads.flatMap(({ strategy, points }) =>
          points.map(({ labels, accuracy: { mean, lowest, highest }, perClass }) => {
            return [strategy, labels, mean, lowest, highest, perClass.join('/')];
          }),
        ),
      },
    ],
    figures: [
      {
        file: 'learning.svg',
        content: await learningChart(spreads),
        caption:
          'Test accuracy of the classifier against labelled images in all (4 classes), ' +
          `${numSeeds === 1 ? 'one seed' : `${numSeeds} seeds (bars: lowest and highest)`}.`,
      },
    ],
  };
}
