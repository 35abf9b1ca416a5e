/** The dim that an enumerated site's values lie along; its id is the site's name. */
export interface EnumeratedSite {
  readonly name: string;
  /** Negative, left of all plates. */
  readonly dim: number;
  readonly size: number;
}

/** Hands out dims to enumerated sites, from right to left. */
export interface DimAllocator {
  /** How many rightmost dims are left to plates. */
  readonly maxPlateNesting: number;
  readonly sites: ReadonlyMap<string, EnumeratedSite>;
  allot(name: string, size: number): EnumeratedSite;
}

/** An allocator whose first dim is left of `maxPlateNesting` plates. */
export function dimAllocator(maxPlateNesting: number): DimAllocator {
  const sites = new Map<string, EnumeratedSite>();
  return {
    maxPlateNesting,
    sites,
    allot: (name, size) => {
      const site = { name, dim: -1 - maxPlateNesting - sites.size, size };
      sites.set(name, site);
      return site;
    },
  };
}

/** Which dims are whose, as it is written in errors. */
export function enumDimOwners({ sites, maxPlateNesting }: DimAllocator): string {
  const plates = maxPlateNesting === 0 ? [] : [`dims from -${maxPlateNesting} to the right are for plates`];
  return [...plates, ...[...sites.values()].map((site) => `dim ${site.dim} is "${site.name}"`)].join(', ');
}
