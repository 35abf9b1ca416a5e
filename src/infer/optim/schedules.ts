import { ArgumentError } from '../../num/index.js';
import { scheduled, type Schedule } from './optimizer.js';

/** From `start` to `end` along a half cosine over `count` updates, then `end`. @throws ArgumentError unless `count` > 0 */
export function cosineDecay(start: number, end: number, count: number): (done: number) => number {
  checkCount('cosineDecay', count);
  return (done) => end + (start - end) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done / count)));
}

/** From `start` to `end` along a straight line over `count` updates, then `end`. @throws ArgumentError unless `count` > 0 */
export function linearRamp(start: number, end: number, count: number): (done: number) => number {
  checkCount('linearRamp', count);
  return (done) => start + (end - start) * Math.min(1, done / count);
}

/** `start`, multiplied by `factor` after each `every` updates. @throws ArgumentError unless `every` > 0 */
export function stepDecay(start: number, factor: number, every: number): (done: number) => number {
  checkCount('stepDecay', every);
  return (done) => start * factor ** Math.floor(done / every);
}

/** `start`, multiplied by `factor` over each `every` updates, along a smooth curve. @throws ArgumentError unless `every` > 0 */
export function exponentialDecay(start: number, factor: number, every = 1): (done: number) => number {
  checkCount('exponentialDecay', every);
  return (done) => start * factor ** (done / every);
}

/**
 * A straight climb over `count` updates, ending where `then` begins; from there on `then`, which counts from its own beginning.
 *
 * The first update has 1 / (count + 1) of that rate, so none is lost to a rate of 0.
 *
 * @throws ArgumentError unless `count` > 0
 */
export function warmUp(count: number, then: Schedule): (done: number) => number {
  checkCount('warmUp', count);
  return (done) => (done < count ? (scheduled(then, 0) * (done + 1)) / (count + 1) : scheduled(then, done - count));
}

function checkCount(where: string, count: number): void {
  if (count > 0) return;
  throw new ArgumentError({ where, expected: 'a number of updates > 0', got: String(count) });
}
