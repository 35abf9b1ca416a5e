import type { Cards } from '../../data/index.js';
import { heatmap } from '../figures/index.js';
import { cardContenders, cleanInWords, recipesInWords, testsInWords } from './cardContenders.js';
import { classifyCards, withContenders, type OpenContender } from './contenders.js';
import type { Figure, Findings, Table } from './experiment.js';
import type { Lab } from './lab.js';
import { spreadOf } from './measures/index.js';
import { slug } from './slug.js';
import { testPoints, testSize } from './testCards.js';

/** Cards of each class in a cell of the grid, and in the cells that the paper gives numbers for. */
const PER_CLASS = 250;
const PER_CLASS_AT_POINTS = 1000;

/** Something that test cards have less or more of. */
export interface GridAxis {
  /** In the figure, with its unit. */
  readonly name: string;
  /** In tables, with its unit. */
  readonly column: string;
  readonly values: readonly number[];
  /** Every so many of them are enough to show that it works. */
  readonly stepInSmoke: number;
  readonly format: (value: number) => string;
}

/** Two ways to make cards harder to classify, and what the paper shows of them. */
export interface TestGrid {
  /** The letter of the paper's panel. */
  readonly panel: string;
  /** What accuracy is shown against, for labels and titles. */
  readonly against: string;
  readonly x: GridAxis;
  readonly y: GridAxis;
  readonly published: readonly { readonly x: number; readonly y: number; readonly accuracy: string }[];
  /** What all cards of the figure have in common, for the caption. */
  readonly cardsInWords: string;
  /** The cards of a cell, the same for all models. */
  readonly cards: (testPerClass: number) => (x: number, y: number) => Cards;
}

/** Accuracies of each contender, means over seeds. */
type Tester = (x: number, y: number) => readonly number[];

/** Tests trained models, without training them again, on cards of each cell of a grid. */
export function testOnGrid(lab: Lab, grid: TestGrid): Promise<Findings> {
  const { ours, paper, clean } = cardContenders(lab);
  const { isSmoke } = lab.settings;
  const axis = (given: GridAxis): GridAxis => ({
    ...given,
    values: testPoints(isSmoke, given.values, given.stepInSmoke),
  });
  const drawn = { ...grid, x: axis(grid.x), y: axis(grid.y) };
  return withContenders(lab, [ours, clean, paper], async (open) => {
    const perClass = testSize(isSmoke, PER_CLASS);
    const test = tester(open, grid, perClass);
    const cells = drawn.y.values.map((y) => drawn.x.values.map((x) => test(x, y)));
    const points = pointsTable(open, grid, testSize(isSmoke, PER_CLASS_AT_POINTS));
    const figures = open.map(({ name }, i) => {
      const values = cells.map((row) => row.map((cell) => cell[i] ?? NaN));
      return figureOf(name, drawn, values, 4 * perClass);
    });
    return {
      summary: open.map(({ name }, i) => describe(name, grid, points, 3 + i)),
      tables: [points, gridTable(open, drawn, cells)],
      figures: await Promise.all(figures),
    };
  });
}

function tester(open: readonly OpenContender[], { cards }: TestGrid, testPerClass: number): Tester {
  const cardsAt = cards(testPerClass);
  return (x, y) => {
    const shown = cardsAt(x, y);
    return open.map((one) => spreadOf(classifyCards(one, shown).map(({ accuracy }) => accuracy)).mean);
  };
}

async function figureOf(
  name: string,
  { panel, against, x, y, published, cardsInWords }: TestGrid,
  values: readonly (readonly number[])[],
  count: number,
): Promise<Figure> {
  const noteAt = (row: number, column: number): string | undefined => {
    const found = published.find((point) => point.y === row && point.x === column);
    return found === undefined ? undefined : `paper ${found.accuracy}`;
  };
  const content = await heatmap({
    xName: x.name,
    yName: y.name,
    xLabels: x.values.map(x.format),
    yLabels: y.values.map(y.format),
    values,
    range: [0.25, 1],
    notes: y.values.map((row) => x.values.map((column) => noteAt(row, column))),
    label: `Accuracy of ${name} against ${against}`,
  });
  const caption =
    `${name}: accuracy on ${count.toLocaleString('en')} cards a cell, mean over seeds. ${cardsInWords} Small: what the paper shows ` +
    `there. ${testsInWords} ${recipesInWords} ${cleanInWords}`;
  return { file: `${panel}-${slug(name)}.svg`, content, caption };
}

function pointsTable(open: readonly OpenContender[], grid: TestGrid, perClass: number): Table {
  const test = tester(open, grid, perClass);
  return {
    name: 'published-points',
    title: `Beside the paper's numbers, on ${4 * perClass} cards each`,
    columns: [grid.x.column, grid.y.column, 'paper', ...open.map(({ name }) => name)],
    rows: grid.published.map(({ x, y, accuracy }) => [x, y, accuracy, ...test(x, y)]),
  };
}

function gridTable(
  open: readonly OpenContender[],
  { against, x, y }: TestGrid,
  cells: readonly (readonly (readonly number[])[])[],
): Table {
  return {
    name: 'accuracy',
    title: `Accuracy by ${against}`,
    columns: [x.column, y.column, ...open.map(({ name }) => name)],
    rows: y.values.flatMap((row, i) => x.values.map((column, j) => [column, row, ...(cells[i]?.[j] ?? [])])),
  };
}

function describe(name: string, { x, y }: TestGrid, { rows }: Table, column: number): string {
  const cells = rows.map((row) => {
    const place = `${x.format(Number(row[0]))} and ${y.format(Number(row[1]))}`;
    return `${Number(row[column]).toFixed(3)} at ${place} (paper ${row[2]})`;
  });
  return `${name}: ${cells.join(', ')}.`;
}
