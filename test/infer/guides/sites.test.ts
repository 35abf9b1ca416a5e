// Which sites an automatic guide takes, in which plates, and what it refuses.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../../src/dist/index.js';
import {
  adam,
  autoDelta,
  autoDiagonalNormal,
  autoGuideList,
  autoLowRankMultivariateNormal,
  autoMultivariateNormal,
  autoNormal,
  autoNormalizingFlow,
  svi,
  traceElbo,
} from '../../../src/infer/index.js';
import { ArgumentError, key, SiteError, SupportError } from '../../../src/num/index.js';
import { block, plate, sample, seed, sequentialPlate, trace } from '../../../src/ppl/index.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

const unit = (): dist.Distribution => dist.normal({ loc: 0, scale: 1 });
const run = (guide: () => unknown) => () => tf.tidy(() => void seed(key(0), guide)());
/** A discrete distribution without a finite support. */
const counts = (): dist.Distribution => ({
  ...dist.normal({ loc: 0, scale: 1 }),
  isDiscrete: true,
  support: dist.constraints.integerInterval(0, 9),
});

describe('sites', () => {
  it('takes latent sites only, in order, and leaves what enumeration can do', () => {
    tf.tidy(() => {
      const model = (): void => {
        sample('a', unit());
        sample('flag', dist.bernoulli({ probs: 0.5 }));
        sample('marked', unit(), { obs: tf.scalar(1) });
        sequentialPlate('steps', 2, (i) => sample(`z${i}`, unit()));
      };
      expect(Object.keys(seed(key(0), autoNormal(model))())).toEqual(['a', 'z0', 'z1']);
      expect(Object.keys(seed(key(0), autoMultivariateNormal(model))())).toEqual(['a', 'z0', 'z1']);
    });
  });

  it('adds an auxiliary site and a Jacobian where the support is not all the reals', () => {
    tf.tidy(() => {
      const guide = autoNormal(() => void sample('z', dist.gamma({ concentration: 2, rate: 1 })));
      const { sites } = trace(seed(key(2), guide))();
      const [free, z] = [sites.get('z_unconstrained'), sites.get('z')];
      if (free?.type !== 'sample' || z?.type !== 'sample') throw new Error('no such sites');
      expect(free.infer.isAuxiliary).toBe(true);
      // z = exp(u), so that log q(z) = log q(u) - u.
      const [u = NaN] = free.value.dataSync();
      expect(z.value.dataSync()[0]).toBeCloseTo(Math.exp(u), 5);
      expect(z.dist.logProb(z.value).dataSync()[0]).toBeCloseTo(-u, 5);
    });
  });

  it('follows the indices that a model names itself, anew in each run', () => {
    tf.tidy(() => {
      const model = (rows: readonly number[]): void => {
        plate('rows', 4, () => sample('z', unit()), { subsample: rows });
      };
      for (const guide of [autoNormal(model), autoDiagonalNormal(model), autoDelta(model)]) {
        const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.5 }), elbo: traceElbo() });
        const started = inference.init(key(0), [0, 1]);
        const before = Object.values(inference.params(started))[0]?.dataSync() ?? [];
        const { state } = inference.step(started, [3, 1]);
        const after = Object.values(inference.params(state))[0]?.dataSync() ?? [];
        expect(after[0]).toBe(before[0]);
        expect(after[2]).toBe(before[2]);
        if (guide.prefix !== 'autoDelta') expect(after[3]).not.toBe(before[3]);
      }
    });
  });

  it('returns nothing for a model without latent sites, or says so', () => {
    const model = (): void => void sample('k', dist.bernoulli({ probs: 0.5 }));
    expect(tf.tidy(() => Object.keys(seed(key(0), autoNormal(model))()))).toEqual([]);
    expect(run(autoMultivariateNormal(model))).toThrow('expected a model with continuous latent sites');
  });
});

