import { quantile, suitNames, type Cards } from '../../data/index.js';
import type { CardLatents } from './cardLatents.js';
import { angleErrors, cardShape, placeErrors, spreadOf, type Points } from './measures/index.js';

const DEGREES = 180 / Math.PI;

/** After how many degrees each suit looks the same or nearly so: the three lobes of a club, and a diamond's two axes. */
const symmetries = [120, 360, 360, 180] as const;

/** Errors of the pose for one class, mean over seeds. */
export interface PoseErrors {
  readonly suit: string;
  /** Degrees after which it looks alike. */
  readonly symmetry: number;
  /** Degrees of error: on the circle, up to half a rotation, and up to symmetry. */
  readonly angle: Quantiles;
  readonly angleUpToHalf: Quantiles;
  readonly angleUpToSymmetry: Quantiles;
  /** Pixels. */
  readonly place: Quantiles;
  /** How the model's own upright object is rotated, degrees. */
  readonly offset: number;
}

export interface Quantiles {
  readonly median: number;
  readonly percentile90: number;
}

/** @param models latents by seed and class, [seed][class]; `bySuit` says for which cards. */
export function measurePose(
  models: readonly (readonly CardLatents[])[],
  cards: Cards,
  bySuit: readonly (readonly number[])[],
): PoseErrors[] {
  return bySuit.map((indices, suit) => {
    const symmetry = symmetries[suit] ?? 360;
    const perModel = models.map((classes) => errorsOf(classes[suit], cards, indices, symmetry));
    const mean = (of: (one: ModelErrors) => number): number => spreadOf(perModel.map(of)).mean;
    const quantiles = (of: (one: ModelErrors) => Float64Array): Quantiles => ({
      median: mean((one) => quantile(of(one).slice().sort(), 0.5)),
      percentile90: mean((one) => quantile(of(one).slice().sort(), 0.9)),
    });
    return {
      suit: suitNames[suit] ?? '',
      symmetry,
      angle: quantiles((one) => one.angle),
      angleUpToHalf: quantiles((one) => one.upToHalf),
      angleUpToSymmetry: quantiles((one) => one.upToSymmetry),
      place: quantiles((one) => one.place),
      offset: mean((one) => one.offset),
    };
  });
}

/** [image] each; degrees and pixels. */
interface ModelErrors {
  readonly angle: Float64Array;
  readonly upToHalf: Float64Array;
  readonly upToSymmetry: Float64Array;
  readonly place: Float64Array;
  readonly offset: number;
}

function errorsOf(
  latents: CardLatents | undefined,
  cards: Cards,
  indices: readonly number[],
  symmetry: number,
): ModelErrors {
  const { angle, shiftX, shiftY } = latents?.pose ?? { angle: [], shiftX: [], shiftY: [] };
  const truth = pick(cardShape(cards.factors).rotation, indices);
  const upTo = (period: number): Float64Array => {
    return angleErrors(angle, truth, period / DEGREES).errors.map((radians) => radians * DEGREES);
  };
  const place = placeErrors({ x: shiftX, y: shiftY }, placesOf(cards, indices));
  return {
    angle: upTo(360),
    upToHalf: upTo(180),
    upToSymmetry: upTo(symmetry),
    // The grid from -1 to 1 spans width - 1 pixels.
    place: place.errors.map((units) => (units * (cards.width - 1)) / 2),
    offset: angleErrors(angle, truth, 2 * Math.PI).offset * DEGREES,
  };
}

/** Where the cards lie, in grid units: factors are fractions of the image's width. */
function placesOf({ factors, width }: Cards, indices: readonly number[]): Points {
  const inGrid = (fractions: Float64Array): Float64Array =>
    pick(fractions, indices).map((fraction) => (2 * fraction * width) / (width - 1));
  return { x: inGrid(factors.shiftX), y: inGrid(factors.shiftY) };
}

function pick(values: Float64Array, indices: readonly number[]): Float64Array {
  return Float64Array.from(indices, (index) => values[index] ?? NaN);
}
