import { cellsOf, componentsOf, scaleOf } from './questions.js';
import type { Cell, SmallDensity, SmallProgram, SmallSite } from './smallProgram.js';

/** The tables of both sides by site; the reference takes them apart from the program, so that they can be varied. */
export type Tables = Readonly<Record<string, Float64Array>>;

/** The value of each site at each of its cells. */
type Values = Map<string, number>;

export function tablesOf({ sites }: SmallProgram): Tables {
  const pairs = sites.flatMap((site) => [
    [`model ${site.name}`, site.model.table] as const,
    ...(site.kind !== 'observed' && site.side === 'guide' ? [[`guide ${site.name}`, site.guide.table] as const] : []),
  ]);
  return Object.fromEntries(pairs);
}

/**
 * The ELBO in float64 by listing every assignment of the guide's choices, index by index, and within each every assignment
 * of the model's own: no factor, no plate and no component is treated apart.
 */
export function bruteForceElbo(program: SmallProgram, tables: Tables): number {
  const inGuide = program.sites.filter((site) => site.kind !== 'observed' && site.side === 'guide');
  const groups = componentsOf(program);
  const alone = program.sites.filter((site) => !groups.flat().includes(site) && !isModelChoice(site));
  let elbo = 0;
  eachAssignment(
    inGuide,
    new Map(),
    (site) => guideTable(tables, site),
    (values, weight) => {
      const costs = alone.map((site) => scaleOf(site, site.model) * sumCells(site, 'model', values, tables));
      const sums = groups.map((group) => groupScale(group) * logTotal(group, values, tables));
      const entropy = inGuide.map((site) => -scaleOf(site, site.guide) * sumCells(site, 'guide', values, tables));
      elbo += weight * [...costs, ...sums, ...entropy].reduce((a, b) => a + b, 0);
    },
  );
  return elbo;
}

/** The slope of the ELBO along a direction in the space of all tables, by central differences. */
export function bruteForceSlope(program: SmallProgram, tables: Tables, direction: Tables): number {
  const step = 1e-4;
  const at = (sign: number): Tables =>
    Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [
        name,
        table.map((x, i) => x + sign * step * (direction[name]?.[i] ?? 0)),
      ]),
    );
  return (bruteForceElbo(program, at(1)) - bruteForceElbo(program, at(-1))) / (2 * step);
}

/** Two directions in which every entry of the tables moves. */
export function directionsFor(tables: Tables): Tables[] {
  return [1, 2].map((which) => {
    const entries = Object.entries(tables).map(
      ([name, table], t) => [name, table.map((_, i) => Math.cos(which * (1 + i + 7.3 * t)))] as const,
    );
    return Object.fromEntries(entries);
  });
}

/** A joint value of the model's choices, by site and cell, with its probability given the data. */
export interface Outcome {
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly probability: number;
}

/** The posterior of a program without a guide, unscaled, outcome by outcome. */
export function posteriorTable({ sites }: SmallProgram, tables: Tables): Outcome[] {
  const choices = sites.filter(isModelChoice);
  const others = sites.filter((site) => !isModelChoice(site));
  const outcomes: Outcome[] = [];
  eachAssignment(
    choices,
    new Map(),
    (site) => modelTable(tables, site),
    (all, weight) => {
      const data = others.reduce((sum, site) => sum + sumCells(site, 'model', all, tables), 0);
      const values = choices.map(
        (site) => [site.name, cellsOf(site).map((cell) => all.get(nameOf(site, cell)) ?? NaN)] as const,
      );
      outcomes.push({ values: Object.fromEntries(values), probability: weight * Math.exp(data) });
    },
  );
  const total = outcomes.reduce((sum, { probability }) => sum + probability, 0);
  return outcomes.map(({ values, probability }) => ({ values, probability: probability / total }));
}

/** How many assignments the reference lists. */
export function numAssignments(program: SmallProgram): number {
  const count = (sites: readonly SmallSite[]): number =>
    sites.reduce((product, site) => product * site.size ** (site.kind === 'choice' ? cellsOf(site).length : 0), 1);
  const guide = count(program.sites.filter((site) => site.side === 'guide'));
  const model = componentsOf(program).map((group) => count(group.filter(isModelChoice)));
  return guide * model.reduce((a, b) => a + b, 1);
}

/** That of its sites, which is one and the same. */
function groupScale([site]: readonly SmallSite[]): number {
  return site === undefined ? 1 : scaleOf(site, site.model);
}

