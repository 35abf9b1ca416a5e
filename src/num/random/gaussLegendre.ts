const SIZE = 32;

/** The nodes on -1 to 1 and the weights of the Gauss-Legendre rule: exact for polynomials up to degree 63. */
export const gaussLegendreRule: readonly { readonly place: number; readonly weight: number }[] = Array.from(
  { length: SIZE },
  (_, i) => node(i),
);

/** The integral of a smooth function from `from` to `to`, in float64. */
export function integrate(f: (x: number) => number, from: number, to: number): number {
  const [centre, half] = [(from + to) / 2, (to - from) / 2];
  let sum = 0;
  for (const { place, weight } of gaussLegendreRule) sum += weight * f(centre + half * place);
  return sum * half;
}

/** Root i of the Legendre polynomial by Newton's method, and its weight 2 / ((1 - x^2) P'(x)^2). */
function node(i: number): { readonly place: number; readonly weight: number } {
  let place = Math.cos((Math.PI * (i + 0.75)) / (SIZE + 0.5));
  let slope = 1;
  for (let step = 0; step < 8; step += 1) {
    let [previous, current] = [1, place];
    for (let n = 2; n <= SIZE; n += 1) {
      [previous, current] = [current, ((2 * n - 1) * place * current - (n - 1) * previous) / n];
    }
    slope = (SIZE * (place * current - previous)) / (place * place - 1);
    place -= current / slope;
  }
  return { place, weight: 2 / ((1 - place * place) * slope * slope) };
}
