import { suitNames, type Cards } from '../../data/index.js';
import type { CardLatents } from './cardLatents.js';
import { cardShape, explainedVariance, formatSpread, mutualInformationGap, rankCorrelation } from './measures/index.js';
import { spreadOf, type Regression, type Spread } from './measures/index.js';

/**
 * The factors that a test card can show, and what they are called; the first two are what the content is to be. None is shifted to the
 * side.
 */
export const factorNames = ['scale', 'shear', 'rotation', 'shift down'] as const;
const CONTENT_FACTORS = 2;

/** The true factors of some cards, [image] each. */
type Factors = Readonly<Record<(typeof factorNames)[number] | 'log size', Float64Array>>;

/** Which factors are explained, and by which function of all content latents. */
export const regressions: readonly (readonly [factor: keyof Factors, by: Regression])[] = [
  ['log size', 'linear'],
  ['shear', 'linear'],
  ...factorNames.map((name) => [name, 'quadratic'] as const),
];

/** What a contender's content latents say of the factors; spreads are over seeds, of means over classes. */
export interface ContentMeasures {
  readonly name: string;
  /** The size of Spearman's correlation, [latent][factor]; which latent comes first is by its correlation with scale. */
  readonly correlations: readonly (readonly Spread[])[];
  /** R², [regression]. */
  readonly explained: readonly Spread[];
  /** R² of each class, mean over seeds, [class][regression]. */
  readonly explainedByClass: readonly (readonly number[])[];
  /** The mutual information gap of scale and shear. */
  readonly gap: Spread;
}

/** @param models latents by seed and class, [seed][class]; `bySuit` says for which cards. */
export function measureContent(
  name: string,
  models: readonly (readonly CardLatents[])[],
  cards: Cards,
  bySuit: readonly (readonly number[])[],
): ContentMeasures {
  const factors = bySuit.map((indices) => factorsOf(cards, indices));
  const perModel = models.map((classes) => measureModel(classes, factors));
  const numLatents = perModel[0]?.correlations.length ?? 0;
  const overSeeds = (pick: (one: ModelMeasures) => number | undefined): Spread =>
    spreadOf(perModel.map((one) => pick(one) ?? NaN));
  return {
    name,
    correlations: Array.from({ length: numLatents }, (_, k) =>
      factorNames.map((_name, f) => overSeeds(({ correlations }) => correlations[k]?.[f])),
    ),
    explained: regressions.map((_, r) => overSeeds(({ explained }) => meanOf(explained.map((row) => row[r] ?? NaN)))),
    explainedByClass: suitNames.map((_, suit) =>
      regressions.map((_name, r) => overSeeds(({ explained }) => explained[suit]?.[r]).mean),
    ),
    gap: overSeeds((one) => one.gap),
  };
}

interface ModelMeasures {
  /** Means over classes, [latent][factor]. */
  readonly correlations: readonly (readonly number[])[];
  /** [class][regression] */
  readonly explained: readonly (readonly number[])[];
  readonly gap: number;
}

/** @param factors [class] */
function measureModel(classes: readonly CardLatents[], factors: readonly Factors[]): ModelMeasures {
  const numLatents = classes[0]?.content.length ?? 0;
  const meanOverClasses = (measure: (content: CardLatents['content'], own: Factors) => number): number =>
    meanOf(factors.map((own, suit) => measure(classes[suit]?.content ?? [], own)));
  const correlations = Array.from({ length: numLatents }, (_, k) =>
    factorNames.map((factor) =>
      meanOverClasses((content, own) => Math.abs(rankCorrelation(content[k] ?? [], own[factor]))),
    ),
  );
  const explained = factors.map((own, suit) =>
    regressions.map(([factor, by]) => explainedVariance(classes[suit]?.content ?? [], own[factor], by)),
  );
  const gap = meanOverClasses((content, own) =>
    mutualInformationGap(
      content,
      factorNames.slice(0, CONTENT_FACTORS).map((factor) => own[factor]),
    ),
  );
  // Latents have no order of their own: the one that follows the scale comes first in all models.
  return { correlations: correlations.sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0)), explained, gap };
}

function factorsOf({ factors }: Cards, indices: readonly number[]): Factors {
  const { scale, shear, rotation } = cardShape(factors);
  const some = (all: Float64Array): Float64Array => Float64Array.from(indices, (i) => all[i] ?? NaN);
  const own = { scale: some(scale), shear: some(shear), rotation: some(rotation), 'shift down': some(factors.shiftY) };
  return { ...own, 'log size': own.scale.map(Math.log) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function contentSummary({ name, correlations, explained, gap }: ContentMeasures): string {
  const share = (factor: keyof Factors, by: Regression): string => {
    const place = regressions.findIndex((one) => one[0] === factor && one[1] === by);
    return formatSpread(explained[place] ?? spreadOf([]), 2);
  };
  const [first, second] = correlations.map((row) => row.map(({ mean }) => mean.toFixed(2)));
  const words = [
    `the latent closest to the scale correlates ${first?.[0]} with scale and ${first?.[1]} with shear`,
    `the other ${second?.[0]} and ${second?.[1]}`,
    `a linear function of both explains ${share('log size', 'linear')} of the variance of log size and ${share('shear', 'linear')} of shear`,
    `a quadratic one ${share('scale', 'quadratic')} of scale and ${share('shear', 'quadratic')} of shear`,
    `mutual information gap ${formatSpread(gap, 2)}`,
  ];
  return `${name}: ${words.join(', ')}.`;
}
