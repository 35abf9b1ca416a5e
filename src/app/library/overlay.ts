import type { PixelSize } from '../../data/index.js';
import { colourOf } from '../figures/index.js';
import { drawText, newCanvas, pngOf, rgb, setPixel, textSize } from './canvas.js';
import type { Canvas, Colour } from './canvas.js';
import type { SearchedMicrograph } from './findIn.js';
import { drawScaleBar, scaleBar } from './scaleBar.js';
import { stretched } from './stretch.js';

/** Small micrographs are enlarged, so that outlines and letters have room: up to three times, towards this many pixels. */
const WANTED = 1400;
const LARGEST_ZOOM = 3;
/** A letter's pixel is one pixel for each so many of the picture. */
const PIXELS_A_LETTER = 600;

const WHITE = [255, 255, 255] as const;
const BLACK = [0, 0, 0] as const;

/**
 * A micrograph as a PNG picture with an outline around each object in the colour of its class, the name of the class above it,
 * and a scale bar where the size of a pixel is known.
 *
 * @param classes the class of each object, from 0
 */
export function overlay(
  { image, found }: SearchedMicrograph,
  classes: readonly number[],
  classNames: readonly string[],
  pixelSize: PixelSize | undefined,
): Uint8Array {
  const side = Math.max(image.height, image.width);
  const zoom = Math.max(1, Math.min(LARGEST_ZOOM, Math.round(WANTED / side)));
  const textZoom = Math.max(1, Math.round((side * zoom) / PIXELS_A_LETTER));
  const canvas = newCanvas(image.width * zoom, image.height * zoom);
  drawGrey(canvas, stretched(image.values), zoom);
  const colours = classes.map((label) => rgb(colourOf(label)));
  drawOutlines(canvas, found.labels, colours, zoom);
  found.objects.forEach(({ top, left }, i) => {
    const name = classNames[classes[i] ?? -1] ?? '';
    const [width, height] = textSize(name, textZoom);
    const x = Math.max(0, Math.min(canvas.width - width, left * zoom));
    const y = Math.max(0, top * zoom - height - zoom);
    drawText(canvas, name, [x, y], { zoom: textZoom, ink: WHITE, ground: colours[i] ?? BLACK });
  });
  if (pixelSize !== undefined) drawScaleBar(canvas, scaleBar(image.width, pixelSize), zoom, textZoom);
  return pngOf(canvas);
}

function drawGrey({ width, height, data }: Canvas, greys: Uint8Array, zoom: number): void {
  const columns = width / zoom;
  for (let at = 0; at < width * height; at += 1) {
    const [row, column] = [Math.floor(Math.floor(at / width) / zoom), Math.floor((at % width) / zoom)];
    data.fill(greys[row * columns + column] ?? 0, 3 * at, 3 * at + 3);
  }
}

/** Colours the outermost pixels of each object. */
function drawOutlines(canvas: Canvas, labels: Int32Array, colours: readonly Colour[], zoom: number): void {
  const columns = canvas.width / zoom;
  // As wide as one pixel of the micrograph, and two of the picture at least.
  const reach = Math.max(2, zoom);
  const labelAt = (x: number, y: number): number => {
    if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return 0;
    return labels[Math.floor(y / zoom) * columns + Math.floor(x / zoom)] ?? 0;
  };
  for (let y = 0; y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1) {
      const label = labelAt(x, y);
      const colour = colours[label - 1];
      if (colour === undefined) continue;
      const isInner =
        labelAt(x - reach, y) === label &&
        labelAt(x + reach, y) === label &&
        labelAt(x, y - reach) === label &&
        labelAt(x, y + reach) === label;
      if (!isInner) setPixel(canvas, x, y, colour);
    }
  }
}
