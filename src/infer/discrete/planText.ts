import type { EnumerationPlan, PlannedComponent, PlannedSite, PlannedStep } from './enumerationPlan.js';

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
