import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  broadcastShapes,
  broadcastsTo,
  broadcastTo,
  checkEngine,
  detached,
  EnumerationError,
  EstimatorError,
  formatShape,
  isTensor,
  logOtherShare,
  logShare,
  sameShape,
  select,
  ShapeError,
} from '../num/index.js';
import type { Shape } from '../num/index.js';
import { checkNumber } from './checkNumber.js';
import { checkedFacts } from './checkedOptions.js';
import type { ClosedForm, Distribution, Parameter } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { independent, masked } from './wrappers.js';

const REQUIRED = ['family', 'params', 'parameterConstraints', 'support', 'draw', 'hasRsample', 'logDensity'] as const;
const OPTIONAL = [
  ...['validate', 'batchShape', 'eventShape', 'isDiscrete', 'isFactor', 'parts', 'values', 'relocated'],
  ...['mean', 'variance', 'entropy', 'cdf', 'icdf', 'survival', 'inverseSurvival', 'logCdf', 'logSurvival'],
] as readonly (keyof FamilyFacts)[];

/**
 * A distribution from the facts of its family.
 *
 * @throws ArgumentError if a fact is unknown, or one that every family has is left out
 * @throws ArgumentError if a plain number lies outside its constraint, unless `validate` is false; tensors are not read
 * @throws ShapeError if the parameters do not broadcast
 */
export function defineFamily(facts: FamilyFacts): Distribution {
  const {
    family,
    params,
    parameterConstraints,
    eventShape = [],
    support,
  } = checkedFacts('defineFamily', facts, REQUIRED, OPTIONAL);
  const own = batchShapeOf(facts);
  const batchShape = facts.batchShape ?? own;
  const fullShape = [...batchShape, ...eventShape];
  const dist: Distribution = {
    family,
    params,
    parameterConstraints,
    batchShape,
    eventShape,
    support,
    hasRsample: facts.hasRsample,
    isDiscrete: facts.isDiscrete ?? support.isDiscrete,
    hasEnumerateSupport: facts.values !== undefined,
    closedForms: new Set(closedForms.filter((name) => facts[name] !== undefined)),
    ...(facts.validate === false ? { validate: false } : {}),
    ...(facts.isFactor === undefined ? {} : { isFactor: facts.isFactor }),
    ...(facts.parts === undefined ? {} : { parts: facts.parts }),
    ...relocating(facts, batchShape),
    sample: (key, sampleShape = []) => {
      checkEngine();
      return detached(() => facts.draw(key, [...sampleShape, ...batchShape]));
    },
    rsample: (key, sampleShape = []) => {
      checkEngine();
      if (!facts.hasRsample) throw notReparameterised(family);
      return tf.tidy(() => facts.draw(key, [...sampleShape, ...batchShape]));
    },
    logProb: (value) => {
      checkEngine();
      return tf.tidy(() => fillBatch(facts.logDensity(value), batchShape));
    },
    enumerateSupport: (expand = true) =>
      tf.tidy(() => supportValues(facts, expand ? batchShape : batchShape.map(() => 1))),
    mean: () => closedForm(family, 'mean', facts.mean, fullShape),
    variance: () => closedForm(family, 'variance', facts.variance, fullShape),
    entropy: () => closedForm(family, 'entropy', facts.entropy, batchShape),
    cdf: (value) => atValue(family, 'cdf', facts.cdf, value, batchShape),
    icdf: (q) => atValue(family, 'icdf', facts.icdf && withinUnit(facts.icdf), q, batchShape),
    ...upperTail(facts, batchShape),
    logCdf: (value) => atValue(family, 'cdf', logCdfOf(facts), value, batchShape),
    logSurvival: (value) => atValue(family, 'cdf', logSurvivalOf(facts), value, batchShape),
    expand: (shape) => defineFamily({ ...facts, batchShape: expandedShape(family, batchShape, shape) }),
    toEvent: (n = batchShape.length) => independent(dist, n),
    mask: (mask) => masked(dist, mask),
  };
  return dist;
}

const closedForms: readonly ClosedForm[] = ['mean', 'variance', 'entropy', 'cdf', 'icdf'];

function relocating({ relocated }: FamilyFacts, batchShape: Shape): Pick<Distribution, 'relocated'> {
  if (relocated === undefined) return {};
  return { relocated: (loc, scale) => relocated(loc, scale).expand(batchShape) };
}

function upperTail(facts: FamilyFacts, batchShape: Shape): Pick<Distribution, 'survival' | 'inverseSurvival'> {
  const { survival, inverseSurvival } = facts;
  if (survival === undefined || inverseSurvival === undefined) return {};
  return {
    survival: (value) => tf.tidy(() => fillBatch(survival(value), batchShape)),
    inverseSurvival: (q) => tf.tidy(() => fillBatch(withinUnit(inverseSurvival)(q), batchShape)),
  };
}

