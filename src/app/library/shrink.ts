import { encode } from 'fast-png';

/** A picture that is shown in a page. */
export interface PagePicture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** A grey picture with the mean of each square of pixels for one, so that neither side is longer than `longest`. */
export function shrunk(greys: Uint8Array, height: number, width: number, longest: number): PagePicture {
  const step = Math.max(1, Math.ceil(Math.max(height, width) / longest));
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const data = new Uint8Array(rows * columns);
  for (let at = 0; at < data.length; at += 1) {
    data[at] = meanOf(greys, height, width, Math.floor(at / columns) * step, (at % columns) * step, step);
  }
  return { width: columns, height: rows, png: encode({ width: columns, height: rows, data, channels: 1, depth: 8 }) };
}

/** Squares at the border may be cut. */
function meanOf(greys: Uint8Array, height: number, width: number, top: number, left: number, step: number): number {
  let [sum, count] = [0, 0];
  for (let y = top; y < Math.min(height, top + step); y += 1) {
    for (let x = left; x < Math.min(width, left + step); x += 1) {
      sum += greys[y * width + x] ?? 0;
      count += 1;
    }
  }
  return Math.round(sum / Math.max(1, count));
}
