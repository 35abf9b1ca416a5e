import { escapeMarkup } from './escapeMarkup.js';
import { fontFamily } from './chart.js';
import { imageGrid } from './imageGrid.js';
import { ink } from './palette.js';

/** An image, and what is written under it. */
export interface GalleryTile {
  /** Grey values in [0, 1], [row, column] in C order. */
  readonly image: Float32Array;
  readonly lines: readonly string[];
}

const COLUMNS = 4;
const GAP = 14;
const LINE = 15;
const TEXT_WIDTH = 148;

/**
 * Images in rows of four with lines of text under each: SVG text that holds the images.
 *
 * @param imageShape [rows, columns] of each image
 * @param label what the figure shows, for readers who cannot see it
 */
export function gallery(tiles: readonly GalleryTile[], imageShape: readonly [number, number], label: string): string {
  const zoom = Math.max(1, Math.round(96 / imageShape[0]));
  const [height, width] = [zoom * imageShape[0], zoom * imageShape[1]];
  const cell = {
    width: Math.max(width, TEXT_WIDTH) + GAP,
    height: height + LINE * Math.max(1, ...tiles.map(({ lines }) => lines.length)) + GAP,
  };
  const size = { width: COLUMNS * cell.width, height: Math.max(1, Math.ceil(tiles.length / COLUMNS)) * cell.height };
  const drawn = tiles.map(({ image, lines }, i) => {
    const [x, y] = [(i % COLUMNS) * cell.width, Math.floor(i / COLUMNS) * cell.height];
    const png = Buffer.from(imageGrid({ rows: 1, columns: 1, imageShape, values: image }, { zoom })).toString('base64');
    const texts = lines.map(
      (line, row) => `<text x="${x}" y="${y + height + (row + 1) * LINE}">${escapeMarkup(line)}</text>`,
    );
    const picture = `<image x="${x}" y="${y}" width="${width}" height="${height}" href="data:image/png;base64,${png}"/>`;
    return picture + texts.join('');
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" role="img" ` +
    `viewBox="0 0 ${size.width} ${size.height}" aria-label="${escapeMarkup(label)}" style="max-width:100%;height:auto" ` +
    `font-family="${escapeMarkup(fontFamily)}" font-size="12" fill="${ink.text}">${drawn.join('')}</svg>`
  );
}
