import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw, type Given } from './deterministicLaw.js';
import { setOf } from './parameterGradient.js';
import { isSmooth, pathsWithin } from './paths.js';
import { spreadOf } from './points.js';
import { contradicted, contradictionText } from './slopes.js';
import { attempt, eventRankOf, padded, type Tensors } from './stacked.js';
import { tangents } from './valueGradient.js';

const NUM_DRAWS = 3;
// Gradients have more roundings than values.
const SHARE = 0.02;

/** The gradient of a gradient of `logProb`, by parameters and values with a weight for each, equals differences of that gradient. */
export const secondGradient: Law = deterministicLaw({
  name: 'secondGradient',
  statement: 'the gradient of the gradient of logProb equals finite differences',
  isStructural: true,
  *problems(given) {
    const { dist, parameters, key } = given;
    const draws = dist.sample(key, [NUM_DRAWS]);
    const moving = Object.keys(parameters).filter((name) => isSmooth(setOf(dist, name, parameters[name] ?? draws)));
    const inputs: Tensors = { ...parameters, ...(dist.isDiscrete ? {} : { [VALUE]: draws }) };
    const { gradients } = valueAndGradients((named) => slopeAt(given, draws, named), inputs);
    const unit = dist.support.kind === 'real' ? spreadOf(dist, key) : 1;
    for (const name of moving) {
      const tensor = parameters[name] ?? draws;
      const set = setOf(dist, name, tensor);
      for (const { coordinate, points } of pathsWithin(set, tensor, unit, eventRankOf(given, name))) {
        const slopes = slopesAlong(given, draws, name, points).map((slope) => [slope]);
        const found = contradicted(slopes, tangents(points, 0, gradients[name] ?? tensor), SHARE);
        if (found !== undefined) yield `along coordinate ${coordinate} of ${name}: ${contradictionText(found)}`;
      }
    }
  },
});

const VALUE = 'the value';

/** The sum of all gradients of the log density, each with a weight. */
function slopeAt(given: Given, draws: tf.Tensor, inputs: Tensors): tf.Tensor {
  return tf.addN(weightedSums(given, draws, inputs, 0));
}

/** The gradient by each input, weighted and summed over all but the first `kept` dims. */
function weightedSums({ subject }: Given, draws: tf.Tensor, inputs: Tensors, kept: number): tf.Tensor[] {
  const { gradients } = valueAndGradients(({ [VALUE]: value = draws, ...named }: Record<string, tf.Tensor>) => {
    return tf.sum(subject.factory(named).logProb(value));
  }, inputs);
  return Object.values(gradients).map((gradient) => {
    const own = gradient.shape.slice(kept);
    const weights = tf.reshape(
      tf.add(
        1,
        tf.mul(
          0.5,
          tf.cos(
            tf.range(
              0,
              own.reduce((a, b) => a * b, 1),
            ),
          ),
        ),
      ),
      own,
    );
    return tf.sum(
      tf.mul(gradient, weights),
      own.map((_, i) => kept + i),
    );
  });
}

/** The weighted sum of gradients with one parameter at each of several places. */
function slopesAlong(given: Given, draws: tf.Tensor, name: string, places: readonly tf.Tensor[]): number[] {
  const { dist, parameters } = given;
  const isSmoothValue = !dist.isDiscrete;
  const at = (place: tf.Tensor): number => {
    const inputs = { ...parameters, [name]: place, ...(isSmoothValue ? { [VALUE]: draws } : {}) };
    return slopeAt(given, draws, inputs).dataSync()[0] ?? NaN;
  };
  const copies = (x: tf.Tensor): tf.Tensor => tf.stack(places.map(() => x));
  const whole = attempt(() => {
    // [place, 1, ...batch], so that each place meets every draw.
    const lifted = Object.entries(parameters).map(([other, x]) => {
      const all =
        other === name ? tf.stack(places.map((place) => padded(given, name, place))) : copies(padded(given, other, x));
      return [other, tf.expandDims(all, 1)] as const;
    });
    const inputs = { ...Object.fromEntries(lifted), ...(isSmoothValue ? { [VALUE]: copies(draws) } : {}) };
    return weightedSums(given, copies(draws), inputs, 1).map((sums) => Array.from(sums.dataSync()));
  });
  const [first] = places;
  if (whole !== undefined && first !== undefined) {
    const sums = places.map((_, i) => whole.reduce((total, each) => total + (each[i] ?? NaN), 0));
    const [got = NaN, want] = [sums[0], at(first)];
    if (Math.abs(got - want) <= 1e-3 * Math.max(1, Math.abs(want))) return sums;
  }
  return places.map(at);
}