describe('errors', () => {
  it('names a site without a bijection, and accepts it once it is blocked', () => {
    const model = (): void => {
      sample('a', unit());
      sample('n', counts());
    };
    expect(run(autoNormal(model))).toThrow(SupportError);
    expect(run(autoNormal(model))).toThrow(/sample\("n"\).*discrete and cannot be enumerated.*block/);
    expect(run(autoNormal(block({ hide: ['n'] }, model)))).not.toThrow();
  });

  it('names a site whose bounds depend on draws, and accepts bounds that stay', () => {
    const bounded = (high: () => tf.Tensor) => (): void => {
      sample('b', dist.uniform({ low: 0, high: high() }));
    };
    const moving = bounded(() => tf.exp(sample('a', unit())));
    expect(run(autoNormal(moving))).toThrow(/sample\("b"\): expected a support that is the same in every run/);
    expect(run(autoNormal(bounded(() => tf.scalar(3))))).not.toThrow();
  });

  it('names a site in a subsampled sequential plate', () => {
    const model = (size: number) => (): void => {
      sequentialPlate('steps', 3, (i) => sample(`z${i}`, unit()), { subsampleSize: size });
    };
    expect(run(autoNormal(model(2)))).toThrow(SiteError);
    expect(run(autoNormal(model(2)))).toThrow('sequential plate "steps", which takes 2 of 3');
    expect(run(autoNormal(model(3)))).not.toThrow();
  });

  it('names a site in a plate the size of whose subsample is drawn', () => {
    const model = (isDrawn: boolean) => (): void => {
      const n = sample('n', dist.categorical({ probs: tf.tensor1d([0.1, 0.9]) }));
      const subsampleSize = 2 + (isDrawn ? (n.dataSync()[0] ?? NaN) : 0);
      plate('rows', 6, () => void sample('z', unit()), { subsampleSize });
    };
    for (const make of [autoNormal<[]>, autoDiagonalNormal<[]>, autoDelta<[]>]) {
      const error = errorOf(run(make(model(true))));
      expect(error).toBeInstanceOf(SiteError);
      expect(error).toMatchObject({ where: 'automatic guide for sample("z")' });
      expect(run(make(model(false)))).not.toThrow();
    }
  });

  it('names what parts of a list have twice, or miss', () => {
    const model = (): void => {
      sample('a', unit());
      sample('b', unit());
    };
    const onlyA = block({ expose: ['a'] }, model);
    const onlyB = block({ expose: ['b'] }, model);
    expect(run(autoGuideList(model, [autoNormal(onlyA)]))).toThrow(/got none for "b"\..*expose: \["b"\]/);
    expect(run(autoGuideList(model, [autoNormal(model), autoNormal(onlyB)]))).toThrow('part 1: expected latent sites');
    const own = (): void => void sample('b', unit());
    expect(run(autoGuideList(model, [autoNormal(onlyA), own]))).not.toThrow();
    const list = autoGuideList(model, [own, autoNormal(onlyA)]);
    expect(() => list.median({})).toThrow('part 0');
  });

  it('refuses options out of range, and summaries before the first run', () => {
    const model = (): void => void sample('z', unit());
    expect(() => autoNormal(model, { initScale: 0 })).toThrow(
      'autoNormal.initScale: expected a finite number > 0, got 0',
    );
    expect(() => autoLowRankMultivariateNormal(model, { rank: 0 })).toThrow(ArgumentError);
    expect(() => autoNormalizingFlow(model, { numCouplings: -1 })).toThrow(ArgumentError);
    expect(() => autoDelta(model, { initScale: 1 } as object)).toThrow('expected the options init, prefix');
    const guide = autoNormal(model);
    expect(() => guide.median({})).toThrow('expected a guide that has run at least once');
    run(guide)();
    expect(() => guide.median({})).toThrow('param("autoNormal.locs.z")');
    tf.tidy(() => {
      const inference = svi({ model, guide, optimizer: adam(), elbo: traceElbo() });
      const params = inference.params(inference.init(key(0)));
      expect(() => guide.quantiles(params, [0])).toThrow('numbers between 0 and 1');
      const bounded = autoNormal(() => void sample('u', dist.uniform({ low: 0, high: 1 })));
      const fitted = seed(key(0), bounded);
      fitted();
      const own = { 'autoNormal.locs.u': tf.scalar(0), 'autoNormal.scales.u': tf.scalar(1) };
      expect(() => bounded.mean(own)).toThrow('closed form of its mean');
    });
  });

  it('says nothing where all is well, and warns of a site that nobody covers', () => {
    const model = (): void => {
      sample('a', unit());
      sample('b', unit());
    };
    const guide = autoNormal(block({ hide: ['b'] }, model));
    const inference = svi({ model, guide, optimizer: adam(), elbo: traceElbo() });
    const warnings = tf.tidy(() => warningsOf(() => inference.init(key(0))).join());
    expect(warnings).toContain('latent site "b" is in the model but not in the guide');
  });
});
