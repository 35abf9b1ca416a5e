/** One statement of a small random program: a choice among `size` values, a point whose guide is exact, or a datum. */
export interface SmallSite {
  readonly name: string;
  readonly kind: 'choice' | 'point' | 'observed';
  /** How many values a choice has; 1 otherwise. */
  readonly size: number;
  readonly plates: readonly SmallPlate[];
  /** The first value of a choice; the others follow one by one. */
  readonly first: number;
  /** Who enumerates a choice; a point is always in the guide. */
  readonly side: 'guide' | 'model';
  /** How a choice of the guide is enumerated; the model's are in parallel. */
  readonly strategy: 'parallel' | 'sequential';
  readonly isExpanded: boolean;
  readonly datum: number;
  readonly model: SmallDensity;
  readonly guide: SmallDensity;
}

/** How a site's logits or mean come about on one side: from a table by the parents' values, and from parents that are points. */
export interface SmallDensity {
  readonly parents: readonly SmallSite[];
  /** [size at dim -2, size at dim -1, product of the parents' sizes, size], row by row; 1 in plates it does not vary over. */
  readonly shape: readonly [number, number, number, number];
  readonly table: Float64Array;
  readonly scale: number;
  /** Over the cells of the site, row by row. */
  readonly mask: readonly boolean[] | undefined;
}

export interface SmallPlate {
  readonly name: string;
  /** How many indices take part, and how many there are. */
  readonly size: number;
  readonly fullSize: number;
  readonly dim: -1 | -2;
}

export interface SmallProgram {
  readonly seed: number;
  readonly sites: readonly SmallSite[];
  /** Whether each site is a step of a Markov chain, with a history that reaches all parents. */
  readonly isMarkov: boolean;
}

/** The indices of a site at dims -2 and -1; 0 where it is in no plate there. */
export type Cell = readonly [number, number];
