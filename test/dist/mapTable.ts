import * as tf from '@tensorflow/tfjs-core';
import { transforms, type Bijector } from '../../src/dist/index.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A map of three numbers, as a bijector and as a formula in float64. */
export interface MapRow {
  readonly name: string;
  /** With parameters that are tensors, or the ordinary ones. */
  readonly make: (parameters?: Tensors) => Bijector;
  readonly parameters?: Readonly<Record<string, tf.TensorLike>>;
  readonly formula: (x: readonly number[]) => number[];
  /** Whether it is defined for numbers above 0 only. */
  readonly isPositive?: boolean;
  readonly backTolerance?: number;
}

const { exp, log, tanh, log1p } = Math;
const sigmoid = (x: number): number => 1 / (1 + exp(-x));
const each = (f: (x: number) => number) => (x: readonly number[]) => x.map(f);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const softplus = (x: number): number => log1p(exp(x));

const vector = { normal: [1, -2, 0.5], shift: [-1.5, 0.4, 1], weight: [1, 0.3, -1.2], center: [0.2, -0.4, 1] };
const bins = { widths: [0.5, -1, 0.3, 1], heights: [-0.5, 1, 0, 0.7], slopes: [1, -0.7, 0.4] };

/** One row with parameters: `make` gets tensors of them, new ones if it is given none. */
function withParameters(
  name: string,
  parameters: Readonly<Record<string, tf.TensorLike>>,
  build: (p: (name: string) => tf.Tensor) => Bijector,
  formula: MapRow['formula'],
  more: Partial<MapRow> = {},
): MapRow {
  const make = (given?: Tensors): Bijector => build((each_) => given?.[each_] ?? tf.tensor(parameters[each_] ?? NaN));
  return { name, make, parameters, formula, ...more };
}

