import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { gallery } from '../../../src/app/figures/index.js';

const image = Float32Array.of(0, 1, 0.5, 0);

it('holds every image with its pixels, and every line', () => {
  const svg = gallery(
    Array.from({ length: 5 }, (_, i) => ({ image, lines: [`tile ${i}`, 'second'] })),
    [2, 2],
    'five tiles',
  );
  expect(svg.match(/<image /g)).toHaveLength(5);
  expect(svg.match(/>tile \d</g)).toEqual(['>tile 0<', '>tile 1<', '>tile 2<', '>tile 3<', '>tile 4<']);
  const png = decode(Buffer.from(/base64,([^"]+)"/.exec(svg)?.[1] ?? '', 'base64'));
  expect([png.width, png.height]).toEqual([96, 96]);
  // Upper right quarter white, upper left black: grey and opacity of a pixel within each.
  expect(Array.from(png.data.slice(0, 2))).toEqual([0, 255]);
  expect(Array.from(png.data.slice(2 * 95, 2 * 96))).toEqual([255, 255]);
});

it('shows names from files as text, whatever they hold', () => {
  expect(gallery([{ image, lines: ['<script>&"'] }], [2, 2], 'a "b"')).toContain('>&#60;script&#62;&#38;&#34;<');
});
