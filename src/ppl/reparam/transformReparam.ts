import { checkOptionNames } from '../../num/index.js';
import { bijectTo, pullBack, type Bijector } from '../../dist/index.js';
import { sample } from '../primitives.js';
import type { Reparameteriser } from './reparameteriser.js';

export interface TransformReparamOptions {
  /** From unconstrained coordinates to the support of the site. Default: `bijectTo` of the support. */
  readonly bijector?: Bijector;
}

/**
 * Draws a continuous site in unconstrained coordinates, `name_base`, and transforms the draw to the support. A site that has a value
 * is unchanged.
 *
 * @throws SupportError (from the rule) if the support has no bijection from the reals
 * @example
 * const model = () => sample('rate', gamma({ concentration: 2, rate: 1 }));
 * const run = trace(seed(0, reparam({ rate: transformReparam() }, model)))();
 * run.sites.get('rate_base').dist.support.name;   // 'real'
 */
export function transformReparam(options: TransformReparamOptions = {}): Reparameteriser {
  checkOptionNames('transformReparam', options, ['bijector']);
  return {
    name: 'transformReparam',
    fits: ({ dist }) => !dist.isDiscrete && dist.isFactor !== true,
    apply: ({ name, dist, value, observed }) => {
      if (value !== undefined) return { dist, value, observed };
      const bijector = options.bijector ?? bijectTo(dist.support);
      return { value: bijector.forward(sample(`${name}_base`, pullBack(dist, bijector))) };
    },
  };
}