export const maps: readonly MapRow[] = [
  { name: 'identity', make: () => transforms.identity, formula: (x) => [...x] },
  { name: 'affine', make: () => transforms.affine({ loc: 3, scale: -0.5 }), formula: each((x) => 3 - 0.5 * x) },
  withParameters(
    'affine of tensors',
    { loc: [1, -2, 3], scale: [-0.5, 2, 0.1] },
    (p) => transforms.affine({ loc: p('loc'), scale: p('scale') }),
    (x) => x.map((at, i) => ([1, -2, 3][i] ?? 0) + ([-0.5, 2, 0.1][i] ?? 0) * at),
    { backTolerance: 1e-5 },
  ),
  { name: 'exp', make: () => transforms.exp, formula: each(exp) },
  { name: 'log', make: () => transforms.log, formula: each(log), isPositive: true },
  { name: 'sigmoid', make: () => transforms.sigmoid, formula: each(sigmoid) },
  { name: 'tanh', make: () => transforms.tanh, formula: each(tanh), backTolerance: 1e-4 },
  { name: 'softplus', make: () => transforms.softplus, formula: each(softplus) },
  { name: 'power of 3', make: () => transforms.power(3), formula: each((x) => x ** 3), isPositive: true },
  withParameters(
    'power of tensors',
    { exponent: [0.5, -1.2, 1.5] },
    (p) => transforms.power(p('exponent')),
    (x) => x.map((at, i) => at ** ([0.5, -1.2, 1.5][i] ?? 1)),
    { isPositive: true },
  ),
  {
    name: 'half line',
    make: () => transforms.expHalfLine(2, -1),
    formula: each((x) => 2 - exp(x)),
    backTolerance: 1e-4,
  },
  { name: 'interval', make: () => transforms.sigmoidInterval(-1, 3), formula: each((x) => -1 + 4 * sigmoid(x)) },
  {
    name: 'ordered',
    make: () => transforms.ordered,
    formula: ([a = 0, b = 0, c = 0]) => [a, a + exp(b), a + exp(b) + exp(c)],
    backTolerance: 1e-4,
  },
  {
    name: 'positiveOrdered',
    make: () => transforms.positiveOrdered,
    formula: ([a = 0, b = 0, c = 0]) => [exp(a), exp(a) + exp(b), exp(a) + exp(b) + exp(c)],
    backTolerance: 1e-4,
  },
  { name: 'permute', make: () => transforms.permute([2, 0, 1]), formula: ([a = 0, b = 0, c = 0]) => [c, a, b] },
  withParameters(
    'householder',
    { normal: vector.normal },
    (p) => transforms.householder(p('normal')),
    (x) =>
      x.map((at, i) => at - (2 * (vector.normal[i] ?? 0) * dot(vector.normal, x)) / dot(vector.normal, vector.normal)),
  ),
  withParameters(
    'planar',
    { shift: vector.shift, weight: vector.weight, bias: 0.3 },
    (p) => transforms.planar({ shift: p('shift'), weight: p('weight'), bias: p('bias') }),
    (x) => {
      const { shift, weight } = vector;
      const product = dot(weight, shift);
      const change = (softplus(product) - 1 - product) / dot(weight, weight);
      const bent = tanh(dot(weight, x) + 0.3);
      return x.map((at, i) => at + ((shift[i] ?? 0) + change * (weight[i] ?? 0)) * bent);
    },
    { backTolerance: 1e-4 },
  ),
  withParameters(
    'radial',
    { center: vector.center, radius: 0.8, strength: -1 },
    (p) => transforms.radial({ center: p('center'), radius: p('radius'), strength: p('strength') }),
    (x) => {
      const from = x.map((at, i) => at - (vector.center[i] ?? 0));
      const r = Math.sqrt(dot(from, from));
      return from.map((at, i) => (vector.center[i] ?? 0) + (at * (r + softplus(-1))) / (r + 0.8));
    },
  ),
  withParameters(
    'spline',
    bins,
    (p) => transforms.spline({ widths: p('widths'), heights: p('heights'), slopes: p('slopes'), bound: 2 }),
    each((x) => splineAt(x, 2)),
    { backTolerance: 1e-4 },
  ),
  {
    name: 'coupling of splines',
    make: () =>
      transforms.coupling({
        splitAt: 1,
        map: (kept) =>
          transforms.spline({
            widths: tf.add(tf.tensor1d(bins.widths), tf.mul(tf.expandDims(kept, -1), 0)),
            heights: tf.tensor1d(bins.heights),
            slopes: tf.tensor1d(bins.slopes),
            bound: 2,
          }),
      }),
    formula: ([a = 0, b = 0, c = 0]) => [a, splineAt(b, 2), splineAt(c, 2)],
    backTolerance: 1e-4,
  },
  {
    name: 'coupling, flipped',
    make: () =>
      transforms.coupling({
        splitAt: 1,
        isFlipped: true,
        map: (kept) => transforms.affine({ loc: tf.sum(kept, -1, true), scale: 2 }),
      }),
    formula: ([a = 0, b = 0, c = 0]) => [2 * a + b + c, b, c],
  },
  {
    name: 'affine coupling',
    make: () =>
      transforms.affineCoupling({
        splitAt: 2,
        terms: (kept) => ({ shift: tf.slice(kept, [0, 0], [-1, 1]), logScale: tf.tanh(tf.sum(kept, -1, true)) }),
      }),
    formula: ([a = 0, b = 0, c = 0]) => [a, b, c * exp(tanh(a + b)) + a],
    backTolerance: 1e-4,
  },
  {
    name: 'composition',
    make: () =>
      transforms.compose([transforms.affine({ loc: 1, scale: -2 }), transforms.sigmoid, transforms.permute([1, 2, 0])]),
    formula: ([a = 0, b = 0, c = 0]) => [b, c, a].map((x) => sigmoid(1 - 2 * x)),
    backTolerance: 1e-4,
  },
  {
    name: 'inverse of softplus',
    make: () => transforms.inverse(transforms.softplus),
    formula: each((y) => log(Math.expm1(y))),
    isPositive: true,
  },
];

/** The rational-quadratic spline of `bins`, read off Durkan et al. 2019, equation (4). */
function splineAt(x: number, bound: number): number {
  if (!(Math.abs(x) < bound)) return x;
  const lengths = (logits: readonly number[]): number[] => {
    const total = logits.reduce((sum, at) => sum + exp(at), 0);
    return logits.map((at) => 2 * bound * ((1 - 1e-3) * (exp(at) / total) + 1e-3 / logits.length));
  };
  const [w, h] = [lengths(bins.widths), lengths(bins.heights)];
  const slopes = [1, ...bins.slopes.map((s) => 1e-3 + softplus(s + log(Math.expm1(1 - 1e-3)))), 1];
  let [left, bottom, k] = [-bound, -bound, 0];
  while (k < w.length - 1 && x >= left + (w[k] ?? 0)) {
    left += w[k] ?? 0;
    bottom += h[k] ?? 0;
    k += 1;
  }
  const [width, height, d0, d1] = [w[k] ?? 1, h[k] ?? 1, slopes[k] ?? 1, slopes[k + 1] ?? 1];
  const [s, t] = [height / width, (x - left) / width];
  return bottom + (height * (s * t * t + d0 * t * (1 - t))) / (s + (d1 + d0 - 2 * s) * t * (1 - t));
}
