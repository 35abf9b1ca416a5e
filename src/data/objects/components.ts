/** Pixels by the object they belong to. */
export interface Components {
  /** [row, column]: 0 outside of objects, else the number of the object, from 1. */
  readonly labels: Int32Array;
  readonly count: number;
}

/** The groups of pixels that are not 0 and touch, also at corners, numbered in reading order. */
export function labelComponents(mask: Uint8Array, width: number): Components {
  const labels = new Int32Array(mask.length);
  const pending = new Int32Array(mask.length);
  let count = 0;
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] === 0 || labels[start] !== 0) continue;
    count += 1;
    labels[start] = count;
    pending[0] = start;
    for (let numPending = 1; numPending > 0;) {
      numPending -= 1;
      numPending = labelAround(pending[numPending] ?? 0, mask, labels, pending, numPending, width, count);
    }
  }
  return { labels, count };
}

/** Gives the eight neighbours of a pixel its label and puts the new ones on the pile, whose length it hands back. */
function labelAround(
  at: number,
  mask: Uint8Array,
  labels: Int32Array,
  pending: Int32Array,
  numPending: number,
  width: number,
  label: number,
): number {
  const column = at % width;
  const [left, right] = [column > 0 ? -1 : 0, column < width - 1 ? 1 : 0];
  let length = numPending;
  for (let row = at - width; row <= at + width; row += width) {
    for (let next = row + left; next <= row + right; next += 1) {
      if (next < 0 || next >= mask.length || mask[next] === 0 || labels[next] !== 0) continue;
      labels[next] = label;
      pending[length] = next;
      length += 1;
    }
  }
  return length;
}

/** Sets the pixels of the mask that no path of zeros, along rows and columns, joins to the border; changes the mask. */
export function fillHoles(mask: Uint8Array, height: number, width: number): void {
  const isOutside = new Uint8Array(mask.length);
  const pending: number[] = [];
  const visit = (at: number): void => {
    if (mask[at] !== 0 || isOutside[at] !== 0) return;
    isOutside[at] = 1;
    pending.push(at);
  };
  for (let column = 0; column < width; column += 1) [column, (height - 1) * width + column].forEach(visit);
  for (let row = 0; row < height; row += 1) [row * width, row * width + width - 1].forEach(visit);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at % width > 0) visit(at - 1);
    if (at % width < width - 1) visit(at + 1);
    visit(at - width);
    visit(at + width);
  }
  for (let at = 0; at < mask.length; at += 1) mask[at] = isOutside[at] === 0 ? 1 : 0;
}
