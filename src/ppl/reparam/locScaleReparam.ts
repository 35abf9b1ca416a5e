import type { Tensor } from '@tensorflow/tfjs-core';
import { constraints, decentre } from '../../dist/index.js';
import { ArgumentError, checkOptionNames } from '../../num/index.js';
import { param, sample } from '../primitives.js';
import type { Reparameteriser } from './reparameteriser.js';

export interface LocScaleReparamOptions {
  /**
   * From 0 (fully decentered: a draw of standard noise) to 1 (unchanged), a number or a tensor that broadcasts to the batch shape.
   * Default: the parameter `name_centered`, with initial value 0.5.
   */
  readonly centered?: number | Tensor;
}

/**
 * Decenters a site of a location-scale family: draws `name_decentered`, with location and scale removed in full or in part, and
 * computes the site from it. This removes the funnel of hierarchical models. A site that has a value is unchanged.
 *
 * @throws ArgumentError if a number is not from 0 to 1
 * @see Gorinova, Moore and Hoffman 2020, "Automatic reparameterisation of probabilistic programs"
 * @example
 * const model = () => sample('x', normal({ loc: 5, scale: 2 }));
 * const run = trace(seed(0, reparam({ x: locScaleReparam({ centered: 0 }) }, model)))();
 * [...run.sites.keys()];   // ['x_decentered', 'x']
 */
export function locScaleReparam(options: LocScaleReparamOptions = {}): Reparameteriser {
  checkOptionNames('locScaleReparam', options, ['centered']);
  const { centered } = options;
  if (typeof centered === 'number' && !(centered >= 0 && centered <= 1)) {
    throw new ArgumentError({ where: 'locScaleReparam', expected: 'centered from 0 to 1', got: String(centered) });
  }
  return {
    name: 'locScaleReparam',
    fits: ({ dist }) => decentre(dist, 1) !== undefined,
    apply: ({ name, dist, value, observed }) => {
      if (value !== undefined) return { dist, value, observed };
      const parts = decentre(dist, centered ?? trained(name));
      // Those that do not fit are not passed in.
      if (parts === undefined) return { dist, value, observed };
      return { value: parts.restore(sample(`${name}_decentered`, parts.noise)) };
    },
  };
}

function trained(name: string): Tensor {
  return param(`${name}_centered`, () => constraints.unitInterval.feasible([]), {
    constraint: constraints.unitInterval,
  });
}
