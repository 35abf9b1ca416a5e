/** A point of a glyph: x to the right, y downwards. */
export type Point = readonly [number, number];

const STEPS = 24;

/** Points of the cubic Bézier curve from `start` to `end`, both included. */
export function curve(start: Point, control1: Point, control2: Point, end: Point): Point[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3] as const;
    const along = (axis: 0 | 1): number =>
      weights[0] * start[axis] + weights[1] * control1[axis] + weights[2] * control2[axis] + weights[3] * end[axis];
    return [along(0), along(1)];
  });
}

/** Points of the circle about `centre` between two angles in degrees: 0 is to the right, 90 downwards. */
export function arc(centre: Point, radius: number, from: number, to: number): Point[] {
  return Array.from({ length: 2 * STEPS + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / (2 * STEPS)) * Math.PI) / 180;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
}

/** The closed outline whose right half runs from the top of the axis x = 0 to its bottom. */
export function mirrored(rightHalf: readonly Point[]): Point[] {
  const leftHalf = rightHalf.map(([x, y]): Point => [-x, y]).reverse();
  return [...rightHalf, ...leftHalf];
}

/** The outline stretched to a box of this width and height about (0, 0). */
export function fitted(outline: readonly Point[], width: number, height: number): Point[] {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return outline.map(([x, y]) => [
    ((x - (left + right) / 2) / (right - left)) * width,
    ((y - (top + bottom) / 2) / (bottom - top)) * height,
  ]);
}
