import { pickImages, type ImageSet } from '../../data/index.js';
import { choose, key } from '../../num/index.js';
import { settingsTables, type RunConfig } from '../config/index.js';
import type { TestResult } from '../jobs.js';
import type { ReportData } from '../report/index.js';
import type { MetricsRecord } from '../run/index.js';
import { contentsOf, explainImages } from './explain.js';
import type { Knowledge } from './knowledge.js';
import type { LatentWords } from './latentWords.js';
import type { TrainedRun } from './openRun.js';
import { pixelsOf } from './rows.js';
import { traversals } from './traversal.js';
import { share, unknownOf } from './unknown.js';

export interface RunFacts extends TrainedRun {
  /** What the model is looked at on: the test images, or without any the training images. */
  readonly set: ImageSet;
  readonly metrics: readonly MetricsRecord[];
  readonly test: TestResult | undefined;
  readonly baselines: NonNullable<ReportData['baselines']>;
  readonly seconds: number;
  readonly command: string;
  readonly knowledge: Knowledge;
  readonly latents: readonly LatentWords[];
  /** The mean evidence lower bound, nats an image. */
  readonly elbo: number;
}

/** How many test images are shown with their reconstructions, and how many lie in the latent scatter. */
const EXAMPLES = 16;
const SCATTERED = 1500;

/** What the report of a finished run shows. */
export function reportOf(facts: RunFacts): ReportData {
  const { config, data, vae, params, test } = facts;
  const { height, width } = data.unlabelled;
  const latent = latentScatter(facts);
  return {
    title: titleOf(config),
    description: descriptionOf(facts),
    summary: summaryOf(facts),
    history: facts.metrics.map(historyRecord),
    ...referencesOf(config),
    classNames: data.classNames,
    ...(test === undefined ? {} : { test }),
    testDescription: data.testDescription,
    baselines: facts.baselines,
    latents: facts.latents,
    notes: unknownOf(facts.knowledge),
    traversals: traversals(vae, params, data, 9, facts.latents),
    ...(latent === undefined ? {} : { latent }),
    examples: examplesOf(facts),
    imageShape: [height, width],
    settings: settingsTables(config),
    versions: config.versions,
    command: facts.command,
  };
}

function titleOf({ data, model }: RunConfig): string {
  const names = { ssrvae: 'ss-rVAE', ssvae: 'ss-VAE', rvae: 'rVAE', vae: 'VAE', jrvae: 'j-rVAE' } as const;
  return `${names[model.kind]} on ${data.kind === 'cards' ? 'playing cards' : 'your images'}`;
}

function descriptionOf({ config, data, test }: RunFacts): string {
  const { training } = config;
  const labelled =
    data.labelled === undefined ? 'no labels' : `${data.labelled.set.count.toLocaleString('en')} labelled images`;
  const tested = test === undefined ? '' : `, tested on ${data.testDescription}`;
  return `Trained on ${data.unlabelled.count.toLocaleString('en')} unlabelled and ${labelled}${tested}, with the ${training.recipe} recipe.`;
}

function summaryOf({ test, seconds, metrics, data, elbo, knowledge }: RunFacts): ReportData['summary'] {
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  type Card = ReportData['summary'][number];
  const card = (label: string, value: string, note: string): Card => ({ label, value, note });
  const tests =
    test === undefined
      ? []
      : [
          card('test accuracy', percent(test.accuracy), data.testDescription),
          card('balanced accuracy', percent(test.balancedAccuracy), 'mean over classes'),
        ];
  const steps = (metrics.at(-1)?.step ?? 0).toLocaleString('en');
  const time = seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
  return [
    ...tests,
    card('explained', share(knowledge.explainedVariance), "of the pixels' variance, by reconstructions"),
    card('-ELBO', (-elbo).toFixed(1), `nats an image, ${test === undefined ? 'training' : 'test'} images`),
    card('training', time, `${steps} steps`),
  ];
}

function historyRecord(record: MetricsRecord): ReportData['history'][number] {
  const { epoch = 0, loss = 0 } = record as Readonly<Record<string, number>>;
  const tested = ['testLoss', 'testAccuracy', 'balancedAccuracy'].filter((name) => typeof record[name] === 'number');
  return { epoch, loss, ...Object.fromEntries(tested.map((name) => [name, record[name]])) };
}

/** What the paper's authors logged for their own implementation at these settings: accuracy after epochs. */
const reference = [
  [1, 0.29],
  [10, 0.6],
  [20, 0.825],
  [30, 0.85],
  [50, 0.868],
  [100, 0.868],
] as const;

function referencesOf({ data, training }: RunConfig): Partial<Pick<ReportData, 'references'>> {
  if (data.kind !== 'cards' || training.recipe !== 'paper') return {};
  const points = reference.filter(([epoch]) => epoch <= (training.epochs ?? 0));
  return { references: [{ label: 'reference implementation', points }] };
}

function latentScatter({ data, set, vae, params }: RunFacts): ReportData['latent'] {
  if (vae.options.contentDim < 2) return undefined;
  const indices = spread(set.count, SCATTERED);
  const { content, predicted } = contentsOf(vae, params, pickImages(set, indices));
  const labels = data.test?.labels;
  return {
    x: content.map(([first = 0]) => first),
    y: content.map(([, second = 0]) => second),
    classes: labels === undefined ? [...predicted] : indices.map((index) => labels[index] ?? 0),
    xLabel: 'content 1',
    yLabel: 'content 2',
    description: labels === undefined ? 'training images' : 'test images by their true class',
  };
}

function examplesOf({ data, set, vae, params }: RunFacts): NonNullable<ReportData['examples']> {
  const indices = spread(set.count, EXAMPLES);
  const found = explainImages(vae, params, set, indices);
  return found.map(({ reconstruction, predicted, probabilities, angle }, i) => {
    const [index = 0] = indices.slice(i, i + 1);
    const actual = data.test?.labels[index];
    return {
      image: pixelsOf(set, [index]),
      reconstruction,
      predicted,
      probability: probabilities[predicted] ?? 1,
      ...(actual !== undefined && { actual }),
      ...(angle !== undefined && { angle }),
    };
  });
}

/** `count` different indices (or all) of a set, always the same ones. */
function spread(total: number, count: number): number[] {
  return choose(key(0), total, Math.min(total, count));
}
