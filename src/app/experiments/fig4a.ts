import { heatmap } from '../figures/index.js';
import { cardContenders, recipesInWords, cleanInWords } from './cardContenders.js';
import { sortCards, withContenders, type OpenContender } from './contenders.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { spreadOf } from './measures/index.js';
import { slug } from './slug.js';
import { testCards, testPoints, testSize } from './testCards.js';

/** Degrees, each the end of a range from minus to plus. */
const SHEARS = [0, 5, 10, 15, 20, 25, 30];
const ALPHAS = [0, 20, 40, 60, 80, 100, 120, 140, 160, 180];

/** Cards of each class in a cell of the grid, and in the cells that the paper gives numbers for. */
const PER_CLASS = 250;
const PER_CLASS_AT_POINTS = 1000;

/** What the paper shows, by shear and angle in degrees. */
const published: readonly { readonly shear: number; readonly alpha: number; readonly accuracy: string }[] = [
  { shear: 0, alpha: 0, accuracy: '1.00' },
  { shear: 0, alpha: 60, accuracy: '.91' },
  { shear: 15, alpha: 60, accuracy: '.88' },
  { shear: 0, alpha: 180, accuracy: '>.70' },
  { shear: 30, alpha: 180, accuracy: '.54' },
];

export const fig4a: Experiment = {
  title: 'Accuracy against shear and angles beyond those of the training',
  about:
    'Figure 4a of the paper: the model is trained with shears up to 15° (23 % in the figures of the paper) and angles up to 60°, ' +
    'and tested on cards with less and with more of both.',
  run: (lab) => {
    const { ours, paper, clean } = cardContenders(lab);
    return withContenders(lab, [ours, clean, paper], async (open) => {
      const perClass = testSize(lab.settings.isSmoke, PER_CLASS);
      const axes = axesOf(lab.settings.isSmoke);
      const grids = gridsOf(open, axes, perClass);
      const points = pointsTable(open, testSize(lab.settings.isSmoke, PER_CLASS_AT_POINTS));
      const figures = await Promise.all(open.map(({ name }, i) => figureOf(name, axes, grids[i] ?? [], 4 * perClass)));
      const [first = []] = points.rows;
      const last = points.rows.at(-1) ?? [];
      const inWords = (row: Table['rows'][number]): string =>
        `${open.map(({ name }, i) => `${name} ${Number(row[3 + i]).toFixed(3)}`).join(', ')}; paper ${row[2]}`;
      return {
        summary: [`Upright cards without shear: ${inWords(first)}. Shear 30°, angles 180°: ${inWords(last)}.`],
        tables: [points, gridTable(open, axes, grids)],
        figures,
      };
    });
  },
};

interface Axes {
  readonly shears: readonly number[];
  readonly alphas: readonly number[];
}

function axesOf(isSmoke: boolean): Axes {
  return { shears: testPoints(isSmoke, SHEARS, 3), alphas: testPoints(isSmoke, ALPHAS, 3) };
}

/** Mean accuracy over keys, [contender][shear][alpha]; all are tested on the same cards. */
function gridsOf(open: readonly OpenContender[], { shears, alphas }: Axes, perClass: number): number[][][] {
  const cells = shears.map((shear) => alphas.map((alpha) => accuraciesAt(open, shear, alpha, perClass)));
  return open.map((_, contender) => cells.map((row) => row.map((cell) => cell[contender] ?? NaN)));
}

function accuraciesAt(open: readonly OpenContender[], shear: number, alpha: number, testPerClass: number): number[] {
  const [shearAngle, angle] = [shear, alpha].map((degrees) => (degrees * Math.PI) / 180);
  const cards = testCards({ testPerClass, shear: shearAngle ?? 0, alpha: angle ?? 0 });
  return open.map((one) => spreadOf(sortCards(one, cards).map(({ accuracy }) => accuracy)).mean);
}

async function figureOf(
  name: string,
  { shears, alphas }: Axes,
  grid: readonly (readonly number[])[],
  count: number,
): Promise<Figure> {
  const noteAt = (shear: number, alpha: number): string | undefined => {
    const found = published.find((point) => point.shear === shear && point.alpha === alpha);
    return found === undefined ? undefined : `paper ${found.accuracy}`;
  };
  const content = await heatmap({
    xName: 'angles up to ±α, degrees',
    yName: 'shear up to ±s, degrees',
    xLabels: alphas.map(String),
    yLabels: shears.map(String),
    values: grid,
    range: [0.25, 1],
    notes: shears.map((shear) => alphas.map((alpha) => noteAt(shear, alpha))),
    label: `Accuracy of ${name} against shear and angles`,
  });
  const caption =
    `${name}: accuracy on ${count.toLocaleString('en')} cards a cell, mean over keys. Trained at s = 15° (23 %), α = 60°. Small: ` +
    `what the paper shows there. ${recipesInWords} ${cleanInWords}`;
  return { file: `a-${slug(name)}.svg`, content, caption };
}

function pointsTable(open: readonly OpenContender[], perClass: number): Table {
  const rows = published.map(({ shear, alpha, accuracy }) => {
    return [shear, alpha, accuracy, ...accuraciesAt(open, shear, alpha, perClass)];
  });
  const columns = ['shear, degrees', 'alpha, degrees', 'paper', ...open.map(({ name }) => name)];
  return {
    name: 'published-points',
    title: `Beside the paper's numbers, on ${4 * perClass} cards each`,
    columns,
    rows,
  };
}

function gridTable(
  open: readonly OpenContender[],
  { shears, alphas }: Axes,
  grids: readonly (readonly (readonly number[])[])[],
): Table {
  const rows = shears.flatMap((shear, y) =>
    alphas.map((alpha, x) => [shear, alpha, ...grids.map((grid) => grid[y]?.[x] ?? null)]),
  );
  const columns = ['shear, degrees', 'alpha, degrees', ...open.map(({ name }) => name)];
  return { name: 'accuracy', title: 'Accuracy by shear and angles', columns, rows };
}
