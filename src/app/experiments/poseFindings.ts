import { suitNames, type Cards } from '../../data/index.js';
import { latentScatter } from '../figures/index.js';
import type { CardLatents } from './cardLatents.js';
import type { Figure, Table } from './experiment.js';
import type { PoseErrors, Quantiles } from './latentPose.js';
import { cardShape } from './measures/index.js';
import { slug } from './slug.js';

const DEGREES = 180 / Math.PI;

/** How well the models of one contender recover the pose. */
export interface ContenderPose {
  readonly name: string;
  /** The first seed's latents, [class], for the figure. */
  readonly first: readonly CardLatents[];
  readonly errors: readonly PoseErrors[];
}

export function poseSummary({ name, errors }: ContenderPose): string {
  const words = errors.map(({ suit, angle, angleUpToSymmetry, place, symmetry }) => {
    const symmetric =
      symmetry === 360 ? '' : ` (${angleUpToSymmetry.median.toFixed(1)}° up to rotations by ${symmetry}°)`;
    return `${suit} ${angle.median.toFixed(1)}°${symmetric} and ${place.median.toFixed(2)} px`;
  });
  return `${name}, median errors of angle and place: ${words.join(', ')}.`;
}

/** What is measured of each suit, by the names of the columns. */
const measures: readonly (readonly [string, (errors: PoseErrors) => Quantiles])[] = [
  ['angle, degrees', ({ angle }) => angle],
  ['angle up to 180°', ({ angleUpToHalf }) => angleUpToHalf],
  ['angle up to symmetry', ({ angleUpToSymmetry }) => angleUpToSymmetry],
  ['place, pixels', ({ place }) => place],
];

export function poseTable(poses: readonly ContenderPose[]): Table {
  const columns = [
    ...['model', 'class', 'symmetry, degrees'],
    ...measures.flatMap(([name]) => [`${name}: median error`, `${name}: 90th percentile`]),
    "rotation of the model's upright object, degrees",
  ];
  const rows = poses.flatMap(({ name, errors }) =>
    errors.map((one) => {
      const numbers = measures.flatMap(([, of]) => [of(one).median, of(one).percentile90]);
      return [name, one.suit, one.symmetry, ...numbers, one.offset];
    }),
  );
  const title =
    'Errors of the inferred pose, each suit less its own mean offset, mean over seeds; the true angle is from the polar decomposition';
  return { name: 'pose', title, columns, rows };
}

export async function poseFigure(
  { name, first }: ContenderPose,
  cards: Cards,
  bySuit: readonly (readonly number[])[],
  note: string,
): Promise<Figure> {
  // Suit by suit: of suits that alternate, evenly chosen points would be of some suits only.
  const truth = cardShape(cards.factors).rotation;
  const scatter = {
    x: bySuit.flat().map((index) => (truth[index] ?? NaN) * DEGREES),
    y: first.flatMap(({ pose }) => Array.from(pose?.angle ?? [], (radians) => radians * DEGREES)),
    classes: bySuit.flatMap((indices, suit) => indices.map(() => suit)),
    xLabel: 'true angle, degrees',
    yLabel: 'inferred angle, degrees',
  };
  const caption = `${name}, first seed: the inferred angle against the true one, which contains what the two shears rotate. ${note}`;
  return { file: `pose-${slug(name)}.svg`, content: await latentScatter(scatter, suitNames), caption };
}
