import * as tf from '@tensorflow/tfjs-core';
import { suitNames } from '../../data/index.js';
import { generateImages } from '../../models/index.js';
import { imageGrid } from '../figures/index.js';
import { oneHotRows, uprightPose } from '../train/index.js';
import { cardContenders, recipesInWords } from './cardContenders.js';
import { withContenders, type OpenModel } from './contenders.js';
import type { Experiment, Figure, Table } from './experiment.js';
import { imageShape } from './measures/index.js';
import { slug } from './slug.js';

/** From minus to plus this many standard deviations of the prior, in so many steps. */
const REACH = 2;
const STEPS = 9;

export const fig3bc: Experiment = {
  title: 'What each latent of ss-VAE and ss-rVAE draws',
  about:
    'Figure 3b and c of the paper: images drawn for each class while one latent goes from -2 to 2 and the other is 0. In the ' +
    "paper's ss-rVAE the first latent is scale and the second shear; in its ss-VAE neither means anything.",
  run: (lab) => {
    const { ours, paper, oursPlain, paperPlain } = cardContenders(lab);
    const panels = [
      ['b', oursPlain],
      ['b', paperPlain],
      ['c', { ...ours, configs: ours.configs.slice(0, 1) }],
      ['c', paper],
    ] as const;
    return withContenders(
      lab,
      panels.map(([, contender]) => contender),
      (open) => {
        const traversals = open.flatMap(({ name, models }, i) => {
          return models.map((model) => ({ panel: panels[i]?.[0] ?? '', name, ...traverse(model) }));
        });
        const changes = changesTable(traversals);
        return {
          summary: traversals.map(({ name }) => describe(name, changes)),
          tables: [changes],
          figures: traversals.map(figureOf),
        };
      },
    );
  },
};

/** The images of every class as each of two latents changes, [latent, class, step, pixels]. */
interface Traversal {
  readonly images: Float32Array;
  readonly height: number;
  readonly width: number;
}

type NamedTraversal = Traversal & { readonly panel: string; readonly name: string };

function traverse({ vae, params }: OpenModel): Traversal {
  const { classes, contentDim, image } = vae.options;
  const rows = [0, 1].flatMap((latent) =>
    Array.from({ length: classes * STEPS }, (_, i) => {
      const value = -REACH + (2 * REACH * (i % STEPS)) / (STEPS - 1);
      return Array.from({ length: contentDim }, (_unused, k) => (k === latent ? value : 0));
    }),
  );
  const labels = rows.map((_, i) => Math.floor(i / STEPS) % classes);
  const images = tf.tidy(() => {
    const latents = { ...uprightPose(vae, rows.length), content: tf.tensor2d(rows) };
    return Float32Array.from(generateImages(vae, params, latents, oneHotRows(labels, classes)).dataSync());
  });
  return { images, ...image };
}

/** The rows of the first latent above the rows of the second, with an empty row between. */
function figureOf({ panel, name, images, height, width }: NamedTraversal): Figure {
  const half = images.length / 2;
  const rows = 2 * suitNames.length + 1;
  const values = new Float32Array(rows * STEPS * height * width).fill(NaN);
  values.set(images.subarray(0, half));
  values.set(images.subarray(half), values.length - half);
  const content = imageGrid({ rows, columns: STEPS, imageShape: [height, width], values });
  const caption =
    `(${panel}) ${name}, trained at ±60°. Upper rows: the first latent goes from -2 to 2, for ${suitNames.join(', ')}; lower rows: ` +
    `the second. ${recipesInWords}`;
  return { file: `${panel}-${slug(name)}.png`, content, caption };
}

/** How the object changes from one end of each latent to the other, by its second moments. */
function changesTable(traversals: readonly NamedTraversal[]): Table {
  const rows = traversals.flatMap((traversal) =>
    [0, 1].flatMap((latent) =>
      suitNames.map((suit, label) => {
        const [from, to] = [0, STEPS - 1].map((step) => shapeAt(traversal, latent, label, step));
        const bend = from && to ? Math.hypot(to.shear - from.shear, to.stretch - from.stretch) : NaN;
        const ratio = from && to ? to.size / from.size : NaN;
        return [traversal.name, latent + 1, suit, finite(ratio), finite(bend)];
      }),
    ),
  );
  const columns = ['model', 'latent', 'class', 'ratio of sizes', 'deformation'];
  const title =
    'From one end of a latent to the other: the factor by which the object grows, and how far it is sheared or stretched';
  return { name: 'changes', title, columns, rows };
}

function shapeAt(
  { images, height, width }: Traversal,
  latent: number,
  label: number,
  step: number,
): ReturnType<typeof imageShape> {
  const place = (latent * suitNames.length + label) * STEPS + step;
  return imageShape(images.subarray(place * height * width, (place + 1) * height * width), width);
}

/** No number where an image shows nothing. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Means over classes, sizes by their logarithms and whatever their direction. */
function describe(name: string, { rows }: Table): string {
  const mean = (latent: number, measure: (row: Table['rows'][number]) => number): number => {
    const values = rows.filter((row) => row[0] === name && row[1] === latent && row[3] !== null).map(measure);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [first, second] = [1, 2].map((latent) => {
    const size = Math.exp(mean(latent, (row) => Math.abs(Math.log(Number(row[3])))));
    return `latent ${latent} changes the size by a factor of ${size.toFixed(2)} and the shape by ${mean(latent, (row) => Number(row[4])).toFixed(2)}`;
  });
  return `${name}: ${first}, ${second}.`;
}
