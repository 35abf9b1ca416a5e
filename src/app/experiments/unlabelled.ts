import { lineChart } from '../figures/index.js';
import type { RunConfig, TrainingConfig } from '../config/index.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { finalAccuracy } from './finalAccuracy.js';
import { labelSeeds, labelsModel } from './labelsModels.js';
import type { Lab } from './lab.js';
import { formatSpread, spreadOf, type Spread } from './measures/spread.js';
import { spreadPoint } from './spreadPoint.js';

/** Models with so many labels of each class or fewer have two seeds, the others one. */
const FEW_LABELS = 5;

/** Steps that see labelled images only never come to the unlabelled ones. */
const WITHOUT: Partial<TrainingConfig> = { labelsFirst: 1 };

/** Accuracies at one number of labels of each class. */
interface Measured {
  readonly count: number;
  readonly withImages: Spread;
  readonly without: Spread;
}

export const unlabelled: Experiment = {
  title: 'What the unlabelled images teach the classifier',
  about:
    'The class of an unlabelled image is summed over, so that the decoder can teach the classifier. What that is worth: our recipe on ' +
    'cards rotated by up to ±60°, with the unlabelled images and without them. Without, all steps see labelled images only; the ' +
    'network, the views of the labelled images, the number of steps and the test cards are the same.',
  run: async (lab) => {
    const counts = lab.settings.isSmoke ? [1, 5] : [1, 2, 5, 25, 200];
    const asked = counts.flatMap((count) => labelSeeds(lab, count, FEW_LABELS).flatMap(pairOf(lab, count)));
    const trained = await lab.models(Object.fromEntries(asked));
    const accuracies = (count: number, images: Images): Spread => {
      const models = labelSeeds(lab, count, FEW_LABELS).flatMap((seed) => trained[nameOf(count, images, seed)] ?? []);
      return spreadOf(models.map(finalAccuracy));
    };
    const measured = counts.map((count): Measured => {
      return { count, withImages: accuracies(count, 'with'), without: accuracies(count, 'without') };
    });
    return { summary: [summaryOf(measured)], tables: [tableOf(measured)], figures: [await figureOf(lab, measured)] };
  },
};

type Images = 'with' | 'without';

function pairOf(lab: Lab, count: number): (seed: number) => (readonly [string, RunConfig])[] {
  return (seed) => [
    [nameOf(count, 'with', seed), labelsModel(lab, count, seed)],
    [nameOf(count, 'without', seed), labelsModel(lab, count, seed, WITHOUT)],
  ];
}

function nameOf(count: number, images: Images, seed: number): string {
  return `${count} a class ${images} unlabelled images, seed ${seed}`;
}

function summaryOf(measured: readonly Measured[]): string {
  const words = measured.map(({ count, withImages, without }) => {
    return `${count}: ${formatSpread(withImages)} and ${formatSpread(without)}`;
  });
  return `Accuracy with and without the unlabelled images, by labels of each class: ${words.join('; ')}.`;
}

function tableOf(measured: readonly Measured[]): Table {
  const columns = ['with unlabelled images', 'without'].flatMap((name) => [
    name,
    `${name}: lowest`,
    `${name}: highest`,
  ]);
  return {
    name: 'accuracy',
    title: 'Test accuracy with and without the unlabelled images',
    columns: ['labels of each class', ...columns, 'difference'],
    rows: measured.map(({ count, withImages, without }) => {
      const numbers = [withImages, without].flatMap(({ mean, lowest, highest }) => [mean, lowest, highest]);
      return [count, ...numbers, withImages.mean - without.mean];
    }),
  };
}

async function figureOf(lab: Lab, measured: readonly Measured[]): Promise<Figure> {
  const lowest = Math.min(0.8, ...measured.flatMap(({ withImages, without }) => [withImages.lowest, without.lowest]));
  const content = await lineChart({
    x: { name: 'labelled images of each class', min: 0.8, max: 250, isLog: true },
    y: { name: 'test accuracy', min: Math.floor(10 * lowest) / 10, max: 1, interval: lowest < 0.5 ? 0.2 : 0.1 },
    curves: [
      {
        name: 'with unlabelled images',
        points: measured.map(({ count, withImages }) => spreadPoint(count, withImages)),
      },
      { name: 'without', points: measured.map(({ count, without }) => spreadPoint(count, without)) },
    ],
    label: 'Test accuracy against labels of each class, with and without the unlabelled images',
  });
  const few = labelSeeds(lab, FEW_LABELS, FEW_LABELS).length;
  const seeds = few === 1 ? 'one seed' : `${few} seeds up to ${FEW_LABELS} labels (bars: both), one above`;
  const caption = `Test accuracy against labels of each class (logarithmic axis), with and without the unlabelled images: our recipe, ${seeds}.`;
  return { file: 'accuracy.svg', content, caption };
}
