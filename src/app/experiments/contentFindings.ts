import { suitNames } from '../../data/index.js';
import { heatmap } from '../figures/index.js';
import type { Figure, Table } from './experiment.js';
import { factorNames, regressions, type ContentMeasures } from './latentContent.js';
import { slug } from './slug.js';

export function contentTables(all: readonly ContentMeasures[]): Table[] {
  return [correlationTable(all), explainedTable(all)];
}

function correlationTable(all: readonly ContentMeasures[]): Table {
  return {
    name: 'correlations',
    title: "Size of Spearman's correlation, mean over classes and seeds",
    columns: ['model', 'latent', ...factorNames],
    rows: all.flatMap(({ name, correlations }) =>
      correlations.map((row, k) => [name, k + 1, ...row.map(({ mean }) => mean)]),
    ),
  };
}

function explainedTable(all: readonly ContentMeasures[]): Table {
  return {
    name: 'explained',
    title:
      'R²: the share of the variance of each factor that a linear or quadratic function of the content latents explains',
    columns: [
      ...['model', 'class', ...regressions.map(([factor, by]) => `${factor}, ${by}`)],
      ...['mutual information gap', 'its standard deviation'],
    ],
    rows: all.flatMap(({ name, explained, explainedByClass, gap }) => [
      [name, 'all', ...explained.map(({ mean }) => mean), gap.mean, gap.deviation],
      ...explainedByClass.map((row, suit) => [name, suitNames[suit] ?? '', ...row, null, null]),
    ]),
  };
}

export async function contentFigure({ name, correlations }: ContentMeasures, note: string): Promise<Figure> {
  const content = await heatmap({
    xName: 'true factor',
    yName: 'latent',
    xLabels: ['scale', 'shear', 'rotation', '↓'],
    yLabels: correlations.map((_, k) => String(k + 1)),
    values: correlations.map((row) => row.map(({ mean }) => mean)),
    range: [0, 1],
    label: `Correlation of the content latents of ${name} with the true factors`,
  });
  const caption = `${name}: size of Spearman's correlation of the content latents with scale, shear, rotation and shift. ${note}`;
  return { file: `correlations-${slug(name)}.svg`, content, caption };
}
