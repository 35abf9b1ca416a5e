import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as resvg from '@resvg/resvg-wasm';

/** A picture as pixels. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, 0 to 255; [row, column, 4]. */
  readonly data: Uint8ClampedArray;
}

const FONT = 'DejaVu Sans';
const { resolve } = createRequire(import.meta.url);

/** The renderer may be started once only in a process: what is here is that start. */
const started: Promise<Renderer>[] = [];

interface Renderer {
  readonly Resvg: (typeof resvg)['Resvg'];
  readonly font: Uint8Array;
}

/** An SVG as pixels on white, without a browser and with a font of its own: the same pixels on every machine. */
export async function rasterise(svg: string): Promise<Raster> {
  if (started.length === 0) started.push(start());
  const [{ Resvg, font: file }] = (await Promise.all(started)) as [Renderer];
  const font = { fontBuffers: [file], defaultFontFamily: FONT, sansSerifFamily: FONT };
  const drawing = new Resvg(svg, { font, background: '#ffffff' });
  const image = drawing.render();
  try {
    return { width: image.width, height: image.height, data: Uint8ClampedArray.from(image.pixels) };
  } finally {
    image.free();
    drawing.free();
  }
}

/** Loads the renderer, only when something is drawn, and the font. */
async function start(): Promise<Renderer> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return { Resvg, font: readFileSync(resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')) };
}
