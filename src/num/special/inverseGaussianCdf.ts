import type * as tf from '@tensorflow/tfjs-core';
import { millsRatio } from './millsRatio.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

/** The logs between which quantiles are sought: all of float32, and more. */
const WIDEST = 120;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * The part of an inverse Gaussian distribution of mean 1 below x: Phi(a) + exp(2 c) Phi(-b), with c the concentration, a =
 * sqrt(c / x) (x - 1) and b = sqrt(c / x) (x + 1). Computed on the host in float64: both arguments are read from the device.
 *
 * @param x float32, >= 0; borrowed
 * @param concentration > 0, a number or a tensor that broadcasts against it; borrowed
 * @example
 * inverseGaussianCdf(tf.tensor1d([0, 1, 3]), 2).dataSync();   // [0, 0.627698, 0.978544]
 */
export function inverseGaussianCdf(x: tf.Tensor, concentration: Numeric): tf.Tensor {
  return withPartials('inverseGaussianCdf', { x, concentration }, onHost(cdf), [
    onHost(density),
    onHost((at, c) => -inverseGaussianSlope(c, at) * density(at, c)),
  ]);
}

/** The x at which `inverseGaussianCdf` is q, from 0 to 1: 0 and Infinity at the ends. */
export function inverseGaussianQuantile(q: tf.Tensor, concentration: Numeric): tf.Tensor {
  return withPartials('inverseGaussianQuantile', { q, concentration }, onHost(quantile), [
    onHost((_, c, x) => 1 / density(x, c)),
    onHost((_, c, x) => inverseGaussianSlope(c, x)),
  ]);
}

/**
 * How a draw x of mean 1 moves with its concentration while its quantile stays the same: minus the derivative of the cdf by it
 * over the density, x / c - 2 R(b) sqrt(x^3 / c) with R the Mills ratio.
 *
 * @see Figurnov, Mohamed and Mnih 2018, "Implicit reparameterization gradients", equation (5)
 */
export function inverseGaussianSlope(concentration: number, x: number): number {
  if (!(x > 0 && x < Infinity)) return 0;
  return x / concentration - 2 * millsRatio(places(x, concentration).b) * x * Math.sqrt(x / concentration);
}

/** With exp(2 c) phi(b) = phi(a) both terms are phi(a) times a Mills ratio. */
function cdf(x: number, concentration: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const { a, b } = places(x, concentration);
  const peak = Math.exp((-a * a) / 2) / ROOT_TWO_PI;
  if (a < 0) return peak * (millsRatio(-a) + millsRatio(b));
  return 1 - peak * (millsRatio(a) - millsRatio(b));
}

function density(x: number, concentration: number): number {
  if (!(x > 0 && x < Infinity)) return 0;
  const { a } = places(x, concentration);
  return (Math.sqrt(concentration / x) / x) * (Math.exp((-a * a) / 2) / ROOT_TWO_PI);
}

function places(x: number, concentration: number): { readonly a: number; readonly b: number } {
  const root = Math.sqrt(concentration / x);
  return { a: root * (x - 1), b: root * (x + 1) };
}

/** By bisection in log x, to the last digit of float32. */
function quantile(q: number, concentration: number): number {
  if (!(q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? 0 : Infinity;
  let [low, high] = [-WIDEST, WIDEST];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (cdf(Math.exp(middle), concentration) < q) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
