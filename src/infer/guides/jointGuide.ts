import * as tf from '@tensorflow/tfjs-core';
import { constraints, type Distribution } from '../../dist/index.js';
import { sizeOf, type Shape } from '../../num/index.js';
import { param, sample, subsample, type Program } from '../../ppl/index.js';
import type { AutoGuide, AutoGuideOptions, GuideFamily } from './autoGuide.js';
import { bySite } from './bySite.js';
import type { Layout } from './findLatents.js';
import { noLatents } from './guideErrors.js';
import type { InitStrategy } from './init/index.js';
import { bijectorOf, freeShape, freeSize, inPlates, pushForward, type LatentSite } from './latentSite.js';
import { makeGuide, type LayoutMemory } from './makeGuide.js';
import { meanOf, quantilesOf, type Marginal } from './normalQuantiles.js';

/** Where the joint vector starts: all unconstrained numbers of all sites, site after site. */
export interface JointStart {
  readonly size: number;
  readonly values: Float32Array;
}

/** What tells one guide over the joint vector from another. */
export interface JointFamily {
  readonly name: string;
  readonly defaultInit: InitStrategy;
  /** A name that one of its parameters has after the prefix. */
  readonly someParam: string;
  /** The distribution of the joint vector [size], from `param` statements. */
  readonly posterior: (start: JointStart, prefix: string) => Distribution;
}

/**
 * A guide that draws all latent sites as one vector in unconstrained coordinates, of the full size of subsampled plates, and
 * maps its parts into the supports. The vector is the auxiliary site `<prefix>.latent`.
 */
export function jointGuide<Args extends readonly unknown[]>(
  model: Program<Args>,
  family: JointFamily,
  options: AutoGuideOptions,
  memory: LayoutMemory = {},
): AutoGuide<Args> {
  const { prefix = family.name } = options;
  return makeGuide(model, jointFamily(family, prefix), options, memory);
}

/** What the parts of the vector are at the sites. */
function jointFamily(family: JointFamily, prefix: string): GuideFamily<Layout> {
  const { name, defaultInit, someParam } = family;
  const posterior = (layout: Layout): Distribution => family.posterior(jointStart(layout, prefix), prefix);
  const fromMarginals =
    (compute: (site: LatentSite, marginal: Marginal, qs: readonly number[]) => tf.Tensor) =>
    (layout: Layout, qs: readonly number[] = []): Record<string, tf.Tensor> => {
      const dist = posterior(layout);
      const [locs, scales] = [parts(layout, dist.mean()), parts(layout, tf.sqrt(dist.variance()))];
      return bySite(layout.sites, (site) => compute(site, { loc: part(locs, site), scale: part(scales, site) }, qs));
    };
  return {
    name,
    defaultInit,
    someParam: () => `${prefix}.${someParam}`,
    run: (layout) => {
      const latent = sample(`${prefix}.latent`, posterior(layout), { infer: { isAuxiliary: true } });
      const pieces = parts(layout, latent);
      return bySite(layout.sites, (site) => inPlates(site, () => place(site, part(pieces, site))));
    },
    median: fromMarginals((site, { loc }) => bijectorOf(site).forward(loc)),
    mean: fromMarginals(meanOf),
    quantiles: fromMarginals(quantilesOf),
    draw: (layout, key, sampleShape) => {
      const pieces = parts(layout, posterior(layout).sample(key, sampleShape));
      return bySite(layout.sites, (site) => bijectorOf(site).forward(part(pieces, site)));
    },
  };
}

/** The parameters `loc` and `scale` of a joint vector, each [size]. */
export function locAndScale({ size, values }: JointStart, prefix: string, initScale: number): Marginal {
  const constraint = constraints.softplusPositive;
  return {
    loc: param(`${prefix}.loc`, () => tf.tensor1d(values)),
    scale: param(`${prefix}.scale`, () => tf.fill([size], initScale), { constraint }),
  };
}

function jointStart({ sites }: Layout, prefix: string): JointStart {
  if (sites.length === 0) throw noLatents(prefix);
  const values = Float32Array.from(sites.flatMap((site) => [...site.start]));
  return { size: values.length, values };
}

/** The pieces [...sample, ...batch, ...freeEvent] of a joint vector [...sample, size], by site. */
function parts({ sites }: Layout, joint: tf.Tensor): ReadonlyMap<string, tf.Tensor> {
  const outer = joint.shape.slice(0, -1);
  let from = 0;
  return new Map(
    sites.map((site) => {
      const count = freeSize(site);
      const piece = tf.slice(joint, [...outer.map(() => 0), from], [...outer, count]);
      from += count;
      return [site.name, tf.reshape(piece, pieceShape(outer, site))];
    }),
  );
}

/** Dims of a vectorised run that lie left of the site's own stay there; those of size 1 make room for the site's. */
function pieceShape(outer: Shape, site: LatentSite): number[] {
  const rank = site.batchShape.length;
  const [left, right] = [outer.slice(0, Math.max(0, outer.length - rank)), outer.slice(-rank)];
  const makesRoom = rank > 0 && outer.length >= rank && sizeOf(right) === 1;
  return [...(makesRoom ? left : outer), ...freeShape(site)];
}

function part(pieces: ReadonlyMap<string, tf.Tensor>, { name }: LatentSite): tf.Tensor {
  return pieces.get(name) ?? tf.scalar(NaN);
}

function place(site: LatentSite, piece: tf.Tensor): tf.Tensor {
  return pushForward(site, subsample(piece, { eventDim: site.freeEventShape.length }));
}
