import { baselineNames } from '../baseline/index.js';
import { lineChart } from '../figures/index.js';
import type { TestResult } from '../jobs.js';
import { confusionFigures, confusionTable, type SortedTest } from './confusions.js';
import { errorGalleries, shownMistakes, type ShownMistake } from './errorGallery.js';
import type { Experiment, Figure } from './experiment.js';
import { manifolds, scatter } from './latentFigures.js';
import { formatSpread, spreadOf } from './measures/spread.js';
import {
  contendersInWords,
  particleContenders,
  seedsOf,
  sortHeldOut,
  ssrvae,
  type ParticleContender,
} from './particleContenders.js';
import { pixelBaselines } from './pixelBaselines.js';
import { accuracyTable, classSpreads, splitTable } from './splitTables.js';
import { splitSeeds } from './splits.js';
import type { TrainedModel } from './trainModels.js';

/** What the paper says that ss-rVAE sorts of every class at least. */
const REFERENCE = 0.6;

type Test = SortedTest & { readonly learnsFrom: string };

export const fig6: Experiment = {
  title: 'Particles sorted from 15 labels a class',
  about:
    'Figure 6 of the paper: ss-rVAE on particles with 15 labels a class. Here it is judged on whole held-out micrographs (where the ' +
    'images say which are theirs), over several splits, beside classifiers of the same labels, models without labels, ss-VAE, and ' +
    'ss-rVAE without the simulated scenes of touching particles that our recipe adds and the paper does not have.',
  run: async (lab) => {
    const seeds = splitSeeds(lab);
    const asked = particleContenders.flatMap((one) =>
      seedsOf(one, seeds).map((seed) => [nameOf(one, seed), one.config(lab.settings, seed)] as const),
    );
    const trained = await lab.models(Object.fromEntries(asked));
    const modelsOf = (one: ParticleContender): TrainedModel[] =>
      seedsOf(one, seeds).flatMap((seed) => trained[nameOf(one, seed)] ?? []);
    const tests: Test[] = [];
    for (const one of particleContenders) tests.push(await testOf(one, modelsOf(one)));
    tests.push(...(await baselineTests(modelsOf(ssrvae), seeds)));
    const note = `15 labels a class, held-out images only, ${seeds.length} splits. Particles: ${lab.settings.particles.source}.`;
    return {
      summary: [...summaryOf(tests), `${note} ${lab.settings.isSmoke ? 'Tiny models.' : contendersInWords}`],
      tables: [accuracyTable(tests), splitTable(tests, seeds), confusionTable(tests)],
      figures: [
        await classChart(tests, note),
        ...(await ownFigures(modelsOf(ssrvae))),
        ...(await confusionFigures('confusion-', tests, note)),
        ...(await splitConfusions(tests[0], seeds)),
      ],
    };
  },
};

function nameOf({ name }: ParticleContender, seed: number): string {
  return `${name}, seed ${seed}`;
}

async function testOf(one: ParticleContender, models: readonly TrainedModel[]): Promise<Test> {
  const results: TestResult[] = [];
  for (const model of models) {
    const result = await model.use((run) => sortHeldOut(one, run));
    if (result !== undefined) results.push(result);
  }
  return { name: one.name, learnsFrom: one.learnsFrom, results };
}

/** Classifiers of raw pixels on the splits of some models. */
async function baselineTests(models: readonly TrainedModel[], seeds: readonly number[]): Promise<Test[]> {
  const bySplit: TestResult[][] = [];
  for (const [i, model] of models.entries()) {
    const results = await model.use(({ data: { labelled, test, classNames } }) =>
      labelled === undefined || test === undefined ? [] : pixelBaselines(labelled, [test], classNames, seeds[i] ?? 0),
    );
    bySplit.push(results[0] ?? []);
  }
  return baselineNames.map((name, k) => ({
    name,
    learnsFrom: 'labels',
    results: bySplit.flatMap((row) => row[k] ?? []),
  }));
}

function summaryOf(tests: readonly Test[]): string[] {
  const [first, ...others] = tests;
  if (first === undefined) return [];
  const balanced = ({ results }: Test): string =>
    formatSpread(spreadOf(results.map(({ balancedAccuracy }) => balancedAccuracy)));
  const classes = classSpreads(first.results).map(
    ({ mean }, k) => `class ${first.results[0]?.classNames[k] ?? k} ${mean.toFixed(2)}`,
  );
  const isAbove = classSpreads(first.results).every(({ mean }) => mean > REFERENCE);
  return [
    `${first.name}: balanced accuracy ${balanced(first)}; ${classes.join(', ')}. ` +
      `The paper has every class above ${REFERENCE}, ${isAbove ? 'and so has this one' : 'which this one has not'}.`,
    `Beside it: ${others.map((test) => `${test.name} ${balanced(test)}`).join(', ')}.`,
  ];
}

/** Points of one class lie side by side, so that their bars can be told apart. */
async function classChart(tests: readonly Test[], note: string): Promise<Figure> {
  const shown = tests.filter(({ name }) => SHOWN.includes(name));
  const classNames = tests[0]?.results[0]?.classNames ?? [];
  const curves = shown.map(({ name, results }, i) => ({
    name,
    points: classSpreads(results).map(({ mean, lowest, highest }, k) => ({
      x: k + 1 + 0.06 * (i - (shown.length - 1) / 2),
      y: mean,
      low: lowest,
      high: highest,
    })),
  }));
  const reference = {
    name: 'paper: above',
    look: 'reference',
    points: classNames.map((_, k) => ({ x: k + 1, y: REFERENCE })),
  } as const;
  const label = 'Share of each class sorted correctly, by model';
  const content = await lineChart(
    {
      x: {
        name: `class: ${classNames.map((name, k) => `${k + 1} is “${name}”`).join(', ')}`,
        min: 0,
        max: classNames.length + 1,
        interval: 1,
      },
      y: { name: 'share sorted correctly', min: 0, max: 1, interval: 0.2 },
      curves: [...curves, reference],
      label,
    },
    { width: 720, height: 440 },
  );
  return {
    file: 'classes.svg',
    content,
    caption: `${label}: mean over splits, bars from the lowest to the highest. ${note}`,
  };
}

/** The models of the chart; all are in the table. */
const SHOWN: readonly string[] = [
  'ss-rVAE',
  'ss-rVAE without scenes',
  'ss-VAE',
  'supervised CNN',
  'rVAE',
  'random forest',
];

/** Manifolds, latent plane and mistakes of the paper's model: the first two with the first split. */
async function ownFigures(models: readonly TrainedModel[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  const found: ShownMistake[] = [];
  for (const [i, model] of models.entries()) {
    await model.use(async (run) => {
      found.push(...shownMistakes(run));
      const { test } = run.data;
      if (i > 0 || test === undefined) return;
      figures.push(
        ...manifolds(ssrvae.name, run),
        await scatter(
          ssrvae.name,
          run,
          test,
          'held-out images of the first split, each under its most probable class,',
        ),
      );
    });
  }
  return [...figures, ...errorGalleries(ssrvae.name, found)];
}

async function splitConfusions(test: Test | undefined, seeds: readonly number[]): Promise<Figure[]> {
  if (test === undefined || test.results.length < 2) return [];
  const single = test.results.map((result, i) => ({ name: `${test.name} split ${seeds[i] ?? i}`, results: [result] }));
  return confusionFigures('split-', single, 'One split on its own.');
}
