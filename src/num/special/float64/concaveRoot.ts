/** Where steps become smaller than this the result is exact to float32. */
const SMALL = 1e-9;

/**
 * The root of a concave increasing function by Newton's method from a point at or below it: every tangent lies above the
 * function, so no step goes too far, and no bracket is needed.
 *
 * @param at the function and its derivative
 */
export function concaveRoot(
  at: (u: number) => { readonly value: number; readonly slope: number },
  start: number,
  maxSteps: number,
): number {
  let u = start;
  for (let i = 0; i < maxSteps; i += 1) {
    const { value, slope } = at(u);
    const step = -value / slope;
    if (!Number.isFinite(step)) return u;
    u += step;
    if (Math.abs(step) <= SMALL) return u;
  }
  return u;
}
