// All handlers of the library, each with what it declares to change.
import * as tf from '@tensorflow/tfjs-core';
import { normal } from '../../../src/dist/index.js';
import { configEnumerate, dimAllocator, enumerate } from '../../../src/infer/index.js';
import {
  block,
  broadcast,
  condition,
  inferConfig,
  intervene,
  lift,
  locScaleReparam,
  markov,
  mask,
  module,
  plate,
  reparam,
  replay,
  sample,
  scale,
  scope,
  seed,
  sequentialPlate,
  substitute,
  trace,
  uncondition,
  type Trace,
} from '../../../src/ppl/index.js';
import type { HandlerOptions, HandlerUnderTest } from '../../../src/testing/index.js';

export interface HandlerRow extends HandlerOptions {
  readonly handler: HandlerUnderTest;
}

const prior = normal({ loc: 0, scale: 1 });
const tail = (): Record<string, tf.Tensor> => ({ tail: tf.scalar(0.25) });

/** A trace of a draw of one site, made where nothing outside sees it. */
const old = (): Trace => block({}, () => trace(seed(3, () => sample('tail', prior)))())();

export const honest: Readonly<Record<string, HandlerRow>> = {
  trace: {
    handler:
      (f) =>
      (...args) =>
        trace(f)(...args).result,
    isIdempotent: true,
  },
  'block of some': {
    handler: (f) => block({ hide: ['tail', 's1'] }, f),
    changes: ['names'],
    isIdempotent: true,
    except: { enumeratedElbo: 'a hidden site is in no ELBO' },
  },
  'block of all': {
    handler: (f) => block({}, f),
    changes: ['names'],
    isIdempotent: true,
    except: { enumeratedElbo: 'a hidden site is in no ELBO' },
  },
  'block of nothing': { handler: (f) => block({ hide: [] }, f), isIdempotent: true },
  replay: {
    handler:
      (f) =>
      (...args) =>
        replay(old(), f)(...args),
    changes: ['values'],
    isIdempotent: true,
  },
  'replay of nothing': { handler: (f) => replay(trace(() => undefined)(), f), isIdempotent: true },
  condition: { handler: (f) => condition(tail(), f), changes: ['values', 'observed'], isIdempotent: true },
  uncondition: { handler: uncondition, changes: ['values', 'observed', 'hints'], isIdempotent: true },
  intervene: { handler: (f) => intervene(tail(), f), changes: ['values', 'densities'], isIdempotent: true },
  substitute: {
    handler: (f) => substitute({ w: tf.scalar(-1) }, f),
    changes: ['values', 'densities'],
    isIdempotent: true,
  },
  lift: { handler: (f) => lift({ w: prior }, f), changes: ['names', 'values', 'densities'], isIdempotent: true },
  scale: { handler: (f) => scale(2, f), changes: ['densities'] },
  'scale by 1': { handler: (f) => scale(1, f), isIdempotent: true },
  mask: { handler: (f) => mask(false, f), changes: ['densities'], isIdempotent: true },
  'mask of nothing': { handler: (f) => mask(tf.scalar(true, 'bool'), f), isIdempotent: true },
  reparam: {
    handler: (f) => reparam({ tail: locScaleReparam({ centered: 0 }) }, f),
    changes: ['names', 'values', 'densities'],
    except: { innerTrace: 'a trace inside meets the site that it rewrites' },
  },
  inferConfig: { handler: (f) => inferConfig(() => ({ expand: true }), f), changes: ['hints'], isIdempotent: true },
  configEnumerate: { handler: (f) => configEnumerate(f), changes: ['hints'], isIdempotent: true },
  broadcast: { handler: broadcast, isIdempotent: true },
  seed: { handler: (f) => seed(5, f), changes: ['keys'], isIdempotent: true },
  scope: { handler: (f) => scope('in', f), changes: ['names'] },
  module: { handler: (f) => module('net', f), changes: ['names'] },
  plate: {
    handler:
      (f) =>
      (...args) =>
        plate('around', 2, () => f(...args), { dim: -3 }),
    changes: ['names', 'values', 'densities'],
  },
  sequentialPlate: {
    handler:
      (f) =>
      (...args) =>
        sequentialPlate('once', 1, () => f(...args))[0] as ReturnType<typeof f>,
    changes: ['names'],
  },
  markov: {
    handler:
      (f) =>
      (...args) => {
        const results: ReturnType<typeof f>[] = [];
        markov([0], () => void results.push(f(...args)));
        return results[0] as ReturnType<typeof f>;
      },
  },
  enumerate: {
    handler:
      (f) =>
      (...args) =>
        enumerate(dimAllocator(2), f)(...args),
    changes: ['values', 'densities', 'hints'],
    // Sequential choices are a guide's.
    where: ({ sites }) => sites.every(({ strategy, side }) => side === 'model' || strategy === 'parallel'),
  },
  nothing: { handler: (f) => f, isIdempotent: true },
};
