import { exp, Expression, formula, less, type Lifted, scalarFunction, sqrt, where } from '../formula/index.js';
import { millsRatio, normalDensity } from './float64/normal.js';

/** The logs between which quantiles are sought: all of float32, and more. */
const WIDEST = 120;

const density = formula('inverseGaussianDensity', (x: Expression, c: Expression) => {
  const root = sqrt(c.div(x));
  const inside = root
    .div(x)
    .mul(exp(root.mul(x.sub(1)).square().mul(-0.5)))
    .div(Math.sqrt(2 * Math.PI));
  return where(less(0, x).mul(less(x, Infinity)), inside, 0);
});

/**
 * How a draw x of mean 1 moves with its concentration c while its quantile stays the same: minus the derivative of the cdf by it
 * over the density, x / c - 2 R(b) sqrt(x^3 / c) with R the Mills ratio.
 *
 * @see Figurnov, Mohamed and Mnih 2018, "Implicit reparameterization gradients", equation (5)
 */
export const inverseGaussianMotion = scalarFunction('inverseGaussianMotion', (x: number, c: number) => {
  if (!(x > 0 && x < Infinity)) return 0;
  return x / c - 2 * millsRatio(places(x, c).b) * x * Math.sqrt(x / c);
});

/**
 * The part of an inverse Gaussian distribution of mean 1 below x: Phi(a) + exp(2 c) Phi(-b), with c the concentration, a =
 * sqrt(c / x) (x - 1) and b = sqrt(c / x) (x + 1).
 *
 * @param x float32, >= 0; borrowed
 * @param concentration > 0, a number or a tensor that broadcasts against it; borrowed
 * @example
 * inverseGaussianCdf(tf.tensor1d([0, 1, 3]), 2).dataSync();   // [0, 0.627698, 0.978544]
 */
export const inverseGaussianCdf: Lifted<[number, number]> = scalarFunction(
  'inverseGaussianCdf',
  cdf,
  (x: Expression, c: Expression) => [
    density(x, c),
    Expression.scaled(inverseGaussianMotion(x, c), density(x, c)).neg(),
  ],
);

/** The x at which `inverseGaussianCdf` is q, from 0 to 1: 0 and Infinity at the ends. */
export const inverseGaussianQuantile: Lifted<[number, number]> = scalarFunction(
  'inverseGaussianQuantile',
  quantile,
  (_q: Expression, c: Expression, value: Expression) => [
    Expression.of(1).div(density(value, c)),
    inverseGaussianMotion(value, c),
  ],
);

/** With exp(2 c) phi(b) = phi(a) both terms are phi(a) times a Mills ratio. */
function cdf(x: number, concentration: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const { a, b } = places(x, concentration);
  if (a < 0) return normalDensity(a) * (millsRatio(-a) + millsRatio(b));
  return 1 - normalDensity(a) * (millsRatio(a) - millsRatio(b));
}

function places(x: number, concentration: number): { readonly a: number; readonly b: number } {
  const root = Math.sqrt(concentration / x);
  return { a: root * (x - 1), b: root * (x + 1) };
}

/** By bisection in log x. */
function quantile(q: number, concentration: number): number {
  if (!(q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? 0 : Infinity;
  let [low, high] = [-WIDEST, WIDEST];
  while (high - low > 1e-13 * Math.max(1, Math.abs(low))) {
    const middle = (low + high) / 2;
    if (cdf(Math.exp(middle), concentration) < q) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
