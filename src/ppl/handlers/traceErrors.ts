import { ArgumentError, formatShape, KilnError, ShapeError, SiteError } from '../../num/index.js';
import type { PlateMessage, Site, TracedSite } from '../message.js';
import { statedAt } from './statedAt.js';

/** Two sites of one name. */
export function clash(known: TracedSite, second: string, sites: ReadonlyMap<string, TracedSite>): SiteError {
  const position = [...sites.keys()].indexOf(known.name) + 1;
  return new SiteError({
    where: `${second}("${known.name}")`,
    expected: 'a name of its own for every site',
    got: `that of ${known.type}("${known.name}"), site ${position} of the run, again at site ${sites.size + 1}`,
    hint: 'names with an index, such as `z_${i}`, or one site in a plate',
  });
}

/** A plate entered again, but not as the first time. */
export function differentEntry(known: Site<PlateMessage>, message: PlateMessage): KilnError {
  const fields = {
    where: `plate("${message.name}")`,
    expected: `what its first entry in the run had (${kindOf(known, known.value.dim)})`,
    got: kindOf(message, message.dim ?? known.value.dim),
    hint: 'one explicit dim at every entry, or two names',
  };
  return known.size === message.size ? new ShapeError(fields) : new ArgumentError(fields);
}

function kindOf({ size, isSequential }: PlateMessage, dim: number | undefined): string {
  return `size ${size ?? 'any'}, ${isSequential ? 'sequential' : `dim ${dim ?? 'free'}`}`;
}

const HEADING = '\nSites so far:\n';
const POSITION = '\nStated at ';

/** Appends the place of the statement and the shapes of the sites so far, once, however many traces the error passes. */
export function addSiteTable(error: unknown, sites: ReadonlyMap<string, TracedSite>): void {
  if (!(error instanceof Error)) return;
  const place = error instanceof KilnError && !error.message.includes(POSITION) ? statedAt(error) : undefined;
  if (place !== undefined) append(error, `${POSITION}${place}.`);
  if (sites.size === 0 || error.message.includes(HEADING)) return;
  append(error, `${HEADING}${[...sites.values()].map(rowOf).join('\n')}`);
}

function append(error: Error, text: string): void {
  const before = error.message;
  const after = `${before}${text}`;
  // Errors of other makers may have a message that cannot be set.
  if (!Reflect.set(error, 'message', after)) return;
  // What an uncaught error prints is its stack, into which the message was copied when the error was made.
  if (error.stack !== undefined) {
    Reflect.set(
      error,
      'stack',
      error.stack.replace(before, () => after),
    );
  }
}

function rowOf(site: TracedSite): string {
  const shape = `  ${site.type} ${site.name}: ${formatShape(site.value.shape)}`;
  if (site.type !== 'sample') return shape;
  const { batchShape, eventShape } = site.dist;
  return `${shape}  batch ${formatShape(batchShape)} event ${formatShape(eventShape)}`;
}
