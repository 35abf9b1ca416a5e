import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../../dist/index.js';
import { nearest, warn } from '../../num/index.js';
import type { Handler, ParamMessage, Program } from '../message.js';
import { sampleSite } from '../sampleSite.js';
import { handle } from '../runtime.js';

/** A prior for all parameters, priors by name, or a function of the name; a parameter without a prior stays one. */
export type Prior =
  Distribution | Readonly<Record<string, Distribution>> | ((name: string) => Distribution | undefined);

/**
 * Turns parameters of `program` into sample sites with a prior; constraint and starting value are dropped.
 *
 * The site is global, as a parameter is: plates of the program around its use neither expand nor scale it (its value is
 * sliced by them where `param` has an `eventDim`), and a repeated use has the first value and adds no second density. Names of a
 * record that met no parameter in a run are warned of, with near names.
 *
 * @example
 * const model = () => param('w', tf.scalar(0));
 * trace(seed(0, lift(normal({ loc: 0, scale: 1 }), model)))().sites.get('w').type;   // 'sample'
 */
export function lift<Args extends readonly unknown[], R>(prior: Prior, program: Program<Args, R>): Program<Args, R> {
  const priorOf = lookUp(prior);
  return (...args) => {
    const lifted = new Map<string, Tensor>();
    const met = new Set<string>();
    const result = handle(lifting(priorOf, lifted, met), () => program(...args));
    if (typeof prior !== 'function' && !isDistribution(prior)) warnUnused(Object.keys(prior), met);
    return result;
  };
}

function lifting(
  priorOf: (name: string) => Distribution | undefined,
  lifted: Map<string, Tensor>,
  met: Set<string>,
): Handler {
  const draw = ({ name }: ParamMessage, dist: Distribution): Tensor => {
    const value = lifted.get(name) ?? sampleSite(name, dist);
    lifted.set(name, value);
    return value;
  };
  return {
    param: (message, outer) => {
      met.add(message.name);
      const dist = priorOf(message.name);
      if (dist === undefined || message.value !== undefined) return outer(message);
      return { ...message, value: draw(message, dist) };
    },
    stored: (message, outer) => {
      const tensor = lifted.get(message.name);
      return outer(tensor === undefined ? message : { ...message, value: { tensor } });
    },
  };
}

function lookUp(prior: Prior): (name: string) => Distribution | undefined {
  if (typeof prior === 'function') return prior;
  if (isDistribution(prior)) return () => prior;
  const priors = new Map(Object.entries(prior));
  return (name) => priors.get(name);
}

function isDistribution(prior: Prior): prior is Distribution {
  return 'logProb' in prior && typeof prior.logProb === 'function';
}

function warnUnused(names: readonly string[], met: ReadonlySet<string>): void {
  for (const name of names) {
    if (met.has(name)) continue;
    const near = nearest(name, [...met]);
    warn(`lift: no param("${name}") in the program${near === undefined ? '' : `; did you mean "${near}"?`}`);
  }
}
