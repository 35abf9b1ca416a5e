import { decode, decodeFrames } from 'modern-gif';
import { describe, expect, it } from 'vitest';
import { gif, rasterise } from '../../../src/app/figures/index.js';

const square = (color: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10">` +
  `<rect x="10" width="10" height="10" fill="${color}"/></svg>`;

describe('rasterise', () => {
  it('draws an SVG on white', async () => {
    const { width, height, data } = await rasterise(square('#0072b2'));
    expect([width, height, data.length]).toEqual([20, 10, 800]);
    expect([...data.slice(0, 4), ...data.slice(4 * 15, 4 * 16)]).toEqual([255, 255, 255, 255, 0, 0x72, 0xb2, 255]);
  });

  it('draws text, whatever font the SVG asks for', async () => {
    const svg = (text: string): string =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15" font-family="system-ui, Arial">${text}</text></svg>`;
    const ink = async (text: string): Promise<number> =>
      (await rasterise(svg(text))).data.filter((value, i) => i % 4 === 0 && value < 128).length;
    expect(await ink('')).toBe(0);
    expect(await ink('WW')).toBeGreaterThan(await ink('il'));
  });
});

describe('gif', () => {
  it('holds the frames in order, with their times, and repeats', async () => {
    const frames = await Promise.all(['#0072b2', '#d55e00'].map((color) => rasterise(square(color))));
    const bytes = await gif(frames, { delay: 200, lastDelay: 900 });
    expect(decode(bytes)).toMatchObject({ width: 20, height: 10, looped: true });
    const read = decodeFrames(bytes);
    expect(read.map(({ delay }) => delay)).toEqual([200, 900]);
    read.forEach(({ data }, i) => {
      // The few colours of these frames fit into the table; it rounds by at most a few of 255.
      const worst = data.reduce(
        (most, value, place) => Math.max(most, Math.abs(value - (frames[i]?.data[place] ?? NaN))),
        0,
      );
      expect(worst).toBeLessThanOrEqual(8);
    });
  });

  it('gives the same bytes for the same frames, which it leaves as they are', async () => {
    const frame = await rasterise(square('#009e73'));
    const before = Uint8ClampedArray.from(frame.data);
    expect(await gif([frame, frame])).toEqual(await gif([frame, frame]));
    expect(frame.data).toEqual(before);
  });

  it('refuses no frames, and frames of different sizes', async () => {
    await expect(gif([])).rejects.toMatchObject({ code: 'ShapeError', where: 'gif', got: 'none' });
    const small = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    await expect(gif([small, await rasterise(square('#000'))])).rejects.toMatchObject({
      where: 'gif',
      got: '1 × 1, 20 × 10',
    });
  });
});
