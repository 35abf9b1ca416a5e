import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../num/index.js';
import type { Bijector, Constraint } from '../constraint.js';
import { define, type ConstraintFacts } from './define.js';
import { independent } from './independent.js';
import { real } from './real.js';

/** The points to which `bijector` maps those of `set`: its codomain, where the set is its whole domain. */
export function imageUnder(set: Constraint, bijector: Bijector): Constraint {
  const extra = Math.max(0, set.eventDim - bijector.domainEventDim);
  const domain = whole(bijector.domain, bijector.domainEventDim, extra);
  const codomain = whole(bijector.codomain, bijector.codomainEventDim, extra);
  const elements = independent(set, domain.eventDim - set.eventDim);
  return flat(elements) === flat(domain) ? codomain : partOf(codomain, elements, bijector);
}

function whole(set: Constraint | undefined, eventDim: number, extra: number): Constraint {
  const own = set ?? real;
  return independent(own, eventDim - own.eventDim + extra);
}

/** The name of a set, in which sets of arrays of one size are alike however they were put together. */
function flat(set: Constraint): string {
  const [base] = set.args;
  return set.kind === 'independent' && typeof base === 'object' && 'kind' in base ? flat(base) : set.name;
}

function partOf(codomain: Constraint, set: Constraint, bijector: Bijector): Constraint {
  const image = define({
    kind: 'image',
    args: [set],
    expected: `the image under ${bijector.name} of ${set.expected}`,
    eventDim: codomain.eventDim,
    test: (value) => {
      const isThere = codomain.check(value);
      return tf.logicalAnd(isThere, set.check(bijector.inverse(value)));
    },
    element: (shape) => bijector.forward(set.feasible([...bijector.inverseShape(shape)])),
    ...imageEnds(codomain, set, bijector),
  });
  return { ...image, name: `image(${set.name}, ${bijector.name})`, image: { of: set, under: bijector } };
}

/** Of a monotone map of numbers: where the domain ends, so does the codomain, also where the map itself keeps within float32. */
function imageEnds(codomain: Constraint, set: Constraint, bijector: Bijector): Pick<ConstraintFacts, 'ends'> {
  const { domain = real, slopeSign } = bijector;
  const [ofSet, ofDomain, ofCodomain] = [set.ends, domain.ends, codomain.ends];
  if (slopeSign === undefined || ofSet === undefined || ofDomain === undefined || ofCodomain === undefined) return {};
  return {
    ends: (shape) => {
      const [low, high] = outermost(ofDomain(shape));
      const [least, most] = outermost(ofCodomain(shape));
      const isRising = tf.greater(slopeSign(), 0);
      const [first, last] = [select(isRising, least, most), select(isRising, most, least)];
      return ofSet(shape).map((end) => {
        const inside = select(tf.lessEqual(end, low), first, bijector.forward(end));
        return select(tf.greaterEqual(end, high), last, inside);
      });
    },
  };
}

function outermost(ends: readonly tf.Tensor[]): readonly [tf.Tensor, tf.Tensor] {
  return [ends.reduce((a, b) => tf.minimum(a, b)), ends.reduce((a, b) => tf.maximum(a, b))];
}
