import { checkOptionNames, ArgumentError, formatShape, KilnError, ShapeError, SiteError } from '../../num/index.js';
import { checkDeclaration } from '../checkMessage.js';
import type { Handler, PlateMessage, Program, Site, TracedSite } from '../message.js';
import { handle } from '../runtime.js';

/** A recorded run of a program: its sites in the order of execution, its plates, and its result. */
export interface Trace<R = unknown> {
  readonly sites: Sites;
  readonly plates: ReadonlyMap<string, Site<PlateMessage>>;
  readonly result: R;
}

type Sites = ReadonlyMap<string, TracedSite>;

export interface TraceOptions {
  /** Record parameters only. */
  readonly paramOnly?: boolean;
}

/**
 * Records the sites of each run of `program`. An error in the run gets a table of the sites so far.
 *
 * @throws ArgumentError if an option is unknown
 * @throws SiteError if two sites have the same name; only parameters may repeat
 * @throws ParamError if a parameter is declared again in another way
 * @throws ShapeError if a plate is entered again at another dim or as another kind; ArgumentError if with another size
 */
export function trace<Args extends readonly unknown[], R>(
  program: Program<Args, R>,
  options: TraceOptions = {},
): (...args: Args) => Trace<R> {
  checkOptionNames('trace', options, ['paramOnly']);
  return (...args) => {
    const sites = new Map<string, TracedSite>();
    const plates = new Map<string, Site<PlateMessage>>();
    const params = paramRecorder(sites);
    const recording = options.paramOnly === true ? params : { ...params, ...recorder(sites, plates) };
    try {
      return { result: handle(recording, () => program(...args)), sites, plates };
    } catch (error) {
      addSiteTable(error, sites);
      throw error;
    }
  };
}

function paramRecorder(sites: Map<string, TracedSite>): Handler {
  return {
    param: (message, outer) => {
      const known = sites.get(message.name);
      if (known?.type !== 'param') return record(sites, message, outer);
      // An init function is not called only to learn its shape.
      checkDeclaration(known, message, typeof message.init === 'function' ? undefined : message.init?.shape);
      return outer(message.value === undefined ? { ...message, value: known.value } : message);
    },
    stored: (message, outer) => {
      const known = sites.get(message.name);
      return outer(known?.type === 'param' ? { ...message, value: { tensor: known.value } } : message);
    },
  };
}

function recorder(sites: Map<string, TracedSite>, plates: Map<string, Site<PlateMessage>>): Handler {
  return {
    sample: (message, outer) => record(sites, message, outer),
    deterministic: (message, outer) => record(sites, message, outer),
    plate: (message, outer) => {
      const known = plates.get(message.name);
      if (known !== undefined) return outer(reentered(known, message));
      const site = outer(message);
      plates.set(site.name, site);
      return site;
    },
  };
}

function record<M extends Omit<TracedSite, 'value'>, S extends TracedSite>(
  sites: Map<string, TracedSite>,
  message: M,
  outer: (message: M) => S,
): S {
  const known = sites.get(message.name);
  if (known !== undefined) throw nameClash(known, message.type, sites);
  const site = outer(message);
  sites.set(site.name, site);
  return site;
}

/** A later entry of a plate gets the indices and the dim of the first. */
function reentered(known: Site<PlateMessage>, message: PlateMessage): PlateMessage {
  const isSameSize = known.size === message.size;
  const isSameDim = message.dim === undefined || message.dim === known.value.dim;
  if (isSameSize && known.isSequential === message.isSequential && isSameDim) return { ...message, value: known.value };
  const fields = {
    where: `plate("${message.name}")`,
    expected: `the same plate as at its first entry (${describePlate(known, known.value.dim)})`,
    got: describePlate(message, message.dim ?? known.value.dim),
    hint: 'one explicit dim at every entry, or two names',
  };
  throw isSameSize ? new ShapeError(fields) : new ArgumentError(fields);
}

function describePlate({ size, isSequential }: PlateMessage, dim: number | undefined): string {
  return `size ${size ?? 'any'}, ${isSequential ? 'sequential' : `dim ${dim ?? 'free'}`}`;
}

function nameClash({ type, name }: TracedSite, second: string, sites: Sites): SiteError {
  const position = [...sites.keys()].indexOf(name) + 1;
  return new SiteError({
    where: `${second}("${name}")`,
    expected: 'a unique name for every site',
    got: `the name of ${type}("${name}"), site ${position} of the run, again at site ${sites.size + 1}`,
    hint: 'names with an index, such as `z_${i}`, or one site in a plate',
  });
}

const HEADING = '\nSites so far:\n';
const POSITION = '\nCalled at ';
const HISTORY = '\nA draw inside markov may be used up to `history` steps later, but not after the loop.';

/** Appends the source position and the shapes of the sites so far to an error, once, even if it passes several traces. */
export function addSiteTable(error: unknown, sites: Sites): void {
  if (!(error instanceof Error)) return;
  const position = error instanceof KilnError && !error.message.includes(POSITION) ? sourcePosition(error) : undefined;
  if (position !== undefined) append(error, `${POSITION}${position}.`);
  if (sites.size === 0 || error.message.includes(HEADING)) return;
  if (mayBeHistory(error, sites)) append(error, HISTORY);
  append(error, `${HEADING}${[...sites.values()].map(tableRow).join('\n')}`);
}

/** Values outside their history have stray dims, which any operation of the model may refuse. */
function mayBeHistory({ message }: Error, sites: Sites): boolean {
  if (!message.includes('shape') || message.includes('history')) return false;
  return [...sites.values()].some((site) => site.type === 'sample' && site.markov !== undefined);
}

function append(error: Error, text: string): void {
  const { message, stack } = error;
  // The message of an error from elsewhere may be read-only.
  if (!Reflect.set(error, 'message', `${message}${text}`) || stack === undefined) return;
  // An uncaught error prints its stack, which contains a copy of the message.
  const full = stack.replace(message, () => `${message}${text}`);
  Reflect.set(error, 'stack', full);
}

function tableRow(site: TracedSite): string {
  const row = `  ${site.type} ${site.name}: ${formatShape(site.value.shape)}`;
  if (site.type !== 'sample') return row;
  const { batchShape, eventShape } = site.dist;
  return `${row}  batch ${formatShape(batchShape)} event ${formatShape(eventShape)}`;
}

/** The folders of this library whose lines are not the position of a statement in a model. */
const KERNEL = /\/(num|dist|ppl|infer)\//;

/** The position in the model, such as `model.ts:12:5`: the innermost line of the stack outside KERNEL and packages. */
function sourcePosition(error: Error): string | undefined {
  // This file is two folders below the root.
  const root = pathOf(import.meta.url)
    .split('/')
    .slice(0, -3)
    .join('/');
  for (const line of (error.stack ?? '').split('\n')) {
    const [, url, position] = /^\s+at .*?((?:file:\/\/|\/|[A-Za-z]:)[^()]*?):(\d+:\d+)\)?$/.exec(line) ?? [];
    if (url === undefined || position === undefined) continue;
    const path = pathOf(url);
    const isKernel = path.startsWith(`${root}/`) && KERNEL.test(path.slice(root.length));
    if (!isKernel && !path.includes('/node_modules/')) return `${path.slice(path.lastIndexOf('/') + 1)}:${position}`;
  }
  return undefined;
}

function pathOf(url: string): string {
  return url.replace(/^file:\/\//, '').replaceAll('\\', '/');
}
