import type { Tensor } from '@tensorflow/tfjs-core';
import type { Distribution } from '../../dist/index.js';
import type { Handler, ParamMessage, Program } from '../message.js';
import { sample } from '../primitives.js';
import { handle } from '../runtime.js';
import { watchNames } from './watchNames.js';

/** A prior for all parameters, priors by name, or a function of the name; a parameter without a prior stays a parameter. */
export type Prior =
  Distribution | Readonly<Record<string, Distribution>> | ((name: string) => Distribution | undefined);

/**
 * Turns parameters of `program` into sample sites with a prior; constraint and initial value are ignored.
 *
 * Like a parameter, the site is global: plates of the program neither expand nor scale it, but they slice its value if `param` has
 * an `eventDim`. A repeated `param` returns the first value and adds no density. Warns if no parameter of the first run has a name of
 * the record.
 *
 * @example
 * const model = () => param('w', tf.scalar(0));
 * trace(seed(0, lift(normal({ loc: 0, scale: 1 }), model)))().sites.get('w').type;   // 'sample'
 */
export function lift<Args extends readonly unknown[], R>(prior: Prior, program: Program<Args, R>): Program<Args, R> {
  const priorOf = lookUp(prior);
  const named = typeof prior === 'function' || isDistribution(prior) ? [] : Object.keys(prior);
  const watch = watchNames('lift', 'param', named);
  return (...args) => watch((meet) => handle(lifting(priorOf, new Map(), meet), () => program(...args)));
}

function lifting(
  priorOf: (name: string) => Distribution | undefined,
  lifted: Map<string, Tensor>,
  meet: (name: string) => void,
): Handler {
  const draw = ({ name }: ParamMessage, dist: Distribution): Tensor => {
    const value = lifted.get(name) ?? sample(name, dist);
    lifted.set(name, value);
    return value;
  };
  return {
    param: (message, outer) => {
      meet(message.name);
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
