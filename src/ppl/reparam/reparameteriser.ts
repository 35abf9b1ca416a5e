import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../../dist/index.js';

/** A sample site as a strategy sees it. */
export interface ReparamSite {
  readonly name: string;
  /** Expanded to the plates inside the handler. */
  readonly dist: Distribution;
  /** Known already, from data or from a handler further in. */
  readonly value?: Tensor | undefined;
  readonly observed: boolean;
}

/**
 * What a site becomes. Without `dist` it is a deterministic site: its value follows from the auxiliary sites, which carry the
 * density. With `dist` it stays a sample site, of that distribution.
 */
export type Reparameterised =
  | { readonly dist?: undefined; readonly value: Tensor }
  | { readonly dist: Distribution; readonly value: Tensor | undefined; readonly observed: boolean };

/** A way to write a random choice in other coordinates. */
export interface Reparameteriser {
  readonly name: string;
  /** Whether it can rewrite the site; where it is meant for all sites, the others are left alone. */
  fits(site: ReparamSite): boolean;
  /**
   * Rewrites the site, with auxiliary sites as needed. The joint density, pushed forward to the site, must not change.
   */
  apply(site: ReparamSite): Reparameterised;
}
