import { lineChart } from '../figures/index.js';
import { confusionFigures, type ModelResults } from './confusions.js';
import { errorGalleries, shownMistakes, type ShownMistake } from './errorGallery.js';
import type { Figure } from './experiment.js';
import { manifolds, scatter } from './latentFigures.js';
import { ssrvae } from './particleContenders.js';
import { classSpreads } from './splitTables.js';
import type { TrainedModel } from './trainModels.js';

/** What the paper says that ss-rVAE classifies correctly of every class at least. */
export const PAPER_SHARE = 0.6;

/** The models of the chart; all are in the table. */
const SHOWN: readonly string[] = [
  'ss-rVAE',
  'ss-rVAE without scenes',
  'ss-VAE',
  'labels alone',
  'rVAE',
  'random forest',
];

/** How well one way to learn classifies the held-out images, split by split. */
export type Test = ModelResults & { readonly learnsFrom: string };

/** Points of one class lie side by side, so that their bars can be distinguished. */
export async function classChart(tests: readonly Test[], note: string): Promise<Figure> {
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
    points: classNames.map((_, k) => ({ x: k + 1, y: PAPER_SHARE })),
  } as const;
  const label = 'Share of each class classified correctly, by model';
  const content = await lineChart(
    {
      x: {
        name: `class: ${classNames.map((name, k) => `${k + 1} is “${name}”`).join(', ')}`,
        min: 0,
        max: classNames.length + 1,
        interval: 1,
      },
      y: { name: 'share classified correctly', min: 0, max: 1, interval: 0.2 },
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

/** Manifolds, latent plane and mistakes of the paper's model: the first two with the first split. */
export async function ownFigures(models: readonly TrainedModel[]): Promise<Figure[]> {
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

export async function splitConfusions(test: Test | undefined, seeds: readonly number[]): Promise<Figure[]> {
  if (test === undefined || test.results.length < 2) return [];
  const single = test.results.map((result, i) => ({ name: `${test.name} split ${seeds[i] ?? i}`, results: [result] }));
  return confusionFigures('split-', single, 'One split on its own.');
}
