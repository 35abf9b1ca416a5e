/** How a plane shape is changed without rotating it and without changing its area: logarithms, 0 for no change. */
export interface Deformation {
  /** Along the diagonals: positive, right-hand points go up in y. A shear by a small angle along x or y is half of it. */
  readonly shear: number;
  /** Along the axes: positive, longer in x and shorter in y. */
  readonly stretch: number;
}

/**
 * The part of the logarithm of the symmetric matrix [[xx, xy], [xy, yy]] that has no trace: [[stretch, shear], [shear, -stretch]].
 *
 * The matrix must be positive definite. With a = arcosh of half the trace over the root of the determinant, it is
 * √det · (cosh(a) I + sinh(a) N), and its logarithm has the traceless part a N.
 */
export function deformation(xx: number, xy: number, yy: number): Deformation {
  const root = Math.sqrt(xx * yy - xy * xy);
  const [stretch, shear] = [(xx - yy) / (2 * root), xy / root];
  const sinh = Math.hypot(stretch, shear);
  const ratio = sinh === 0 ? 1 : Math.asinh(sinh) / sinh;
  return { shear: ratio * shear, stretch: ratio * stretch };
}
