import { suitNames, type Cards } from '../../data/index.js';
import { heatmap } from '../figures/index.js';
import type { CardLatents } from './cardLatents.js';
import type { Figure, Table } from './experiment.js';
import {
  cardShape,
  explainedVariance,
  formatSpread,
  mutualInformationGap,
  rankCorrelation,
  spreadOf,
  type Spread,
} from './measures/index.js';
import { slug } from './slug.js';

/**
 * The factors that a test card can show, and what they are called; the first two are what the content is to be. None is shifted to the
 * side.
 */
const factorNames = ['scale', 'shear', 'turn', 'shift down'] as const;
const CONTENT_FACTORS = 2;

/** What a contender's content latents say of the factors; spreads are over keys, of means over classes. */
export interface ContentMeasures {
  readonly name: string;
  /** The size of Spearman's correlation, [latent][factor]; which latent comes first is by its correlation with scale. */
  readonly correlations: readonly (readonly Spread[])[];
  /** R² from all content latents, [factor]. */
  readonly explained: readonly Spread[];
  /** R² of each class, mean over keys, [class][factor]. */
  readonly explainedByClass: readonly (readonly number[])[];
  /** The mutual information gap of scale and shear. */
  readonly gap: Spread;
}

/** @param models latents by key and class, [key][class]; `bySuit` says of which cards. */
export function measureContent(
  name: string,
  models: readonly (readonly CardLatents[])[],
  cards: Cards,
  bySuit: readonly (readonly number[])[],
): ContentMeasures {
  const factors = bySuit.map((indices) => factorsOf(cards, indices));
  const perModel = models.map((classes) => measureModel(classes, factors));
  const numLatents = perModel[0]?.correlations.length ?? 0;
  const overKeys = (pick: (one: ModelMeasures) => number | undefined): Spread =>
    spreadOf(perModel.map((one) => pick(one) ?? NaN));
  return {
    name,
    correlations: Array.from({ length: numLatents }, (_, k) =>
      factorNames.map((_name, f) => overKeys(({ correlations }) => correlations[k]?.[f])),
    ),
    explained: factorNames.map((_, f) => overKeys(({ explained }) => meanOf(explained.map((row) => row[f] ?? NaN)))),
    explainedByClass: suitNames.map((_, suit) =>
      factorNames.map((_name, f) => overKeys(({ explained }) => explained[suit]?.[f]).mean),
    ),
    gap: overKeys((one) => one.gap),
  };
}

interface ModelMeasures {
  /** Means over classes, [latent][factor]. */
  readonly correlations: readonly (readonly number[])[];
  /** [class][factor] */
  readonly explained: readonly (readonly number[])[];
  readonly gap: number;
}

function measureModel(classes: readonly CardLatents[], factors: readonly (readonly Float64Array[])[]): ModelMeasures {
  const numLatents = classes[0]?.content.length ?? 0;
  const correlations = Array.from({ length: numLatents }, (_, k) =>
    factorNames.map((_name, f) =>
      meanOf(classes.map(({ content }, suit) => Math.abs(rankCorrelation(content[k] ?? [], factors[suit]?.[f] ?? [])))),
    ),
  );
  const explained = classes.map(({ content }, suit) =>
    (factors[suit] ?? []).map((factor) => explainedVariance(content, factor)),
  );
  const gaps = classes.map(({ content }, suit) =>
    mutualInformationGap(content, (factors[suit] ?? []).slice(0, CONTENT_FACTORS)),
  );
  // Latents have no order of their own: the one that follows the scale comes first in all models.
  return { correlations: correlations.sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0)), explained, gap: meanOf(gaps) };
}

function factorsOf({ factors }: Cards, indices: readonly number[]): Float64Array[] {
  const { scale, shear, turn } = cardShape(factors);
  return [scale, shear, turn, factors.shiftY].map((all) => Float64Array.from(indices, (i) => all[i] ?? NaN));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function contentSummary({ name, correlations, explained, gap }: ContentMeasures): string {
  const [scale, shear] = explained;
  const [first, second] = correlations.map((row) => row.map(({ mean }) => mean.toFixed(2)));
  const words = [
    `the latent closest to the scale correlates ${first?.[0]} with scale and ${first?.[1]} with shear`,
    `the other ${second?.[0]} and ${second?.[1]}`,
    `both explain ${formatSpread(scale ?? gap, 2)} of the variance of scale and ${formatSpread(shear ?? gap, 2)} of shear`,
    `mutual information gap ${formatSpread(gap, 2)}`,
  ];
  return `${name}: ${words.join(', ')}.`;
}

export function contentTables(all: readonly ContentMeasures[]): Table[] {
  const correlations = all.flatMap(({ name, correlations: rows }) =>
    rows.map((row, k) => [name, k + 1, ...row.map(({ mean }) => mean)]),
  );
  const explained = all.flatMap(({ name, explained: mean, explainedByClass, gap }) => [
    [name, 'all', ...mean.map((one) => one.mean), gap.mean, gap.deviation],
    ...explainedByClass.map((row, suit) => [name, suitNames[suit] ?? '', ...row, null, null]),
  ]);
  return [
    {
      name: 'correlations',
      title: "Size of Spearman's correlation, mean over classes and keys",
      columns: ['model', 'latent', ...factorNames],
      rows: correlations,
    },
    {
      name: 'explained',
      title: 'R²: the share of the variance of each factor that a quadratic function of the content latents explains',
      columns: ['model', 'class', ...factorNames, 'mutual information gap', 'its standard deviation'],
      rows: explained,
    },
  ];
}

export async function contentFigure({ name, correlations }: ContentMeasures, note: string): Promise<Figure> {
  const content = await heatmap({
    xName: 'true factor',
    yName: 'latent',
    xLabels: ['scale', 'shear', 'turn', '↓'],
    yLabels: correlations.map((_, k) => String(k + 1)),
    values: correlations.map((row) => row.map(({ mean }) => mean)),
    range: [0, 1],
    label: `Correlation of the content latents of ${name} with the true factors`,
  });
  const caption = `${name}: size of Spearman's correlation of the content latents with scale, shear, turn and shift. ${note}`;
  return { file: `correlations-${slug(name)}.svg`, content, caption };
}
