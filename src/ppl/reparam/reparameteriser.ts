import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../../dist/index.js';

/** The parts of a sample site that a strategy receives. */
export interface ReparamSite {
  readonly name: string;
  /** Expanded to the plates inside the handler. */
  readonly dist: Distribution;
  /** Given by data or by a handler further in. */
  readonly value?: Tensor | undefined;
  readonly observed: boolean;
}

/**
 * A reparameterised site. Without `dist` it is deterministic: a function of the auxiliary sites, which have the density. With `dist`
 * it is still a sample site.
 */
export type Reparameterised =
  | { readonly dist?: undefined; readonly value: Tensor }
  | { readonly dist: Distribution; readonly value: Tensor | undefined; readonly observed: boolean };

/** A strategy to reparameterise sample sites. */
export interface Reparameteriser {
  readonly name: string;
  /** Whether the strategy applies to the site. As a strategy for all sites, it leaves the others unchanged. */
  fits(site: ReparamSite): boolean;
  /** Reparameterises the site; may call `sample` for auxiliary sites. The joint distribution of the site and all others must not change. */
  apply(site: ReparamSite): Reparameterised;
}
