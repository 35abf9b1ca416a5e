import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../distribution.js';
import { bernoulliKl } from './bernoulli.js';
import { choiceKl } from './choice.js';
import { continuousBernoulliKl } from './continuousBernoulli.js';
import { betaKl, dirichletKl } from './dirichlet.js';
import { gammaKl } from './gamma.js';
import { multivariateNormalKl } from './multivariateNormal.js';
import { normalKl } from './normal.js';
import { uniformKl } from './uniform.js';
import { vonMisesKl } from './vonMises.js';

/** The divergence of `q` from `p` in nats, of a shape that broadcasts to the batch; reads their parameters. */
export type KlEntry = (q: Distribution, p: Distribution) => Tensor;

const entries = new Map<string, KlEntry>([
  ['bernoulli from bernoulli', bernoulliKl],
  ['beta from beta', betaKl],
  ['categorical from categorical', choiceKl],
  ['continuousBernoulli from continuousBernoulli', continuousBernoulliKl],
  ['dirichlet from dirichlet', dirichletKl],
  ['gamma from gamma', gammaKl],
  ['lowRankMultivariateNormal from lowRankMultivariateNormal', multivariateNormalKl],
  ['lowRankMultivariateNormal from multivariateNormal', multivariateNormalKl],
  ['multivariateNormal from lowRankMultivariateNormal', multivariateNormalKl],
  ['multivariateNormal from multivariateNormal', multivariateNormalKl],
  ['normal from normal', normalKl],
  ['oneHotCategorical from oneHotCategorical', choiceKl],
  ['uniform from uniform', uniformKl],
  ['vonMises from vonMises', vonMisesKl],
]);

/** The entry of a pair of families, if there is one. */
export function klEntry(familyQ: string, familyP: string): KlEntry | undefined {
  return entries.get(`${familyQ} from ${familyP}`);
}

/** Adds or replaces the closed form of a pair of families, for the whole program; `fn` gets them without wrappers. */
export function registerKl(familyQ: string, familyP: string, fn: KlEntry): void {
  entries.set(`${familyQ} from ${familyP}`, fn);
}
