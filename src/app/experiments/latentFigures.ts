import { imageGrid, latentScatter } from '../figures/index.js';
import { traversals, type LabelledSet, type TrainedRun } from '../train/index.js';
import { contentOf } from './contentOf.js';
import type { Figure } from './experiment.js';
import { slug } from './slug.js';

/** Rows and columns of a manifold. */
const STEPS = 12;

/** What the decoder draws over the two content latents that vary most, upright, for each class: manifolds as figures. */
export function manifolds(name: string, { vae, params, data }: TrainedRun): Figure[] {
  return traversals(vae, params, data, STEPS).map(({ title, grid, horizontal, vertical }) => {
    const isOnly = vae.options.classes === 0;
    return {
      file: isOnly ? `manifold-${slug(name)}.png` : `manifold-${slug(name)}-${slug(title)}.png`,
      content: imageGrid(grid),
      caption:
        `${name}${isOnly ? '' : `, class ${title}`}: what the decoder draws over ${horizontal.label} (left to right) and ${vertical.label} ` +
        `(top to bottom).`,
    };
  });
}

/** Where images lie in the first two content latents, by their true class. */
export async function scatter(name: string, run: TrainedRun, shown: LabelledSet, which: string): Promise<Figure> {
  const { contentDim } = run.vae.options;
  const content = contentOf(run, shown.set);
  const column = (k: number): number[] => Array.from(shown.labels, (_, i) => content[i * contentDim + k] ?? 0);
  const [xLabel, yLabel] = ['content 1', 'content 2'];
  const points = { x: column(0), y: column(1), classes: shown.labels, xLabel, yLabel };
  return {
    file: `scatter-${slug(name)}.svg`,
    content: await latentScatter(points, run.data.classNames),
    caption: `${name}: ${which} in the plane of the content latents; colour and symbol: true class.`,
  };
}
