import { arc, curve, fitted, mirrored } from './outline.js';
import type { Point } from './outline.js';

/** The classes of the cards data, in the order of their labels. */
export const suitNames = ['clubs', 'spades', 'hearts', 'diamonds'] as const;

/** The outlines of the four suits in the order of {@link suitNames}, in pixels of a 48 × 48 image about its centre. */
export function suitOutlines(): Point[][] {
  return [
    fitted(club(), 30.8, 29.8),
    fitted(spade(), 25.0, 29.8),
    fitted(heart(), 26.1, 26.9),
    fitted(diamond(), 21.9, 29.0),
  ];
}

/** Three equal lobes, nearly a third of a turn apart, on a stem. */
function club(): Point[] {
  // The angles 34° and -103° are those where the upper and the right lobe meet.
  const upper = arc([0, -7.4], 7.5, -90, 34);
  const right = arc([7.9, 4.1], 7.5, -103, 165);
  const stem = curve([0.66, 6.04], [0.9, 10], [2.2, 13.4], [5, 14.9]);
  return mirrored([...upper, ...right, ...stem, [0, 14.9]]);
}

/** A heart upside down, so that only the stem tells it from a rotated heart. */
function spade(): Point[] {
  const body = heartHalf()
    .map(([x, y]): Point => [x, -y])
    .reverse();
  const untilStem = body.filter(([x, y]) => y < 0.5 || x > 0.1);
  const stem = curve([0.1, 0.76], [0.12, 1.02], [0.2, 1.2], [0.4, 1.31]);
  return mirrored([...untilStem, ...stem, [0, 1.31]]);
}

function heart(): Point[] {
  return mirrored(heartHalf());
}

/** From the notch over the right lobe to the tip; the heart is about 2 wide and 2 high. */
function heartHalf(): Point[] {
  const inner = curve([0, -0.58], [0.1, -0.84], [0.28, -1], [0.52, -1]);
  const outer = curve([0.52, -1], [0.8, -1], [1, -0.78], [1, -0.47]);
  const side = curve([1, -0.47], [1, -0.05], [0.42, 0.32], [0, 1]);
  return [...inner, ...outer, ...side];
}

/** Four points joined by sides that bend slightly inwards. */
function diamond(): Point[] {
  const above = curve([0, -1], [0.3, -0.63], [0.63, -0.3], [1, 0]);
  const below = curve([1, 0], [0.63, 0.3], [0.3, 0.63], [0, 1]);
  return mirrored([...above, ...below]);
}
