import type { Autoencoder, Params } from '../../models/index.js';
import { choose, key } from '../../num/index.js';
import { settingsTables, type RunConfig } from '../config/index.js';
import type { TestResult } from '../jobs.js';
import type { ReportData } from '../report/index.js';
import type { MetricsRecord } from '../run/index.js';
import { explainImages } from './explain.js';
import type { Knowledge } from './knowledge.js';
import type { LatentWords } from './latentWords.js';
import { traversals } from './traversal.js';
import type { TaskData } from './taskData.js';
import { share, unknownOf } from './unknown.js';

export interface RunFacts {
  readonly config: RunConfig;
  readonly data: TaskData;
  readonly vae: Autoencoder;
  readonly params: Params;
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
  const tests =
    test === undefined
      ? []
      : [
          { label: 'test accuracy', value: percent(test.accuracy), note: data.testDescription },
          { label: 'balanced accuracy', value: percent(test.balancedAccuracy), note: 'mean over classes' },
        ];
  const last = metrics[metrics.length - 1];
  return [
    ...tests,
    {
      label: 'explained',
      value: share(knowledge.explainedVariance),
      note: "of the pixels' variance, by reconstructions",
    },
    {
      label: '-ELBO',
      value: (-elbo).toFixed(1),
      note: `nats an image, ${test === undefined ? 'training' : 'test'} images`,
    },
    {
      label: 'training',
      value: seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`,
      note: `${(last?.step ?? 0).toLocaleString('en')} steps`,
    },
  ];
}

function historyRecord(record: MetricsRecord): ReportData['history'][number] {
  const number = (name: string): number | undefined => {
    const value = record[name];
    return typeof value === 'number' ? value : undefined;
  };
  const optional = (['testLoss', 'testAccuracy', 'balancedAccuracy'] as const).flatMap((name) => {
    const value = number(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { epoch: number('epoch') ?? 0, loss: number('loss') ?? 0, ...Object.fromEntries(optional) };
}

/** What the paper's authors logged for their own implementation at these settings. */
function referencesOf({ data, training }: RunConfig): Partial<Pick<ReportData, 'references'>> {
  if (data.kind !== 'cards' || training.recipe !== 'paper') return {};
  const points = [
    [1, 0.29],
    [10, 0.6],
    [20, 0.825],
    [30, 0.85],
    [50, 0.868],
    [100, 0.868],
  ] as const;
  return {
    references: [
      { label: 'reference implementation', points: points.filter(([epoch]) => epoch <= (training.epochs ?? 0)) },
    ],
  };
}

function latentScatter({ data, vae, params }: RunFacts): ReportData['latent'] {
  const set = data.test?.set ?? data.unlabelled;
  if (vae.options.contentDim < 2) return undefined;
  const indices = spread(set.count, SCATTERED);
  const found: { content: readonly number[]; predicted: number }[] = [];
  // In parts, as an image and its reconstruction are held for each.
  for (let start = 0; start < indices.length; start += 250)
    found.push(...explainImages(vae, params, set, indices.slice(start, start + 250)));
  const labels = data.test?.labels;
  return {
    x: found.map(({ content }) => content[0] ?? 0),
    y: found.map(({ content }) => content[1] ?? 0),
    classes: found.map(({ predicted }, i) => (labels === undefined ? predicted : (labels[indices[i] ?? 0] ?? 0))),
    xLabel: 'content 1',
    yLabel: 'content 2',
    description: labels === undefined ? 'training images' : 'test images by their true class',
  };
}

function examplesOf(facts: RunFacts): NonNullable<ReportData['examples']> {
  const set = facts.data.test?.set ?? facts.data.unlabelled;
  const indices = spread(set.count, EXAMPLES);
  const found = explainImages(facts.vae, facts.params, set, indices);
  return found.map((explanation, i) => exampleOf(facts, explanation, indices[i] ?? 0));
}

function exampleOf(
  { data }: RunFacts,
  found: ReturnType<typeof explainImages>[number],
  index: number,
): NonNullable<ReportData['examples']>[number] {
  const set = data.test?.set ?? data.unlabelled;
  const pixels = set.height * set.width;
  const actual = data.test?.labels[index];
  return {
    image: set.images.slice(index * pixels, (index + 1) * pixels),
    reconstruction: found.reconstruction,
    predicted: found.predicted,
    probability: found.probabilities[found.predicted] ?? 1,
    ...(actual === undefined ? {} : { actual }),
    ...(found.angle === undefined ? {} : { angle: found.angle }),
  };
}

/** `count` different indices (or all) of a set, always the same ones. */
function spread(total: number, count: number): number[] {
  return choose(key(0), total, Math.min(total, count));
}
