import * as tf from '@tensorflow/tfjs-core';
import { checkParameters, type Constraint } from '../../../dist/index.js';
import { firstUnfit } from '../firstFar.js';
import { asCode } from '../asCode.js';
import type { Law, ParameterValues } from '../law.js';
import { deterministicLaw, onSubject, tensorsOf, under, type Given } from './deterministicLaw.js';
import { throws } from './sameKeySameDraw.js';
import { attempt, eventRankOf } from './stacked.js';
import { isAllTrue } from '../../isAllTrue.js';

// On both sides of the ends that sets of numbers have most often.
const PROBES = [-3, -1, -0.5, -1e-3, 0, 1e-3, 0.5, 1, 1.5, 4];
// As shares of the distance between two ends, or of 1 where one is infinite.
const NEAR = [0, 1e-3];
const NUM_DRAWS = 20;

/**
 * Whatever the declared sets of parameters allow, up to their ends, gives draws in the support with log densities above -Infinity
 * that are no NaN: a set is no wider than the family.
 */
export const declaredSets: Law = deterministicLaw({
  name: 'declaredSets',
  statement:
    'parameters anywhere in their declared sets, also near the ends, give draws in the support that have densities',
  isStructural: true,
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems(given) {
    const { dist, parameters, subject } = given;
    for (const [name, tensor] of Object.entries(parameters)) {
      const set = dist.parameterConstraints[name];
      if (set === undefined || tensor.size === 0 || eventRankOf(given, name) > 1) continue;
      for (const number of numbersFor(set)) {
        const values = { ...subject.parameters, [name]: filled(tensor, number) };
        yield under(`with ${asCode({ [name]: values[name] ?? NaN })}`, problemAt(given, values));
      }
    }
  },
});

function numbersFor({ ends, isDiscrete }: Constraint): number[] {
  const known = (ends?.([]) ?? []).flatMap((end) => Array.from(end.dataSync())).filter(Number.isFinite);
  const width = known.length === 2 ? Math.abs((known[1] ?? 1) - (known[0] ?? 0)) : 1;
  const near = known.flatMap((end) => NEAR.flatMap((share) => [end - share * width, end + share * width]));
  const all = [...PROBES, ...near];
  return [...new Set(isDiscrete ? all.filter(Number.isInteger) : all)];
}

function filled(like: tf.Tensor, number: number): tf.TensorLike {
  return tf.fill(like.shape, number).arraySync();
}

function problemAt({ subject, key }: Given, parameters: ParameterValues): string | undefined {
  const dist = attempt(() => subject.factory(tensorsOf(parameters)));
  // What the family does not take is no part of its sets.
  if (dist === undefined || throws(() => checkParameters(dist))) return undefined;
  return onSubject({ ...subject, parameters }, 'declaredSets', ({ dist: there }) => {
    const draws = there.sample(key, [NUM_DRAWS]);
    const isKnown = firstUnfit(draws, 'a number', (x) => !Number.isNaN(x));
    if (isKnown !== undefined) return under('sample', isKnown);
    // Arrays of one rank less than the set has are within a rounding of it.
    if (there.eventShape.length === 0 && !isAllTrue(there.support.check(draws)))
      return `expected draws of ${there.support.expected}, got ${firstText(draws)}`;
    return under(
      'logProb of draws',
      firstUnfit(there.logProb(draws), 'a number above -Infinity', (x) => x > -Infinity),
    );
  });
}

function firstText(draws: tf.Tensor): string {
  return Array.from(draws.dataSync().slice(0, 4)).join(', ');
}
