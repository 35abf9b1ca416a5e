import { expect, it } from 'vitest';
import { homogeneousGrid } from '../../../src/nn/spatialDecoder/homogeneousGrid.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';

describeEngines('homogeneousGrid', () => {
  it('runs from -1 to 1 along the longer side, with the centre in the middle', () => {
    const grid = homogeneousGrid({ height: 2, width: 3 });
    const rows = [
      [-1, -0.5, 1],
      [0, -0.5, 1],
      [1, -0.5, 1],
      [-1, 0.5, 1],
      [0, 0.5, 1],
      [1, 0.5, 1],
    ];
    expectClose(grid, rows);
  });

  it('gives the rows of those pixels that are asked for', () => {
    const size = { height: 4, width: 5 };
    const whole = homogeneousGrid(size).dataSync();
    const pixels = [19, 0, 7];
    expectClose(
      homogeneousGrid(size, pixels),
      pixels.flatMap((pixel) => [...whole.slice(3 * pixel, 3 * pixel + 3)]),
    );
  });

  it.each([
    [1, 1],
    [1, 3],
    [3, 1],
  ])('is finite of %d × %d pixels, and the middle is 0', (height, width) => {
    const grid = Array.from(homogeneousGrid({ height, width }).dataSync());
    expect(grid.every(Number.isFinite)).toBe(true);
    const middle = Math.floor((height * width) / 2);
    expectClose(grid.slice(3 * middle, 3 * middle + 3), [0, 0, 1]);
  });
});