/** log of the sum, over the group's choices, of the product of its densities; masks fall on all but the choices. */
function logTotal(group: readonly SmallSite[], values: Values, tables: Tables): number {
  const choices = group.filter(isModelChoice);
  const others = group.filter((site) => !isModelChoice(site));
  let total = 0;
  eachAssignment(
    choices,
    values,
    (site) => modelTable(tables, site),
    (all, weight) => {
      total += weight * Math.exp(others.reduce((sum, site) => sum + sumCells(site, 'model', all, tables), 0));
    },
  );
  return Math.log(total);
}

function isModelChoice({ kind, side }: SmallSite): boolean {
  return kind === 'choice' && side === 'model';
}

/** Visits each assignment of `sites`, in addition to `values`, with its probability. */
function eachAssignment(
  sites: readonly SmallSite[],
  values: Values,
  tableOf: (site: SmallSite) => { readonly density: SmallDensity; readonly table: Float64Array },
  visit: (values: Values, weight: number) => void,
): void {
  const cells = sites.flatMap((site) => cellsOf(site).map((cell) => ({ site, cell, ...tableOf(site) })));
  const descend = (depth: number, weight: number): void => {
    const next = cells[depth];
    if (next === undefined) return visit(values, weight);
    const { site, cell, density, table } = next;
    const scores = scoresAt(site, density, table, cell, values);
    if (site.kind === 'point') {
      values.set(nameOf(site, cell), scores[0] ?? 0);
      return descend(depth + 1, weight);
    }
    const logTotalScore = logSumExp(scores);
    scores.forEach((score, value) => {
      values.set(nameOf(site, cell), value);
      descend(depth + 1, weight * Math.exp(score - logTotalScore));
    });
  };
  descend(0, 1);
}

/** The log density of a site, summed over its cells, those masked out left out. */
function sumCells(site: SmallSite, side: 'model' | 'guide', values: Values, tables: Tables): number {
  const { density, table } = side === 'model' ? modelTable(tables, site) : guideTable(tables, site);
  return cellsOf(site).reduce((sum, cell, i) => {
    if (density.mask?.[i] === false) return sum;
    const value = values.get(nameOf(site, cell)) ?? site.datum + i;
    const scores = scoresAt(site, density, table, cell, values);
    if (site.kind === 'choice') return sum + (scores[value] ?? NaN) - logSumExp(scores);
    // A point's guide is exact, with density 1 at its value.
    if (side === 'guide') return sum;
    return sum - 0.5 * (value - (scores[0] ?? 0)) ** 2 - 0.5 * Math.log(2 * Math.PI);
  }, 0);
}

/** Logits of a choice, or the mean of a point or datum. */
function scoresAt(site: SmallSite, density: SmallDensity, table: Float64Array, cell: Cell, values: Values): number[] {
  const [rows, columns, , size] = density.shape;
  let row = (rows === 1 ? 0 : cell[0]) * columns + (columns === 1 ? 0 : cell[1]);
  let shift = 0;
  for (const parent of density.parents) {
    const at = [inPlateAt(parent, -2) ? cell[0] : 0, inPlateAt(parent, -1) ? cell[1] : 0] as const;
    // The model's choices among one value are in no group, and have the value 0.
    const value = values.get(nameOf(parent, at)) ?? (isModelChoice(parent) && parent.size === 1 ? 0 : NaN);
    row = row * parent.size + (parent.kind === 'choice' ? value : 0);
    shift += parent.kind === 'point' ? value : 0;
  }
  const slope = (k: number): number => (site.kind === 'choice' ? 0.5 * k : 1);
  return Array.from({ length: size }, (_, k) => (table[row * size + k] ?? NaN) + slope(k) * shift);
}

function inPlateAt({ plates }: SmallSite, dim: number): boolean {
  return plates.some((plate) => plate.dim === dim);
}

function nameOf({ name }: SmallSite, cell: Cell): string {
  return `${name} ${cell.join(' ')}`;
}

function modelTable(tables: Tables, site: SmallSite): { readonly density: SmallDensity; readonly table: Float64Array } {
  return { density: site.model, table: tables[`model ${site.name}`] ?? site.model.table };
}

function guideTable(tables: Tables, site: SmallSite): { readonly density: SmallDensity; readonly table: Float64Array } {
  return { density: site.guide, table: tables[`guide ${site.name}`] ?? site.guide.table };
}

function logSumExp(scores: readonly number[]): number {
  const max = Math.max(...scores);
  return max + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - max), 0));
}
