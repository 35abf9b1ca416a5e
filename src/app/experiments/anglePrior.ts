import { lineChart, type Curve } from '../figures/index.js';
import type { AnglePrior } from '../config/index.js';
import { cardsModel, SHORT } from './cardsModel.js';
import { trainContenders, type Contender } from './contenders.js';
import type { Experiment, Figure, Table } from './experiment.js';
import type { Lab } from './lab.js';
import { formatSpread, spreadOf } from './measures/index.js';
import type { TrainedModel } from './trainModels.js';

/** So many keys at most. */
const KEYS = 2;

/** Short trainings are enough to see whether there is a difference. */
const EPOCHS = 4;

const priors: readonly { readonly name: string; readonly anglePrior: AnglePrior }[] = [
  { name: 'normal', anglePrior: 'normal' },
  { name: 'projected normal', anglePrior: 'projectedNormal' },
];

export const anglePrior: Experiment = {
  title: 'A normal or a projected normal prior on the angle',
  about:
    'The paper tried a normal prior on the angle itself and a projected normal one on the circle, and found no significant difference.',
  run: async (lab) => {
    const trained = await trainContenders(lab, priors.map(contender(lab)));
    const numbers = trained.map((models) => ({
      accuracy: spreadOf(models.map((model) => last(model, 'testAccuracy'))),
      loss: spreadOf(models.map((model) => last(model, 'loss'))),
    }));
    const words = numbers.map(({ accuracy, loss }, i) => {
      return `${priors[i]?.name}: accuracy ${formatSpread(accuracy)}, loss ${formatSpread(loss, 1)} nats an image`;
    });
    return {
      summary: [`After ${EPOCHS} epochs of our recipe at ±60°, ${words.join('; ')}.`],
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
    configs: seeds.slice(0, KEYS).map((seed) => {
      return cardsModel(settings, {
        recipe: 'kiln',
        seed,
        model: { anglePrior: prior },
        training: { ...SHORT, epochs: EPOCHS },
      });
    }),
  });
}

function last({ history }: TrainedModel, name: string): number {
  return Number(history.at(-1)?.[name] ?? NaN);
}

async function figure(
  trained: readonly (readonly TrainedModel[])[],
  field: 'testAccuracy' | 'loss',
  y: Parameters<typeof lineChart>[0]['y'],
): Promise<Figure> {
  const curves = trained.map((models, i): Curve => ({ name: priors[i]?.name ?? '', points: pointsOf(models, field) }));
  const chart = {
    x: { name: 'epoch', min: 1, interval: 1 },
    y,
    curves,
    label: `${y.name} by epoch and prior of the angle`,
  };
  const caption =
    `${field === 'loss' ? 'Training loss' : 'Accuracy on 4,000 test cards'} by epoch, mean of ${trained[0]?.length ?? 0} keys; bars: ` +
    'lowest and highest.';
  return { file: `${field === 'loss' ? 'loss' : 'accuracy'}.svg`, content: await lineChart(chart), caption };
}

function pointsOf(models: readonly TrainedModel[], field: string): Curve['points'] {
  const epochs = models[0]?.history ?? [];
  return epochs.map(({ epoch }, i) => {
    const { mean, deviation, lowest, highest } = spreadOf(
      models.map(({ history }) => Number(history[i]?.[field] ?? NaN)),
    );
    return { x: Number(epoch), y: mean, ...(deviation !== null && { low: lowest, high: highest }) };
  });
}

function tableOf(trained: readonly (readonly TrainedModel[])[]): Table {
  const rows = trained.flatMap((models, i) =>
    models.map((model) => {
      return [
        priors[i]?.name ?? '',
        model.config.training.seed,
        last(model, 'testAccuracy'),
        last(model, 'loss'),
        model.seconds,
      ];
    }),
  );
  const columns = ['prior', 'seed', 'accuracy', 'loss, nats per image', 'seconds of training'];
  return { name: 'priors', title: `Each training after its last epoch`, columns, rows };
}
