import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, formatShape, sameShape, select, ShapeError, sumRightmost } from '../num/index.js';
import type { Shape } from '../num/index.js';
import type { Bijector } from './constraint.js';
import { imageUnder } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution } from './distribution.js';
import { linearFacts, orderedFacts } from './imageFacts.js';
import { remembering } from './remembering.js';
import { compose } from './transforms/compose.js';

/**
 * The distribution of y = f(x), where x is distributed as `base`: log p(y) = log p(x) - log |det dy/dx|, in nats.
 *
 * Batch dims of the base become event dims as the map needs them, and the batch grows with the map's parameters, to which gradients
 * flow. Moments are known where the map is linear, and the distribution function and its inverse where it is a monotone map of
 * numbers; where it falls, they are those of the base's upper tail, or 1 minus them if it knows none. The log density of a draw of its
 * own is taken at the very x that it came from where rounding has lost that in y, as at the ends of tanh: the draw is recalled by its
 * key, and x drawn a second time. Gradients are those of the inverse all over.
 *
 * @param bijectors f, or the maps that make it up, the first first
 * @throws ArgumentError if the base is discrete, or f has no log-Jacobian
 * @throws ShapeError if the shape of f's parameters does not fit
 * @example
 * transformed(normal({ loc: 0, scale: 1 }), transforms.exp).logProb(tf.scalar(1)).dataSync();   // [-0.918939]
 */
export function transformed(base: Distribution, bijectors: Bijector | readonly Bijector[]): Distribution {
  const bijector = 'forward' in bijectors ? bijectors : compose(bijectors);
  if (base.masked !== undefined) return transformed(base.masked.base, bijector).mask(base.masked.mask);
  checkMap(base, bijector);
  const whole = fitted(base, bijector);
  const { batchShape, eventShape } = imageShapes(whole, bijector);
  const dist = defineFamily({
    family: `${base.family} under ${bijector.name.replace(/\(.*/, '')}`,
    validate: base.validate,
    params: {},
    parameterConstraints: {},
    parts: [base],
    batchShape,
    eventShape,
    support: imageUnder(whole.support, bijector),
    hasRsample: base.hasRsample,
    draw: (key, shape) => {
      const source = whole.expand(shape);
      return bijector.forward(base.hasRsample ? source.rsample(key) : source.sample(key));
    },
    logDensity: (y) => insideOnly(whole, bijector, y),
    ...linearFacts(whole, bijector),
    ...orderedFacts(whole, bijector),
  });
  return remembering(dist, {
    base: whole,
    bijector,
    logDensityAt: (x, y) => logDensityAt(whole, bijector, x, y),
    expanded: (shape) => transformed(whole.expand(dist.expand(shape).batchShape), bijector),
  });
}

/** log p(x) - log |det dy/dx|. */
function logDensityAt(base: Distribution, bijector: Bijector, x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const jacobian = bijector.logAbsDetJacobian(x, y);
  return tf.sub(base.logProb(x), sumRightmost(jacobian, base.eventShape.length - bijector.domainEventDim));
}

/** -Infinity where a number lies outside the codomain of a map of numbers, and no gradient from there. */
function insideOnly(base: Distribution, bijector: Bijector, y: tf.Tensor): tf.Tensor {
  const { codomain, codomainEventDim } = bijector;
  if (codomain === undefined || codomainEventDim > 0) return logDensityAt(base, bijector, bijector.inverse(y), y);
  const isInside = codomain.check(y);
  const safe = select(isInside, y, codomain.feasible([...isInside.shape]));
  const axes = base.eventShape.map((_, i) => isInside.rank - 1 - i);
  return select(tf.all(isInside, axes), logDensityAt(base, bijector, bijector.inverse(safe), safe), -Infinity);
}

function checkMap(base: Distribution, bijector: Bijector): void {
  const where = 'transformed';
  if (base.isDiscrete) {
    throw new ArgumentError({ where, expected: 'a continuous distribution', got: base.family });
  }
  if (!bijector.isBijective) {
    throw new ArgumentError({ where, expected: 'a bijection', got: bijector.name, hint: 'bijectTo of its image' });
  }
}

/** The base with the event dims and the batch shape that the map makes of it. */
function fitted(base: Distribution, bijector: Bijector): Distribution {
  const whole = base.toEvent(Math.max(0, bijector.domainEventDim - base.eventShape.length));
  const full = [...whole.batchShape, ...whole.eventShape];
  const grown = bijector.inverseShape(bijector.forwardShape(full));
  const cut = grown.length - whole.eventShape.length;
  if (!sameShape(grown.slice(cut), whole.eventShape)) {
    const expected = `parameters of ${bijector.name} that fit the event shape ${formatShape(whole.eventShape)}`;
    throw new ShapeError({ where: 'transformed', expected, got: `one that makes it ${formatShape(grown.slice(cut))}` });
  }
  return whole.expand(grown.slice(0, cut));
}

function imageShapes(whole: Distribution, bijector: Bijector): { batchShape: Shape; eventShape: Shape } {
  const shape = bijector.forwardShape([...whole.batchShape, ...whole.eventShape]);
  const { length } = whole.batchShape;
  return { batchShape: shape.slice(0, length), eventShape: shape.slice(length) };
}