function logCdfOf({ cdf, logCdf }: FamilyFacts): FamilyFacts['logCdf'] {
  return logCdf ?? (cdf && ((value) => logShare(cdf(value))));
}

function logSurvivalOf({ cdf, survival, logSurvival }: FamilyFacts): FamilyFacts['logSurvival'] {
  if (logSurvival !== undefined) return logSurvival;
  if (survival !== undefined) return (value) => logShare(survival(value));
  return cdf && ((value) => logOtherShare(cdf(value)));
}

/** The shape of the parameters together, less their own event dims; checks numbers on the way. */
function batchShapeOf({ family, params, parameterConstraints, validate = true }: FamilyFacts): number[] {
  const shapes = Object.entries(params).map(([name, value]): [string, number[]] => {
    const constraint = parameterConstraints[name];
    checkKind(`${family}.${name}`, value);
    if (typeof value !== 'number') return [name, value.shape.slice(0, value.rank - (constraint?.eventDim ?? 0))];
    if (constraint !== undefined && validate) checkNumber(`${family}.${name}`, value, constraint);
    return [name, []];
  });
  return broadcastShapes(family, Object.fromEntries(shapes));
}

/** For callers in JavaScript: what is left out is undefined, and a list is no tensor. */
function checkKind(where: string, value: unknown): void {
  if (typeof value === 'number' || isTensor(value)) return;
  const got = value === undefined ? 'none' : JSON.stringify(value);
  const hint = Array.isArray(value) ? 'tf.tensor1d or the like around it' : undefined;
  throw new ArgumentError({ where, expected: 'a number or a tensor', got, hint });
}

/** `logDensity` with the batch shape in full. */
function fillBatch(logDensity: tf.Tensor, batchShape: Shape): tf.Tensor {
  if (broadcastsTo(batchShape, logDensity.shape)) return logDensity;
  return broadcastTo(logDensity, broadcastShapes('logProb', { value: logDensity.shape, batch: batchShape }));
}

function supportValues({ family, values, eventShape = [] }: FamilyFacts, batchShape: Shape): tf.Tensor {
  if (values === undefined) {
    throw new EnumerationError({
      where: `${family}.enumerateSupport`,
      expected: 'a finite support',
      got: 'one that is not',
    });
  }
  const support = values();
  const [size = 1] = support.shape;
  const spread = tf.reshape(support, [size, ...batchShape.map(() => 1), ...eventShape]);
  return broadcastTo(spread, [size, ...batchShape, ...eventShape]);
}

function closedForm(family: string, name: ClosedForm, compute: (() => Parameter) | undefined, shape: Shape): tf.Tensor {
  if (compute === undefined) throw notClosed(family, name, 'the average over draws');
  return tf.tidy(() => {
    const value = compute();
    return typeof value === 'number' ? tf.fill([...shape], value) : broadcastTo(value, shape);
  });
}

function atValue(
  family: string,
  name: ClosedForm,
  compute: ((at: tf.Tensor) => tf.Tensor) | undefined,
  at: tf.Tensor,
  batchShape: Shape,
): tf.Tensor {
  if (compute === undefined) throw notClosed(family, name, 'the share or the quantile of draws');
  return tf.tidy(() => fillBatch(compute(at), batchShape));
}

/** An inverse that is asked only from 0 to 1, and NaN elsewhere. */
function withinUnit(inverse: (q: tf.Tensor) => tf.Tensor): (q: tf.Tensor) => tf.Tensor {
  return (q) => {
    const isInside = tf.logicalAnd(tf.greaterEqual(q, 0), tf.lessEqual(q, 1));
    return select(isInside, inverse(select(isInside, q, 0.5)), NaN);
  };
}

function notClosed(family: string, name: ClosedForm, hint: string): ArgumentError {
  return new ArgumentError({ where: `${family}.${name}`, expected: 'a family with a closed form', got: family, hint });
}

function expandedShape(family: string, from: Shape, to: Shape): Shape {
  if (broadcastsTo(from, to)) return sameShape(from, to) ? from : [...to];
  const expected = `a shape to which the batch shape ${formatShape(from)} broadcasts`;
  throw new ShapeError({ where: `${family}.expand`, expected, got: formatShape(to) });
}

function notReparameterised(family: string): EstimatorError {
  const hint = 'sample, with the score-function estimator or enumeration';
  return new EstimatorError({
    where: `${family}.rsample`,
    expected: 'a reparameterised distribution',
    got: family,
    hint,
  });
}
