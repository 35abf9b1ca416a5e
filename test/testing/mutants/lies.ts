// Ways to put a lie into an honest family. The lie stays in what `expand`, `toEvent` and `mask` make of it.
import * as tf from '@tensorflow/tfjs-core';
import { independent, masked, type Distribution } from '../../../src/dist/index.js';
import type { Key, Shape } from '../../../src/num/index.js';
import { select, stopGradient } from '../../../src/num/index.js';
import type { DistributionFactory } from '../../../src/testing/index.js';
import { of } from '../laws/statistical/honest.js';
import { tilted } from '../laws/liars/index.js';

export type Given = Readonly<Record<string, tf.Tensor>>;
export type Corrupt = (make: DistributionFactory) => DistributionFactory;

type Change = (honest: Distribution, other: Distribution) => Partial<Distribution>;

/** Some members are changed. */
export function lying(change: (honest: Distribution) => Partial<Distribution>): Corrupt {
  return (make) => (given) => {
    const honest = make(given);
    return combined(honest, honest, change);
  };
}

/** Some members are those of the family at other parameters. */
export function elsewhere(alter: (given: Given) => Given, ...members: readonly (keyof Distribution)[]): Corrupt {
  return (make) => (given) =>
    combined(make(given), make({ ...given, ...alter(given) }), (_, other) =>
      Object.fromEntries(members.map((name) => [name, other[name]])),
    );
}

function combined(honest: Distribution, other: Distribution, change: Change): Distribution {
  const dist: Distribution = {
    ...honest,
    expand: (shape) => combined(honest.expand(shape), other.expand(shape), change),
    toEvent: (n = honest.batchShape.length) => independent(dist, n),
    mask: (mask) => masked(dist, mask),
    ...change(honest, other),
  };
  return dist;
}

type DensityChange = (logProb: tf.Tensor, value: tf.Tensor, honest: Distribution) => tf.Tensor;

/** The log density of any value is changed. */
export function densityEverywhere(change: DensityChange): Corrupt {
  return lying((honest) => ({ logProb: (x) => tf.tidy(() => change(honest.logProb(x), x, honest)) }));
}

/** The log density of values of the support is changed. */
export function density(change: DensityChange): Corrupt {
  return densityEverywhere((logProb, x, honest) => {
    const { support, eventShape } = honest;
    const isInside = support.check(x);
    const safe = eventShape.length > 0 ? x : select(isInside, x, tf.cast(support.feasible(x.shape), x.dtype));
    return select(isInside, change(honest.logProb(safe), safe, honest), logProb);
  });
}

/** Draws are changed, with gradient as without. */
export function draws(change: (draw: tf.Tensor, honest: Distribution) => tf.Tensor): Corrupt {
  return drawer((honest, draw) => change(draw(), honest));
}

/** Draws are made in another way from the key, the shape, and the honest draw. */
export function drawer(
  make: (
    honest: Distribution,
    draw: (key?: Key, sampleShape?: Shape) => tf.Tensor,
    key: Key,
    sampleShape: Shape,
  ) => tf.Tensor,
): Corrupt {
  return lying((honest) => {
    const by =
      (member: 'sample' | 'rsample'): Distribution['sample'] =>
      (key, sampleShape = []) =>
        tf.tidy(() =>
          make(
            honest,
            (otherKey = key, otherShape = sampleShape) => honest[member](otherKey, otherShape),
            key,
            sampleShape,
          ),
        );
    return { sample: by('sample'), rsample: by('rsample') };
  });
}

/** The log density has a gradient by one parameter that is `factor` times what it should be. */
export function tiltedBy(name: string, factor: number): Corrupt {
  return elsewhere((given) => ({ [name]: tilted(of(given, name), factor) }), 'logProb');
}

/** Draws have a gradient by one parameter that is `factor` times what it should be. */
export function drawsTiltedBy(name: string, factor: number): Corrupt {
  return elsewhere((given) => ({ [name]: tilted(of(given, name), factor) }), 'rsample');
}

/** The log density has a gradient by the value that is `factor` times what it should be. */
export function tiltedByValue(factor: number): Corrupt {
  return lying((honest) => ({ logProb: (x) => tf.tidy(() => honest.logProb(tilted(x, factor))) }));
}

/** A closed form is multiplied. */
export function scaled(member: 'mean' | 'variance' | 'entropy', factor: number): Corrupt {
  return lying((honest) => ({ [member]: () => tf.tidy(() => tf.mul(honest[member](), factor)) }));
}

/** The standard deviation, for what is to be small beside it. */
export function deviation(honest: Distribution): tf.Tensor {
  return stopGradient(tf.sqrt(honest.variance()));
}
