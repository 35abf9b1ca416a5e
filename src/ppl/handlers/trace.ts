import { formatShape, KilnError, SiteError } from '../../num/index.js';
import type { DeterministicMessage, Handler, ParamMessage, PlateMessage, Program, SampleMessage, Site } from '../message.js';
import { handle } from '../runtime.js';

export type TracedSite = Site<SampleMessage> | Site<ParamMessage> | Site<DeterministicMessage>;

/** What happened in one run of a program: its sites in the order of execution, its plates, and what it returned. */
export interface Trace<R = unknown> {
  readonly sites: ReadonlyMap<string, TracedSite>;
  readonly plates: ReadonlyMap<string, Site<PlateMessage>>;
  readonly result: R;
}

export interface TraceOptions {
  /** Record parameters only. */
  readonly paramOnly?: boolean;
}

/**
 * Records the sites of each run of `program`.
 *
 * @throws SiteError if two sample sites, or a sample site and a parameter, have one name
 */
export function trace<Args extends readonly unknown[], R>(
  program: Program<Args, R>,
  options: TraceOptions = {},
): (...args: Args) => Trace<R> {
  return (...args) => {
    const sites = new Map<string, TracedSite>();
    const plates = new Map<string, Site<PlateMessage>>();
    const recording = recorder(sites, plates, options.paramOnly ?? false);
    try {
      return { result: handle(recording, () => program(...args)), sites, plates };
    } catch (error) {
      if (error instanceof KilnError) addTable(error, sites);
      throw error;
    }
  };
}

function recorder(sites: Map<string, TracedSite>, plates: Map<string, Site<PlateMessage>>, paramOnly: boolean): Handler {
  const param: Handler['param'] = (message, outer) => {
    const known = sites.get(message.name);
    if (known === undefined) return keep(sites, outer(message));
    if (known.type !== 'param') throw clash(known, 'a parameter');
    return message.value === undefined ? outer({ ...message, value: known.value }) : outer(message);
  };
  if (paramOnly) return { param };
  return {
    param,
    sample: (message, outer) => {
      const known = sites.get(message.name);
      if (known !== undefined) throw clash(known, 'a second sample site');
      return keep(sites, outer(message));
    },
    deterministic: (message, outer) => keep(sites, outer(message)),
    plate: (message, outer) => {
      const known = plates.get(message.name);
      const site = outer(known === undefined ? message : again(known, message));
      if (known === undefined) plates.set(site.name, site);
      return site;
    },
  };
}

function keep<S extends TracedSite>(sites: Map<string, TracedSite>, site: S): S {
  sites.set(site.name, site);
  return site;
}

/** A later entry of a plate takes the indices and the dim of the first. */
function again(known: Site<PlateMessage>, message: PlateMessage): PlateMessage {
  const isSame = known.size === message.size && known.isSequential === message.isSequential;
  const dim = message.dim ?? known.value.dim;
  if (isSame && dim === known.value.dim) return { ...message, value: known.value };
  const kind = (plate: PlateMessage): string =>
    `size ${plate.size ?? 'any'}${plate.isSequential ? ', sequential' : `, dim ${plate.dim ?? known.value.dim ?? 'none'}`}`;
  throw new SiteError({
    where: `plate("${message.name}")`,
    expected: `the size, kind and dim of its first entry (${kind(known)})`,
    got: kind(message),
    hint: 'one explicit dim at every entry, or two names',
  });
}

function clash(known: TracedSite, second: string): SiteError {
  return new SiteError({
    where: `${known.type}("${known.name}")`,
    expected: 'a name of its own for every site',
    got: `${second} of that name`,
    hint: 'names with an index, such as `z_${i}`, or one site in a plate',
  });
}

/** Appends the shapes of the sites so far, once, however many traces the error passes on its way. */
function addTable(error: KilnError, sites: ReadonlyMap<string, TracedSite>): void {
  if (sites.size === 0 || error.message.includes('\nSites so far:')) return;
  const rows = [...sites.values()].map((site) => {
    const dist = site.type === 'sample' ? `  batch ${formatShape(site.dist.batchShape)} event ${formatShape(site.dist.eventShape)}` : '';
    return `  ${site.type} ${site.name}: ${formatShape(site.value.shape)}${dist}`;
  });
  error.message += `\nSites so far:\n${rows.join('\n')}`;
}
