import type { PixelSize } from '../../data/index.js';
import { drawText, fillRectangle, textSize } from './canvas.js';
import type { Canvas } from './canvas.js';

/** The share of a micrograph's width that its scale bar has at most. */
const SHARE = 0.25;

const WHITE = [255, 255, 255] as const;
const BLACK = [0, 0, 0] as const;

export interface ScaleBar {
  /** In pixels of the micrograph. */
  readonly pixels: number;
  /** Such as `200 nm`. */
  readonly text: string;
}

/** The longest bar of 1, 2 or 5 times a power of ten units that takes at most a quarter of the micrograph's width. */
export function scaleBar(width: number, { length, unit }: PixelSize): ScaleBar {
  const most = SHARE * width * length;
  const power = 10 ** Math.floor(Math.log10(most));
  const round = [5, 2, 1].map((factor) => factor * power).find((one) => one <= most * (1 + 1e-9)) ?? power;
  return { pixels: round / length, text: `${Number(round.toPrecision(1))} ${unit}` };
}

/** Draws it into the lower left corner. */
export function drawScaleBar(canvas: Canvas, { pixels, text }: ScaleBar, zoom: number, textZoom: number): void {
  const width = Math.round(pixels * zoom);
  const [textWidth, textHeight] = textSize(text, textZoom);
  const margin = 4 * textZoom;
  const [left, height] = [2 * margin, 3 * textZoom];
  const ground = { width: Math.max(width, textWidth) + 2 * margin, height: height + textHeight + 2 * margin };
  const top = canvas.height - ground.height - margin;
  fillRectangle(canvas, { left: left - margin, top, ...ground }, BLACK);
  const centre = left + Math.round((Math.max(width, textWidth) - textWidth) / 2);
  drawText(canvas, text, [centre, top + margin], { zoom: textZoom, ink: WHITE, ground: BLACK });
  fillRectangle(canvas, { left, top: top + margin + textHeight, width, height }, WHITE);
}
