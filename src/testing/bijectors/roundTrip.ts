import * as tf from '@tensorflow/tfjs-core';
import { formatShape, sizeOf } from '../../num/index.js';
import { throws } from '../laws/deterministic/sameKeySameDraw.js';
import { unequal } from '../laws/deterministic/shapes.js';
import { under } from '../laws/deterministic/deterministicLaw.js';
import { firstFar } from '../laws/firstFar.js';
import type { BijectorCase, BijectorLaw } from './bijectorLaw.js';
import { isAllTrue } from '../isAllTrue.js';

// A round trip takes a few roundings of float32, each divided by a slope of the map; at ordinary points that is at most 1000 times
// one rounding.
const CLOSENESS = 2e-4;

/** Shapes: those that `forwardShape` and `inverseShape` promise, and a log-Jacobian for each element. */
export const bijectorShapes: BijectorLaw = {
  name: 'bijectorShapes',
  statement: 'images, pre-images and log-Jacobians have the shapes that the bijector promises',
  *problems({ bijector, x }) {
    const y = bijector.forward(x);
    const batch = x.shape.slice(0, x.rank - bijector.domainEventDim);
    yield under('forward', unequal(y.shape, bijector.forwardShape(x.shape)));
    yield under('inverse', unequal(bijector.inverse(y).shape, bijector.inverseShape(y.shape)));
    yield under('the batch of an image', unequal(y.shape.slice(0, y.rank - bijector.codomainEventDim), batch));
    if (bijector.isBijective) yield under('logAbsDetJacobian', unequal(bijector.logAbsDetJacobian(x, y).shape, batch));
    else if (!throws(() => bijector.logAbsDetJacobian(x, y)))
      yield 'expected logAbsDetJacobian to throw where isBijective is false, got an answer';
  },
};

/** `inverse` undoes `forward`, and `forward` undoes `inverse`. */
export const roundTrip: BijectorLaw = {
  name: 'roundTrip',
  statement: 'forward(inverse(y)) is y, and inverse(forward(x)) is x if the map is bijective',
  *problems({ bijector, x }) {
    const y = bijector.forward(x);
    const back = bijector.inverse(y);
    yield under('forward(inverse(y))', firstFar(bijector.forward(back), y, CLOSENESS));
    if (bijector.isBijective) yield under('inverse(forward(x))', firstFar(back, x, CLOSENESS));
  },
};

/** Images lie in the codomain, pre-images in the domain. */
export const image: BijectorLaw = {
  name: 'image',
  statement: 'images lie in the codomain, and pre-images of its feasible value in the domain',
  exempts: ({ codomain }) => (codomain === undefined ? 'its codomain was not given' : undefined),
  *problems({ bijector, x, domain, codomain }) {
    if (codomain === undefined) return;
    const y = bijector.forward(x);
    if (!isAllTrue(codomain.check(y))) yield `expected ${codomain.expected}, got an image outside: ${y.toString()}`;
    const feasible = bijector.inverse(codomain.feasible(y.shape));
    if (!isAllTrue(domain.check(feasible)))
      yield `expected ${domain.expected}, got a pre-image outside: ${feasible.toString()}`;
  },
};

/** Each element is mapped by itself. */
export const elementByElement: BijectorLaw = {
  name: 'elementByElement',
  statement: 'each element of a batch is mapped as it would be alone',
  *problems(given) {
    const { bijector, x } = given;
    const batch = x.shape.slice(0, x.rank - bijector.domainEventDim);
    const [whole, elements] = [bijector.forward(x), rowsOf(given)];
    const image = tf.reshape(whole, [sizeOf(batch), ...whole.shape.slice(batch.length)]);
    for (const [i, element] of elements.entries()) {
      const alone = bijector.forward(element);
      yield under(`element ${i} of ${formatShape(batch)}`, firstFar(tf.squeeze(tf.slice(image, i, 1), [0]), alone));
    }
  },
};

/** Nothing but results is left, and arguments stay as they are. */
export const bijectorLeak: BijectorLaw = {
  name: 'bijectorLeak',
  statement: 'every member leaves its result and no other tensor, and its arguments as they are',
  *problems({ bijector, x }) {
    const y = bijector.forward(x);
    const before = [x, y].map((tensor) => tensor.dataSync().slice());
    yield leak('forward', () => bijector.forward(x));
    yield leak('inverse', () => bijector.inverse(y));
    if (bijector.isBijective) yield leak('logAbsDetJacobian', () => bijector.logAbsDetJacobian(x, y));
    for (const [i, argument] of [x, y].entries()) {
      const name = i === 0 ? 'x' : 'y';
      if (argument.isDisposed) yield `expected ${name} to be borrowed, got it disposed`;
      else yield under(name, firstFar(argument, tf.tensor(before[i] ?? [], argument.shape), 0));
    }
  },
};

/** The elements of the points, one by one. */
export function rowsOf({ bijector, x }: BijectorCase): tf.Tensor[] {
  const cut = x.rank - bijector.domainEventDim;
  return tf.unstack(tf.reshape(x, [sizeOf(x.shape.slice(0, cut)), ...x.shape.slice(cut)]));
}

function leak(what: string, body: () => tf.Tensor): string | undefined {
  const before = tf.memory().numTensors;
  const result = body();
  const made = tf.memory().numTensors - before;
  // A member that hands back its argument would make none, and this would dispose the argument.
  result.dispose();
  return made === 1 ? undefined : `expected ${what} to leave 1 tensor, got ${made}`;
}
