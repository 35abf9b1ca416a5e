import type { Components } from './components.js';

/** A separate object in a micrograph; pixels, rows downwards from 0, columns to the right from 0. */
export interface FoundObject {
  /** The centre of the box around it. */
  readonly row: number;
  readonly column: number;
  /** Its box: rows from `top` to below `bottom`, columns from `left` to below `right`. */
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  /** Its pixels. */
  readonly area: number;
  /** Of the disc of that area. */
  readonly diameter: number;
  /** Whether it may go on beyond the micrograph, or beyond a bar at its border. */
  readonly touchesBorder: boolean;
}

/** The components as objects, [component]. */
export function measureObjects({ labels, count }: Components, width: number): Omit<FoundObject, 'touchesBorder'>[] {
  const [tops, lefts] = [new Int32Array(count).fill(labels.length), new Int32Array(count).fill(width)];
  const [bottoms, rights, areas] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  for (let at = 0; at < labels.length; at += 1) {
    const i = (labels[at] ?? 0) - 1;
    if (i < 0) continue;
    const [row, column] = [Math.floor(at / width), at % width];
    tops[i] = Math.min(tops[i] ?? 0, row);
    lefts[i] = Math.min(lefts[i] ?? 0, column);
    bottoms[i] = Math.max(bottoms[i] ?? 0, row + 1);
    rights[i] = Math.max(rights[i] ?? 0, column + 1);
    areas[i] = (areas[i] ?? 0) + 1;
  }
  return Array.from(areas, (area, i) => {
    const [top = 0, left = 0, bottom = 0, right = 0] = [tops[i], lefts[i], bottoms[i], rights[i]];
    const [row, column] = [(top + bottom - 1) / 2, (left + right - 1) / 2];
    return { row, column, top, left, bottom, right, area, diameter: 2 * Math.sqrt(area / Math.PI) };
  });
}
