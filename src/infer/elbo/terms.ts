import * as tf from '@tensorflow/tfjs-core';
import { gradientOnly, stopGradient } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { siteDim, type Dim } from '../factors/dims.js';
import type { LogFactor } from '../factors/logFactor.js';
import type { PlanLimits } from '../factors/planContraction.js';
import { sumProducts } from '../factors/sumProduct.js';
import { applyScale, bareLogDensity, densityShape, maskedLogDensity, sampleSites } from '../logDensity.js';
import { checkGlobality, modelParts, scaleOf, sumsOf, type SiteDensity } from './components.js';
import { isElsewhere, iterationsOf, type Iterations } from './sites.js';
import { needsScoreFunction } from './sites.js';
import type { TracedPair } from './runPair.js';
import { siteFactor } from './sites.js';

type SampleSite = Site<SampleMessage>;

/** One term of the ELBO: the log density of a model site, minus that of a guide site, or what a component of the model sums to. */
export interface Term {
  /** Over the indices of its plates and the values of enumerated sites. */
  readonly factor: LogFactor;
  /** What it is multiplied by. Kept apart, so that it is applied to the sum rather than to every element. */
  readonly scale: number;
  readonly side: 'guide' | 'model';
  readonly sites: readonly string[];
  /** The random choices of the guide that it may depend on. */
  readonly dependsOn: ReadonlySet<string>;
}

/** A random choice of the guide, whose probability weighs the terms that depend on it. */
export interface Choice {
  readonly site: SampleSite;
  /** The dim of its values, where they are in one. */
  readonly dim: Dim;
  /** The log of the weight; of a draw it is 0, with the gradient of its log density. */
  readonly factor: LogFactor;
  /** Whether all its values, or several draws, are in one tensor dim of its own. */
  readonly isEnumerated: boolean;
  /** How many runs there are because of it; undefined unless it is enumerated sequentially. */
  readonly numRuns: number | undefined;
}

/** What a traced pair adds up to. */
export interface Terms {
  readonly terms: readonly Term[];
  readonly choices: readonly Choice[];
}

/**
 * The terms of a pair: the log density of each site, and for sites that the model sums out together one term,
 * scale × log Σ exp(sum of their densities).
 *
 * @throws EnumerationError if scales differ in what is summed together, or plates forbid the sum
 */
export function termsOf(pair: TracedPair, limits?: PlanLimits): Terms {
  const guide = sampleSites(pair.guide);
  const choices = guide.flatMap((site, position) => choiceOf(site, position, pair));
  const drafts = [...modelDrafts(pair, limits), ...guide.map((site, position) => guideDraft(site, position, pair))];
  const terms = drafts.map((draft) => {
    const upstream = choices.filter((choice) => mayDepend(draft, choice));
    return { ...draft, dependsOn: new Set(upstream.map(({ site }) => site.name)) };
  });
  return { terms, choices };
}

/** A term, and where it is. */
interface Draft extends Omit<Term, 'dependsOn'> {
  /** The position of its site in its trace, or of the last site of its component. */
  readonly position: number;
  readonly iterations: Iterations;
}

/** A choice, and the first positions in both traces that may depend on it. */
interface PlacedChoice extends Choice {
  readonly positions: { readonly guide: number; readonly model: number };
  readonly iterations: Iterations;
}

function mayDepend({ factor, side, position, iterations }: Draft, choice: PlacedChoice): boolean {
  if (factor.dims.includes(choice.dim)) return true;
  return !isElsewhere(iterations, choice.iterations) && position >= choice.positions[side];
}

function modelDrafts(pair: TracedPair, limits: PlanLimits | undefined): Draft[] {
  const { single, components } = modelParts(pair);
  const scales = components.map((component) => {
    checkGlobality(component, pair);
    return scaleOf(component);
  });
  const { factors, sums } = sumsOf(components);
  const together = sumProducts(factors, sums, limits).map((factor, i): Draft => {
    const densities = components[i]?.densities ?? [];
    return { factor, scale: scales[i] ?? 1, side: 'model', ...placeOf(densities) };
  });
  const alone = single.map((density): Draft => ({ ...scaled(density, pair), side: 'model', ...placeOf([density]) }));
  return [...alone, ...together];
}

function placeOf(densities: readonly SiteDensity[]): Pick<Draft, 'sites' | 'position' | 'iterations'> {
  const sites = densities.map(({ site }) => site);
  const position = Math.max(...densities.map((density) => density.position));
  return { sites: sites.map(({ name }) => name), position, iterations: iterationsOf(sites) };
}

/**
 * Minus the scaled and masked log density of a guide site. The mean of a score is 0, so the log density of a draw that needs one has no
 * gradient but by what comes of the draw.
 */
function guideDraft(site: SampleSite, position: number, pair: TracedPair): Draft {
  const masked = maskedLogDensity(site);
  const density = !isSummed(site, pair) && needsScoreFunction(site) ? stopGradient(masked) : masked;
  const { factor, scale } = scaled({ site, density, factor: siteFactor(density, site, pair) }, pair);
  return { factor, scale: -scale, side: 'guide', sites: [site.name], position, iterations: iterationsOf([site]) };
}

/** A scale that is a number is kept apart. */
function scaled(
  { site, density, factor }: Pick<SiteDensity, 'site' | 'density' | 'factor'>,
  pair: TracedPair,
): Pick<Term, 'factor' | 'scale'> {
  if (typeof site.scale === 'number') return { factor, scale: site.scale };
  return { factor: siteFactor(applyScale(density, site.scale), site, pair), scale: 1 };
}

/** Whether all values of a guide site are tried, at once or one after the other. */
function isSummed({ name }: SampleSite, { allocator }: TracedPair): boolean {
  return allocator.sites.get(name)?.isDrawn === false || allocator.sequential.has(name);
}

function choiceOf(site: SampleSite, position: number, pair: TracedPair): PlacedChoice[] {
  const own = pair.allocator.sites.get(site.name);
  const isExact = isSummed(site, pair);
  if (own === undefined && !isExact && !needsScoreFunction(site)) return [];
  const log = isExact ? bareLogDensity(site) : tf.sub(scoreOf(site), Math.log(own?.size ?? 1));
  const choice: Choice = {
    site,
    dim: siteDim(site.name),
    factor: siteFactor(log, site, pair),
    isEnumerated: own !== undefined,
    numRuns: pair.allocator.sequential.get(site.name),
  };
  const iterations = iterationsOf([site]);
  return [{ ...choice, iterations, positions: { guide: position, model: firstInModel(position, iterations, pair) } }];
}

/** The first position in the model of a site that comes with or after a guide site, other iterations of a sequential plate left out. */
function firstInModel(position: number, iterations: Iterations, { guide, model }: TracedPair): number {
  const later = sampleSites(guide).slice(position);
  const names = new Set(later.filter((next) => !isElsewhere(iterationsOf([next]), iterations)).map(({ name }) => name));
  const first = sampleSites(model).findIndex(({ name }) => names.has(name));
  return first < 0 ? Infinity : first;
}

/** 0, with the gradient of the site's log density unless its draws are reparameterised. */
function scoreOf(site: SampleSite): tf.Tensor {
  if (!needsScoreFunction(site)) return tf.zeros([...densityShape(site)]);
  return gradientOnly(bareLogDensity(site));
}
