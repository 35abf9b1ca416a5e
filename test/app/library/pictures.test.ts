// What is drawn: scale bars, letters, overlays, and pictures for pages.
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { findObjects } from '../../../src/data/index.js';
import { drawText, newCanvas } from '../../../src/app/library/canvas.js';
import { glyph } from '../../../src/app/library/glyphs.js';
import { overlay } from '../../../src/app/library/overlay.js';
import { scaleBar } from '../../../src/app/library/scaleBar.js';
import { sheetsOf } from '../../../src/app/library/sheets.js';
import { shrunk } from '../../../src/app/library/shrink.js';
import { stretched } from '../../../src/app/library/stretch.js';

describe('scaleBar', () => {
  it.each([
    [400, 1, 100, '100 nm'],
    [400, 2.5, 80, '200 nm'],
    [1000, 0.013, 2 / 0.013, '2 nm'],
    [100, 0.0004, 25, '0.01 nm'],
  ])('%d pixels of %d nm', (width, length, pixels, text) => {
    const bar = scaleBar(width, { length, unit: 'nm' });
    expect(bar.text).toBe(text);
    expect(bar.pixels).toBeCloseTo(pixels, 9);
  });
});

describe('letters', () => {
  it('are different drawings of seven rows of five pixels', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+/µÅ');
    const rows = letters.map(glyph);
    expect(rows.every((one) => one.length === 7 && one.every((bits) => bits >= 0 && bits < 32))).toBe(true);
    expect(new Set(rows.map(String)).size).toBe(letters.length);
  });

  it('without a drawing lose their marks or become boxes', () => {
    expect(glyph('é')).toEqual(glyph('e'));
    expect(glyph('漢')).toEqual([31, 17, 17, 17, 17, 17, 31]);
  });

  it('are drawn as they are, magnified, and cut at the border of the picture', () => {
    const canvas = newCanvas(10, 10);
    drawText(canvas, 'T', [4, 0], { zoom: 1, ink: [255, 255, 255], ground: [1, 1, 1] });
    const row = (y: number): number[] => Array.from({ length: 10 }, (_, x) => canvas.data[3 * (10 * y + x)] ?? 0);
    expect(row(1)).toEqual([0, 0, 0, 0, 1, 255, 255, 255, 255, 255]);
    expect(row(2)).toEqual([0, 0, 0, 0, 1, 1, 1, 255, 1, 1]);
  });
});

describe('overlay', () => {
  it('outlines each object in the colour of its class and leaves what is inside', () => {
    const [height, width] = [60, 60];
    const values = new Float32Array(height * width).fill(0.2);
    for (let row = 20; row < 40; row += 1) values.fill(0.8, row * width + 20, row * width + 40);
    const image = { name: 'a.png', height, width, values };
    const found = findObjects(image);
    const picture = decode(overlay({ image, found, window: 20 }, [1], ['x', 'y'], undefined));
    const zoom = picture.width / width;
    const colourAt = (row: number, column: number): number[] => {
      const at = 3 * ((row * zoom + 1) * picture.width + column * zoom + 1);
      return [...picture.data.slice(at, at + 3)];
    };
    const [object] = found.objects;
    expect(colourAt(30, object?.left ?? 0)).toEqual([0xd5, 0x5e, 0x00]);
    expect(colourAt(30, 30)).toEqual([255, 255, 255]);
    expect(colourAt(50, 50)).toEqual([0, 0, 0]);
  });
});

describe('pictures for pages', () => {
  it('shrunk: each pixel is the mean of a square, those at the border of what there is', () => {
    const { width, height, png } = shrunk(Uint8Array.of(0, 10, 20, 20, 30, 40), 2, 3, 2);
    expect([width, height, [...decode(png).data]]).toEqual([2, 1, [15, 30]]);
  });

  it('stretched: goes from black to white, and a constant picture is black', () => {
    expect([...stretched(Float32Array.of(-3, 0, 3))]).toEqual([0, 128, 255]);
    expect([...stretched(Float32Array.of(7, 7))]).toEqual([0, 0]);
  });

  it('sheetsOf: patch i is at its place on its sheet', () => {
    const count = 1030;
    const images = Float32Array.from({ length: count * 4 }, (_, at) => (Math.floor(at / 4) % 256) / 255);
    const { columns, perSheet, rows, pngs } = sheetsOf({ images, count, height: 2, width: 2 });
    expect([columns, perSheet, rows]).toEqual([32, 1024, [32, 1]]);
    const last = decode(pngs[1] ?? new Uint8Array());
    expect(last.data[2 * (2 * 5)]).toBe(1029 % 256);
  });
});
