import { accuracyCurve, confusionMatrix, imageGrid, latentScatter, lossCurve } from '../figures/index.js';
import type { ReportData, Traversal } from './reportData.js';

/** The drawings of a report: SVG text, and PNG bytes for pictures. */
export interface ReportFigures {
  readonly loss: string;
  readonly accuracy?: string;
  readonly confusion?: string;
  readonly latent?: string;
  /** In the order of the data's traversals. */
  readonly traversals: readonly Uint8Array[];
  /** Image and reconstruction of each example, in the data's order. */
  readonly examples: readonly { readonly image: Uint8Array; readonly reconstruction: Uint8Array }[];
}

/** Draws all figures for which there are data. */
export async function drawFigures(data: ReportData): Promise<ReportFigures> {
  const { history, references, classNames, test, latent, traversals = [], examples = [], imageShape } = data;
  const hasAccuracy = history.some(({ testAccuracy }) => testAccuracy !== undefined);
  const picture = (values: Float32Array): Uint8Array => imageGrid({ rows: 1, columns: 1, imageShape, values });
  return {
    loss: await lossCurve(history),
    ...(hasAccuracy && { accuracy: await accuracyCurve(history, references) }),
    ...(test !== undefined && { confusion: await confusionMatrix(test.confusion, test.classNames) }),
    ...(latent !== undefined && { latent: await latentScatter(latent, classNames) }),
    traversals: traversals.map(({ grid }) => imageGrid(grid)),
    examples: examples.map(({ image, reconstruction }) => ({
      image: picture(image),
      reconstruction: picture(reconstruction),
    })),
  };
}

/** The file name of a traversal's picture: letters, digits and hyphens of its title. */
export function traversalFile({ title }: Traversal): string {
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return `traversal-${name.replace(/^-|-$/g, '')}.png`;
}
