import { baselineNames } from '../baseline/index.js';
import type { TestResult } from '../jobs.js';
import { confusionFigures, confusionTable } from './confusions.js';
import type { Experiment } from './experiment.js';
import { classChart, ownFigures, PAPER_SHARE, splitConfusions, type Test } from './fig6Figures.js';
import { formatSpread, spreadOf } from './measures/spread.js';
import {
  contendersInWords,
  particleContenders,
  seedsOf,
  classifyHeldOut,
  ssrvae,
  type ParticleContender,
} from './particleContenders.js';
import { pixelBaselines } from './pixelBaselines.js';
import { accuracyTable, classSpreads, splitTable } from './splitTables.js';
import { splitSeeds } from './splits.js';
import type { TrainedModel } from './trainModels.js';

export const fig6: Experiment = {
  title: 'Particles classified from 15 labels a class',
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
    const note = `15 labels a class, held-out images only, splits: ${seeds.length}. Particles: ${lab.settings.particles.source}.`;
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
    const result = await model.use((run) => classifyHeldOut(one, run));
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
  const isAbove = classSpreads(first.results).every(({ mean }) => mean > PAPER_SHARE);
  return [
    `${first.name}: balanced accuracy ${balanced(first)}; ${classes.join(', ')}. ` +
      `The paper has every class above ${PAPER_SHARE}, ${isAbove ? 'and so has this one' : 'which this one has not'}.`,
    `Beside it: ${others.map((test) => `${test.name} ${balanced(test)}`).join(', ')}.`,
  ];
}
