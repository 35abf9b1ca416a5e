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

type Random = () => number;

/**
 * The program number `seed`: 2 to 6 sites, up to 4 values from any first one, plates up to 3 wide and 2 deep, nested, crossed or
 * subsampled, random masks, scales and strategies of enumeration.
 */
export function smallProgram(seed: number): SmallProgram {
  const random = mulberry(seed);
  const contexts = layout(random);
  const sites: SmallSite[] = [];
  const count = 2 + below(random, 5);
  for (let i = 0; i < count; i += 1) sites.push(site(random, `s${i}`, pick(random, contexts), sites));
  return { seed, sites: shareScales(sites, random), isMarkov: random() < 0.25 };
}

/** How far back the sites' parents lie at most, on either side. */
export function lagOf({ sites }: SmallProgram): number {
  const lags = sites.map((site, i) => {
    const parents = [...site.model.parents, ...site.guide.parents].map(({ name }) => name);
    const first = sites.findIndex(({ name }) => parents.includes(name));
    return first < 0 ? 0 : i - first;
  });
  return Math.max(0, ...lags);
}

/** What a site's log density on one side is multiplied by: its own scale, and that of subsampled plates. */
export function scaleOf({ plates }: SmallSite, { scale }: SmallDensity): number {
  return plates.reduce((product, plate) => (product * plate.fullSize) / plate.size, scale);
}

/** Whether sites that are summed together differ in scale. */
export function isMixedScale(program: SmallProgram): boolean {
  const scales = componentsOf(program).map((group) => group.map((site) => scaleOf(site, site.model)));
  return scales.some((all) => all.some((scale) => Math.abs(scale - (all[0] ?? 1)) > 1e-9));
}

/** How many runs it takes to enumerate what is marked sequential. */
export function numRuns({ sites }: SmallProgram): number {
  return sites.reduce((product, site) => product * (isSequential(site) ? site.size : 1), 1);
}

export function cellsOf({ plates }: SmallSite): Cell[] {
  const [rows, columns] = [-2, -1].map((dim) => plates.find((plate) => plate.dim === dim)?.size ?? 1) as [
    number,
    number,
  ];
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const);
}

/** The groups of sites that are summed together because they share choices made by the model; K = 1 is no choice. */
export function componentsOf({ sites }: Pick<SmallProgram, 'sites'>): SmallSite[][] {
  const groups: SmallSite[][] = [];
  for (const site of sites) {
    const touching = groups.filter((group) =>
      group.some((other) => summedIn(other).some((name) => summedIn(site).includes(name))),
    );
    if (summedIn(site).length === 0) continue;
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([...touching.flat(), site]);
  }
  return groups;
}

/** Whether the model sums over a choice that is more global than one which the guide has enumerated. */
export function isTooGlobal(program: SmallProgram): boolean {
  return componentsOf(program).some((group) => {
    const common = group.map((site) => site.plates).reduce((a, b) => a.filter((plate) => b.includes(plate)));
    const dims = group.flatMap((site) => [...enumeratedIn(site), ...site.model.parents.flatMap(enumeratedIn)]);
    // A sequential choice leaves no dim, so all in its plates count as dependent.
    const inSequence = program.sites.filter(
      (choice) =>
        isSequential(choice) &&
        choice.size > 1 &&
        group.some(({ plates }) => choice.plates.every((plate) => plates.includes(plate))),
    );
    return [...dims, ...inSequence].some((choice) => choice.plates.some((plate) => !common.includes(plate)));
  });
}

/** The model's choices that a site's density depends on. */
function summedIn(site: SmallSite): string[] {
  const isSummed = ({ kind, side, size }: SmallSite): boolean => kind === 'choice' && side === 'model' && size > 1;
  return [site, ...site.model.parents].filter(isSummed).map(({ name }) => name);
}

/** The guide's choices on which a site's value depends. */
function enumeratedIn(site: SmallSite): SmallSite[] {
  if (site.kind === 'choice') return site.side === 'guide' && site.size > 1 && !isSequential(site) ? [site] : [];
  // Data have no guide.
  return site.kind === 'observed' ? [] : site.guide.parents.flatMap(enumeratedIn);
}

