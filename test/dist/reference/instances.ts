import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { Distribution } from '../../../src/dist/index.js';
import { familyCases } from '../cases/index.js';
import { structural } from './structural.js';

/** One distribution that a factory makes, and the names of the tensors that went into it, by their ids. */
export interface Instance {
  readonly factory: string;
  readonly dist: Distribution;
  readonly inputs: ReadonlyMap<number, string>;
}

/** Instances of all factories, made afresh: the engine must be up, and the caller owns the tensors. */
export function instances(): Instance[] {
  const fromCases = familyCases.map(({ name, factory, parameters }): Instance => {
    const [values = {}] = fc.sample(parameters, { numRuns: 1, seed: 0 });
    const tensors = Object.fromEntries(Object.entries(values).map(([input, value]) => [input, tf.tensor(value)]));
    const inputs = new Map(Object.entries(tensors).map(([input, { id }]) => [id, input]));
    return { factory: factoryOf(name), dist: factory(tensors), inputs };
  });
  const others = Object.entries(structural).map(([factory, make]) => ({ factory, dist: make(), inputs: new Map() }));
  return [...fromCases, ...others];
}

/** The names of cases begin with that of the factory, as code or in words. */
function factoryOf(name: string): string {
  const [first = name] = name.split(/[ ,]/);
  return inWords[name.split(' ')[0] ?? ''] ?? first;
}

const inWords: Readonly<Record<string, string>> = { toEvent: 'independent' };
