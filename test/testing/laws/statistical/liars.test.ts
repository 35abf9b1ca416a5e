import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../../../src/dist/index.js';
import { registerKl, type Distribution } from '../../../../src/dist/index.js';
import { gradientOnly, select, stopGradient } from '../../../../src/num/index.js';
import { statisticalLaws } from '../../../../src/testing/laws/statistical/index.js';
import type { DistributionFactory, ParameterValues } from '../../../../src/testing/laws/law.js';
import { useScalarEngine } from '../../../support/useScalarEngine.js';
import { makeGamma, makeNormal, of, subjectOf } from './honest.js';

useScalarEngine();

type Given = Readonly<Record<string, tf.Tensor>>;
type Row = readonly [law: string, what: string, factory: DistributionFactory, parameters: ParameterValues];

const ofNormal = { loc: [-1, 3], scale: [0.5, 20] };
const ofGamma = { concentration: [0.7, 4], rate: [1, 2] };

/** A distribution in which one member lies. */
function lying(
  make: DistributionFactory,
  change: (honest: Distribution, given: Given) => Partial<Distribution>,
): DistributionFactory {
  return (given) => {
    const honest = make(given);
    return { ...honest, ...change(honest, given) };
  };
}

/** Draws, with and without gradient, that are changed. */
function drawing(make: DistributionFactory, change: (draw: tf.Tensor, given: Given) => tf.Tensor): DistributionFactory {
  return lying(make, (honest, given) => ({
    sample: (key, shape) => tf.tidy(() => change(honest.sample(key, shape), given)),
    rsample: (key, shape) => tf.tidy(() => change(honest.rsample(key, shape), given)),
  }));
}

const makePair = (p: Given): Distribution =>
  dist.multivariateNormal({ loc: of(p, 'loc'), scaleTril: of(p, 'scaleTril') });
const ofPair = {
  loc: [
    [0, 1],
    [1, 0],
  ],
  scaleTril: [
    [
      [1, 0],
      [0.5, 1],
    ],
    [
      [2, 0],
      [0, 1],
    ],
  ],
};
const makeChoice = (p: Given): Distribution => dist.categorical({ probs: of(p, 'probs') });
const ofChoice = {
  probs: [
    [0.2, 0.3, 0.5],
    [0.6, 0.2, 0.2],
  ],
};
const makeDirichlet = (p: Given): Distribution => dist.dirichlet({ concentration: of(p, 'concentration') });

registerKl('tooNear', 'tooNear', (q, p) => {
  const kl = dist.klDivergence({ ...q, family: 'normal' }, { ...p, family: 'normal' });
  return tf.mul(kl ?? tf.scalar(NaN), 0.98);
});
registerKl('neverZero', 'neverZero', (q, p) => {
  const kl = dist.klDivergence({ ...q, family: 'normal' }, { ...p, family: 'normal' });
  return tf.add(kl ?? tf.scalar(NaN), 0.002);
});

