import { contaminate } from '../../data/index.js';
import { key } from '../../num/index.js';
import { heatmap } from '../figures/index.js';
import { cardContenders, recipesInWords, cleanInWords } from './cardContenders.js';
import { sortCards, withContenders, type OpenContender } from './contenders.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { spreadOf } from './measures/index.js';
import { slug } from './slug.js';
import { testCards, testPoints, testSize } from './testCards.js';

/** The share of the pixels that are hit, and the grey value that they are set to. */
const FRACTIONS = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];
const INTENSITIES = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Cards of each class in a cell of the grid, and in the cells that the paper gives numbers for. */
const PER_CLASS = 250;
const PER_CLASS_AT_POINTS = 1000;

const published: readonly { readonly fraction: number; readonly intensity: number; readonly accuracy: string }[] = [
  { fraction: 0.05, intensity: 1, accuracy: '>.85' },
  { fraction: 0.1, intensity: 1, accuracy: '.73' },
  { fraction: 0.2, intensity: 1, accuracy: '.43' },
  { fraction: 0.4, intensity: 1, accuracy: '.25' },
];

export const fig4f: Experiment = {
  title: 'Accuracy on contaminated cards',
  about:
    'Figure 4f of the paper: a share of the pixels of each test card is set to a grey value; the models are not trained again. In ' +
    'the paper accuracy is good up to a share of 10 %.',
  run: (lab) => {
    const { ours, paper, clean } = cardContenders(lab);
    return withContenders(lab, [ours, clean, paper], async (open) => {
      const [few, many] = [PER_CLASS, PER_CLASS_AT_POINTS].map((count) => testSize(lab.settings.isSmoke, count));
      const grid = tester(open, few ?? 1);
      const axes = axesOf(lab.settings.isSmoke);
      const cells = axes.intensities.map((intensity) => axes.fractions.map((fraction) => grid(fraction, intensity)));
      const points = pointsTable(open, many ?? 1);
      const figures = open.map(({ name }, i) => {
        const values = cells.map((row) => row.map((cell) => cell[i] ?? NaN));
        return figureOf(name, axes, values, 4 * (few ?? 1));
      });
      return {
        summary: open.map(({ name }, i) => describe(name, points, 3 + i)),
        tables: [points, gridTable(open, axes, cells)],
        figures: await Promise.all(figures),
      };
    });
  },
};

interface Axes {
  readonly fractions: readonly number[];
  readonly intensities: readonly number[];
}

function axesOf(isSmoke: boolean): Axes {
  return { fractions: testPoints(isSmoke, FRACTIONS, 2), intensities: testPoints(isSmoke, INTENSITIES, 5) };
}

/** Mean accuracy over keys of each contender; all are tested on the same cards, and a cell's draws are its own. */
function tester(
  open: readonly OpenContender[],
  testPerClass: number,
): (fraction: number, intensity: number) => number[] {
  const cards = testCards({ testPerClass });
  return (fraction, intensity) => {
    const hit = contaminate(cards, { fraction, intensity }, key(Math.round(1000 * fraction)));
    return open.map((one) => spreadOf(sortCards(one, hit).map(({ accuracy }) => accuracy)).mean);
  };
}

async function figureOf(
  name: string,
  { fractions, intensities }: Axes,
  values: readonly (readonly number[])[],
  count: number,
): Promise<Figure> {
  const noteAt = (fraction: number, intensity: number): string | undefined => {
    const found = published.find((point) => point.fraction === fraction && point.intensity === intensity);
    return found === undefined ? undefined : `paper ${found.accuracy}`;
  };
  const content = await heatmap({
    xName: 'share of pixels hit',
    yName: 'grey value they are set to',
    xLabels: fractions.map((fraction) => fraction.toFixed(2)),
    yLabels: intensities.map((intensity) => intensity.toFixed(1)),
    values,
    range: [0.25, 1],
    notes: intensities.map((intensity) => fractions.map((fraction) => noteAt(fraction, intensity))),
    label: `Accuracy of ${name} against contamination`,
  });
  const caption =
    `${name}: accuracy on ${count.toLocaleString('en')} cards a cell (shear 15°, angles 60°), mean over keys. Small: what the paper ` +
    `shows there. ${recipesInWords} ${cleanInWords}`;
  return { file: `f-${slug(name)}.svg`, content, caption };
}

function pointsTable(open: readonly OpenContender[], perClass: number): Table {
  const test = tester(open, perClass);
  const rows = published.map(({ fraction, intensity, accuracy }) => {
    return [fraction, intensity, accuracy, ...test(fraction, intensity)];
  });
  const columns = ['share of pixels', 'grey value', 'paper', ...open.map(({ name }) => name)];
  return {
    name: 'published-points',
    title: `Beside the paper's numbers, on ${4 * perClass} cards each`,
    columns,
    rows,
  };
}

function gridTable(
  open: readonly OpenContender[],
  { fractions, intensities }: Axes,
  cells: readonly (readonly (readonly number[])[])[],
): Table {
  const rows = intensities.flatMap((intensity, y) =>
    fractions.map((fraction, x) => [fraction, intensity, ...(cells[y]?.[x] ?? [])]),
  );
  const columns = ['share of pixels', 'grey value', ...open.map(({ name }) => name)];
  return { name: 'accuracy', title: 'Accuracy by contamination', columns, rows };
}

function describe(name: string, { rows }: Table, column: number): string {
  const cells = rows.map((row) => `${Number(row[column]).toFixed(3)} at ${100 * Number(row[0])} % (paper ${row[2]})`);
  return `${name}, white pixels: ${cells.join(', ')}.`;
}
