import * as tf from '@tensorflow/tfjs-core';
import { constraints, normal, type Distribution } from '../../dist/index.js';
import { fold } from '../../num/index.js';
import { checkOptionNames, param, sample, type Program } from '../../ppl/index.js';
import type { AutoGuide, NormalGuideOptions } from './autoGuide.js';
import { bySite } from './bySite.js';
import { checkScale } from './checkScale.js';
import { initToFeasible } from './init/index.js';
import { bijectorOf, freeShape, inPlates, isFree, pushForward, startOf, type LatentSite } from './latentSite.js';
import { makeGuide } from './makeGuide.js';
import { meanOf, quantilesOf, type Marginal } from './normalQuantiles.js';

interface Names {
  readonly prefix: string;
  readonly initScale: number;
}

/**
 * A guide of independent normals in unconstrained coordinates, one for each number of each site, mapped into the supports.
 *
 * Parameters: `autoNormal.locs.<site>` and `autoNormal.scales.<site>`, of the full size of subsampled plates. A site whose support is
 * not all the reals has an auxiliary site `<site>_unconstrained`.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function autoNormal<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: NormalGuideOptions = {},
): AutoGuide<Args> {
  checkOptionNames('autoNormal', options, ['init', 'initScale', 'prefix']);
  const { prefix = 'autoNormal', initScale = 0.1 } = options;
  checkScale('autoNormal.initScale', initScale);
  const names = { prefix, initScale };
  return makeGuide(
    model,
    {
      name: 'autoNormal',
      defaultInit: initToFeasible(),
      someParam: ({ sites: [first] }) => (first === undefined ? undefined : `${prefix}.locs.${first.name}`),
      run: ({ sites }) => bySite(sites, (site) => inPlates(site, () => draw(site, names))),
      median: ({ sites }) => bySite(sites, (site) => bijectorOf(site).forward(marginal(site, names).loc)),
      mean: ({ sites }) => bySite(sites, (site) => meanOf(site, marginal(site, names))),
      quantiles: ({ sites }, qs) => bySite(sites, (site) => quantilesOf(site, marginal(site, names), qs)),
      draw: ({ sites }, key, sampleShape) =>
        bySite(sites, (site) =>
          bijectorOf(site).forward(posterior(site, names).sample(fold(key, site.name), sampleShape)),
        ),
    },
    options,
  );
}

/** The parameters, cut to the indices of the plates around: [...batch, ...freeEvent]. */
function marginal(site: LatentSite, { prefix, initScale }: Names): Marginal {
  const eventDim = site.freeEventShape.length;
  const constraint = constraints.softplusPositive;
  return {
    loc: param(`${prefix}.locs.${site.name}`, () => startOf(site), { eventDim }),
    scale: param(`${prefix}.scales.${site.name}`, () => tf.fill(freeShape(site), initScale), { constraint, eventDim }),
  };
}

function posterior(site: LatentSite, names: Names): Distribution {
  return normal(marginal(site, names)).toEvent(site.freeEventShape.length);
}

function draw(site: LatentSite, names: Names): tf.Tensor {
  const dist = posterior(site, names);
  // Where the coordinates are those of the model, one site is enough, and has a closed KL divergence.
  if (isFree(site)) return sample(site.name, dist);
  return pushForward(site, sample(`${site.name}_unconstrained`, dist, { infer: { isAuxiliary: true } }));
}
