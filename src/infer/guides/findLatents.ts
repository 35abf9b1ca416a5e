import { split, tidied, type Key } from '../../num/index.js';
import {
  block,
  handle,
  revise,
  seed,
  trace,
  watchNames,
  type Handler,
  type Program,
  type Trace,
} from '../../ppl/index.js';
import { sampleSites } from '../logDensity.js';
import { hasBounds } from './bounds.js';
import { checkRuns } from './checkRuns.js';
import { siteGone } from './guideErrors.js';
import type { InitStrategy } from './init/index.js';
import { isGuided } from './isGuided.js';
import type { LatentPlate, LatentSite } from './latentSite.js';
import { latentSite, subsamplesByItself } from './readSite.js';
import { startingAt, type Starts } from './startingAt.js';

/** What a guide knows of its model: its latent sites in order, and what is to be found anew in each run. */
export interface Layout {
  readonly sites: readonly LatentSite[];
  /** Whether the model itself names the indices of a plate. */
  readonly namesIndices: boolean;
  /** Whether some support is made of numbers or tensors: those of the present run count. */
  readonly hasBounds: boolean;
}

/**
 * Runs the model once, with the start of each latent site in place of a draw, and reads off its latent sites; where supports have
 * bounds or plates are subsampled, twice more, to see that these do not depend on draws. Nothing of the runs is seen outside. Reads data.
 *
 * @throws SupportError naming a site that has no bijection from the reals, or whose support depends on draws
 * @throws SiteError naming a site in a subsampled sequential plate, or in one the size of whose subsample depends on draws
 */
export function findLatents(model: Program, args: readonly unknown[], key: Key, strategy: InitStrategy): Layout {
  return tidied(() => {
    const [runKey, startKey, otherKey] = split(key, 3) as [Key, Key, Key];
    const starts: Starts = new Map();
    const traced = hidden(seed(runKey, startingAt(strategy, startKey, model, starts)), args);
    const found = sampleSites(traced).filter(isGuided);
    watchNames(strategy.name, 'sample', strategy.sites ?? [])((meet) => found.forEach(({ name }) => meet(name)));
    checkRuns(found, traced, { model, args, key: otherKey, strategy });
    return {
      sites: found.map((site) => latentSite(site, traced.plates, starts.get(site.name) ?? site.value)),
      namesIndices: found.some((site) => subsamplesByItself(site, traced.plates)),
      hasBounds: found.some(({ dist }) => hasBounds(dist.support)),
    };
  });
}

/**
 * The layout with the supports of this run, and the indices that the model names in it. Costs a run of the model, with some element of
 * its support at each latent site; supports may hold tensors of the caller's scope.
 *
 * @param layout of the same model, from an earlier run
 * @throws SiteError naming a site that is not there
 */
export function presentLayout(layout: Layout, model: Program, args: readonly unknown[], key: Key): Layout {
  const find = (): Layout => {
    const { sites, plates } = hidden(seed(key, feasibly(model)), args);
    const refreshed = (plate: LatentPlate): LatentPlate => {
      if (plate.subsample === undefined) return plate;
      const indices = plates.get(plate.name)?.value.indices;
      return { ...plate, subsample: indices, subsampleSize: indices?.length };
    };
    const present = (site: LatentSite): LatentSite => {
      const now = sites.get(site.name);
      if (now?.type !== 'sample') throw siteGone(site.name);
      return { ...site, support: now.dist.support, plates: site.plates.map(refreshed) };
    };
    return { ...layout, sites: layout.sites.map(present) };
  };
  return layout.hasBounds ? find() : tidied(find);
}

/** The names of the sites that a guide of `model` has to cover. Costs a run of the model. */
export function latentNames(model: Program, args: readonly unknown[], key: Key): readonly string[] {
  return tidied(() =>
    sampleSites(hidden(seed(key, feasibly(model)), args))
      .filter(isGuided)
      .map((site) => site.name),
  );
}

function hidden(program: Program, args: readonly unknown[]): Trace {
  return block({}, () => trace(program)(...args))();
}

/** Answers each site that a guide has to cover with some value of its support. */
function feasibly(program: Program): Program {
  const answering: Handler = {
    sample: (message, outer) => {
      if (message.value !== undefined || !isGuided(message)) return outer(message);
      const { support, batchShape, eventShape } = message.dist;
      return outer(revise(message, { value: support.feasible([...batchShape, ...eventShape]) }));
    },
  };
  return (...args) => handle(answering, () => program(...args));
}