function isSequential({ kind, side, strategy }: SmallSite): boolean {
  return kind === 'choice' && side === 'guide' && strategy === 'sequential';
}

function layout(random: Random): readonly SmallPlate[][] {
  const plate = (name: string, dim: -1 | -2): SmallPlate => {
    const size = pick(random, [1, 2, 2, 3]);
    return { name, size, fullSize: random() < 0.15 ? 2 * size : size, dim };
  };
  const [a, b, c] = [plate('a', -1), plate('b', -2), plate('c', -1)];
  const crossed = [[], [a], [b], [a, b]];
  return pick(random, [[[]], [[], [a]], [[], [a], [a, b]], [[], [b], [b, a]], [[], [a], [c]], crossed, crossed]);
}

function site(random: Random, name: string, plates: SmallPlate[], before: readonly SmallSite[]): SmallSite {
  const kind = pick(random, ['choice', 'choice', 'choice', 'point', 'observed', 'observed'] as const);
  const isChoice = kind === 'choice';
  const size = isChoice ? pick(random, [1, 2, 2, 2, 3, 4]) : 1;
  const first = isChoice ? pick(random, [0, 0, 1, -2]) : 0;
  const side = isChoice && random() < 0.6 ? 'model' : 'guide';
  const strategy = random() < 0.4 ? 'sequential' : 'parallel';
  const around = before.filter(
    (other) => other.kind !== 'observed' && other.plates.every((plate) => plates.includes(plate)),
  );
  const parents = chooseSome(random, around);
  const guideParents = chooseSome(
    random,
    around.filter((other) => other.side === 'guide'),
  );
  const isExpanded = random() < 0.5;
  const bare = { name, kind, size, plates, first, side, strategy, isExpanded, datum: normalish(random) } as const;
  return { ...bare, model: density(random, bare, parents), guide: density(random, bare, guideParents) };
}

function density(
  random: Random,
  { plates, size }: Pick<SmallSite, 'plates' | 'size'>,
  parents: readonly SmallSite[],
): SmallDensity {
  const extent = (dim: number): number => plates.find((plate) => plate.dim === dim)?.size ?? 1;
  const [rows, columns] = random() < 0.5 ? [extent(-2), extent(-1)] : [1, 1];
  const shape = [rows, columns, parents.reduce((product, parent) => product * parent.size, 1), size] as const;
  const table = Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => normalish(random));
  const cells = extent(-2) * extent(-1);
  const mask = random() < 0.3 ? Array.from({ length: cells }, () => random() < 0.5) : undefined;
  return { parents, shape, table, scale: pick(random, [1, 1, 0.5, 2, 3]), mask };
}

/** Sites that are summed together must have one scale. */
function shareScales(sites: readonly SmallSite[], random: Random): SmallSite[] {
  const groups = componentsOf({ sites });
  const scales = new Map(
    groups.flatMap((group) => {
      const scale = pick(random, [1, 0.5, 2]);
      return group.map((member) => [member.name, scale] as const);
    }),
  );
  const renewed = new Map<string, SmallSite>();
  for (const old of sites) {
    const renew = (parents: readonly SmallSite[]): SmallSite[] =>
      parents.flatMap((parent) => renewed.get(parent.name) ?? []);
    const { model, guide } = old;
    const scale = scales.get(old.name) ?? model.scale;
    const site = {
      ...old,
      model: { ...model, scale, parents: renew(model.parents) },
      guide: { ...guide, parents: renew(guide.parents) },
    };
    renewed.set(old.name, site);
  }
  return [...renewed.values()];
}

function chooseSome(random: Random, sites: readonly SmallSite[]): SmallSite[] {
  return sites.filter(() => random() < 0.75).slice(-3);
}

function normalish(random: Random): number {
  return 2 * (random() + random() + random() - 1.5);
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)] as T;
}

function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** A small generator of numbers in [0, 1), so that a program is known by its seed. */
function mulberry(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
