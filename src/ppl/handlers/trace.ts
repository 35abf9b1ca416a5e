import type { Handler, PlateMessage, Program, Site, TracedSite } from '../message.js';
import { checkDeclaration } from '../checkDeclaration.js';
import { checkOptionNames } from '../checkOptionNames.js';
import { handle } from '../runtime.js';
import { addSiteTable, clash, differentEntry } from './traceErrors.js';

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
 * Records the sites of each run of `program`. An error on the way gets a table of the sites so far.
 *
 * @throws ArgumentError if an option is unknown
 * @throws SiteError if two sites have one name; only a parameter may be used again
 * @throws ParamError if a parameter is declared again in another way
 * @throws ShapeError if a plate is entered again at another dim, or as another kind; ArgumentError if with another size
 */
export function trace<Args extends readonly unknown[], R>(
  program: Program<Args, R>,
  options: TraceOptions = {},
): (...args: Args) => Trace<R> {
  checkOptionNames('trace', options, ['paramOnly']);
  return (...args) => {
    const sites = new Map<string, TracedSite>();
    const plates = new Map<string, Site<PlateMessage>>();
    const recording = recorder(sites, plates, options.paramOnly ?? false);
    try {
      return { result: handle(recording, () => program(...args)), sites, plates };
    } catch (error) {
      addSiteTable(error, sites);
      throw error;
    }
  };
}

function recorder(
  sites: Map<string, TracedSite>,
  plates: Map<string, Site<PlateMessage>>,
  paramOnly: boolean,
): Handler {
  const record = <M extends TracedSite>(message: Omit<M, 'value'>, answered: () => M): M => {
    const known = sites.get(message.name);
    if (known !== undefined) throw clash(known, message.type, sites);
    const site = answered();
    sites.set(site.name, site);
    return site;
  };
  const params: Handler = {
    param: (message, outer) => {
      const known = sites.get(message.name);
      if (known?.type !== 'param') return record(message, () => outer(message));
      // A function that would make the starting value is not run for its shape.
      checkDeclaration(known, message, typeof message.init === 'function' ? undefined : message.init?.shape);
      return outer(message.value === undefined ? { ...message, value: known.value } : message);
    },
    stored: (message, outer) => {
      const known = sites.get(message.name);
      return outer(known?.type === 'param' ? { ...message, value: { tensor: known.value } } : message);
    },
  };
  if (paramOnly) return params;
  return {
    ...params,
    sample: (message, outer) => record(message, () => outer(message)),
    deterministic: (message, outer) => record(message, () => outer(message)),
    plate: (message, outer) => {
      const known = plates.get(message.name);
      if (known !== undefined) return outer(again(known, message));
      const site = outer(message);
      plates.set(site.name, site);
      return site;
    },
  };
}

/** A later entry of a plate takes the indices and the dim of the first. */
function again(known: Site<PlateMessage>, message: PlateMessage): PlateMessage {
  const isSameDim = message.dim === undefined || message.dim === known.value.dim;
  if (known.size !== message.size || known.isSequential !== message.isSequential || !isSameDim) {
    throw differentEntry(known, message);
  }
  return { ...message, value: known.value };
}
