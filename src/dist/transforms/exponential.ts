import type { Bijector } from '../constraint.js';
import { expHalfLine } from './expHalfLine.js';
import { inverse } from './inverse.js';
import { sigmoidInterval } from './sigmoidInterval.js';

/** y = exp(x), kept among the normal float32: the reals onto the numbers above 0. */
export const exp: Bijector = expHalfLine(0, 1);

/** y = log(x): the numbers above 0 onto the reals. */
export const log: Bijector = { ...inverse(exp), name: 'log' };

/** y = 1 / (1 + exp(-x)): the reals onto the numbers from 0 to 1. */
export const sigmoid: Bijector = sigmoidInterval(0, 1);
