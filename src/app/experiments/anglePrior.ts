import { lineChart, type Curve } from '../figures/index.js';
import type { AnglePrior } from '../config/index.js';
import { cardsModel } from './cardsModel.js';
import { trainContenders, type Contender } from './contenders.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { finalAccuracy } from './finalAccuracy.js';
import type { Lab } from './lab.js';
import { formatSpread, spreadOf } from './measures/index.js';
import { runSummary } from './runSummary.js';
import { spreadPoint } from './spreadPoint.js';
import type { TrainedModel } from './trainModels.js';

/** So many seeds at most. */
const SEEDS = 2;

const priors: readonly { readonly name: string; readonly anglePrior: AnglePrior }[] = [
  { name: 'normal', anglePrior: 'normal' },
  { name: 'projected normal', anglePrior: 'projectedNormal' },
];

export const anglePrior: Experiment = {
  title: 'A normal or a projected normal prior on the angle',
  about:
    'The paper tried a normal prior on the angle itself and a projected normal one on the circle, and found no significant difference. ' +
    'Here is our recipe with each; it has the projected normal one.',
  run: async (lab) => {
    const trained = await trainContenders(lab, priors.map(contender(lab)));
    const words = trained.map((models, i) => {
      const accuracy = formatSpread(spreadOf(models.map(finalAccuracy)));
      const lost = formatSpread(spreadOf(models.map(lostNats)), 1);
      return `${priors[i]?.name}: accuracy ${accuracy}, -ELBO ${lost} nats an image`;
    });
    return {
      summary: [`Our recipe at ±60°, ${words.join('; ')}.`],
      tables: [tableOf(trained)],
      figures: [
        await figure(trained, 'testAccuracy', { name: 'accuracy', min: 0, max: 1, interval: 0.2 }),
        await figure(trained, 'loss', { name: 'loss, nats per image' }),
      ],
    };
  },
};

function contender({ settings, seeds }: Lab): (prior: (typeof priors)[number]) => Contender {
  return ({ name, anglePrior: prior }) => ({
    name: `${name} prior`,
    configs: seeds.slice(0, SEEDS).map((seed) => {
      return cardsModel(settings, { recipe: 'kiln', seed, model: { anglePrior: prior } });
    }),
  });
}

/** -ELBO of test images, nats an image: unlike the loss of the training it has no terms of labels and known poses. */
function lostNats(model: TrainedModel): number {
  return -runSummary(model).elbo;
}

async function figure(
  trained: readonly (readonly TrainedModel[])[],
  field: 'testAccuracy' | 'loss',
  y: Parameters<typeof lineChart>[0]['y'],
): Promise<Figure> {
  const chart = {
    x: { name: 'step', min: 0 },
    y,
    curves: trained.map((models, i): Curve => ({ name: priors[i]?.name ?? '', points: pointsOf(models, field) })),
    label: `${y.name} by step and prior of the angle`,
  };
  const caption =
    `${field === 'loss' ? 'Training loss' : 'Accuracy on 4,000 test cards'} by step, mean of ${trained[0]?.length ?? 0} seeds; bars: ` +
    'lowest and highest.';
  return { file: `${field === 'loss' ? 'loss' : 'accuracy'}.svg`, content: await lineChart(chart), caption };
}

function pointsOf(models: readonly TrainedModel[], field: string): Curve['points'] {
  const measurements = models[0]?.history ?? [];
  return measurements.map(({ step }, i) =>
    spreadPoint(step, spreadOf(models.map(({ history }) => Number(history[i]?.[field] ?? NaN)))),
  );
}

function tableOf(trained: readonly (readonly TrainedModel[])[]): Table {
  const rows = trained.flatMap((models, i) =>
    models.map((model) => {
      const { seed } = model.config.training;
      return [priors[i]?.name ?? '', seed, finalAccuracy(model), lostNats(model), model.seconds];
    }),
  );
  const columns = ['prior', 'seed', 'accuracy', '-ELBO, nats per image', 'seconds of training'];
  return { name: 'priors', title: 'Each training at its end', columns, rows };
}
