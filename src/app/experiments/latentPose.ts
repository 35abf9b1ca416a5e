import { quantile, suitNames, type Cards } from '../../data/index.js';
import { latentScatter } from '../figures/index.js';
import type { CardLatents } from './cardLatents.js';
import type { Figure, Table } from './experiment.js';
import { angleErrors, cardShape, placeErrors, spreadOf } from './measures/index.js';
import { slug } from './slug.js';

const DEGREES = 180 / Math.PI;

/** After how many degrees each suit looks the same or nearly so: the three lobes of a club, and a diamond's two axes. */
const symmetries = [120, 360, 360, 180] as const;

/** Errors of the pose for one class, mean over keys. */
export interface PoseErrors {
  readonly suit: string;
  /** Degrees after which it looks alike, and degrees of error: median and 90th percentile, on the circle and up to symmetry. */
  readonly symmetry: number;
  readonly angle: Quantiles;
  readonly angleUpToSymmetry: Quantiles;
  /** Pixels. */
  readonly place: Quantiles;
  /** How the model's own upright object is turned, degrees. */
  readonly offset: number;
}

interface Quantiles {
  readonly median: number;
  readonly percentile90: number;
}

export interface ContenderPose {
  readonly name: string;
  /** The first key's latents, [class], for the figure. */
  readonly first: readonly CardLatents[];
  readonly errors: readonly PoseErrors[];
}

/** @param models latents by key and class, [key][class]; `bySuit` says of which cards. */
export function measurePose(
  models: readonly (readonly CardLatents[])[],
  cards: Cards,
  bySuit: readonly (readonly number[])[],
): PoseErrors[] {
  return bySuit.map((indices, suit) => {
    const perModel = models.map((classes) => errorsOf(classes[suit], cards, indices, symmetries[suit] ?? 360));
    const mean = (pick: (one: ModelErrors) => number): number => spreadOf(perModel.map(pick)).mean;
    const quantiles = (pick: (one: ModelErrors) => Float64Array): Quantiles => ({
      median: mean((one) => quantile(pick(one).slice().sort(), 0.5)),
      percentile90: mean((one) => quantile(pick(one).slice().sort(), 0.9)),
    });
    return {
      suit: suitNames[suit] ?? '',
      symmetry: symmetries[suit] ?? 360,
      angle: quantiles((one) => one.angle),
      angleUpToSymmetry: quantiles((one) => one.upToSymmetry),
      place: quantiles((one) => one.place),
      offset: mean((one) => one.offset),
    };
  });
}

interface ModelErrors {
  readonly angle: Float64Array;
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
  const truth = pick(cardShape(cards.factors).turn, indices);
  const [onCircle, upToSymmetry] = [360, symmetry].map((period) => angleErrors(angle, truth, period / DEGREES));
  // The grid from -1 to 1 spans width - 1 pixels.
  const gridUnits = (fractions: Float64Array): Float64Array => {
    return pick(fractions, indices).map((fraction) => (2 * fraction * cards.width) / (cards.width - 1));
  };
  const place = { x: gridUnits(cards.factors.shiftX), y: gridUnits(cards.factors.shiftY) };
  const inGrid = placeErrors(angle, { x: shiftX, y: shiftY }, place).errors;
  const none = new Float64Array(0);
  return {
    angle: (onCircle?.errors ?? none).map((radians) => radians * DEGREES),
    upToSymmetry: (upToSymmetry?.errors ?? none).map((radians) => radians * DEGREES),
    place: inGrid.map((units) => (units * (cards.width - 1)) / 2),
    offset: (onCircle?.offset ?? NaN) * DEGREES,
  };
}

function pick(values: Float64Array, indices: readonly number[]): Float64Array {
  return Float64Array.from(indices, (index) => values[index] ?? NaN);
}

export function poseSummary({ name, errors }: ContenderPose): string {
  const words = errors.map(({ suit, angleUpToSymmetry, place, symmetry }) => {
    const symmetric = symmetry === 360 ? '' : ` up to turns by ${symmetry}°`;
    return `${suit} ${angleUpToSymmetry.median.toFixed(1)}°${symmetric} and ${place.median.toFixed(2)} px`;
  });
  return `${name}, median errors of angle and place: ${words.join(', ')}.`;
}

export function poseTable(poses: readonly ContenderPose[]): Table {
  const rows = poses.flatMap(({ name, errors }) =>
    errors.map(({ suit, symmetry, angle, angleUpToSymmetry, place, offset }) => [
      name,
      suit,
      angle.median,
      angle.percentile90,
      symmetry,
      angleUpToSymmetry.median,
      angleUpToSymmetry.percentile90,
      place.median,
      place.percentile90,
      offset,
    ]),
  );
  const columns = [
    'model',
    'class',
    'angle: median error, degrees',
    'angle: 90th percentile, degrees',
    'symmetry, degrees',
    'up to symmetry: median, degrees',
    'up to symmetry: 90th percentile, degrees',
    'place: median error, pixels',
    'place: 90th percentile, pixels',
    "turn of the model's upright object, degrees",
  ];
  return { name: 'pose', title: 'Errors of the inferred pose, mean over keys', columns, rows };
}

export async function poseFigure(
  { name, first }: ContenderPose,
  cards: Cards,
  bySuit: readonly (readonly number[])[],
  note: string,
): Promise<Figure> {
  // Suit by suit: of suits that alternate, evenly chosen points would be of some suits only.
  const scatter = {
    x: pick(cardShape(cards.factors).turn, bySuit.flat()).map((radians) => radians * DEGREES),
    y: first.flatMap(({ pose }) => Array.from(pose?.angle ?? [], (radians) => radians * DEGREES)),
    classes: bySuit.flatMap((indices, suit) => indices.map(() => suit)),
    xLabel: 'true turn, degrees',
    yLabel: 'inferred angle, degrees',
  };
  const caption = `${name}, first key: the inferred angle against the true one, which contains what the two shears turn. ${note}`;
  return { file: `pose-${slug(name)}.svg`, content: await latentScatter(scatter, suitNames), caption };
}
