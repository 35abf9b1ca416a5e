import { fold, split, tidied, type Key } from '../../num/index.js';
import {
  block,
  handle,
  revise,
  seed,
  trace,
  watchNames,
  type Handler,
  type Program,
  type SampleMessage,
  type Site,
  type Trace,
} from '../../ppl/index.js';
import { sampleSites } from '../logDensity.js';
import { boundsText, hasTensorBounds } from './frozenConstraint.js';
import { startingValue, type InitStrategy } from './init/index.js';
import { checkGuidable, isGuided } from './isGuided.js';
import type { LatentPlate, LatentSite } from './latentSite.js';
import { latentSite, subsamplesByItself } from './readSite.js';
import { movingBounds } from './guideErrors.js';

/** What a guide knows of its model: its latent sites in order, and whether the model itself names the indices of a plate. */
export interface Layout {
  readonly sites: readonly LatentSite[];
  /** If so, the plates have to be found anew in each run. */
  readonly isMoving: boolean;
}

/**
 * Runs the model once, with the start of each latent site in place of a draw, and reads off its latent sites. Nothing of the
 * run is seen outside. Reads data.
 *
 * @throws SupportError naming a site that has no bijection from the reals, or whose support changes from run to run
 * @throws SiteError naming a site in a subsampled sequential plate
 */
export function findLatents(model: Program, args: readonly unknown[], key: Key, strategy: InitStrategy): Layout {
  return tidied(() => {
    const [runKey, startKey, otherKey] = split(key, 3) as [Key, Key, Key];
    const starting = (program: Program, at: Key): Trace =>
      block({}, () => trace(seed(at, startingAt(strategy, startKey, program)))(...args))();
    const traced = starting(model, runKey);
    const found = sampleSites(traced).filter(isGuided);
    watchNames(strategy.name, 'sample', strategy.sites ?? [])((meet) => found.forEach(({ name }) => meet(name)));
    if (found.some((site) => hasTensorBounds(site.dist.support))) {
      checkBounds(found, block({}, () => trace(seed(otherKey, model))(...args))());
    }
    const sites = found.map((site) => latentSite(site, traced.plates));
    return { sites, isMoving: found.some((site) => subsamplesByItself(site, traced.plates)) };
  });
}

/**
 * The layout with the indices that the model names in this run. Costs a run of the model.
 *
 * @param layout of the same model, from an earlier run
 */
export function withIndices(layout: Layout, model: Program, args: readonly unknown[], key: Key): Layout {
  return tidied(() => {
    const { plates } = block({}, () => trace(seed(key, model))(...args))();
    const refreshed = (plate: LatentPlate): LatentPlate => {
      if (plate.subsample === undefined) return plate;
      const indices = plates.get(plate.name)?.value.indices;
      return { ...plate, subsample: indices, subsampleSize: indices?.length };
    };
    return { ...layout, sites: layout.sites.map((site) => ({ ...site, plates: site.plates.map(refreshed) })) };
  });
}

/** The names of the sites that a guide of `model` has to cover. Costs a run of the model. */
export function latentNames(model: Program, args: readonly unknown[], key: Key): readonly string[] {
  return tidied(() => {
    const traced = block({}, () => trace(seed(key, model))(...args))();
    return sampleSites(traced)
      .filter(isGuided)
      .map((site) => site.name);
  });
}

/** Answers each site that a guide has to cover with the value it starts at. */
function startingAt(strategy: InitStrategy, key: Key, program: Program): Program {
  const starting: Handler = {
    sample: (message, outer) => outer(withStart(message, key, strategy)),
  };
  return (...args) => handle(starting, () => program(...args));
}

function withStart(message: SampleMessage, key: Key, strategy: InitStrategy): SampleMessage {
  if (message.value !== undefined || !isGuided(message)) return message;
  checkGuidable(message);
  return revise(message, { value: startingValue(message, fold(key, message.name), strategy) });
}

/** A bound that is not the same in another run depends on draws, and the guide would not follow it. */
function checkBounds(sites: readonly Site<SampleMessage>[], other: Trace): void {
  for (const { name, dist } of sites) {
    const again = other.sites.get(name);
    if (again?.type !== 'sample' || boundsText(again.dist.support) !== boundsText(dist.support)) {
      throw movingBounds(name, dist);
    }
  }
}
