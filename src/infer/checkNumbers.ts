import * as tf from '@tensorflow/tfjs-core';
import { checkParameters, checkValue, constraints, type Constraint, type Distribution } from '../dist/index.js';
import { detached } from '../num/index.js';
import type { SampleMessage, Site } from '../ppl/index.js';

/** Sites that were looked at: densities of one site are asked for more than once in a run. */
const done = new WeakSet<Site<SampleMessage>>();
/** The supports in which the values of a tensor were found, as data are mostly the same from step to step. */
const supports = new WeakMap<tf.Tensor, Set<string>>();

/**
 * Checks a site in every run, step and query, and not at `init` alone: observed values against the support, and parameters against their
 * sets as far as elements are numbers or probabilities. Costs a look at each number, and nothing for data that were seen before.
 *
 * @throws ArgumentError, SupportError naming the site, the first bad index and the value there
 */
export function checkNumbers(site: Site<SampleMessage>): void {
  const { name, dist, observed } = site;
  if (dist.validate === false || done.has(site)) return;
  done.add(site);
  const where = `sample("${name}")`;
  if (!parametersFit(dist)) unrecorded(() => checkParameters(dist, where));
  if (observed && dist.isFactor !== true) checkData(site, where);
}

function checkData({ dist, value, mask }: Site<SampleMessage>, where: string): void {
  const { name, contains, isDiscrete } = dist.support;
  const isMasked = mask !== true || dist.masked !== undefined || dist.independent?.base.masked !== undefined;
  const known = supports.get(value) ?? new Set();
  if (!isMasked && known.has(name)) return;
  // A NaN that the loss will show is left to it, so that training may leave out such a step.
  const isFine = (x: number): boolean => contains?.(x) === true || (!isDiscrete && !Number.isFinite(x));
  const isSeen = !isMasked && contains !== undefined && value.dataSync().every(isFine);
  if (!isSeen) unrecorded(() => checkValue(mask === true ? dist : dist.mask(mask), value, where));
  if (!isMasked) supports.set(value, known.add(name));
}

/** No gradient is to go through what only looks. */
function unrecorded(look: () => void): void {
  const nothing = detached(() => {
    look();
    return tf.scalar(0);
  });
  nothing.dispose();
}

/** False where a parameter does not fit; what is not looked at here counts as fitting. */
function parametersFit(dist: Distribution): boolean {
  const own = Object.entries(dist.params).every(([name, value]) => {
    const constraint = dist.parameterConstraints[name];
    return typeof value === 'number' || constraint === undefined || fits(value, constraint);
  });
  return own && (dist.parts ?? []).every(parametersFit);
}

/** How far from 1 probabilities may add up to, as in the set itself. */
const TOLERANCE = 1e-5;

function fits(value: tf.Tensor, { name, contains }: Constraint): boolean {
  // A number that is not finite shows in the loss.
  if (name === constraints.real.name) return true;
  if (contains !== undefined) return value.dataSync().every((x: number) => contains(x) || !Number.isFinite(x));
  if (name !== constraints.simplex.name) return true;
  const [size, numbers] = [value.shape.at(-1) ?? 1, value.dataSync()];
  for (let start = 0; start < numbers.length; start += size) {
    let sum = 0;
    for (let k = start; k < start + size; k += 1) sum += (numbers[k] ?? NaN) >= 0 ? (numbers[k] ?? NaN) : NaN;
    if (!(Math.abs(sum - 1) <= TOLERANCE)) return false;
  }
  return true;
}
