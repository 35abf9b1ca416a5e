import { EnumerationError, engineInfo, sizeAt } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { RankError } from './errors.js';

/** The dim that an enumerated site's values lie along; its id is the site's name. */
export interface EnumeratedSite {
  readonly name: string;
  /** Negative, left of all plates. */
  readonly dim: number;
  readonly size: number;
  /** Whether its values are draws, each of weight 1 / size, rather than the support. */
  readonly isDrawn: boolean;
}

/** Which enumerated site each dim stands for, as one site sees it. */
export type DimScope = ReadonlyMap<number, EnumeratedSite>;

/** Hands out dims to enumerated sites and knows whose they are, over the run of a guide and of the model replayed on it. */
export interface DimAllocator {
  /** How many rightmost dims are left to plates. */
  readonly maxPlateNesting: number;
  /** The sites enumerated in parallel, by name. */
  readonly sites: ReadonlyMap<string, EnumeratedSite>;
  /** The sites enumerated one value a run, with how many values each has. */
  readonly sequential: Map<string, number>;
  /** Those of the sites that the first program enumerates. */
  guideSites(): readonly EnumeratedSite[];
  /** Starts the run of one program; what a run before it recorded is known as that of the guide. */
  start(): DimRun;
  /** The dims that `site` may have, besides those of its plates. */
  scopeOf(site: Site<SampleMessage>): DimScope;
}

/** The dims of one program's run, site by site. */
export interface DimRun {
  /**
   * The dims in scope for a site: the global ones, those of values within its `markov` reach, and those of its own value.
   *
   * @throws EnumerationError if one dim would stand for two sites
   */
  scopeFor(message: SampleMessage): DimScope;
  /** A dim for a site that is about to be enumerated. @throws RankError if the engine has none left */
  allocate(message: SampleMessage, size: number, scope: DimScope): EnumeratedSite;
  /** Keeps what dims the answered site has. */
  record(site: Site<SampleMessage>, scope: DimScope): void;
}

/**
 * An allocator whose first dim is left of `maxPlateNesting` plates.
 *
 * @param isCautious whether dims are used again as late as the engine allows, so that values used out of their reach show
 */
export function dimAllocator(maxPlateNesting: number, isCautious = false): DimAllocator {
  const shared: Shared = {
    maxPlateNesting,
    isCautious,
    sites: new Map(),
    globals: new Map(),
    scopes: new WeakMap(),
    ofGuide: [],
  };
  let before: ReadonlyMap<string, DimScope> | undefined;
  return {
    maxPlateNesting,
    sites: shared.sites,
    sequential: new Map(),
    start: () => {
      const values = new Map<string, DimScope>();
      const run = dimRun(shared, values, before);
      before ??= values;
      return run;
    },
    guideSites: () => shared.ofGuide,
    scopeOf: (site) => shared.scopes.get(site) ?? shared.globals,
  };
}

/** What the runs of guide and model have in common. */
interface Shared {
  readonly maxPlateNesting: number;
  readonly isCautious: boolean;
  readonly sites: Map<string, EnumeratedSite>;
  /** The dims of sites outside of any `markov`, which all sites may have. */
  readonly globals: Map<number, EnumeratedSite>;
  readonly scopes: WeakMap<Site<SampleMessage>, DimScope>;
  readonly ofGuide: EnumeratedSite[];
}

/**
 * @param values receives the dims of each value
 * @param before those of the guide's values, in the run of a model
 */
function dimRun(
  shared: Shared,
  values: Map<string, DimScope>,
  before: ReadonlyMap<string, DimScope> | undefined,
): DimRun {
  const { sites, globals, maxPlateNesting } = shared;
  const reach = markovReach(values);
  const allocate = dimSource(shared, reach, before);
  return {
    scopeFor: (message) => {
      const own = message.value === undefined || message.observed ? undefined : before?.get(message.name);
      if (message.markov === undefined && own === undefined) return globals;
      return merged(message, [globals, ...reach.within(message), ...(own === undefined ? [] : [own])]);
    },
    allocate: (message, size, scope) => {
      const isDrawn = message.infer.numSamples !== undefined;
      const site = { name: message.name, dim: allocate(message, scope), size, isDrawn };
      const rank = -site.dim + message.dist.eventShape.length;
      if (rank > engineInfo().maxRank) throw new RankError(message.name, rank, describeScope(scope, maxPlateNesting));
      sites.set(site.name, site);
      if (message.markov === undefined) globals.set(site.dim, site);
      if (before === undefined) shared.ofGuide.push(site);
      return site;
    },
    record: (site, scope) => {
      const own = sites.get(site.name);
      const isOwn = own !== undefined && site.markov !== undefined && !scope.has(own.dim) && !site.observed;
      const full = isOwn ? new Map([...scope, [own.dim, own] as const]) : scope;
      shared.scopes.set(site, full);
      values.set(site.name, carried(site, full));
      reach.enter(site);
    },
  };
}

