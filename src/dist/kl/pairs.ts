import type { Distribution } from '../distribution.js';
import { bernoulliKl } from './bernoulli.js';
import { cauchyKl } from './cauchy.js';
import { choiceKl } from './choice.js';
import { continuousBernoulliKl } from './continuousBernoulli.js';
import { binomialKl, geometricKl, haveSame, multinomialKl, negativeBinomialKl, poissonKl } from './counts.js';
import { betaKl, dirichletKl } from './dirichlet.js';
import { gammaKl } from './gamma.js';
import { gumbelKl, weibullKl } from './gumbel.js';
import { inverseGaussianKl } from './inverseGaussian.js';
import type { KlPair } from './klPair.js';
import { laplaceKl } from './laplace.js';
import { fromContinuousBernoulliKl, fromGammaKl, fromNormalKl, unitFromUniformKl } from './moments.js';
import { multivariateNormalKl } from './multivariateNormal.js';
import { halfNormalKl, logisticNormalKl, normalKl } from './normal.js';
import { paretoKl } from './pareto.js';
import { uniformFromContinuousBernoulliKl, uniformFromGammaKl, uniformKl } from './uniform.js';
import { vonMisesKl } from './vonMises.js';
import { wishartKl } from './wishart.js';

const gammaLike = ['chi2', 'exponential', 'gamma'];
const unitLike = ['beta', 'continuousBernoulli', 'kumaraswamy'];
const positive = ['halfNormal', 'inverseGamma', 'inverseGaussian', 'logNormal', 'pareto', 'weibull'];
const wholeLine = ['asymmetricLaplace', 'gumbel', 'laplace', 'logistic', 'softLaplace', 'studentT'];
/** Numbers made a vector by `toEvent(1)` stand under the name of their family with that. */
const normalVectors = ['lowRankMultivariateNormal', 'multivariateNormal', 'normal.toEvent(1)'];

/** The pairs of families whose divergence is known here; later ones take the place of earlier ones. */
export const pairs: readonly KlPair[] = [
  ...crossed([...gammaLike, ...unitLike, ...positive, ...wholeLine, 'uniform'], ['normal'], fromNormalKl, hasMoments),
  ...crossed(['beta', 'kumaraswamy', ...positive], gammaLike, fromGammaKl, hasMoments),
  ...crossed(['beta', 'kumaraswamy'], ['continuousBernoulli'], fromContinuousBernoulliKl),
  ...crossed(unitLike, ['uniform'], unitFromUniformKl),
  ...crossed(['uniform'], gammaLike, uniformFromGammaKl),
  ...crossed(['uniform'], ['continuousBernoulli'], uniformFromContinuousBernoulliKl),
  ...crossed(gammaLike, gammaLike, gammaKl),
  ...crossed(['exponential', 'weibull'], ['weibull'], weibullKl),
  ...crossed(normalVectors, normalVectors, multivariateNormalKl),
  own('bernoulli', bernoulliKl),
  own('beta', betaKl),
  own('binomial', binomialKl, haveSame('totalCount')),
  own('categorical', choiceKl),
  own('cauchy', cauchyKl),
  own('continuousBernoulli', continuousBernoulliKl),
  own('dirichlet', dirichletKl),
  own('geometric', geometricKl),
  own('gumbel', gumbelKl),
  own('halfNormal', halfNormalKl),
  own('inverseGamma', gammaKl),
  own('inverseGaussian', inverseGaussianKl),
  own('laplace', laplaceKl),
  own('logisticNormal', logisticNormalKl),
  own('logitNormal', normalKl),
  own('logNormal', normalKl),
  own('multinomial', multinomialKl, haveSame('totalCount')),
  own('negativeBinomial', negativeBinomialKl, haveSame('totalCount')),
  own('normal', normalKl),
  own('oneHotCategorical', choiceKl),
  own('pareto', paretoKl),
  own('poisson', poissonKl),
  own('relaxedBernoulliStraightThrough', bernoulliKl),
  own('uniform', uniformKl),
  own('vonMises', vonMisesKl),
  own('wishart', wishartKl),
];

function own(family: string, compute: KlPair['compute'], applies?: KlPair['applies']): KlPair {
  return { q: family, p: family, compute, ...(applies === undefined ? {} : { applies }) };
}

function crossed(
  qs: readonly string[],
  ps: readonly string[],
  compute: KlPair['compute'],
  applies?: KlPair['applies'],
): KlPair[] {
  return qs.flatMap((q) => ps.map((p) => ({ q, p, compute, ...(applies === undefined ? {} : { applies }) })));
}

function hasMoments({ closedForms }: Distribution): boolean {
  return (['mean', 'variance', 'entropy'] as const).every((name) => closedForms.has(name));
}
