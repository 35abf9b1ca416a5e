import type { Tensor } from '@tensorflow/tfjs-core';
import type { LatentSite } from './latentSite.js';

/** A record with one entry for each site. */
export function bySite(sites: readonly LatentSite[], make: (site: LatentSite) => Tensor): Record<string, Tensor> {
  return Object.fromEntries(sites.map((site) => [site.name, make(site)]));
}