const rows: readonly Row[] = [
  [
    'densityIntegrates',
    'a constant off by 0.1 %',
    lying(makeNormal, (d) => ({ logProb: (x) => tf.add(d.logProb(x), 0.001) })),
    ofNormal,
  ],
  [
    'densityIntegrates',
    'a missing log rate',
    lying(makeGamma, (d, p) => ({ logProb: (x) => tf.sub(d.logProb(x), tf.log(of(p, 'rate'))) })),
    ofGamma,
  ],
  [
    'densityIntegrates',
    'a probability off by 0.1 %',
    lying(makeChoice, (d) => ({
      logProb: (x) => tf.sub(d.logProb(x), tf.mul(tf.cast(tf.equal(x, 2), 'float32'), 0.003)),
    })),
    ofChoice,
  ],
  [
    'densityIntegrates',
    'a constant off by 0.1 % in two dims',
    lying(makePair, (d) => ({ logProb: (x) => tf.add(d.logProb(x), 0.001) })),
    ofPair,
  ],
  [
    'momentsMatchDensity',
    'a mean off by 0.1 %',
    lying(makeGamma, (d) => ({ mean: () => tf.tidy(() => tf.mul(d.mean(), 1.001)) })),
    ofGamma,
  ],
  [
    'momentsMatchDensity',
    'a variance off by 0.1 %',
    lying(makeGamma, (d) => ({ variance: () => tf.tidy(() => tf.mul(d.variance(), 0.999)) })),
    ofGamma,
  ],
  [
    'momentsMatchDraws',
    'a mean off by 3 % of a standard deviation',
    lying(makeNormal, (d, p) => ({ mean: () => tf.tidy(() => tf.add(d.mean(), tf.mul(0.03, of(p, 'scale')))) })),
    ofNormal,
  ],
  [
    'momentsMatchDraws',
    'a variance off by 5 %',
    lying(makeNormal, (d) => ({ variance: () => tf.tidy(() => tf.mul(d.variance(), 1.05)) })),
    ofNormal,
  ],
  [
    'entropyMatches',
    'an entropy off by 0.004 nats',
    lying(makeNormal, (d) => ({ entropy: () => tf.tidy(() => tf.add(d.entropy(), 0.004)) })),
    ofNormal,
  ],
  [
    'entropyMatches',
    'an entropy in bits',
    lying(makeChoice, (d) => ({ entropy: () => tf.tidy(() => tf.div(d.entropy(), Math.LN2)) })),
    ofChoice,
  ],
  [
    'cdfMatchesDensity',
    'a cdf of a scale 0.1 % too large',
    lying(makeNormal, (d, p) => {
      const other = dist.normal({ loc: of(p, 'loc'), scale: tf.mul(of(p, 'scale'), 1.001) });
      return {
        ...withNormalCdf(d, p),
        cdf: (x) => withNormalCdf(other, { ...p, scale: tf.mul(of(p, 'scale'), 1.001) }).cdf(x),
      };
    }),
    ofNormal,
  ],
  [
    'cdfMatchesDensity',
    'a cdf of less instead of at most',
    lying(makeChoice, (d) => ({
      closedForms: new Set(['cdf'] as const),
      cdf: (x) => tf.tidy(() => belowIn(d, x)),
    })),
    ofChoice,
  ],
  ['cdfInverse', 'an icdf a little off', lying(makeNormal, (d, p) => withNormalCdf(d, p, 1.001)), ofNormal],
  [
    'cdfInverse',
    'an icdf that is finite at 0',
    lying(makeNormal, (d, p) => {
      const honest = withNormalCdf(d, p);
      return { ...honest, icdf: (q) => tf.tidy(() => tf.maximum(honest.icdf(q), -1000)) };
    }),
    ofNormal,
  ],
  [
    'scoreMean',
    'a gradient by the scale off by 2 %',
    lying(makeNormal, (d, p) => ({ logProb: (x) => tf.tidy(() => gradientOff(d.logProb(x), of(p, 'scale'))) })),
    ofNormal,
  ],
  [
    'scoreMean',
    'a normaliser without gradient',
    lying(makeGamma, (d, p) => ({
      logProb: (x) =>
        tf.tidy(() => {
          const kernel = tf.sub(tf.mul(tf.log(x), tf.sub(of(p, 'concentration'), 1)), tf.mul(x, of(p, 'rate')));
          return tf.add(kernel, stopGradient(tf.sub(d.logProb(x), kernel)));
        }),
    })),
    ofGamma,
  ],
  ['klLaws', 'a divergence 2 % too small', lying(makeNormal, () => ({ family: 'tooNear' })), ofNormal],
  ['klLaws', 'a divergence that is never 0', lying(makeNormal, () => ({ family: 'neverZero' })), ofNormal],
  [
    'goodnessOfFit',
    'draws shifted by 2 % of a standard deviation',
    drawing(makeNormal, (x, p) => tf.add(x, tf.mul(0.02, of(p, 'scale')))),
    ofNormal,
  ],
  [
    'goodnessOfFit',
    'draws with a variance 3 % too large',
    drawing(makeNormal, (x, p) => tf.add(of(p, 'loc'), tf.mul(tf.sub(x, of(p, 'loc')), Math.sqrt(1.03)))),
    ofNormal,
  ],
  [
    'goodnessOfFit',
    'an upper tail of 5 % cut short',
    drawing(makeNormal, (x, p) => tf.minimum(x, tf.add(of(p, 'loc'), tf.mul(1.7, of(p, 'scale'))))),
    ofNormal,
  ],
  [
    'goodnessOfFit',
    'one category with 1 % too much',
    lying(makeChoice, (d, p) => ({
      sample: (key, shape) =>
        dist
          .categorical({ probs: tf.add(of(p, 'probs'), tf.tensor1d([0.01, 0, -0.01])) })
          .expand(d.batchShape)
          .sample(key, shape),
    })),
    ofChoice,
  ],
  [
    'goodnessOfFit',
    'draws without their correlation',
    lying(makePair, (_d, p) => ({
      sample: (key, shape) =>
        dist
          .multivariateNormal({
            loc: of(p, 'loc'),
            scaleTril: tf.mul(
              of(p, 'scaleTril'),
              tf.tensor2d([
                [1, 1],
                [0.7, 1],
              ]),
            ),
          })
          .sample(key, shape),
    })),
    ofPair,
  ],
  [
    'goodnessOfFit',
    'dirichlet draws of another concentration',
    lying(makeDirichlet, (_d, p) => ({
      sample: (key, shape) => dist.dirichlet({ concentration: tf.mul(of(p, 'concentration'), 1.1) }).sample(key, shape),
    })),
    {
      concentration: [
        [1, 2, 3, 4],
        [2, 2, 1, 1],
      ],
    },
  ],
  [
    'rsampleGradient',
    'a gradient by the loc that is 10 % too large',
    drawing(makeNormal, (x, p) => tf.add(x, gradientOnly(tf.mul(of(p, 'loc'), 0.1)))),
    ofNormal,
  ],
  [
    'rsampleGradient',
    'no gradient to the concentration',
    lying(makeGamma, (d, p) => ({
      rsample: (key, shape) =>
        makeGamma({ ...p, concentration: stopGradient(of(p, 'concentration')) }).rsample(key, shape),
    })),
    ofGamma,
  ],
  [
    'rsampleGradient',
    'no gradient to the factor',
    lying(makePair, (_d, p) => ({
      rsample: (key, shape) => makePair({ ...p, scaleTril: stopGradient(of(p, 'scaleTril')) }).rsample(key, shape),
    })),
    ofPair,
  ],
];

