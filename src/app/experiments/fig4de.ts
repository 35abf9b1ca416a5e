import { addNoise, contaminate, pickImages, suitNames, type Cards } from '../../data/index.js';
import { key } from '../../num/index.js';
import { imageGrid, lineChart, type Curve } from '../figures/index.js';
import { cardContenders, recipesInWords, cleanInWords, testsInWords } from './cardContenders.js';
import { classifyCards, withContenders } from './contenders.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { spreadOf, type Spread } from './measures/index.js';
import { spreadPoint } from './spreadPoint.js';
import { testCards, testPoints, testSize } from './testCards.js';

const PER_CLASS = 1000;

/** Standard deviations of the noise in grey values: as strong as the contrast, and 21 evenly in the logarithm from 0.01 to 10. */
const SIGMAS = [1, ...Array.from({ length: 21 }, (_, i) => 10 ** (-2 + (3 * i) / 20))].sort((a, b) => a - b);

const published: Curve = {
  name: 'paper',
  look: 'reference',
  points: [
    { x: 0.01, y: 0.87 },
    { x: 0.2, y: 0.87 },
    { x: 0.45, y: 0.85 },
    { x: 0.9, y: 0.74 },
    { x: 1.26, y: 0.62 },
    { x: 10, y: 0.3 },
  ],
};

/** What is shown of each kind in panel d. */
const shownSigmas = [0, 0.2, 0.4, 1, 2];
const shownContaminations = [
  { fraction: 0.05, intensity: 0.5 },
  { fraction: 0.05, intensity: 1 },
  { fraction: 0.1, intensity: 1 },
  { fraction: 0.4, intensity: 0.5 },
  { fraction: 0.4, intensity: 1 },
];

export const fig4de: Experiment = {
  title: 'Accuracy on cards with Gaussian noise',
  about:
    'Figure 4d and e of the paper: trained models are tested on cards with noise added, without being trained again. Nothing is ' +
    'cut off at black and white.',
  run: (lab) => {
    const { ours, paper, clean } = cardContenders(lab);
    return withContenders(lab, [ours, clean, paper], async (open) => {
      const cards = testCards({ testPerClass: testSize(lab.settings.isSmoke, PER_CLASS) });
      // All models see the same noise, so that each set with noise is made once, and only one is held at a time.
      const measured = testPoints(lab.settings.isSmoke, SIGMAS, 7).map((sigma, i): NoiseTest => {
        const noisy = addNoise(cards, sigma, key(i));
        return {
          sigma,
          accuracies: open.map((one) => spreadOf(classifyCards(one, noisy).map(({ accuracy }) => accuracy))),
        };
      });
      const names = open.map(({ name }) => name);
      return {
        summary: names.map((name, i) => describe(name, i, measured)),
        tables: [tableOf(names, measured)],
        figures: [examples(), await curves(names, measured, cards)],
      };
    });
  },
};

/** What came out at one strength of noise. */
interface NoiseTest {
  readonly sigma: number;
  /** [contender] */
  readonly accuracies: readonly Spread[];
}

/** The largest noise up to which hardly anything is lost, and what is left of it at noise as strong as the contrast. */
function describe(name: string, contender: number, measured: readonly NoiseTest[]): string {
  const points = measured.map(({ sigma, accuracies }) => ({ sigma, mean: accuracies[contender]?.mean ?? NaN }));
  const clean = points[0]?.mean ?? NaN;
  const fallen = points.findIndex(({ mean }) => mean < clean - 0.02);
  const within = points[fallen < 0 ? points.length - 1 : fallen - 1];
  const strong = points.find(({ sigma }) => sigma >= 1);
  return (
    `${name}: within .02 of ${clean.toFixed(3)} up to σ = ${within?.sigma.toFixed(2)}; ` +
    `${strong?.mean.toFixed(3)} at σ = ${strong?.sigma.toFixed(2)}.`
  );
}

function tableOf(names: readonly string[], measured: readonly NoiseTest[]): Table {
  const columns = ['sigma, grey values', ...names.flatMap((name) => [name, `${name}: lowest`, `${name}: highest`])];
  const rows = measured.map(({ sigma, accuracies }) => {
    const cells = accuracies.flatMap(({ mean, lowest, highest }) => [mean, lowest, highest]);
    return [Number(sigma.toPrecision(6)), ...cells];
  });
  return { name: 'accuracy', title: 'Accuracy by the noise', columns, rows };
}

async function curves(names: readonly string[], measured: readonly NoiseTest[], { count }: Cards): Promise<Figure> {
  const curvesOfNames = names.map((name, i): Curve => ({
    name,
    points: measured.map(({ sigma, accuracies }) => spreadPoint(sigma, accuracies[i] ?? spreadOf([]))),
  }));
  const content = await lineChart({
    x: { name: 'standard deviation σ of the noise, grey values', min: 0.01, max: 10, isLog: true },
    y: { name: 'accuracy', min: 0, max: 1, interval: 0.2 },
    curves: [...curvesOfNames, published],
    label: 'Accuracy against the standard deviation of Gaussian noise',
  });
  const caption =
    `(e) Accuracy on ${count.toLocaleString('en')} cards (shear 15°, angles 60°) with Gaussian noise. Bars: lowest and highest of ` +
    `several seeds. Grey: points of the paper's curve. ${testsInWords} ${recipesInWords} ${cleanInWords}`;
  return { file: 'e-noise.svg', content, caption };
}

/** One card of each suit; columns: no noise and growing noise, then contamination. */
function examples(): Figure {
  const [clean, four] = [testCards({ testPerClass: 1 }), suitNames.length];
  const sets = [
    ...shownSigmas.map((sigma, i) => addNoise(clean, sigma, key(i))),
    ...shownContaminations.map((contamination, i) => contaminate(clean, contamination, key(i))),
  ];
  const columns = sets.length;
  const pixels = clean.height * clean.width;
  const values = new Float32Array(four * columns * pixels);
  sets.forEach((set, column) => {
    for (let row = 0; row < four; row += 1) {
      values.set(pickImages(set, [row]).images, (row * columns + column) * pixels);
    }
  });
  const grid = { rows: four, columns, imageShape: [clean.height, clean.width] as const, values };
  const contaminations = shownContaminations.map(({ fraction, intensity }) => `${100 * fraction} % at ${intensity}`);
  return {
    file: 'd-examples.png',
    content: imageGrid(grid, { zoom: 1, gap: 3 }),
    caption:
      `(d) Test cards. Columns 1 to ${shownSigmas.length}: noise of σ = ${shownSigmas.join(', ')} (shown cut off at black and white). ` +
      `The others: pixels set to a grey value, ${contaminations.join(', ')}.`,
  };
}
