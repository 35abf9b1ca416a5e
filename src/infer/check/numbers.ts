import * as tf from '@tensorflow/tfjs-core';
import { checkParameters, checkValue, constraints, type Constraint, type Distribution } from '../../dist/index.js';
import { detached } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { caught, type Finding, type Side } from './finding.js';

type SampleSite = Site<SampleMessage>;

/** Sites that were looked at: densities of one site are asked for more than once in a run. */
const done = new WeakSet<SampleSite>();
/** The supports in which the values of a tensor were found, as data are mostly the same from step to step. */
const supports = new WeakMap<tf.Tensor, Set<string>>();

/** The parameters and the value of a site, latent ones too. Reads data. */
export function lintNumbers(site: SampleSite, side: Side): Finding[] {
  const where = `sample("${site.name}")`;
  return [
    ...caught('parameter', side, () => checkParameters(site.dist, where)),
    ...caught('support', side, () => checkSupport(site, where)),
  ];
}

/**
 * Checks a site in every run, step and query, and not at `init` alone: observed values against the support, and parameters against their
 * sets as far as elements are numbers or probabilities. Costs a look at each number, and nothing for data that were seen before.
 *
 * @throws ArgumentError, SupportError naming the site, the first bad index and the value there
 */
export function checkNumbers(site: SampleSite): void {
  const { name, dist, observed } = site;
  if (dist.validate === false || done.has(site)) return;
  done.add(site);
  const where = `sample("${name}")`;
  if (!parametersFit(dist)) unrecorded(() => checkParameters(dist, where));
  if (observed && dist.isFactor !== true) checkData(site, where);
}

/** @throws SupportError unless the value lies in the support, wherever no mask hides it */
function checkSupport({ dist, value, mask }: SampleSite, where: string): void {
  // The value of a factor is an empty vector.
  if (dist.isFactor !== true) checkValue(mask === true ? dist : dist.mask(mask), value, where);
}

function checkData(site: SampleSite, where: string): void {
  const { dist, value } = site;
  const { name } = dist.support;
  if (isMasked(site)) return unrecorded(() => checkSupport(site, where));
  const known = supports.get(value) ?? new Set();
  if (known.has(name)) return;
  if (!isWithin(value, dist.support)) unrecorded(() => checkSupport(site, where));
  supports.set(value, known.add(name));
}

function isMasked({ dist, mask }: SampleSite): boolean {
  return mask !== true || dist.masked !== undefined || dist.independent?.base.masked !== undefined;
}

/** Whether all numbers lie in a set, as far as numbers alone tell; a NaN that the loss will show is left to it, so that training may leave out such a step. */
function isWithin(value: tf.Tensor, { contains, isDiscrete }: Constraint): boolean {
  if (contains === undefined) return false;
  return value.dataSync().every((x: number) => contains(x) || (!isDiscrete && !Number.isFinite(x)));
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

function fits(value: tf.Tensor, { name, contains, containsRow }: Constraint): boolean {
  // A number that is not finite shows in the loss.
  if (name === constraints.real.name) return true;
  if (contains !== undefined) return value.dataSync().every((x: number) => contains(x) || !Number.isFinite(x));
  if (containsRow === undefined) return true;
  const [size, numbers] = [value.shape.at(-1) ?? 1, value.dataSync()];
  for (let start = 0; start < numbers.length; start += size) {
    if (!containsRow(numbers.subarray(start, start + size))) return false;
  }
  return true;
}
