import { pixelBaseline } from '../baseline/index.js';
import { lineChart } from '../figures/index.js';
import { testResult } from '../train/index.js';
import { shortInWords } from './cardsModel.js';
import type { Experiment, Findings } from './experiment.js';
import { FEW_LABELS, labelCounts, labelSeeds, labelsModel } from './labelsModels.js';
import type { Lab } from './lab.js';
import { formatSpread, spreadOf, type Spread } from './measures/spread.js';
import type { TrainedModel } from './trainModels.js';

interface Measured {
  readonly count: number;
  readonly model: Spread;
  readonly forest: Spread;
}

export const labels: Experiment = {
  title: 'Accuracy against the number of labels',
  about:
    'How few labels are enough: our ss-rVAE on cards turned by up to ±60° with 5 to 200 labelled cards of each class, which are ' +
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
  const own = models.map(({ history }) => Number(history.at(-1)?.['testAccuracy'] ?? NaN));
  return { count, model: spreadOf(own), forest: spreadOf(forests) };
}

/** What a random forest on raw pixels makes of the labels that a model was trained with. */
function forestAccuracy(model: TrainedModel): Promise<number> {
  return model.use(({ data: { labelled, test, classNames } }) => {
    if (labelled === undefined || test === undefined) return NaN;
    const predicted = pixelBaseline(
      'random forest',
      { images: labelled.set.images, labels: labelled.labels },
      0,
    )(test.set.images);
    return testResult('random forest', predicted, test, classNames).accuracy;
  });
}

async function findings(lab: Lab, measured: readonly Measured[]): Promise<Findings> {
  const curve = (name: string, of: (one: Measured) => Spread): Parameters<typeof lineChart>[0]['curves'][number] => ({
    name,
    points: measured.map((one) => {
      const { mean, deviation, lowest, highest } = of(one);
      return { x: one.count, y: mean, ...(deviation !== null && { low: lowest, high: highest }) };
    }),
  });
  const chart = await lineChart({
    x: { name: 'labelled images of each class', min: 4, max: 250, isLog: true },
    y: { name: 'test accuracy', min: 0, max: 1, interval: 0.2 },
    curves: [curve('ss-rVAE, ours', ({ model }) => model), curve('random forest', ({ forest }) => forest)],
    label: 'Test accuracy against labels of each class, of ss-rVAE and of a random forest',
  });
  const few = labelSeeds(lab, FEW_LABELS).length;
  const keys = few === 1 ? 'one key' : `${few} keys up to ${FEW_LABELS} labels (bars: both), one above`;
  return {
    summary: [
      `Accuracy of ss-rVAE by labels of each class: ${measured.map(({ count, model }) => `${count}: ${formatSpread(model)}`).join('; ')}.`,
      `A random forest on the same labels: ${measured.map(({ count, forest }) => `${count}: ${formatSpread(forest)}`).join('; ')}.`,
    ],
    tables: [
      {
        name: 'accuracy',
        title: 'Test accuracy by number of labels',
        columns: [
          'labels of each class',
          'ss-rVAE',
          'lowest',
          'highest',
          'random forest',
          'forest lowest',
          'forest highest',
        ],
        rows: measured.map(({ count, model, forest }) => [
          ...[count, model.mean, model.lowest, model.highest],
          ...[forest.mean, forest.lowest, forest.highest],
        ]),
      },
    ],
    figures: [
      {
        file: 'accuracy.svg',
        content: chart,
        caption: `Test accuracy against labels of each class (logarithmic axis): our recipe, ${shortInWords}, ${keys}; the random forest sees the labelled cards only.`,
      },
    ],
  };
}
