import { escapeMarkup } from './escapeMarkup.js';
import type { ChartSize } from './chart.js';
import { fontFamily } from './chart.js';
import { imageGrid, type ImageGrid } from './imageGrid.js';
import { latentScatter, type LatentScatter } from './latentScatter.js';
import { ink } from './palette.js';
import { rasterise, type Raster } from './rasterise.js';

/** One frame of a film about a model. */
export interface FilmFrame {
  /** Changes from frame to frame, such as the epoch. */
  readonly title: string;
  /** What the decoder draws over two latents, for each class. */
  readonly manifolds: readonly { readonly title: string; readonly grid: ImageGrid }[];
  readonly scatter: LatentScatter;
  readonly classNames: readonly string[];
}

const SIDE = 150;
const PITCH = { x: SIDE + 14, y: SIDE + 24 };
const TOP = 34;
const SCATTER: ChartSize = { width: 400, height: 346 };

/** Title, the classes' manifolds in two columns, and beside them where the images lie in the latents. */
export async function filmFrame({ title, manifolds, scatter, classNames }: FilmFrame): Promise<Raster> {
  const left = 2 * PITCH.x + 10;
  const width = left + SCATTER.width;
  const height = TOP + Math.max(SCATTER.height, PITCH.y * Math.ceil(manifolds.length / 2)) + 6;
  const drawing = await latentScatter(scatter, classNames, SCATTER);
  const parts = [
    text(12, 22, 16, ink.text, title),
    ...manifolds.map(manifold),
    drawing.replace('<svg ', `<svg x="${left}" y="${TOP}" `),
  ];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return rasterise(`${head}${parts.join('')}</svg>`);
}

function manifold({ title, grid }: FilmFrame['manifolds'][number], i: number): string {
  const [x, y] = [12 + (i % 2) * PITCH.x, TOP + Math.floor(i / 2) * PITCH.y];
  const png = Buffer.from(imageGrid(grid, { gap: 1 })).toString('base64');
  return `${text(x, y + 13, 12, ink.muted, title)}<image x="${x}" y="${y + 19}" width="${SIDE}" height="${SIDE}" href="data:image/png;base64,${png}"/>`;
}

function text(x: number, y: number, size: number, colour: string, content: string): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-family="${fontFamily}" fill="${colour}">${escapeMarkup(content)}</text>`;
}
