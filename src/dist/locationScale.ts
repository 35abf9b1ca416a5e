import * as tf from '@tensorflow/tfjs-core';
import { type Expression, formula, log } from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { asTensor } from './asTensor.js';
import type { Constraint } from './constraint.js';
import { positive, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

/** The largest float32. */
const MOST = (2 - 2 ** -23) * 2 ** 127;

/** A family of `loc + scale × noise` from the facts of its noise, on the whole real line. */
export interface LocationScaleFacts extends FamilyOptions {
  readonly family: string;
  readonly loc: Parameter;
  readonly scale: Parameter;
  /** The parameters of the noise itself, and their sets. Default: none. */
  readonly shape?: Readonly<Record<string, Parameter>>;
  readonly shapeConstraints?: Readonly<Record<string, Constraint>>;
  /** A draw of the noise, through which gradients flow to the parameters in `shape`. */
  readonly draw: (key: Key, shape: Shape) => tf.Tensor;
  /** Whether draws may be so far out that `loc + scale × noise` overflows; they then stay at the largest float32. */
  readonly isHeavy?: true;
  /** The log density from the value, `loc`, `scale` and what is in `shape`, by `noiseDensity`. */
  readonly density: (value: tf.Tensor, loc: Parameter, scale: Parameter, ...shape: Parameter[]) => tf.Tensor;
  /** Whether z and -z are equally likely. */
  readonly isSymmetric?: true;
  /** Of the noise, as in `FamilyFacts`. */
  readonly mean: () => Parameter;
  readonly variance: () => Parameter;
  readonly entropy?: () => Parameter;
  readonly cdf?: (z: tf.Tensor) => tf.Tensor;
  readonly icdf?: (q: tf.Tensor) => tf.Tensor;
  readonly logCdf?: (z: tf.Tensor) => tf.Tensor;
  /** Those of the upper tail follow from symmetry, where there is one. */
  readonly survival?: (z: tf.Tensor) => tf.Tensor;
  readonly inverseSurvival?: (q: tf.Tensor) => tf.Tensor;
  readonly logSurvival?: (z: tf.Tensor) => tf.Tensor;
  readonly relocated: (loc: Parameter, scale: Parameter) => Distribution;
}

/**
 * The log density of `loc + scale × noise` from the log density of the noise at z = (value - loc) / scale: a formula, made once for a family.
 *
 * @param noise takes z and the parameters in `shape`
 */
export function noiseDensity(
  family: string,
  noise: (z: Expression, ...shape: Expression[]) => Expression,
): (value: tf.Tensor, loc: Parameter, scale: Parameter, ...shape: Parameter[]) => tf.Tensor {
  const whole = (value: Expression, loc: Expression, scale: Expression, ...shape: Expression[]): Expression =>
    noise(value.sub(loc).div(scale), ...shape).sub(log(scale));
  return formula(family, whole, 2 + noise.length);
}

/** The distribution of `loc + scale × noise`: log p(x) = log noise((x - loc) / scale) - log(scale), in nats. */
export function locationScale(facts: LocationScaleFacts): Distribution {
  const { loc, scale, entropy, cdf, icdf, logCdf } = facts;
  const { survival, inverseSurvival, logSurvival } = facts.isSymmetric === undefined ? facts : mirrored(facts);
  const standard = (value: tf.Tensor): tf.Tensor => tf.div(tf.sub(value, loc), scale);
  const moved = (noise: tf.Tensor): tf.Tensor => tf.add(loc, tf.mul(scale, noise));
  return defineFamily({
    family: facts.family,
    validate: facts.validate,
    params: { loc, scale, ...facts.shape },
    parameterConstraints: { loc: real, scale: positive, ...facts.shapeConstraints },
    support: real,
    hasRsample: true,
    draw: (key, shape) => {
      const draws = moved(facts.draw(key, shape));
      return facts.isHeavy === undefined ? draws : tf.clipByValue(draws, -MOST, MOST);
    },
    logDensity: (value) => facts.density(value, loc, scale, ...Object.values(facts.shape ?? {})),
    mean: () => moved(asTensor(facts.mean())),
    variance: () => tf.mul(tf.mul(facts.variance(), scale), scale),
    ...(entropy === undefined ? {} : { entropy: () => tf.add(entropy(), logScale(scale)) }),
    ...(cdf === undefined ? {} : { cdf: (value) => cdf(standard(value)) }),
    ...(icdf === undefined ? {} : { icdf: (q) => moved(icdf(q)) }),
    ...(survival === undefined ? {} : { survival: (value) => survival(standard(value)) }),
    ...(inverseSurvival === undefined ? {} : { inverseSurvival: (q) => moved(inverseSurvival(q)) }),
    ...(logCdf === undefined ? {} : { logCdf: (value) => logCdf(standard(value)) }),
    ...(logSurvival === undefined ? {} : { logSurvival: (value) => logSurvival(standard(value)) }),
    relocated: facts.relocated,
  });
}

/** The upper tail of a noise of which z and -z are equally likely. */
function mirrored({ cdf, icdf, logCdf }: LocationScaleFacts): Partial<LocationScaleFacts> {
  return {
    ...(cdf === undefined ? {} : { survival: (z) => cdf(tf.neg(z)) }),
    ...(icdf === undefined ? {} : { inverseSurvival: (q) => tf.neg(icdf(q)) }),
    ...(logCdf === undefined ? {} : { logSurvival: (z) => logCdf(tf.neg(z)) }),
  };
}

function logScale(scale: Parameter): Parameter {
  return typeof scale === 'number' ? Math.log(scale) : tf.log(scale);
}
