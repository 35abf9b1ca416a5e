import { pixelBaseline } from '../baseline/index.js';
import { lineChart } from '../figures/index.js';
import { testResult } from '../train/index.js';
import type { Experiment, Figure, Findings, Table } from './experiment.js';
import { finalAccuracy } from './finalAccuracy.js';
import { FEW_LABELS, labelCounts, labelSeeds, labelsModel } from './labelsModels.js';
import type { Lab } from './lab.js';
import { formatSpread, spreadOf, type Spread } from './measures/spread.js';
import { spreadPoint } from './spreadPoint.js';
import type { TrainedModel } from './trainModels.js';

interface Measured {
  readonly count: number;
  readonly model: Spread;
  readonly forest: Spread;
}

export const labels: Experiment = {
  title: 'Accuracy against the number of labels',
  about:
    'How few labels are enough: our ss-rVAE on cards rotated by up to ±60° with 5 to 200 labelled cards of each class, which are ' +
    'nearly upright, and a random forest on the same labels. In the paper, video S3 says that more labels make a better ss-rVAE.',
  run: async (lab) => {
    const nameOf = (count: number, seed: number): string => `${count} labels, seed ${seed}`;
    const asked = labelCounts(lab).flatMap((count) =>
      labelSeeds(lab, count).map((seed) => [nameOf(count, seed), labelsModel(lab, count, seed)]),
    );
    const trained = await lab.models(Object.fromEntries(asked) as Record<string, ReturnType<typeof labelsModel>>);
    const measured: Measured[] = [];
    for (const count of labelCounts(lab)) {
      const models = labelSeeds(lab, count).flatMap((seed) => trained[nameOf(count, seed)] ?? []);
      measured.push(await measure(count, models));
    }
    return findings(lab, measured);
  },
};

async function measure(count: number, models: readonly TrainedModel[]): Promise<Measured> {
  const forests: number[] = [];
  for (const model of models) forests.push(await forestAccuracy(model));
  return { count, model: spreadOf(models.map(finalAccuracy)), forest: spreadOf(forests) };
}

/** What a random forest on raw pixels makes of the labels that a model was trained with. */
function forestAccuracy(model: TrainedModel): Promise<number> {
  return model.use(({ data: { labelled, test, classNames } }) => {
    if (labelled === undefined || test === undefined) return NaN;
    const known = { images: labelled.set.images, labels: labelled.labels };
    const predicted = pixelBaseline('random forest', known, 0)(test.set.images);
    return testResult('random forest', predicted, test, classNames).accuracy;
  });
}

async function findings(lab: Lab, measured: readonly Measured[]): Promise<Findings> {
  const words = (of: (one: Measured) => Spread): string =>
    measured.map((one) => `${one.count}: ${formatSpread(of(one))}`).join('; ');
  return {
    summary: [
      `Accuracy of ss-rVAE by labels of each class: ${words(({ model }) => model)}.`,
      `A random forest on the same labels: ${words(({ forest }) => forest)}.`,
    ],
    tables: [tableOf(measured)],
    figures: [await figureOf(lab, measured)],
  };
}

function tableOf(measured: readonly Measured[]): Table {
  const forest = ['random forest', 'forest lowest', 'forest highest'];
  return {
    name: 'accuracy',
    title: 'Test accuracy by number of labels',
    columns: ['labels of each class', 'ss-rVAE', 'lowest', 'highest', ...forest],
    rows: measured.map(({ count, model, forest: other }) => [
      ...[count, model.mean, model.lowest, model.highest],
      ...[other.mean, other.lowest, other.highest],
    ]),
  };
}

async function figureOf(lab: Lab, measured: readonly Measured[]): Promise<Figure> {
  const content = await lineChart({
    x: { name: 'labelled images of each class', min: 4, max: 250, isLog: true },
    y: { name: 'test accuracy', min: 0, max: 1, interval: 0.2 },
    curves: [
      { name: 'ss-rVAE, ours', points: measured.map(({ count, model }) => spreadPoint(count, model)) },
      { name: 'random forest', points: measured.map(({ count, forest }) => spreadPoint(count, forest)) },
    ],
    label: 'Test accuracy against labels of each class, of ss-rVAE and of a random forest',
  });
  const few = labelSeeds(lab, FEW_LABELS).length;
  const seeds = few === 1 ? 'one seed' : `${few} seeds up to ${FEW_LABELS} labels (bars: both), one above`;
  const caption =
    `Test accuracy against labels of each class (logarithmic axis): our recipe, ${seeds}; the random forest sees the labelled cards ` +
    'only.';
  return { file: 'accuracy.svg', content, caption };
}