/** log p with a gradient by the scale that is changed, and the value left alone. */
function gradientOff(logP: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  return tf.add(logP, gradientOnly(tf.mul(0.02, tf.log(scale))));
}

/** P(draw < x) of a choice of three. */
function belowIn(d: Distribution, x: tf.Tensor): tf.Tensor {
  const parts = [0, 1, 2].map((k) => select(tf.greater(x, k), tf.exp(d.logProb(tf.fill(x.shape, k))), 0));
  return tf.addN(parts);
}

/** A normal cdf, and its inverse stretched. */
function withNormalCdf(d: Distribution, p: Given, stretch = 1): Pick<Distribution, 'cdf' | 'icdf' | 'closedForms'> {
  const standard = dist.normal({ loc: 0, scale: 1 });
  return {
    closedForms: d.closedForms,
    cdf: (x) => tf.tidy(() => standard.cdf(tf.div(tf.sub(x, of(p, 'loc')), of(p, 'scale')))),
    icdf: (q) => tf.tidy(() => tf.add(tf.mul(tf.mul(standard.icdf(q), stretch), of(p, 'scale')), of(p, 'loc'))),
  };
}

describe.each(rows)('%s', (name, what, factory, parameters) => {
  it(`catches ${what}`, () => {
    const law = statisticalLaws.find((one) => one.name === name);
    expect(law?.problem(subjectOf(factory, parameters))).toMatch(/expected|instead|claimed|off|share/);
  });
});
