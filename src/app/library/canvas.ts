import { encode } from 'fast-png';
import { glyph, GLYPH_HEIGHT, GLYPH_WIDTH } from './glyphs.js';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** A picture in the making: bytes [row, column, colour]. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export function newCanvas(width: number, height: number): Canvas {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/** The picture as a PNG file. */
export function pngOf({ width, height, data }: Canvas): Uint8Array {
  return encode({ width, height, data, channels: 3, depth: 8 });
}

/** `#d55e00` as three numbers. */
export function rgb(hex: string): Colour {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function setPixel({ width, height, data }: Canvas, x: number, y: number, colour: Colour): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  data.set(colour, 3 * (y * width + x));
}

/** Fills what of a rectangle lies in the picture. */
export function fillRectangle(
  canvas: Canvas,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  colour: Colour,
): void {
  for (let y = top; y < top + height; y += 1)
    for (let x = left; x < left + width; x += 1) setPixel(canvas, x, y, colour);
}

/** Columns and rows that a text takes, with the margin around it. */
export function textSize(text: string, zoom: number): readonly [width: number, height: number] {
  return [(Array.from(text).length * (GLYPH_WIDTH + 1) + 1) * zoom, (GLYPH_HEIGHT + 2) * zoom];
}

/** Writes a text on a ground of its own whose upper left corner is given. */
export function drawText(
  canvas: Canvas,
  text: string,
  [left, top]: readonly [number, number],
  look: { readonly zoom: number; readonly ink: Colour; readonly ground: Colour },
): void {
  const { zoom, ink, ground } = look;
  const [width, height] = textSize(text, zoom);
  fillRectangle(canvas, { left, top, width, height }, ground);
  Array.from(text).forEach((letter, i) => {
    glyph(letter).forEach((bits, row) => {
      for (let column = 0; column < GLYPH_WIDTH; column += 1) {
        if (((bits >> (GLYPH_WIDTH - 1 - column)) & 1) === 0) continue;
        const [x, y] = [left + (1 + i * (GLYPH_WIDTH + 1) + column) * zoom, top + (1 + row) * zoom];
        fillRectangle(canvas, { left: x, top: y, width: zoom, height: zoom }, ink);
      }
    });
  });
}
