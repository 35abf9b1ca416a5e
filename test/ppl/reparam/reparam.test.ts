// Rewriting sites in other coordinates: the joint density, pushed forward, stays the same.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, gamma, normal, transforms } from '../../../src/dist/index.js';
import { logDensity, logProbSum, sampleSites } from '../../../src/infer/index.js';
import { ArgumentError, SupportError } from '../../../src/num/index.js';
import {
  condition,
  locScaleReparam,
  mask,
  param,
  plate,
  reparam,
  replay,
  sample,
  scale,
  seed,
  substitute,
  trace,
  transformReparam,
  type Program,
  type ReparamConfig,
} from '../../../src/ppl/index.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

useScalarEngine();

const wide = normal({ loc: tf.tensor1d([5, -3]), scale: tf.tensor1d([2, 0.1]) });
const one: Program<[], tf.Tensor> = () => sample('x', normal({ loc: 5, scale: 2 }));
const names = (config: ReparamConfig, program: Program = one): string[] => [
  ...trace(seed(0, reparam(config, program)))().sites.keys(),
];

describe('reparam', () => {
  const decentred = locScaleReparam({ centered: 0 });

  it('takes strategies by name, by function, and one for all that it fits', () => {
    const program = (): void => {
      one();
      sample('k', bernoulli({ probs: 0.5 }));
    };
    expect(names({ x: decentred }, program)).toEqual(['x_decentered', 'x', 'k']);
    expect(names(({ name }) => (name === 'x' ? decentred : undefined), program)).toEqual(['x_decentered', 'x', 'k']);
    expect(names(decentred, program)).toEqual(['x_decentered', 'x', 'k']);
    expect(names({}, program)).toEqual(['x', 'k']);
  });

  it('the rewritten site is deterministic, and the program gets its value', () => {
    const traced = trace(seed(0, reparam({ x: decentred }, one)))();
    expect(traced.sites.get('x')?.type).toBe('deterministic');
    const noise = traced.sites.get('x_decentered')?.value ?? tf.scalar(NaN);
    expectClose(traced.result, tf.add(5, tf.mul(noise, 2)), { roundings: 4 });
    expectClose(logProbSum(traced), normal({ loc: 0, scale: 1 }).logProb(noise), { roundings: 4 });
  });

  it.each([
    ['locScaleReparam', locScaleReparam({ centered: 0.3 }), wide],
    ['transformReparam', transformReparam(), gamma({ concentration: tf.tensor1d([2, 9]), rate: 3 })],
  ])('%s: draws follow the law of the site', (_name, strategy, dist) => {
    const numDraws = 4000;
    const draws = seed(
      5,
      reparam(strategy, () => plate('draws', numDraws, () => sample('x', dist), { dim: -2 })),
    )();
    expect(draws.shape).toEqual([numDraws, 2]);
    const [mean, deviation] = [dist.mean(), tf.sqrt(dist.variance())];
    const z = tf.div(tf.sub(tf.mean(draws, 0), mean), tf.div(deviation, Math.sqrt(numDraws)));
    // 4.5 standard errors for each of two means.
    for (const score of z.dataSync()) expect(Math.abs(score)).toBeLessThan(4.5);
  });

  it('auxiliary sites have the plates, scale and mask of the statement, inside and outside the handler', () => {
    const inner = (): tf.Tensor =>
      scale(
        3,
        mask(tf.tensor1d([1, 0], 'bool'), () => plate('in', 4, () => one(), { subsample: [0, 2] })),
      )();
    const program = plateAround(reparam({ x: decentred }, inner));
    const [site] = sampleSites(trace(seed(0, program))());
    expect(site?.plates.map(({ name, dim }) => [name, dim])).toEqual([
      ['out', -2],
      ['in', -1],
    ]);
    expect(site?.scale).toBe(6);
    expect(site?.value.shape).toEqual([5, 2]);
    expectClose(site === undefined ? [] : tf.any(tf.notEqual(tf.slice(logDensity(site), [0, 1], [5, 1]), 0)), 0);
  });

  it('a value that is known stays, with its density', () => {
    const data = condition({ x: tf.scalar(4) }, one);
    const [plain, rewritten] = [data, reparam(decentred, data)].map((f) => trace(f)());
    expect([...(rewritten?.sites.keys() ?? [])]).toEqual(['x']);
    expectClose(rewritten === undefined ? [] : logProbSum(rewritten), plain === undefined ? [] : logProbSum(plain));
  });

  it('auxiliary values are replayed, and drawn from a seed on either side', () => {
    const program = reparam(decentred, one);
    const old = trace(seed(0, program))();
    expectClose(replay(old, program)(), old.result);
    expect(Number.isFinite(reparam(decentred, seed(0, one))().dataSync()[0])).toBe(true);
  });

  it('without centered, it is a parameter from 0.5', () => {
    const program = reparam(locScaleReparam(), one);
    expect([...trace(seed(0, program))().sites.keys()]).toEqual(['x_centered', 'x_decentered', 'x']);
    const atEnd = trace(seed(0, substitute({ x_centered: tf.scalar(0) }, program)))();
    const noise = atEnd.sites.get('x_decentered')?.value ?? tf.scalar(NaN);
    expectClose(atEnd.result, tf.add(5, tf.mul(noise, 2)), { roundings: 8 });
    expectClose(substitute({ x_centered: tf.scalar(1) }, seed(0, program))().shape, []);
  });

  it('gradients flow to location and scale', () => {
    const program = reparam(decentred, () =>
      sample('x', normal({ loc: param('loc', tf.scalar(5)), scale: param('scale', tf.scalar(2)) })),
    );
    const [toLoc, toScale] = tf.grads((loc: tf.Tensor, deviation: tf.Tensor) =>
      substitute({ loc, scale: deviation }, condition({ x_decentered: tf.scalar(1.5) }, program))(),
    )([tf.scalar(5), tf.scalar(2)]);
    expectClose(toLoc ?? [], 1);
    expectClose(toScale ?? [], 1.5);
  });

  it('rejects a strategy that does not fit its site, and options out of range', () => {
    const discrete = (): tf.Tensor => sample('x', bernoulli({ probs: 0.5 }));
    expect(seed(0, reparam({ x: decentred }, discrete))).toThrow(ArgumentError);
    expect(seed(0, reparam({ x: decentred }, discrete))).toThrow(
      'reparam of sample("x"): expected a site that locScaleReparam can rewrite, got bernoulli',
    );
    expect(seed(0, reparam({ x: transformReparam() }, discrete))).toThrow(
      'transformReparam can rewrite, got bernoulli',
    );
    expect(() => locScaleReparam({ centered: 1.5 })).toThrow('expected centered from 0 to 1, got 1.5');
    expect(() => locScaleReparam({ centred: 1 } as object)).toThrow('got "centred". Try "centered"');
    expect(() => locScaleReparam({ centered: 1 })).not.toThrow();
    expect(() => transforms.bijectTo(bernoulli({ probs: 0.5 }).support)).toThrow(SupportError);
  });
});

function plateAround(program: Program<[], tf.Tensor>): Program<[], tf.Tensor> {
  return () => plate('out', 5, () => program(), { dim: -2 });
}