/** Gives each site that is about to be enumerated the rightmost dim that is free, or where that is asked for the one used longest ago. */
function dimSource(
  { globals, isCautious, maxPlateNesting }: Shared,
  reach: Reach,
  before: ReadonlyMap<string, DimScope> | undefined,
): (message: SampleMessage, scope: DimScope) => number {
  // The guide's dims are left alone: the model has yet to replay its sites.
  const ofGuide = dimsOf(before);
  const lastUse = new Map<number, number>();
  let numAllocated = 0;
  return (message, scope) => {
    const near = message.markov === undefined ? [] : [scope, ...reach.within(message, true)];
    const isTaken = (dim: number): boolean => [globals, ofGuide, ...near].some((dims) => dims.has(dim));
    let next = -1 - maxPlateNesting;
    while (isTaken(next)) next -= 1;
    const dim = isCautious ? leastRecent(next, isTaken, lastUse) : next;
    lastUse.set(dim, (numAllocated += 1));
    return dim;
  };
}

/** Which dims are whose, as it is written in errors. */
export function describeScope(scope: DimScope, maxPlateNesting: number): string {
  const plates = maxPlateNesting === 0 ? [] : [`dims from -${maxPlateNesting} to the right are for plates`];
  return [...plates, ...[...scope.values()].map((site) => `dim ${site.dim} is "${site.name}"`)].join(', ');
}

interface Reach {
  /** The dims of values that a site may depend on through the `markov` constructs around it, or meet at later sites. */
  within(message: SampleMessage, isAhead?: boolean): DimScope[];
  enter(site: SampleMessage): void;
}

/** A site is within reach if each construct around it is around the other too, and sees it. */
function markovReach(values: ReadonlyMap<string, DimScope>): Reach {
  const depths = new Map<string, number>();
  return {
    within: ({ markov = [] }, isAhead = false) => {
      const counts = new Map<string, number>();
      for (const mark of markov) {
        for (const name of mark.names(mark.history, isAhead ? mark.history : 0))
          counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return [...counts].flatMap(([name, count]) => {
        const dims = depths.get(name) === count ? values.get(name) : undefined;
        return dims === undefined ? [] : [dims];
      });
    },
    enter: ({ name, markov = [] }) => void depths.set(name, markov.length),
  };
}

function merged(message: SampleMessage, scopes: readonly DimScope[]): DimScope {
  const all = new Map<number, EnumeratedSite>();
  for (const scope of scopes) {
    for (const [dim, site] of scope) {
      const known = all.get(dim);
      if (known !== undefined && known.name !== site.name) throw dimConflict(message, dim, [known.name, site.name]);
      all.set(dim, site);
    }
  }
  return all;
}

/** The dims in scope at which the value has a size. */
function carried({ value, dist }: Site<SampleMessage>, scope: DimScope): DimScope {
  const batch = value.shape.slice(0, value.shape.length - dist.eventShape.length);
  return new Map([...scope].filter(([dim]) => sizeAt(batch, dim) > 1));
}

function dimsOf(values: ReadonlyMap<string, DimScope> | undefined): ReadonlySet<number> {
  return new Set([...(values?.values() ?? [])].flatMap((scope) => [...scope.keys()]));
}

/** Of the dims from `plain` on, one not used so far, if values and parameters can afford it, else the one used longest ago. */
function leastRecent(plain: number, isTaken: (dim: number) => boolean, lastUse: ReadonlyMap<number, number>): number {
  const room = engineInfo().maxRank - 4;
  let best = plain;
  for (let dim = plain; dim >= -room; dim -= 1) {
    if (!isTaken(dim) && (lastUse.get(dim) ?? -1) < (lastUse.get(best) ?? -1)) best = dim;
  }
  return best;
}

function dimConflict({ name }: SampleMessage, dim: number, owners: readonly string[]): EnumerationError {
  return new EnumerationError({
    where: `sample("${name}")`,
    expected: `each dim to stand for one enumerated site (dim conflict)`,
    got: `dim ${dim} for ${owners.map((owner) => `"${owner}"`).join(' and ')}`,
    hint: 'a longer history of markov, the same in guide and model',
  });
}
