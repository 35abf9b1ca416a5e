import { type Expression, formula, sqrt } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';
import { chain } from './chain.js';
import { checkOption, checkRate, checkShare } from './checkOption.js';
import { clipNorm as clipByNorm } from './clip.js';
import { elementwise } from './elementwise.js';
import { scheduled, type Optimizer, type Schedule } from './optimizer.js';

export interface AdamOptions {
  /** The largest move of a parameter a step, in its unconstrained units; a number > 0 or a schedule. Default: 1e-3. */
  readonly learningRate?: Schedule;
  /** The share of the running mean of gradients that a step keeps. Default: 0.9. */
  readonly beta1?: number;
  /** The share of the running mean of squared gradients that a step keeps. Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square, in units of the gradient. Default: 1e-8. */
  readonly epsilon?: number;
  /** The largest Euclidean norm of all gradients together; longer ones are shortened to it. Default: no limit. */
  readonly clipNorm?: number;
}

export interface AdamwOptions extends AdamOptions {
  /** The share of each parameter that a step takes off, times the learning rate. Default: 0.01. */
  readonly weightDecay?: number;
}

const OPTIONS = ['learningRate', 'beta1', 'beta2', 'epsilon', 'clipNorm'];

type X = Expression;
const decayed = formula('adam', (mean: X, gradient: X, kept: X, rest: X) => mean.mul(kept).add(gradient.mul(rest)));
const decayedSquare = formula('adam', (mean: X, gradient: X, kept: X, rest: X) =>
  mean.mul(kept).add(gradient.square().mul(rest)),
);
const moved = formula('adam', (param: X, mean: X, square: X, pace: X, shift: X, kept: X) =>
  param.mul(kept).sub(mean.mul(pace).div(sqrt(square).add(shift))),
);

/**
 * Adam: steps by bias-corrected running means of the gradient and of its square.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptionNames('adam', options, OPTIONS);
  return withDecay('adam', { ...options, weightDecay: 0 });
}

/**
 * Adam with weight decay apart from the gradient: each step also takes learningRate x weightDecay of a parameter off it, in
 * unconstrained coordinates.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2
 */
export function adamw(options: AdamwOptions = {}): Optimizer {
  checkOptionNames('adamw', options, [...OPTIONS, 'weightDecay']);
  return withDecay('adamw', { weightDecay: 0.01, ...options });
}

function withDecay(name: string, options: AdamwOptions): Optimizer {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { clipNorm = Infinity, weightDecay = 0 } = options;
  checkOptions(name, { learningRate, beta1, beta2, epsilon, clipNorm, weightDecay });
  const optimizer = elementwise({
    name,
    moments: ['mean', 'square'],
    step: (count) => {
      const rate = scheduled(learningRate, count);
      const [correct1, correct2] = [1 - beta1 ** (count + 1), Math.sqrt(1 - beta2 ** (count + 1))];
      // The bias corrections of both means.
      const [pace, shift] = [rate * (correct2 / correct1), epsilon * correct2];
      return (param, gradient, moments) => {
        const mean = decayed(moments.mean, gradient, beta1, 1 - beta1);
        const square = decayedSquare(moments.square, gradient, beta2, 1 - beta2);
        const kept = 1 - rate * weightDecay;
        return { param: moved(param, mean, square, pace, shift, kept), moments: { mean, square } };
      };
    },
  });
  return clipNorm === Infinity ? optimizer : { ...chain(clipByNorm(clipNorm), optimizer), name };
}

function checkOptions(name: string, options: Required<AdamwOptions>): void {
  const { learningRate, beta1, beta2, epsilon, clipNorm, weightDecay } = options;
  checkRate(`${name}.learningRate`, learningRate);
  checkShare(`${name}.beta1`, beta1);
  checkShare(`${name}.beta2`, beta2);
  checkOption(`${name}.epsilon`, epsilon > 0, 'a number > 0', epsilon);
  checkOption(`${name}.clipNorm`, clipNorm > 0, 'a number > 0', clipNorm);
  const isDecay = weightDecay >= 0 && weightDecay < Infinity;
  checkOption(`${name}.weightDecay`, isDecay, 'a finite number of at least 0', weightDecay);
}
