import type { Cell, SmallDensity, SmallProgram, SmallSite } from './smallProgram.js';

/** How far back the sites' parents lie at most, on either side. */
export function lagOf({ sites }: SmallProgram): number {
  const lags = sites.map((site, i) => {
    const parents = [...site.model.parents, ...site.guide.parents].map(({ name }) => name);
    const first = sites.findIndex(({ name }) => parents.includes(name));
    return first < 0 ? 0 : i - first;
  });
  return Math.max(0, ...lags);
}

/** What a site's log density on one side is multiplied by: its own scale, and the scale of subsampled plates. */
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
