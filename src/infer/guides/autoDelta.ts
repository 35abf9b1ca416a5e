import type * as tf from '@tensorflow/tfjs-core';
import { delta } from '../../dist/index.js';
import { broadcastTo, type Shape } from '../../num/index.js';
import { checkOptionNames, param, sample, type Program } from '../../ppl/index.js';
import type { AutoGuide, AutoGuideOptions } from './autoGuide.js';
import { hasBounds } from './bounds.js';
import { bySite } from './bySite.js';
import type { Layout } from './findLatents.js';
import { initToMedian } from './init/index.js';
import { bijectorOf, inPlates, startOf, type LatentSite } from './latentSite.js';
import { makeGuide } from './makeGuide.js';

/**
 * A guide with all its mass on one point of the model's space: training it finds the mode of the posterior density there (MAP).
 *
 * Parameters: `autoDelta.<site>`, of the full size of subsampled plates, in the site's support; in unconstrained coordinates where that
 * has bounds, as an interval has.
 *
 * @throws ArgumentError if an option is unknown
 */
export function autoDelta<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: AutoGuideOptions = {},
): AutoGuide<Args> {
  checkOptionNames('autoDelta', options, ['init', 'prefix']);
  const { prefix = 'autoDelta' } = options;
  const points = ({ sites }: Layout): Record<string, tf.Tensor> => bySite(sites, (site) => pointOf(site, prefix));
  return makeGuide(
    model,
    {
      name: 'autoDelta',
      defaultInit: initToMedian(),
      someParam: ({ sites: [first] }) => (first === undefined ? undefined : paramName(first, prefix)),
      run: ({ sites }) => bySite(sites, (site) => inPlates(site, () => drawPoint(site, prefix))),
      median: points,
      mean: points,
      quantiles: (layout, qs) => repeated(points(layout), [qs.length]),
      draw: (layout, _key, sampleShape) => repeated(points(layout), sampleShape),
    },
    options,
  );
}

function drawPoint(site: LatentSite, prefix: string): tf.Tensor {
  return sample(site.name, delta({ value: pointOf(site, prefix), eventDim: site.eventShape.length }));
}

/** The parameter, cut to the indices of the plates around. */
function pointOf(site: LatentSite, prefix: string): tf.Tensor {
  const name = paramName(site, prefix);
  const { support: constraint } = site;
  if (!hasBounds(constraint)) {
    const start = (): tf.Tensor => bijectorOf(site).forward(startOf(site));
    return param(name, start, { constraint, eventDim: site.eventShape.length });
  }
  // A parameter's constraint is the same in every run, bounds need not be; the guide applies them itself.
  return bijectorOf(site).forward(param(name, () => startOf(site), { eventDim: site.freeEventShape.length }));
}

function paramName({ name }: LatentSite, prefix: string): string {
  return `${prefix}.${name}`;
}

function repeated(points: Record<string, tf.Tensor>, shape: Shape): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(points).map(([name, point]) => [name, broadcastTo(point, [...shape, ...point.shape])]),
  );
}
