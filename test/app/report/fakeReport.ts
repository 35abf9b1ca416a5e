import type { ReportData } from '../../../src/app/report/index.js';

const size = 24;
const classNames = ['clubs', 'spades', 'hearts', 'diamonds'];

/** A report with every part, of smooth blobs in place of images. */
export function fakeReport(): ReportData {
  return {
    title: 'ss-rVAE on playing cards',
    description: 'Trained on 12,000 unlabelled and 800 labelled cards <64 × 64>, with the kiln recipe.',
    summary: [
      { label: 'test accuracy', value: '97.4 %', note: '4,000 cards at ±60°' },
      { label: 'balanced', value: '97.4 %', note: 'mean over classes' },
      { label: 'training', value: '4.2 min', note: '20 epochs on native' },
      { label: 'loss', value: '168.3', note: 'nats an image, last epoch' },
    ],
    history: Array.from({ length: 20 }, (_, i) => ({
      epoch: i + 1,
      loss: 170 + 640 * Math.exp(-i / 3),
      testLoss: 175 + 640 * Math.exp(-i / 3.2),
      testAccuracy: 0.97 - 0.7 * Math.exp(-i / 4),
      balancedAccuracy: 0.965 - 0.72 * Math.exp(-i / 4),
    })),
    references: [
      {
        label: 'reference implementation',
        points: [
          [1, 0.29],
          [10, 0.6],
          [20, 0.82],
        ],
      },
    ],
    classNames,
    test: {
      name: 'this model',
      classNames,
      accuracy: 0.97,
      balancedAccuracy: 0.97,
      confusion: [
        [985, 9, 4, 2],
        [12, 970, 18, 0],
        [0, 75, 925, 0],
        [0, 0, 0, 1000],
      ],
    },
    testDescription: '4,000 cards rotated by up to ±60°',
    baselines: [
      {
        name: 'random forest',
        classNames,
        accuracy: 0.53,
        balancedAccuracy: 0.53,
        confusion: [
          [600, 200, 100, 100],
          [300, 450, 150, 100],
          [200, 300, 400, 100],
          [100, 100, 130, 670],
        ],
      },
    ],
    traversals: classNames.map((title, k) => ({
      title,
      grid: { rows: 5, columns: 5, imageShape: [size, size], values: blobGrid(5, k) },
      horizontal: { label: 'content 1', from: -2.096912444446, to: 2 },
      vertical: { label: 'content 2', from: -2, to: 2 },
    })),
    latent: scatter(),
    examples: Array.from({ length: 16 }, (_, i) => ({
      image: blob(0.5 + 0.02 * i, i % 4),
      reconstruction: blob(0.5 + 0.018 * i, i % 4),
      predicted: i === 6 ? 1 : i % 4,
      actual: i % 4,
      probability: 0.99 - 0.02 * i,
      angle: (i - 8) / 8,
    })),
    imageShape: [size, size],
    settings: {
      data: { kind: 'cards', alpha: '60°', labelsPerClass: '200', unlabelledPerClass: '3000' },
      model: { kind: 'ssrvae', invariances: 'rotation, translation', hidden: '128, 128' },
      training: { recipe: 'kiln', epochs: '20', learningRate: '0.001', pixels: '{"kind":"lattice","stride":4}' },
    },
    versions: { kiln: '0.1.0', node: '20.20.2', tfjs: '4.22.0' },
    command: 'kiln train cards --seed 0',
    notes: ['The run was stopped early, after 20 of 40 epochs.'],
  };
}

/** An ellipse with soft edges; `lobes` of them around the middle for other classes. */
function blob(radius: number, lobes: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [((i % size) / (size - 1)) * 2 - 1, (Math.floor(i / size) / (size - 1)) * 2 - 1];
    const rim = radius * (1 + 0.25 * Math.cos((lobes + 1) * Math.atan2(y, x)));
    return 1 / (1 + Math.exp((Math.hypot(x, y) - rim) * 12));
  });
}

function blobGrid(steps: number, lobes: number): Float32Array {
  const values = new Float32Array(steps * steps * size * size);
  for (let i = 0; i < steps * steps; i += 1) {
    values.set(blob(0.3 + 0.4 * ((i % steps) / steps), lobes + Math.floor(i / steps) / steps), i * size * size);
  }
  return values;
}

/** Four spirals, so that every class and the legend can be seen. */
function scatter(): NonNullable<ReportData['latent']> {
  const points = Array.from({ length: 400 }, (_, i) => {
    const [k, t] = [i % 4, Math.floor(i / 4) / 100];
    const angle = (k * Math.PI) / 2 + t * 3;
    return { x: 2 * t * Math.cos(angle), y: 2 * t * Math.sin(angle), k };
  });
  return {
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    classes: points.map(({ k }) => k),
    xLabel: 'content 1',
    yLabel: 'content 2',
    description: 'test images by their true class',
  };
}
