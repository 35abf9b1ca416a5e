import type { ContractionNode } from '../factors/contraction.js';

/** An enumerated site. */
export interface PlannedSite {
  readonly name: string;
  /** The guide's are weighted by its probabilities, the model's summed out. */
  readonly side: 'guide' | 'model';
  readonly strategy: 'parallel' | 'sequential';
  /** How many values it has. */
  readonly size: number;
  /** The dim that its values lie along, if they are in one tensor. */
  readonly dim: number | undefined;
  readonly plates: readonly string[];
}

/** One sum or product of a contraction. */
export interface PlannedStep {
  readonly kind: ContractionNode['kind'];
  /** The dims that it removes. */
  readonly over: readonly string[];
  /** The dims of its result. */
  readonly dims: readonly string[];
  /** The size of the largest tensor it makes. */
  readonly cells: number;
}

/** A connected set of log densities that is summed out together. */
export interface PlannedComponent {
  readonly sites: readonly string[];
  readonly factors: readonly { readonly site: string; readonly dims: readonly string[] }[];
  /** The plates that its result stands in. */
  readonly plates: readonly string[];
  /** The plates taken index by index, because plates cross. */
  readonly unrolled: readonly string[];
  readonly steps: readonly PlannedStep[];
  /** The size of the largest tensor. */
  readonly cells: number;
  /** The sizes of all tensors together, a measure of the work. */
  readonly work: number;
}

/** How enumeration will go. */
export interface EnumerationPlan {
  readonly maxPlateNesting: number;
  readonly sites: readonly PlannedSite[];
  /** How many runs it takes for what is enumerated sequentially. */
  readonly numRuns: number;
  readonly components: readonly PlannedComponent[];
  /** The plan as text of several lines. */
  readonly text: string;
}

const MAX_LINES = 20;

/** A plan in lines for people to read; of long lists the first lines. */
export function planText({ sites, numRuns, components, maxPlateNesting }: Omit<EnumerationPlan, 'text'>): string {
  const head = `enumeration: ${sites.length} sites, ${numRuns} ${numRuns === 1 ? 'run' : 'runs'}, plates hold ${maxPlateNesting} dims`;
  return [head, ...shortened(sites.map(siteLine)), ...components.flatMap(componentLines)].join('\n');
}

function siteLine({ name, side, strategy, size, dim, plates }: PlannedSite): string {
  const where = dim === undefined ? '' : ` at dim ${dim}`;
  return `  ${side} ${name}: ${size} values, ${strategy}${where}${inPlates(plates)}`;
}

function componentLines(component: PlannedComponent, i: number): string[] {
  const { sites, factors, plates, unrolled, steps, cells, work } = component;
  const head = `sum ${i + 1} over ${sites.slice(0, MAX_LINES).join(', ')}${inPlates(plates)}: largest tensor ${cells} numbers, ${work} in all`;
  const unrolling = unrolled.length === 0 ? [] : [`  taken index by index: ${unrolled.join(', ')}`];
  const given = factors.map(({ site, dims }) => `  factor ${site} [${dims.join(', ')}]`);
  return [head, ...unrolling, ...shortened(given), ...shortened(steps.map(stepLine))];
}

function stepLine({ kind, over, dims, cells }: PlannedStep): string {
  const what = over.length === 0 ? kind : `${kind} over ${over.join(', ')}`;
  return `  ${what} -> [${dims.join(', ')}], ${cells} numbers`;
}

function inPlates(plates: readonly string[]): string {
  return plates.length === 0 ? '' : ` in plates ${plates.join(', ')}`;
}

function shortened(lines: readonly string[]): string[] {
  return lines.length <= MAX_LINES
    ? [...lines]
    : [...lines.slice(0, MAX_LINES), `  and ${lines.length - MAX_LINES} more`];
}
